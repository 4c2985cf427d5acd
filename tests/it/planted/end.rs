//! I04, I05 and I07: what is judged when all is quiet.

use eventarium::check::Invariant;
use eventarium::domain::fulfilment::Phase;
use eventarium::domain::payment::PaymentEvent;
use eventarium::domain::shipping::ShippingEvent;
use eventarium::domain::{CustomerId, Event, Money, OrderId};
use eventarium::fault::FaultKind;
use eventarium::messaging::Node;
use eventarium::world::TraceKind;

use super::{Shop, fault, place};

const ORDER: OrderId = OrderId(0);

fn compensated() -> Shop {
    let mut shop = Shop::new();
    shop.inject(fault(FaultKind::Decline, Node::Payment));
    shop.act(place("ord-1", 2));
    shop.calm();
    shop.assert_green();
    shop
}

#[test]
fn i04_money_that_was_kept() {
    let mut shop = compensated();
    let event = PaymentEvent::Charged { order: ORDER, customer: CustomerId(0), amount: Money(500), charge: 1 };
    shop.store("payment-ord-1", Event::Payment(event), shop.world.now);
    shop.assert_red(Invariant::I04, None);
}

#[test]
fn i04_a_shipment_for_a_cancelled_order() {
    let mut shop = compensated();
    shop.store("shipment-ord-1", Event::Shipping(ShippingEvent::Created { order: ORDER }), shop.world.now);
    shop.assert_red(Invariant::I04, None);
}

#[test]
fn i05_a_refund_for_a_completed_order() {
    let mut shop = Shop::new();
    shop.act(place("ord-1", 2));
    shop.calm();
    let event = PaymentEvent::Refunded { order: ORDER, customer: CustomerId(0), amount: Money(500) };
    shop.store("payment-ord-1", Event::Payment(event), shop.world.now);
    shop.assert_red(Invariant::I05, None);
}

#[test]
fn i05_a_completed_order_without_a_shipment() {
    let mut shop = Shop::new();
    shop.act(place("ord-1", 2));
    shop.calm();
    shop.store("shipment-ord-1", Event::Shipping(ShippingEvent::Cancelled { order: ORDER }), shop.world.now);
    shop.assert_red(Invariant::I05, None);
}

#[test]
fn i07_a_saga_that_believes_itself_at_its_end() {
    let mut shop = Shop::new();
    shop.act(place("ord-1", 2));
    shop.until_line(TraceKind::Sent, "ChargePayment");
    shop.world.sagas.row(0).saga.phase = Phase::Completed;
    shop.world.sagas.row(0).saga.steps[1].status = Default::default();
    shop.calm();
    shop.assert_red(Invariant::I07, None);
}
