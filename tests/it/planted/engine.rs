//! I20, I29 and I30: causes, time and sameness.

use eventarium::check::{Checker, Invariant};
use eventarium::kernel::{MessageId, MessageNo, VirtualTime};
use eventarium::messaging::Node;
use eventarium::world::{Body, Letter, TraceEntry, TraceKind};

use super::{Shop, place};

fn order_under_way() -> Shop {
    let mut shop = Shop::new();
    shop.act(place("ord-1", 2));
    shop.until_line(TraceKind::Sent, "ChargePayment");
    shop.assert_green();
    shop
}

fn letter(shop: &Shop, cause: MessageNo, root: MessageNo) -> Letter {
    let position = 0;
    Letter { id: MessageId(9), cause, root, born: shop.world.now, source: Node::Order, body: Body::Event { position } }
}

#[test]
fn i20_a_cause_that_comes_later() {
    let mut shop = order_under_way();
    let next = MessageNo(shop.world.letters.len() as u32);
    let letter = letter(&shop, MessageNo(next.0 + 1), MessageNo(0));
    shop.watch(|world| world.letters.push(letter) > 0);
    shop.assert_red(Invariant::I20, None);
}

#[test]
fn i20_a_story_that_changes_its_root() {
    let mut shop = order_under_way();
    let letter = letter(&shop, MessageNo(0), MessageNo(1));
    shop.watch(|world| world.letters.push(letter) > 0);
    shop.assert_red(Invariant::I20, None);
}

#[test]
fn i20_an_event_that_names_another_cause() {
    let mut shop = order_under_way();
    let event = shop.world.recorded(0).expect("an event").event().clone();
    let eventarium::world::Fact::Shop(event) = event else { panic!("an event of the shop") };
    shop.store("order-ord-1", event, shop.world.now);
    shop.assert_red(Invariant::I20, None);
}

#[test]
fn i29_time_that_goes_back() {
    let mut shop = order_under_way();
    shop.watch(|world| {
        world.trace.push(TraceEntry::new(world.steps, VirtualTime::ZERO, TraceKind::Crashed, Node::Bus));
        true
    });
    shop.assert_red(Invariant::I29, None);
}

#[test]
fn i29_handled_before_it_was_born() {
    let mut shop = order_under_way();
    let unborn = MessageNo(shop.world.letters.len() as u32 + 7);
    shop.write(TraceKind::Received, Node::Order, unborn, eventarium::world::Detail::None);
    shop.assert_red(Invariant::I29, None);
}

#[test]
fn i30_a_walk_that_led_elsewhere() {
    let report = Checker::default().report(Some(12));
    let told = report.iter().find(|report| report.id == "I30").expect("I30 is reported");
    assert_eq!((told.ok, told.step), (false, Some(12)));
}
