//! Which code a read model is built by.

use crate::domain::Event;
use crate::domain::inventory::InventoryEvent;
use crate::domain::order::OrderEvent;
use crate::domain::payment::PaymentEvent;

/// The version of a read model's code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProjectionVersion {
    /// The one that every read model begins with.
    #[default]
    First,
    /// A rewrite with a mistake: it forgot the events that take something back. On a log without them nobody can tell.
    Second,
}

impl ProjectionVersion {
    pub const ALL: [Self; 2] = [Self::First, Self::Second];

    /// Counted from 1.
    pub const fn number(self) -> u8 {
        self as u8 + 1
    }

    /// True if this version of the code knows what to do with the event.
    pub const fn knows(self, event: &Event) -> bool {
        match self {
            Self::First => true,
            Self::Second => !takes_back(event),
        }
    }
}

/// True for a cancellation, a release or a refund.
const fn takes_back(event: &Event) -> bool {
    match event {
        Event::Order(event) => matches!(event, OrderEvent::Cancelled { .. }),
        Event::Inventory(event) => matches!(event, InventoryEvent::Released { .. }),
        Event::Payment(event) => matches!(event, PaymentEvent::Refunded { .. }),
        Event::Shipping(_) => false,
    }
}
