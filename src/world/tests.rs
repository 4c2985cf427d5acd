use std::sync::Arc;

use super::*;
use crate::domain::fulfilment::Phase;
use crate::domain::order::OrderCommand;
use crate::domain::{Command, Line, Lines, Money, Sku, total_of};

fn place() -> RecordedInput {
    let lines: Lines = Arc::from([Line { sku: Sku(0), quantity: 2, unit_price: Money(12_999) }]);
    let total = total_of(&lines);
    let command = Command::Order(OrderCommand::Place { order: OrderId(0), customer: CustomerId(0), lines, total });
    let input = Input::Send { command, order: Some("ord-1".into()), customer: Some("cust-441".into()) };
    RecordedInput { number: 0, after_step: Some(0), at: VirtualTime::ZERO, origin: Origin::Person, input }
}

#[test]
fn an_order_goes_through_the_shop_in_three_to_five_seconds() {
    let mut world = World::new(Seed(1), Settings::default());
    world.take(&place());
    while !world.is_quiet() {
        assert!(world.step());
    }
    let saga = &world.sagas.get(0).expect("the saga of the order").saga;
    assert_eq!(saga.phase, Phase::Completed);
    let confirmed = world.trace.iter().find(|entry| world.message_name(entry.message) == "OrderConfirmed");
    let confirmed = confirmed.expect("the order was confirmed").time;
    assert!((3_000..5_000).contains(&confirmed.millis()), "{confirmed:?}");
    assert!(matches!(world.orders.get(0), Some(Order::Shipped { .. })));
    assert_eq!(world.mails.len(), 3);
}
