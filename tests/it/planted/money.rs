//! I01 to I03 and I06: money, stock and effects.

use eventarium::check::Invariant;
use eventarium::domain::inventory::InventoryEvent;
use eventarium::domain::payment::PaymentEvent;
use eventarium::domain::{CustomerId, Event, Line, Money, OrderId, Sku};
use eventarium::fault::FaultKind;
use eventarium::kernel::Table;
use eventarium::messaging::Node;
use eventarium::world::{Settings, TraceKind};

use super::{Shop, fault, place};

const ORDER: OrderId = OrderId(0);
const CUSTOMER: CustomerId = CustomerId(0);

fn not_idempotent() -> Settings {
    Settings { idempotency: false, ..Settings::default() }
}

#[test]
fn i01_an_entry_without_an_event() {
    let mut shop = Shop::new();
    shop.act(place("ord-1", 2));
    shop.until_line(TraceKind::Appended, "PaymentCharged");
    let event = PaymentEvent::Refunded { order: ORDER, customer: CUSTOMER, amount: Money(1) };
    shop.watch(|world| {
        world.ledger.post(&event);
        true
    });
    shop.assert_red(Invariant::I01, None);
}

#[test]
fn i01_an_event_without_an_entry() {
    let mut shop = Shop::new();
    shop.act(place("ord-1", 2));
    shop.calm();
    let event = PaymentEvent::Refunded { order: ORDER, customer: CUSTOMER, amount: Money(1) };
    shop.store("payment-ord-1", Event::Payment(event), shop.world.now);
    shop.assert_red(Invariant::I01, None);
}

#[test]
fn i02_a_card_that_is_charged_twice() {
    let mut shop = Shop::with(not_idempotent());
    shop.inject(fault(FaultKind::Duplicate, Node::Payment));
    shop.act(place("ord-1", 2));
    shop.calm();
    shop.assert_red(Invariant::I02, Some("idempotency"));
    shop.assert_red(Invariant::I05, Some("idempotency"));
    shop.assert_red(Invariant::I06, Some("idempotency"));
}

#[test]
fn i02_a_refund_beyond_the_charge() {
    let mut shop = Shop::new();
    shop.act(place("ord-1", 2));
    shop.calm();
    let event = PaymentEvent::Refunded { order: ORDER, customer: CUSTOMER, amount: Money(1_000_000) };
    shop.store("payment-ord-1", Event::Payment(event), shop.world.now);
    shop.assert_red(Invariant::I02, None);
}

#[test]
fn i03_more_reserved_than_there_is() {
    let mut shop = Shop::new();
    shop.act(place("ord-1", 2));
    shop.calm();
    let lines = [Line { sku: Sku(0), quantity: 999, unit_price: Money(1) }].into();
    shop.store("inventory", Event::Inventory(InventoryEvent::Reserved { order: OrderId(7), lines }), shop.world.now);
    shop.assert_red(Invariant::I03, None);
}

#[test]
fn i03_pieces_that_vanish_from_the_warehouse() {
    let mut shop = Shop::new();
    shop.world.warehouse.stock[0].on_hand -= 1;
    shop.act(place("ord-1", 2));
    shop.calm();
    shop.assert_red(Invariant::I03, None);
}

#[test]
fn i06_a_consumer_that_forgot_its_inbox() {
    let mut shop = Shop::new();
    shop.inject(fault(FaultKind::Duplicate, Node::Notification));
    shop.act(place("ord-1", 2));
    shop.until_line(TraceKind::Handled, "OrderPlaced");
    shop.until_line(TraceKind::Mailed, "OrderPlaced");
    shop.world.inbox = Table::default();
    shop.until_line(TraceKind::Handled, "ReserveInventory");
    shop.assert_red(Invariant::I06, None);
}

#[test]
fn i06_a_second_event_for_one_command() {
    let mut shop = Shop::with(not_idempotent());
    shop.inject(fault(FaultKind::Duplicate, Node::Payment));
    shop.act(place("ord-1", 2));
    shop.calm();
    shop.assert_red(Invariant::I06, Some("idempotency"));
    let charges = shop.world.payments.get(0).unwrap().charges();
    assert_eq!(charges, 2);
}
