//! Fields and values of the engine's answers as a person reads them.

use serde_json::Value;

use crate::domain::Money;
use crate::exchange::{Code, time_of_millis};
use crate::scene::words::{clock, escaped, money};

/// "total", "orders placed", "PROD-456 on hand", "reservation of ord-1".
pub fn field_title(field: &str) -> String {
    if let Some(status) = field.strip_prefix("byStatus.") {
        return format!("orders {status}");
    }
    if let Some(order) = field.strip_prefix("reservation.") {
        return format!("reservation of {}", escaped(order));
    }
    let name = match field {
        "customerId" => "customer",
        "customerName" => "name of the customer",
        "updatedAt" => "last change",
        "orderId" => "order",
        "spentCents" => "spent",
        "state" => "state of the saga",
        _ => "",
    };
    if !name.is_empty() {
        return name.to_owned();
    }
    let (article, name) = field.rsplit_once('.').unwrap_or(("", field));
    let words = spaced(name.strip_suffix("Cents").unwrap_or(name));
    if article.is_empty() { words } else { format!("{} {words}", escaped(article)) }
}

/// "€ 309.97", "2 × PROD-456", "nothing".
pub fn field_value(field: &str, value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::String(text) => escaped(&text.replace('-', if is_word(field) { " " } else { "-" })),
        Value::Number(number) if field.ends_with("Cents") => {
            number.as_i64().map_or_else(|| number.to_string(), |cents| money(Money(cents)))
        }
        Value::Number(number) if field == "updatedAt" => {
            let time = number.as_f64().and_then(|ms| time_of_millis(ms, Code::BadArgument, "ms").ok());
            time.map_or_else(|| number.to_string(), clock)
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(item).collect();
            if items.is_empty() { "no items".to_owned() } else { items.join(", ") }
        }
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => escaped(&value.to_string()),
    }
}

/// A field that holds a word of the program, and not an id.
fn is_word(field: &str) -> bool {
    field == "status" || field == "state" || field.starts_with("reservation.")
}

fn item(item: &Value) -> String {
    let (quantity, sku) = (item.get("quantity").and_then(Value::as_u64), item.get("sku").and_then(Value::as_str));
    match (quantity, sku) {
        (Some(quantity), Some(sku)) => format!("{quantity} × {}", escaped(sku)),
        _ => escaped(&item.to_string()),
    }
}

/// "onHand" as "on hand", "charge-payment" as "charge payment".
fn spaced(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() || letter == '-' {
            text.push(' ');
        }
        if letter != '-' {
            text.push(letter.to_ascii_lowercase());
        }
    }
    escaped(&text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn fields_are_named_as_a_person_names_them() {
        let fields = ["totalCents", "byStatus.placed", "PROD-456.onHand", "reservation.ord-1", "charge-payment"];
        let titles = ["total", "orders placed", "PROD-456 on hand", "reservation of ord-1", "charge payment"];
        assert_eq!(fields.map(field_title), titles.map(str::to_owned));
    }

    #[test]
    fn values_are_written_as_a_person_writes_them() {
        assert_eq!(field_value("netCents", &json!(30_997)), "€ 309.97");
        assert_eq!(field_value("status", &json!("not-placed")), "not placed");
        assert_eq!(field_value("customerId", &json!("cust-441")), "cust-441");
        assert_eq!(field_value("updatedAt", &json!(12_482.0)), "00:12.482");
        assert_eq!(field_value("items", &json!([{"sku": "PROD-456", "quantity": 2}])), "2 × PROD-456");
        assert_eq!(field_value("customerId", &Value::Null), "nothing");
    }
}
