//! What a poisoned body looks like: one field is visibly wrong, so that a person can see it and set it right.

use crate::exchange::Wire;

/// The body with its most telling field spoilt: an amount becomes a text with a decimal comma, an order id is lost.
/// The same body is always spoilt the same way.
pub fn poisoned(body: &Wire) -> Wire {
    const TELLING: [&str; 4] = ["amountCents", "totalCents", "items", "orderId"];
    let Wire::Object(fields) = body else { return Wire::Nothing };
    let spoilt = TELLING.into_iter().find(|name| body.get(name).is_some());
    let spoil = |(name, value): &(String, Wire)| {
        let value = if Some(name.as_str()) == spoilt { spoil(value) } else { value.clone() };
        (name.clone(), value)
    };
    Wire::Object(fields.iter().map(spoil).collect())
}

fn spoil(value: &Wire) -> Wire {
    match value {
        Wire::Number(number) => decimal_comma(&number.to_string()).into(),
        Wire::List(values) => format!("{} lines", values.len()).into(),
        Wire::Nothing | Wire::Bool(_) | Wire::Text(_) | Wire::Object(_) => Wire::Nothing,
    }
}

/// Cents as some system wrote them: "309,97".
fn decimal_comma(cents: &str) -> String {
    let padded = format!("{cents:0>3}");
    match padded.split_at_checked(padded.len().saturating_sub(2)) {
        Some((whole, rest)) => format!("{whole},{rest}"),
        None => padded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_field_is_spoilt_and_the_others_are_left() {
        let body = Wire::object([("orderId", "ord-1".into()), ("amountCents", 30_997_u32.into())]);
        let spoilt = Wire::object([("orderId", "ord-1".into()), ("amountCents", "309,97".into())]);
        assert_eq!(poisoned(&body), spoilt);
        let body = Wire::object([("orderId", "ord-1".into())]);
        assert_eq!(poisoned(&body), Wire::object([("orderId", Wire::Nothing)]));
    }
}
