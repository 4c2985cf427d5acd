//! Written by Eventarium from step 79 of a run: a file for the folder `tests`.

use eventarium::domain::inventory::*;
use eventarium::domain::*;

#[test]
fn release_inventory_is_accepted() {
    // Given what was recorded before,
    let before: Vec<InventoryEvent> = vec![
        InventoryEvent::Reserved { order: OrderId(0), lines: Lines::from([Line { sku: Sku(0), quantity: 2, unit_price: Money(12999) }, Line { sku: Sku(1), quantity: 1, unit_price: Money(4999) }]) },
    ];
    let mut state = <InventoryDecider as Decider>::State::default();
    before.iter().for_each(|event| InventoryDecider::evolve(&mut state, event));
    // when this is asked for,
    let command = InventoryCommand::Release { order: OrderId(0) };
    let outcome = InventoryDecider::decide(&command, &state);
    // then this comes of it.
    assert_eq!(outcome, Ok(vec![
        InventoryEvent::Released { order: OrderId(0), lines: Lines::from([Line { sku: Sku(0), quantity: 2, unit_price: Money(12999) }, Line { sku: Sku(1), quantity: 1, unit_price: Money(4999) }]) },
    ]));
}
