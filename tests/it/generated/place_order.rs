//! Written by Eventarium from step 3 of a run: a file for the folder `tests`.

use eventarium::domain::order::*;
use eventarium::domain::*;

#[test]
fn place_order_is_accepted() {
    // Given what was recorded before,
    let before: Vec<OrderEvent> = vec![];
    let mut state = <OrderDecider as Decider>::State::default();
    before.iter().for_each(|event| OrderDecider::evolve(&mut state, event));
    // when this is asked for,
    let command = OrderCommand::Place { order: OrderId(0), customer: CustomerId(0), lines: Lines::from([Line { sku: Sku(0), quantity: 2, unit_price: Money(12999) }, Line { sku: Sku(1), quantity: 1, unit_price: Money(4999) }]), total: Money(30997) };
    let outcome = OrderDecider::decide(&command, &state);
    // then this comes of it.
    assert_eq!(outcome, Ok(vec![
        OrderEvent::Placed { order: OrderId(0), customer: CustomerId(0), lines: Lines::from([Line { sku: Sku(0), quantity: 2, unit_price: Money(12999) }, Line { sku: Sku(1), quantity: 1, unit_price: Money(4999) }]), total: Money(30997) },
    ]));
}
