//! What each read model answers after which events.

mod checkpoints;
mod customers;
mod orders;
mod past;
mod revenue;
mod stock;

use eventarium::domain::inventory::InventoryEvent;
use eventarium::domain::order::{CancelReason, OrderEvent};
use eventarium::domain::payment::PaymentEvent;
use eventarium::domain::shipping::ShippingEvent;
use eventarium::domain::{CustomerId, Event, Lines, Money, OrderId, Refusal, Sku};
use eventarium::kernel::VirtualTime;
use eventarium::messaging::ReadModel;
use eventarium::projection::{Progress, ReadModels};

use super::{ADA, TOTAL, line, lines};

pub fn placed_by(order: OrderId, customer: CustomerId) -> Event {
    Event::Order(OrderEvent::Placed { order, customer, lines: lines(), total: TOTAL })
}

pub fn placed(order: OrderId) -> Event {
    placed_by(order, ADA)
}

pub const fn confirmed(order: OrderId) -> Event {
    Event::Order(OrderEvent::Confirmed { order })
}

pub const fn shipped(order: OrderId) -> Event {
    Event::Order(OrderEvent::Shipped { order })
}

pub const fn noted(order: OrderId) -> Event {
    Event::Order(OrderEvent::Noted { order })
}

pub const fn wished_cancelled(order: OrderId) -> Event {
    Event::Order(OrderEvent::CancellationRequested { order })
}

pub const fn cancelled(order: OrderId) -> Event {
    Event::Order(OrderEvent::Cancelled { order, reason: CancelReason::NoAnswer })
}

pub const fn charged(order: OrderId, customer: CustomerId, amount: Money) -> Event {
    Event::Payment(PaymentEvent::Charged { order, customer, amount, charge: 1 })
}

pub const fn refunded(order: OrderId, customer: CustomerId, amount: Money) -> Event {
    Event::Payment(PaymentEvent::Refunded { order, customer, amount })
}

pub const fn declined(order: OrderId) -> Event {
    Event::Payment(PaymentEvent::Declined { order, refusal: Refusal::CardDeclined })
}

pub const fn shipment(order: OrderId) -> Event {
    Event::Shipping(ShippingEvent::Created { order })
}

pub fn goods(sku: Sku, quantity: u32) -> Lines {
    Lines::from([line(sku, quantity, 100)])
}

pub const fn reserved(order: OrderId, lines: Lines) -> Event {
    Event::Inventory(InventoryEvent::Reserved { order, lines })
}

pub const fn goods_shipped(order: OrderId, lines: Lines) -> Event {
    Event::Inventory(InventoryEvent::Shipped { order, lines })
}

pub const fn released(order: OrderId, lines: Lines) -> Event {
    Event::Inventory(InventoryEvent::Released { order, lines })
}

pub const fn restocked(sku: Sku, quantity: u32) -> Event {
    Event::Inventory(InventoryEvent::Restocked { sku, quantity })
}

/// The n-th event happens at n milliseconds and is version n + 100 of its stream.
pub fn feed(models: &mut ReadModels, model: ReadModel, position: u64, event: &Event) -> Progress {
    let version = u32::try_from(position + 100).expect("a short story");
    models.apply(model, position, version, VirtualTime::from_millis(position), event)
}

/// All read models after these events.
#[track_caller]
pub fn after(events: &[Event]) -> ReadModels {
    let mut models = ReadModels::default();
    for (position, event) in (0_u64..).zip(events) {
        for model in ReadModel::ALL {
            assert_ne!(feed(&mut models, model, position, event), Progress::OutOfTurn);
        }
    }
    models
}
