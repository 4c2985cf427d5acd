//! How a payment changes by what happened.

use super::{Payment, PaymentEvent};

pub(super) fn evolve(state: &mut Payment, event: &PaymentEvent) {
    match event {
        PaymentEvent::Charged { order: _, customer, amount, charge } => {
            let captured = state.captured().plus(*amount);
            *state = Payment::Charged { customer: *customer, charges: *charge, captured };
        }
        PaymentEvent::Refunded { order: _, customer, amount } => {
            *state = Payment::Refunded {
                customer: *customer,
                charges: state.charges(),
                captured: state.captured(),
                refunded: state.refunded().plus(*amount),
            };
        }
        PaymentEvent::Voided { order: _ } => *state = Payment::Voided,
        PaymentEvent::Declined { order: _, refusal: _ } | PaymentEvent::RefundFailed { order: _, attempts: _ } => {}
    }
}
