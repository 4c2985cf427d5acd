//! I13 to I15, I18 and I19: the store and the read models.

use eventarium::check::Invariant;
use eventarium::domain::order::OrderEvent;
use eventarium::domain::{CustomerId, Event, Money, OrderId};
use eventarium::event_store::GlobalPosition;
use eventarium::fault::FaultKind;
use eventarium::kernel::VirtualTime;
use eventarium::messaging::{Node, ReadModel};
use eventarium::projection::Recorded;
use eventarium::world::{Detail, Fact, TraceKind};

use super::{Shop, fault, place};

fn confirmed() -> Event {
    Event::Order(OrderEvent::Confirmed { order: OrderId(0) })
}

#[test]
fn i13_a_stored_event_that_is_rewritten() {
    let mut shop = Shop::new();
    shop.act(place("ord-1", 2));
    shop.until_line(TraceKind::Appended, "PaymentCharged");
    assert!(shop.world.store.tamper(GlobalPosition(1), Fact::Shop(confirmed())));
    shop.calm();
    shop.assert_red(Invariant::I13, None);
}

#[test]
fn i13_a_gap_in_a_stream() {
    let mut shop = Shop::new();
    shop.act(place("ord-1", 2));
    shop.until_line(TraceKind::Appended, "InventoryReserved");
    // A store that lost the first event of the order's stream and goes on behind what was seen.
    shop.world.store = Default::default();
    for stream in ["inventory", "payment-ord-1", "order-ord-1"] {
        shop.store(stream, confirmed(), shop.world.now);
    }
    shop.assert_red(Invariant::I13, None);
}

#[test]
fn i14_two_writers_of_one_version() {
    let mut shop = Shop::new();
    shop.act(place("ord-1", 2));
    shop.until_line(TraceKind::Appended, "PaymentCharged");
    let command = shop.message("ChargePayment");
    shop.write(TraceKind::RivalAppended, Node::Order, command, Detail::None);
    shop.write(TraceKind::Appended, Node::Order, command, Detail::Position(1));
    shop.assert_green();
    shop.write(TraceKind::Appended, Node::Order, command, Detail::Position(2));
    shop.assert_red(Invariant::I14, None);
}

#[test]
fn i14_a_rival_meets_a_conflict() {
    let mut shop = Shop::new();
    shop.inject(fault(FaultKind::ConcurrentWriter, Node::Order));
    shop.act(place("ord-1", 2));
    shop.calm();
    assert!(shop.world.trace.iter().any(|line| line.kind == TraceKind::Conflict));
    shop.assert_green();
}

#[test]
fn i15_an_event_behind_a_later_one() {
    let mut shop = Shop::new();
    shop.act(place("ord-1", 2));
    shop.until_line(TraceKind::Appended, "PaymentCharged");
    shop.store("order-ord-1", confirmed(), VirtualTime::ZERO);
    shop.assert_red(Invariant::I15, None);
}

#[test]
fn i18_a_read_model_that_skips_an_event() {
    for model in ReadModel::ALL {
        let mut shop = Shop::new();
        shop.act(place("ord-1", 2));
        let skipped = if model == ReadModel::Stock { 1 } else { 0 };
        shop.until(|world| world.store.len() > skipped as usize && world.models.checkpoint(model).0 == skipped);
        shop.watch(|world| world.models.pass_over(model, skipped) == eventarium::projection::Progress::PassedOver);
        shop.assert_red(Invariant::I18, None);
    }
}

#[test]
fn i18_a_checkpoint_that_goes_back() {
    let mut shop = Shop::new();
    shop.act(place("ord-1", 2));
    shop.until(|world| world.models.checkpoint(ReadModel::Revenue).0 > 2);
    shop.watch(|world| {
        world.models.reset(ReadModel::Revenue);
        true
    });
    shop.assert_red(Invariant::I18, None);
}

#[test]
fn i32_an_end_that_depends_on_the_order_of_what_is_independent() {
    let mut shop = Shop::new();
    shop.act(place("ord-1", 2));
    shop.act(place("ord-2", 3));
    shop.until_line(TraceKind::Appended, "PaymentCharged");
    // As if a handler of revenue had looked at the charge before.
    shop.world.models.revenue.captured = Money(1);
    shop.calm();
    shop.assert_red(Invariant::I32, None);
}

#[test]
fn i19_a_row_that_no_event_explains() {
    let mut shop = Shop::new();
    shop.act(place("ord-1", 2));
    shop.until_line(TraceKind::Appended, "PaymentCharged");
    let (order, customer) = (OrderId(5), CustomerId(0));
    let event = Event::Order(OrderEvent::Placed { order, customer, lines: [].into(), total: Money(0) });
    let recorded = Recorded { position: 0, version: 0, time: VirtualTime::ZERO, event: &event };
    shop.world.models.orders.apply(recorded);
    shop.calm();
    shop.assert_red(Invariant::I19, None);
}
