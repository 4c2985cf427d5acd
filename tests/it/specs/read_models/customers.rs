//! "Who are our best customers?"

use eventarium::domain::{CustomerId, Event, Money};
use eventarium::projection::CustomerRow;

use super::{after, cancelled, charged, confirmed, placed, placed_by, refunded};
use crate::specs::{ADA, GRACE, ORDER, OTHER_ORDER};

#[track_caller]
fn check(events: &[Event], customer: CustomerId, orders: u32, cents: i64) {
    let row = CustomerRow { orders, spent: Money(cents) };
    assert_eq!(after(events).customers.get(customer), Some(&row));
}

#[test]
fn spent_is_what_was_captured_less_what_was_refunded() {
    check(&[placed(ORDER)], ADA, 1, 0);
    check(&[placed(ORDER), charged(ORDER, ADA, Money(500)), confirmed(ORDER)], ADA, 1, 500);
    let refund = [
        placed(ORDER),
        charged(ORDER, ADA, Money(500)),
        placed(OTHER_ORDER),
        charged(OTHER_ORDER, ADA, Money(70)),
        refunded(ORDER, ADA, Money(500)),
        cancelled(ORDER),
    ];
    check(&refund, ADA, 2, 70);
}

#[test]
fn each_customer_has_a_row_of_his_own() {
    let both = [placed(ORDER), placed_by(OTHER_ORDER, GRACE), charged(OTHER_ORDER, GRACE, Money(70))];
    check(&both, ADA, 1, 0);
    check(&both, GRACE, 1, 70);
    let models = after(&both);
    assert_eq!(models.customers.iter().map(|(customer, _)| customer).collect::<Vec<_>>(), [ADA, GRACE]);
    assert_eq!(models.customers.get(CustomerId(2)), None);
}
