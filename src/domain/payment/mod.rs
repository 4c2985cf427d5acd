//! Payment: charges and refunds, kept in double entry.

mod decide;
mod evolve;
mod ledger;
mod state;

pub use ledger::{Account, JournalEntry, Ledger, Posting};
pub use state::{Payment, PaymentDecider};

use super::{CustomerId, Money, OrderId, Refusal};

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PaymentCommand {
    /// `ChargePayment`
    Charge { order: OrderId, customer: CustomerId, amount: Money },
    /// `RefundPayment`, the compensation of charging; harmless where nothing was charged.
    Refund { order: OrderId },
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PaymentEvent {
    /// `PaymentCharged`; `charge` counts the charges of this order from 1.
    Charged { order: OrderId, customer: CustomerId, amount: Money, charge: u32 },
    /// `PaymentDeclined`
    Declined { order: OrderId, refusal: Refusal },
    /// `PaymentRefunded`: all that had been captured and not yet refunded.
    Refunded { order: OrderId, customer: CustomerId, amount: Money },
    /// `PaymentVoided`: nothing had been charged; a late charge will be refused.
    Voided { order: OrderId },
    /// `PaymentRefundFailed`
    RefundFailed { order: OrderId, attempts: u8 },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PaymentRejection {
    AlreadyRefunded,
}
