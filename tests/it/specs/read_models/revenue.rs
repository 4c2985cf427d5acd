//! "How is business?"

use eventarium::domain::{Event, Money};
use eventarium::projection::{OrderStatus, StatusCounts};

use super::{after, cancelled, charged, confirmed, declined, noted, placed, refunded, shipped, wished_cancelled};
use crate::specs::{ADA, GRACE, ORDER, OTHER_ORDER};

#[track_caller]
fn check_money(events: &[Event], captured: i64, refunded: i64) {
    let models = after(events);
    assert_eq!((models.revenue.captured, models.revenue.refunded), (Money(captured), Money(refunded)));
    assert_eq!(models.revenue.net(), Money(captured - refunded));
}

#[track_caller]
fn check_orders(events: &[Event], [placed, confirmed, shipped, cancelled]: [u32; 4]) {
    let counts = after(events).revenue.by_status;
    assert_eq!(counts, StatusCounts { placed, confirmed, shipped, cancelled });
    assert_eq!(OrderStatus::ALL.map(|status| counts.get(status)), [placed, confirmed, shipped, cancelled]);
}

#[test]
fn charges_and_refunds_add_up() {
    check_money(&[], 0, 0);
    check_money(&[charged(ORDER, ADA, Money(500)), charged(OTHER_ORDER, GRACE, Money(70))], 570, 0);
    check_money(&[charged(ORDER, ADA, Money(500)), refunded(ORDER, ADA, Money(500))], 500, 500);
    check_money(&[declined(ORDER)], 0, 0);
}

#[test]
fn every_order_is_counted_where_it_stands() {
    check_orders(&[placed(ORDER), placed(OTHER_ORDER)], [2, 0, 0, 0]);
    check_orders(&[placed(ORDER), placed(OTHER_ORDER), confirmed(ORDER)], [1, 1, 0, 0]);
    check_orders(&[placed(ORDER), confirmed(ORDER), shipped(ORDER)], [0, 0, 1, 0]);
    check_orders(&[placed(ORDER), wished_cancelled(ORDER), noted(ORDER)], [1, 0, 0, 0]);
    check_orders(&[placed(ORDER), wished_cancelled(ORDER), cancelled(ORDER)], [0, 0, 0, 1]);
}
