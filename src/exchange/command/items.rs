//! The lines of an order, and the bounds of pieces and money.

use crate::domain::{Line, Lines, Money, Sku, catalogue};
use crate::exchange::check::{id_text, whole};
use crate::exchange::fields::Fields;
use crate::exchange::limits::{CENTS_MAX, LINES_MAX, QUANTITY_MAX};
use crate::exchange::{Code, Refused, Wire};

use super::{missing, owned};

/// One line of a draft.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ItemDraft {
    pub sku: Option<String>,
    pub quantity: Option<f64>,
    pub unit_price_cents: Option<f64>,
}

/// Whether a line must say what a piece costs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Prices {
    Needed,
    Optional,
}

impl ItemDraft {
    fn read(value: &Wire, path: &str, code: Code) -> Result<Self, Refused> {
        let mut fields = Fields::of(value, path, code)?;
        let item = Self {
            sku: owned(&mut fields, "sku")?,
            quantity: fields.number("quantity")?,
            unit_price_cents: fields.number("unitPriceCents")?,
        };
        fields.finish()?;
        Ok(item)
    }

    fn check(&self, place: usize, prices: Prices, code: Code) -> Result<Line, Refused> {
        let path = |name: &str| format!("items[{place}].{name}");
        let unit_price = match self.unit_price_cents {
            None | Some(0.0) if prices == Prices::Optional => Money::ZERO,
            price => cents(price, code, &path("unitPriceCents"))?,
        };
        let sku = known_sku(self.sku.as_deref(), code, &path("sku"))?;
        Ok(Line { sku, quantity: pieces(self.quantity, code, &path("quantity"))?, unit_price })
    }
}

/// Checks the lines of an order or a reservation.
pub fn check_lines(items: &[ItemDraft], prices: Prices, code: Code) -> Result<Lines, Refused> {
    if items.is_empty() || items.len() > LINES_MAX {
        return Err(line_count(items.len(), code, "items"));
    }
    items.iter().enumerate().map(|(place, item)| item.check(place, prices, code)).collect()
}

fn line_count(count: usize, code: Code, field: &str) -> Refused {
    Refused::new(code, field, format!("an order has 1 to {LINES_MAX} lines, not {count}"))
}

pub fn read_items(fields: &mut Fields<'_>, code: Code) -> Result<Option<Vec<ItemDraft>>, Refused> {
    let Some(values) = fields.list("items")? else { return Ok(None) };
    let path = fields.path_of("items");
    if values.len() > LINES_MAX {
        return Err(line_count(values.len(), code, &path));
    }
    let read = |(place, value)| ItemDraft::read(value, &format!("{path}[{place}]"), code);
    values.iter().enumerate().map(read).collect::<Result<_, _>>().map(Some)
}

pub fn known_sku(text: Option<&str>, code: Code, field: &str) -> Result<Sku, Refused> {
    let text = id_text(text.ok_or_else(|| missing(code, field))?, code, field)?;
    catalogue::sku(text).ok_or_else(|| {
        let known: Vec<&str> = catalogue::ARTICLES.iter().map(|article| article.sku).collect();
        Refused::new(code, field, format!("the shop does not sell this; it sells {}", known.join(", ")))
    })
}

pub fn pieces(number: Option<f64>, code: Code, field: &str) -> Result<u32, Refused> {
    let number = number.ok_or_else(|| missing(code, field))?;
    let count = whole(number, 1, QUANTITY_MAX, code, field)?;
    u32::try_from(count).map_err(|_| missing(code, field))
}

pub fn cents(number: Option<f64>, code: Code, field: &str) -> Result<Money, Refused> {
    let number = number.ok_or_else(|| missing(code, field))?;
    whole(number, 1, CENTS_MAX, code, field).map(Money)
}

/// What the lines cost together, within the bound for one order.
pub fn total(lines: &[Line], code: Code) -> Result<Money, Refused> {
    let sum = lines.iter().try_fold(0_i64, |sum, line| {
        let price = line.unit_price.0.checked_mul(i64::from(line.quantity))?;
        sum.checked_add(price).filter(|sum| *sum <= CENTS_MAX)
    });
    let reason = "the lines cost more together than one order may: € 1,000,000,000.00";
    sum.map(Money).ok_or_else(|| Refused::new(code, "items", reason))
}
