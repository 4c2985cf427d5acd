//! What payment accepts.

use super::super::{CustomerId, Money, OrderId, Refusal};
use super::{Payment, PaymentCommand, PaymentEvent, PaymentRejection};

/// Every command that payment accepts leaves exactly one event.
pub(super) fn decide(command: &PaymentCommand, state: &Payment) -> Result<PaymentEvent, PaymentRejection> {
    match command {
        PaymentCommand::Charge { order, customer, amount } => Ok(charge(*order, *customer, *amount, state)),
        PaymentCommand::Refund { order } => refund(*order, state),
    }
}

/// A charge is a charge: a second one charges again, as a card does. Recognising a repeated command is not the
/// business's task but the idempotent consumer's, and one has to be able to see what happens without it.
fn charge(order: OrderId, customer: CustomerId, amount: Money, state: &Payment) -> PaymentEvent {
    match state {
        Payment::NotCharged | Payment::Charged { .. } => {
            PaymentEvent::Charged { order, customer, amount, charge: state.charges().saturating_add(1) }
        }
        Payment::Refunded { .. } | Payment::Voided => PaymentEvent::Declined { order, refusal: Refusal::CalledOff },
    }
}

/// Gives back all that was captured; where nothing was, it leaves a mark that calls a late charge off.
fn refund(order: OrderId, state: &Payment) -> Result<PaymentEvent, PaymentRejection> {
    match state {
        Payment::Charged { customer, charges: _, captured } => {
            Ok(PaymentEvent::Refunded { order, customer: *customer, amount: *captured })
        }
        Payment::NotCharged => Ok(PaymentEvent::Voided { order }),
        Payment::Refunded { .. } | Payment::Voided => Err(PaymentRejection::AlreadyRefunded),
    }
}
