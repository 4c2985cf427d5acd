//! What the business and its saga do, as sentences: given what happened, when something is asked or told, then this
//! follows. The stages are types, so that a sentence cannot be left half said.

mod answers;
mod inventory;
mod ledger;
mod order;
mod payment;
mod read_models;
mod saga;
mod shipping;
mod stages;

use eventarium::domain::catalogue::ARTICLES;
use eventarium::domain::{CustomerId, Line, Lines, Money, OrderId, Sku};

pub const ORDER: OrderId = OrderId(7);
pub const OTHER_ORDER: OrderId = OrderId(8);
pub const ADA: CustomerId = CustomerId(0);
pub const GRACE: CustomerId = CustomerId(1);
pub const HEADPHONES: Sku = Sku(0);
pub const MUG: Sku = Sku(1);
/// The place after the last article.
pub const UNKNOWN_SKU: Sku = Sku(ARTICLES.len() as u8);

pub const fn line(sku: Sku, quantity: u32, cents: i64) -> Line {
    Line { sku, quantity, unit_price: Money(cents) }
}

/// Two pairs of headphones and one mug: 309.97 euros.
pub fn lines() -> Lines {
    Lines::from([line(HEADPHONES, 2, 12_999), line(MUG, 1, 4_999)])
}

pub const TOTAL: Money = Money(30_997);
