//! "What about my order?"

use eventarium::domain::Event;
use eventarium::kernel::VirtualTime;
use eventarium::projection::OrderStatus;

use super::{after, cancelled, confirmed, declined, noted, placed, placed_by, shipped, wished_cancelled};
use crate::specs::{ADA, GRACE, ORDER, OTHER_ORDER, TOTAL, lines};

#[track_caller]
fn check(events: &[Event], status: OrderStatus, version: u32, updated_at_ms: u64) {
    let models = after(events);
    let row = models.orders.get(ORDER).expect("the order has a row");
    assert_eq!((row.status, row.version), (status, version));
    assert_eq!(row.updated_at, VirtualTime::from_millis(updated_at_ms));
    assert_eq!((row.customer, &row.lines, row.total), (ADA, &lines(), TOTAL));
}

#[test]
fn an_order_goes_through_its_statuses() {
    check(&[placed(ORDER)], OrderStatus::Placed, 100, 0);
    check(&[placed(ORDER), confirmed(ORDER)], OrderStatus::Confirmed, 101, 1);
    check(&[placed(ORDER), confirmed(ORDER), shipped(ORDER)], OrderStatus::Shipped, 102, 2);
    check(&[placed(ORDER), cancelled(ORDER)], OrderStatus::Cancelled, 101, 1);
}

#[test]
fn a_wish_and_a_note_change_only_the_version() {
    check(&[placed(ORDER), wished_cancelled(ORDER)], OrderStatus::Placed, 101, 1);
    check(&[placed(ORDER), noted(ORDER)], OrderStatus::Placed, 101, 1);
}

#[test]
fn what_happens_elsewhere_leaves_the_row_alone() {
    let elsewhere = [placed(ORDER), declined(ORDER), placed(OTHER_ORDER), confirmed(OTHER_ORDER)];
    check(&elsewhere, OrderStatus::Placed, 100, 0);
}

#[test]
fn an_order_that_was_not_placed_has_no_row() {
    let models = after(&[placed(OTHER_ORDER), noted(ORDER)]);
    assert_eq!(models.orders.get(ORDER), None);
    assert_eq!(models.orders.iter().count(), 1);
}

#[test]
fn orders_are_listed_by_id() {
    let models = after(&[placed_by(OTHER_ORDER, GRACE), placed(ORDER)]);
    let listed: Vec<_> = models.orders.iter().map(|(order, row)| (order, row.customer)).collect();
    assert_eq!(listed, [(ORDER, ADA), (OTHER_ORDER, GRACE)]);
}
