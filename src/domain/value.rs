//! The values that all contexts share.

use std::fmt;
use std::sync::Arc;

/// An order, by the number of its name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrderId(pub u32);

impl OrderId {
    /// Its row in a table by order.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A customer, by the number of its name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CustomerId(pub u32);

/// A stock-keeping unit, by its place in the catalogue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sku(pub u8);

/// An amount in cents. There is one currency, the euro.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(pub i64);

impl Money {
    pub const ZERO: Self = Self(0);

    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    #[must_use]
    pub const fn times(self, quantity: u32) -> Self {
        Self(self.0.saturating_mul(quantity as i64))
    }
}

/// As people write it: "€ 309.97", "€ 1,250.00", "−€ 5.00".
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (euros, cents) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        f.write_str(if self.0 < 0 { "−€ " } else { "€ " })?;
        let digits = euros.to_string();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        write!(f, ".{cents:02}")
    }
}

/// One line of an order: so many of a SKU at a price each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Line {
    pub sku: Sku,
    pub quantity: u32,
    pub unit_price: Money,
}

/// The lines of an order, shared by every message that carries them.
pub type Lines = Arc<[Line]>;

/// What the lines cost together.
pub fn total_of(lines: &[Line]) -> Money {
    lines.iter().fold(Money::ZERO, |sum, line| sum.plus(line.unit_price.times(line.quantity)))
}

/// Why a service answered a step of the saga with "no". The refusal is known: nothing was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// Fewer pieces than wanted are free.
    OutOfStock { sku: Sku, wanted: u32, free: u32 },
    /// The bank declined the card; final.
    CardDeclined,
    /// The service could not, until the attempts were used up.
    Unavailable { attempts: u8 },
    /// The compensation of this very step came first; the late command must not take effect any more.
    CalledOff,
    /// It was done before, by another command.
    AlreadyDone,
}
