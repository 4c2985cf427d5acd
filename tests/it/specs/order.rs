//! Every command in every situation of an order.

use eventarium::domain::order::{
    Authority, Basket, CancelReason, Order, OrderCommand, OrderDecider, OrderEvent, OrderRejection,
};
use eventarium::domain::{Lines, Money, Refusal};

use super::stages::{Given, given};
use super::{ADA, HEADPHONES, ORDER, TOTAL, line, lines};

const DECLINED: CancelReason = CancelReason::Refused(Refusal::CardDeclined);

fn placed_event() -> OrderEvent {
    OrderEvent::Placed { order: ORDER, customer: ADA, lines: lines(), total: TOTAL }
}

fn not_placed() -> Given<OrderDecider> {
    given([])
}

fn placed() -> Given<OrderDecider> {
    given([placed_event()])
}

fn cancellation_requested() -> Given<OrderDecider> {
    given([placed_event(), OrderEvent::CancellationRequested { order: ORDER }])
}

fn confirmed() -> Given<OrderDecider> {
    given([placed_event(), OrderEvent::Confirmed { order: ORDER }])
}

fn shipped() -> Given<OrderDecider> {
    given([placed_event(), OrderEvent::Confirmed { order: ORDER }, OrderEvent::Shipped { order: ORDER }])
}

fn cancelled() -> Given<OrderDecider> {
    given([placed_event(), OrderEvent::Cancelled { order: ORDER, reason: DECLINED }])
}

fn place(lines: Lines, total: Money) -> OrderCommand {
    OrderCommand::Place { order: ORDER, customer: ADA, lines, total }
}

const fn confirm(authority: Authority) -> OrderCommand {
    OrderCommand::Confirm { order: ORDER, authority }
}

const fn ship() -> OrderCommand {
    OrderCommand::Ship { order: ORDER }
}

const fn cancel(authority: Authority) -> OrderCommand {
    let reason = match authority {
        Authority::Customer => CancelReason::CustomerRequest,
        Authority::Fulfilment => DECLINED,
    };
    OrderCommand::Cancel { order: ORDER, reason, authority }
}

fn basket() -> Basket {
    Basket { customer: ADA, lines: lines(), total: TOTAL }
}

#[test]
fn an_order_is_placed_once() {
    not_placed().when(place(lines(), TOTAL)).then([placed_event()]).and_it_is(&Order::Placed(basket()));
    placed().when(place(lines(), TOTAL)).then_rejected(OrderRejection::AlreadyPlaced);
    cancellation_requested().when(place(lines(), TOTAL)).then_rejected(OrderRejection::AlreadyPlaced);
    confirmed().when(place(lines(), TOTAL)).then_rejected(OrderRejection::AlreadyPlaced);
    shipped().when(place(lines(), TOTAL)).then_rejected(OrderRejection::AlreadyPlaced);
    cancelled().when(place(lines(), TOTAL)).then_rejected(OrderRejection::AlreadyPlaced);
}

#[test]
fn an_order_without_lines_is_refused() {
    not_placed().when(place(Lines::from([]), Money::ZERO)).then_rejected(OrderRejection::EmptyOrder);
}

#[test]
fn an_order_is_refused_unless_the_amount_is_that_of_its_lines() {
    for stated in [Money::ZERO, Money(TOTAL.0 - 1), Money(TOTAL.0 + 1), Money(-TOTAL.0), Money(i64::MAX)] {
        let mismatch = OrderRejection::AmountMismatch { stated, computed: TOTAL };
        not_placed().when(place(lines(), stated)).then_rejected(mismatch);
    }
}

#[test]
fn an_amount_beyond_all_bounds_does_not_wrap() {
    let lines = Lines::from([line(HEADPHONES, u32::MAX, i64::MAX), line(HEADPHONES, u32::MAX, i64::MAX)]);
    let mismatch = OrderRejection::AmountMismatch { stated: Money::ZERO, computed: Money(i64::MAX) };
    not_placed().when(place(lines, Money::ZERO)).then_rejected(mismatch);
}

#[test]
fn only_the_saga_confirms() {
    let (saga, confirmed_event) = (Authority::Fulfilment, OrderEvent::Confirmed { order: ORDER });
    not_placed().when(confirm(saga)).then_rejected(OrderRejection::NotPlaced);
    placed().when(confirm(saga)).then([confirmed_event.clone()]).and_it_is(&Order::Confirmed(basket()));
    cancellation_requested().when(confirm(saga)).then([confirmed_event]).and_it_is(&Order::Confirmed(basket()));
    confirmed().when(confirm(saga)).then_rejected(OrderRejection::AlreadyConfirmed);
    shipped().when(confirm(saga)).then_rejected(OrderRejection::AlreadyShipped);
    cancelled().when(confirm(saga)).then_rejected(OrderRejection::AlreadyCancelled);
}

#[test]
fn a_customer_cannot_confirm_what_is_not_paid() {
    let customer = Authority::Customer;
    not_placed().when(confirm(customer)).then_rejected(OrderRejection::NotPlaced);
    placed().when(confirm(customer)).then_rejected(OrderRejection::NotPaid);
    cancellation_requested().when(confirm(customer)).then_rejected(OrderRejection::NotPaid);
    confirmed().when(confirm(customer)).then_rejected(OrderRejection::AlreadyConfirmed);
    shipped().when(confirm(customer)).then_rejected(OrderRejection::AlreadyShipped);
    cancelled().when(confirm(customer)).then_rejected(OrderRejection::AlreadyCancelled);
}

#[test]
fn only_a_confirmed_order_is_shipped() {
    not_placed().when(ship()).then_rejected(OrderRejection::NotPlaced);
    placed().when(ship()).then_rejected(OrderRejection::NotPaid);
    cancellation_requested().when(ship()).then_rejected(OrderRejection::NotPaid);
    confirmed().when(ship()).then([OrderEvent::Shipped { order: ORDER }]).and_it_is(&Order::Shipped(basket()));
    shipped().when(ship()).then_rejected(OrderRejection::AlreadyShipped);
    cancelled().when(ship()).then_rejected(OrderRejection::AlreadyCancelled);
}

#[test]
fn a_customer_asks_for_cancellation_before_the_pivot() {
    let customer = Authority::Customer;
    not_placed().when(cancel(customer)).then_rejected(OrderRejection::NotPlaced);
    placed()
        .when(cancel(customer))
        .then([OrderEvent::CancellationRequested { order: ORDER }])
        .and_it_is(&Order::CancellationRequested(basket()));
    cancellation_requested().when(cancel(customer)).then_rejected(OrderRejection::CancellationUnderWay);
    confirmed().when(cancel(customer)).then_rejected(OrderRejection::PastPivot);
    shipped().when(cancel(customer)).then_rejected(OrderRejection::AlreadyShipped);
    cancelled().when(cancel(customer)).then_rejected(OrderRejection::AlreadyCancelled);
}

#[test]
fn the_saga_cancels_with_its_reason() {
    let saga = Authority::Fulfilment;
    let cancelled_event = OrderEvent::Cancelled { order: ORDER, reason: DECLINED };
    let cancelled_order = Order::Cancelled { basket: basket(), reason: DECLINED };
    not_placed().when(cancel(saga)).then_rejected(OrderRejection::NotPlaced);
    placed().when(cancel(saga)).then([cancelled_event.clone()]).and_it_is(&cancelled_order);
    cancellation_requested().when(cancel(saga)).then([cancelled_event]).and_it_is(&cancelled_order);
    confirmed().when(cancel(saga)).then_rejected(OrderRejection::PastPivot);
    shipped().when(cancel(saga)).then_rejected(OrderRejection::AlreadyShipped);
    cancelled().when(cancel(saga)).then_rejected(OrderRejection::AlreadyCancelled);
}

#[test]
fn a_rivals_note_changes_nothing_of_the_order() {
    let note = OrderEvent::Noted { order: ORDER };
    given::<OrderDecider>([note.clone()]).it_is(&Order::NotPlaced);
    given::<OrderDecider>([placed_event(), note.clone()]).it_is(&Order::Placed(basket()));
    given::<OrderDecider>([placed_event(), OrderEvent::Confirmed { order: ORDER }, note])
        .it_is(&Order::Confirmed(basket()));
}

#[test]
fn no_event_makes_an_order_that_was_not_placed() {
    given::<OrderDecider>([OrderEvent::Confirmed { order: ORDER }]).it_is(&Order::NotPlaced);
    given::<OrderDecider>([OrderEvent::Cancelled { order: ORDER, reason: DECLINED }]).it_is(&Order::NotPlaced);
}
