//! I23 and I27: the queues add up; nothing is lost and nothing invented.

use eventarium::check::Invariant;
use eventarium::fault::{FaultKind, FaultRule, Moment};
use eventarium::messaging::Node;
use eventarium::transport::bus::DeliveryNo;
use eventarium::world::{DeliveryGuarantee, Detail, Settings, TraceKind};

use super::{Shop, fault, place};

#[test]
fn i23_a_delivery_that_nobody_published() {
    let mut shop = Shop::new();
    shop.act(place("ord-1", 2));
    shop.until_line(TraceKind::Sent, "ChargePayment");
    let message = shop.message("ReserveInventory");
    shop.world.bus.open(message, Node::Saga, false);
    shop.until_line(TraceKind::Published, "PaymentCharged");
    shop.assert_red(Invariant::I23, None);
}

#[test]
fn i23_a_dead_letter_that_is_not_in_its_queue() {
    let mut shop = Shop::new();
    shop.act(place("ord-1", 2));
    shop.until_line(TraceKind::Sent, "ChargePayment");
    let message = shop.message("ChargePayment");
    shop.write(TraceKind::DeadLettered, Node::Bus, message, Detail::Number(0));
    shop.assert_red(Invariant::I23, None);
}

#[test]
fn i27_a_delivery_that_vanishes() {
    let mut shop = Shop::new();
    shop.inject(FaultRule { count: Some(1), ..fault(FaultKind::Drop, Node::Notification) });
    shop.act(place("ord-1", 2));
    shop.until_line(TraceKind::TimedOut, "OrderPlaced");
    let lost = shop.world.bus.deliveries().find(|(_, delivery)| delivery.consumer == Node::Notification);
    let (number, _): (DeliveryNo, _) = lost.expect("the delivery that was dropped");
    shop.world.bus.acknowledge(number);
    shop.calm();
    shop.assert_red(Invariant::I27, None);
    shop.assert_red(Invariant::I23, None);
}

#[test]
fn i27_a_message_from_nowhere() {
    let mut shop = Shop::new();
    shop.act(place("ord-1", 2));
    shop.until_line(TraceKind::Sent, "ChargePayment");
    let message = shop.message("ChargePayment");
    shop.write(TraceKind::Handled, Node::Shipping, message, Detail::None);
    shop.assert_red(Invariant::I27, None);
}

#[test]
fn i27_a_crash_between_save_and_publish_without_the_outbox() {
    let mut shop = Shop::with(Settings { outbox: false, ..Settings::default() });
    let moment = Some(Moment::AfterEffect);
    shop.inject(FaultRule { moment, count: Some(1), ..fault(FaultKind::Crash, Node::Order) });
    shop.act(place("ord-1", 2));
    shop.calm();
    shop.assert_red(Invariant::I27, Some("outbox"));
    assert_eq!(shop.red(), ["I27"]);
}

#[test]
fn i27_a_loss_when_it_is_sent_at_most_once() {
    let mut shop = Shop::with(Settings { delivery: DeliveryGuarantee::AtMostOnce, ..Settings::default() });
    shop.inject(FaultRule { count: Some(1), ..fault(FaultKind::Drop, Node::Notification) });
    shop.act(place("ord-1", 2));
    shop.calm();
    shop.assert_red(Invariant::I27, Some("delivery"));
    assert_eq!(shop.red(), ["I27"]);
}

#[test]
fn i27_twice_although_at_most_once() {
    let settings = Settings { delivery: DeliveryGuarantee::AtMostOnce, idempotency: false, ..Settings::default() };
    let mut shop = Shop::with(settings);
    shop.inject(fault(FaultKind::Duplicate, Node::Notification));
    shop.act(place("ord-1", 2));
    shop.calm();
    shop.assert_red(Invariant::I27, Some("delivery"));
}
