//! What stands in the form, as text: it stays when the form leaves the screen, and becomes a draft for the session.

use crate::ui::decimal::decimal;
use crate::ui::erase::{State, kept, provide};

use crate::domain::catalogue::{ARTICLES, CUSTOMERS};
use crate::domain::order::OrderCommand;
use crate::domain::{Command, Money};
use crate::exchange::limits::{CENTS_MAX, QUANTITY_MAX};
use crate::exchange::{Code, CommandDraft, ItemDraft, Refused};
use crate::scene::words::{count, money};

/// The commands of the form, with the fields of each.
pub const COMMANDS: [(&str, &[Field]); 13] = [
    ("PlaceOrder", &[Field::NewOrder, Field::Customer, Field::Items]),
    ("CancelOrder", &[Field::Order]),
    ("ConfirmOrder", &[Field::Order]),
    ("ShipOrder", &[Field::Order]),
    ("ReserveInventory", &[Field::Order, Field::Items]),
    ("ReleaseInventory", &[Field::Order]),
    ("ShipInventory", &[Field::Order]),
    ("RestockInventory", &[Field::Sku, Field::Quantity]),
    ("ChargePayment", &[Field::Order, Field::Customer, Field::Amount]),
    ("RefundPayment", &[Field::Order]),
    ("CreateShipment", &[Field::Order]),
    ("CancelShipment", &[Field::Order]),
    ("DispatchParcel", &[Field::Order]),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    NewOrder,
    Order,
    Customer,
    Items,
    Sku,
    Quantity,
    Amount,
}

/// One line of the order, as typed.
#[derive(Clone, Copy)]
pub struct ItemText {
    pub key: u32,
    pub sku: State<String>,
    pub quantity: State<String>,
    pub price: State<String>,
}

/// The form. Lives as long as the screen.
#[derive(Clone, Copy)]
pub struct CommandForm {
    pub kind: State<String>,
    pub order: State<String>,
    pub customer: State<String>,
    pub items: State<Vec<ItemText>>,
    pub sku: State<String>,
    pub quantity: State<String>,
    pub amount: State<String>,
    pub rate: State<String>,
    /// The field that was refused, and why.
    pub refused: State<Option<(String, String)>>,
}

impl CommandForm {
    pub fn provide() -> Self {
        let text = |text: &str| State::new(text.to_owned());
        let form = Self {
            kind: text("PlaceOrder"),
            order: text(""),
            customer: text(CUSTOMERS.first().map_or("", |(id, _)| id)),
            items: State::new(vec![item(0, 0, "2"), item(1, 1, "1")]),
            sku: text(ARTICLES.first().map_or("", |article| article.sku)),
            quantity: text("10"),
            amount: text("309.97"),
            rate: text("1"),
            refused: State::new(None),
        };
        provide(form);
        form
    }

    pub fn fields(self) -> &'static [Field] {
        let kind = self.kind.get();
        COMMANDS.iter().find(|(name, _)| *name == kind).map_or(&[], |(_, fields)| fields)
    }

    pub fn has(self, field: Field) -> bool {
        self.fields().contains(&field)
    }

    /// One more line, of the first article that is not in the order yet.
    pub fn add_item(self) {
        let taken: Vec<String> =
            self.items.with_untracked(|items| items.iter().map(|item| item.sku.get_untracked()).collect());
        let free = ARTICLES.iter().position(|article| !taken.iter().any(|sku| sku == article.sku)).unwrap_or(0);
        self.items.update(|items| {
            let key = items.iter().map(|item| item.key + 1).max().unwrap_or(0);
            items.push(item(key, free, "1"));
        });
    }

    pub fn remove_item(self, key: u32) {
        self.items.update(|items| items.retain(|item| item.key != key));
        self.look_at_items();
    }

    /// What the lines cost together, if an order of them would be taken.
    ///
    /// # Errors
    /// The first field that would be refused, and why.
    pub fn total(self) -> Result<Money, Refused> {
        for item in self.items.get() {
            item.sku.track();
            item.quantity.track();
            item.price.track();
        }
        match self.checked()? {
            Command::Order(OrderCommand::Place { total, .. }) => Ok(total),
            Command::Order(_) | Command::Inventory(_) | Command::Payment(_) | Command::Shipping(_) => Ok(Money::ZERO),
        }
    }

    /// The command of the form as a run would take it, whoever orders.
    fn checked(self) -> Result<Command, Refused> {
        let anybody = Some("any".to_owned());
        let draft = CommandDraft { order_id: anybody.clone(), customer_id: anybody, ..self.draft()? };
        draft.check(Code::BadCommand).map(|checked| checked.command)
    }

    /// Says at its field why a line would be refused, as soon as it is typed.
    pub fn look_at_items(self) {
        let wrong = self.checked().err().filter(|refused| refused.field.starts_with("items"));
        self.refused.set(wrong.map(|refused| (refused.field, refused.reason)));
    }

    /// Orders a second, as typed.
    ///
    /// # Errors
    /// A text that is no number; it is told as it was typed.
    pub fn rate_a_second(self) -> Result<f64, Refused> {
        rate(&self.rate.get_untracked())
    }

    /// The draft that the form describes.
    ///
    /// # Errors
    /// The first field whose text is not a number.
    pub fn draft(self) -> Result<CommandDraft, Refused> {
        let kind = self.kind.get_untracked();
        let fields = COMMANDS.iter().find(|(name, _)| *name == kind).map_or(&[][..], |(_, fields)| fields);
        let mut draft = CommandDraft { kind, ..CommandDraft::default() };
        for field in fields {
            match field {
                Field::NewOrder => draft.order_id = Some(self.order.get_untracked()).filter(|text| !text.is_empty()),
                Field::Order => draft.order_id = Some(self.order.get_untracked()),
                Field::Customer => draft.customer_id = Some(self.customer.get_untracked()),
                Field::Items => draft.items = Some(self.item_drafts()?),
                Field::Sku => draft.sku = Some(self.sku.get_untracked()),
                Field::Quantity => draft.quantity = Some(pieces(&self.quantity.get_untracked(), "quantity")?),
                Field::Amount => draft.amount_cents = Some(price(&self.amount.get_untracked(), "amountCents")?),
            }
        }
        Ok(draft)
    }

    fn item_drafts(self) -> Result<Vec<ItemDraft>, Refused> {
        let items = self.items.get_untracked();
        let read = |(place, item): (usize, &ItemText)| {
            Ok(ItemDraft {
                sku: Some(item.sku.get_untracked()),
                quantity: Some(pieces(&item.quantity.get_untracked(), &format!("items[{place}].quantity"))?),
                unit_price_cents: Some(price(&item.price.get_untracked(), &format!("items[{place}].unitPriceCents"))?),
            })
        };
        items.iter().enumerate().map(read).collect()
    }
}

/// A line that stays with the form: the fields of a command go when another is chosen.
fn item(key: u32, article: usize, quantity: &str) -> ItemText {
    let article = ARTICLES.get(article);
    kept(|| ItemText {
        key,
        sku: State::new(article.map_or(String::new(), |article| article.sku.to_owned())),
        quantity: State::new(quantity.to_owned()),
        price: State::new(article.map_or(String::new(), |article| euros(article.list_price.0))),
    })
}

/// The list price of an article, as it stands in the form.
pub fn list_price(sku: &str) -> Option<String> {
    ARTICLES.iter().find(|article| article.sku == sku).map(|article| euros(article.list_price.0))
}

fn euros(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

fn rate(text: &str) -> Result<f64, Refused> {
    let reason = || format!("a number from 0 to 1,000 with at most three decimals was expected, not {}", typed(text));
    decimal(&text.replace(',', ".")).ok_or_else(|| Refused::new(Code::BadArgument, "ordersPerSecond", reason()))
}

/// What was typed, for a sentence; of what may be much too long the beginning.
fn typed(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() {
        return "nothing".to_owned();
    }
    let short: String = text.chars().take(24).collect();
    let more = if short.len() < text.len() { "…" } else { "" };
    format!("\"{short}{more}\"")
}

fn pieces(text: &str, field: &str) -> Result<f64, Refused> {
    let is_fit = |number: &f64| number.fract() == 0.0 && (1.0..=QUANTITY_MAX as f64).contains(number);
    decimal(text).filter(is_fit).ok_or_else(|| {
        let most = count(QUANTITY_MAX.unsigned_abs());
        let reason = format!("a whole number from 1 to {most} was expected, not {}", typed(text));
        Refused::new(Code::BadCommand, field, reason)
    })
}

/// The cents of what was typed in euros, and is refused in euros.
fn price(text: &str, field: &str) -> Result<f64, Refused> {
    let refuse =
        |what: String| Refused::new(Code::BadCommand, field, format!("{what} was expected, not {}", typed(text)));
    let amount = cents(text).ok_or_else(|| refuse("an amount such as 12.99".to_owned()))?;
    let is_fit = (1.0..=CENTS_MAX as f64).contains(&amount);
    is_fit
        .then_some(amount)
        .ok_or_else(|| refuse(format!("an amount from {} to {}", money(Money(1)), money(Money(CENTS_MAX)))))
}

/// The cents of an amount in euros with at most two decimals, written with a point or a comma.
pub fn cents(text: &str) -> Option<f64> {
    let text = text.trim().replace(',', ".");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if digits.is_empty() || !plain(digits) || !plain(part) || part.len() > 2 {
        return None;
    }
    decimal(&format!("{whole}{part:0<2}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_refused_as_it_was_typed() {
        assert_eq!(rate("2,5"), Ok(2.5));
        let refused = |text| rate(text).map_err(|refused| refused.reason).unwrap_err();
        assert!(refused("fast").ends_with("not \"fast\""));
        assert!(refused(" ").ends_with("not nothing"));
        assert!(refused(&"x".repeat(300)).len() < 120);
    }

    #[test]
    fn pieces_and_prices_are_refused_as_they_were_typed() {
        let of_pieces = |text| pieces(text, "quantity").map_err(|refused| refused.reason);
        assert_eq!(of_pieces("1000000"), Ok(1_000_000.0));
        for text in ["99999999999999999999", "1000001", "0", "-1", "1.5", "two"] {
            let told = format!("a whole number from 1 to 1,000,000 was expected, not \"{text}\"");
            assert_eq!(of_pieces(text), Err(told));
        }
        let of_price = |text| price(text, "amountCents").map_err(|refused| refused.reason);
        assert_eq!(of_price("1000000000"), Ok(CENTS_MAX as f64));
        for text in ["-1", "0", "1000000000.01", "99999999999999999999"] {
            let told = format!("an amount from € 0.01 to € 1,000,000,000.00 was expected, not \"{text}\"");
            assert_eq!(of_price(text), Err(told));
        }
        assert_eq!(of_price(""), Err("an amount such as 12.99 was expected, not nothing".to_owned()));
    }

    #[test]
    fn euros_become_whole_cents() {
        assert_eq!(cents("129.99"), Some(12_999.0));
        assert_eq!(cents(" 5 "), Some(500.0));
        assert_eq!(cents("0,5"), Some(50.0));
        assert_eq!(cents("-1.00"), Some(-100.0));
        for text in ["", ".", "-", "1.005", "1e3", "NaN", "∞", "1 2", "0x10", "1.2.3"] {
            assert_eq!(cents(text), None, "{text:?}");
        }
    }
}
