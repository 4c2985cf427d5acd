//! Written by Eventarium from step 19 of a run: a file for the folder `tests`.

use eventarium::domain::inventory::*;
use eventarium::domain::*;

#[test]
fn reserve_inventory_is_accepted() {
    // Given what was recorded before,
    let before: Vec<InventoryEvent> = vec![];
    let mut state = <InventoryDecider as Decider>::State::default();
    before.iter().for_each(|event| InventoryDecider::evolve(&mut state, event));
    // when this is asked for,
    let command = InventoryCommand::Reserve { order: OrderId(0), lines: Lines::from([Line { sku: Sku(9), quantity: 999, unit_price: Money(64900) }]) };
    let outcome = InventoryDecider::decide(&command, &state);
    // then this comes of it.
    assert_eq!(outcome, Ok(vec![
        InventoryEvent::Reserved { order: OrderId(0), lines: Lines::from([Line { sku: Sku(9), quantity: 999, unit_price: Money(64900) }]) },
    ]));
}
