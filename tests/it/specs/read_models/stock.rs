//! "Is it in stock?"

use eventarium::domain::inventory::{InventoryDecider, Warehouse};
use eventarium::domain::{Decider, Event, Sku};
use eventarium::projection::StockRow;

use super::{after, goods, goods_shipped, placed, released, reserved, restocked};
use crate::specs::{HEADPHONES, MUG, ORDER, OTHER_ORDER, UNKNOWN_SKU};

/// What the model says of the headphones, and that the warehouse says the same of everything.
#[track_caller]
fn check(events: &[Event], [on_hand, reserved, shipped]: [u64; 3]) {
    let models = after(events);
    assert_eq!(models.stock.get(HEADPHONES), Some(&StockRow { on_hand, reserved, shipped }));
    let mut warehouse = Warehouse::default();
    for event in events {
        if let Event::Inventory(event) = event {
            InventoryDecider::evolve(&mut warehouse, event);
        }
    }
    for (sku, row) in models.stock.iter() {
        let level = warehouse.level(sku);
        let counted = StockRow { on_hand: level.on_hand, reserved: level.reserved, shipped: level.shipped };
        assert_eq!(*row, counted, "{sku:?}");
    }
}

#[test]
fn at_the_start_a_thousand_of_each_article_are_there() {
    check(&[], [1_000, 0, 0]);
    let models = after(&[]);
    assert_eq!(models.stock.iter().count(), 10);
    assert_eq!(models.stock.get(UNKNOWN_SKU), None);
}

#[test]
fn what_is_reserved_is_still_on_hand_until_it_is_shipped() {
    let (two, order) = (goods(HEADPHONES, 2), ORDER);
    check(&[placed(order), reserved(order, two.clone())], [1_000, 2, 0]);
    check(&[reserved(order, two.clone()), goods_shipped(order, two)], [998, 0, 2]);
}

#[test]
fn a_release_brings_back_what_was_reserved_or_already_shipped() {
    let (two, order) = (goods(HEADPHONES, 2), ORDER);
    check(&[reserved(order, two.clone()), released(order, two.clone())], [1_000, 0, 0]);
    let shipped = [reserved(order, two.clone()), goods_shipped(order, two.clone()), released(order, two.clone())];
    check(&shipped, [1_000, 0, 0]);
    let twice = [reserved(OTHER_ORDER, two.clone()), reserved(order, two.clone()), released(order, two.clone())];
    check(&[twice.as_slice(), &[released(order, two.clone())]].concat(), [1_000, 2, 0]);
    let other = [reserved(OTHER_ORDER, two.clone()), reserved(order, two.clone()), released(order, two)];
    check(&other, [1_000, 2, 0]);
}

#[test]
fn restocking_adds_to_what_is_on_hand() {
    check(&[restocked(HEADPHONES, 50), restocked(MUG, 7)], [1_050, 0, 0]);
    check(&[restocked(Sku(200), 50), reserved(ORDER, goods(Sku(200), 1))], [1_000, 0, 0]);
}
