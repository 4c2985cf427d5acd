//! Every command in every situation of an order's payment.

use eventarium::domain::payment::{Payment, PaymentCommand, PaymentDecider, PaymentEvent, PaymentRejection};
use eventarium::domain::{Money, Refusal};

use super::stages::{Given, given};
use super::{ADA, ORDER, TOTAL};

const fn charged_event(charge: u32) -> PaymentEvent {
    PaymentEvent::Charged { order: ORDER, customer: ADA, amount: TOTAL, charge }
}

const fn refunded_event(amount: Money) -> PaymentEvent {
    PaymentEvent::Refunded { order: ORDER, customer: ADA, amount }
}

const fn declined_event(refusal: Refusal) -> PaymentEvent {
    PaymentEvent::Declined { order: ORDER, refusal }
}

fn not_charged() -> Given<PaymentDecider> {
    given([])
}

fn declined() -> Given<PaymentDecider> {
    given([declined_event(Refusal::CardDeclined)])
}

fn charged() -> Given<PaymentDecider> {
    given([charged_event(1)])
}

fn charged_twice() -> Given<PaymentDecider> {
    given([charged_event(1), charged_event(2)])
}

fn refunded() -> Given<PaymentDecider> {
    given([charged_event(1), refunded_event(TOTAL)])
}

fn voided() -> Given<PaymentDecider> {
    given([PaymentEvent::Voided { order: ORDER }])
}

fn refund_failed() -> Given<PaymentDecider> {
    given([charged_event(1), PaymentEvent::RefundFailed { order: ORDER, attempts: 3 }])
}

const fn charge() -> PaymentCommand {
    PaymentCommand::Charge { order: ORDER, customer: ADA, amount: TOTAL }
}

const fn refund() -> PaymentCommand {
    PaymentCommand::Refund { order: ORDER }
}

const fn charged_state(charges: u32, captured: Money) -> Payment {
    Payment::Charged { customer: ADA, charges, captured }
}

const fn refunded_state(charges: u32, captured: Money) -> Payment {
    Payment::Refunded { customer: ADA, charges, captured, refunded: captured }
}

#[test]
fn a_charge_is_a_charge_until_it_was_called_off() {
    let twice = TOTAL.times(2);
    not_charged().when(charge()).then([charged_event(1)]).and_it_is(&charged_state(1, TOTAL));
    declined().when(charge()).then([charged_event(1)]).and_it_is(&charged_state(1, TOTAL));
    charged().when(charge()).then([charged_event(2)]).and_it_is(&charged_state(2, twice));
    charged_twice().when(charge()).then([charged_event(3)]).and_it_is(&charged_state(3, TOTAL.times(3)));
    refunded().when(charge()).then([declined_event(Refusal::CalledOff)]).and_it_is(&refunded_state(1, TOTAL));
    voided().when(charge()).then([declined_event(Refusal::CalledOff)]).and_it_is(&Payment::Voided);
    refund_failed().when(charge()).then([charged_event(2)]).and_it_is(&charged_state(2, twice));
}

#[test]
fn a_refund_gives_back_all_that_was_captured_and_is_harmless_where_nothing_was() {
    let voided_event = PaymentEvent::Voided { order: ORDER };
    let twice = TOTAL.times(2);
    not_charged().when(refund()).then([voided_event.clone()]).and_it_is(&Payment::Voided);
    declined().when(refund()).then([voided_event]).and_it_is(&Payment::Voided);
    charged().when(refund()).then([refunded_event(TOTAL)]).and_it_is(&refunded_state(1, TOTAL));
    charged_twice().when(refund()).then([refunded_event(twice)]).and_it_is(&refunded_state(2, twice));
    refunded().when(refund()).then_rejected(PaymentRejection::AlreadyRefunded);
    voided().when(refund()).then_rejected(PaymentRejection::AlreadyRefunded);
    refund_failed().when(refund()).then([refunded_event(TOTAL)]).and_it_is(&refunded_state(1, TOTAL));
}

#[test]
fn a_charge_of_nothing_is_refunded_like_any_other() {
    let gift = PaymentEvent::Charged { order: ORDER, customer: ADA, amount: Money::ZERO, charge: 1 };
    given::<PaymentDecider>([gift]).when(refund()).then([refunded_event(Money::ZERO)]);
}
