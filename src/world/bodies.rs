//! What the world must know of a body to move it: where it goes, what it undoes, under which topic it is published.

use crate::domain::inventory::{InventoryCommand, InventoryEvent};
use crate::domain::order::{Authority, OrderCommand, OrderEvent};
use crate::domain::payment::{PaymentCommand, PaymentEvent};
use crate::domain::shipping::{ShippingCommand, ShippingEvent};
use crate::domain::{Command, CustomerId, Event, OrderId};
use crate::messaging::Node;
use crate::transport::bus::Topic;

/// The service that handles a command.
pub const fn service_of(command: &Command) -> Node {
    match command {
        Command::Order(_) => Node::Order,
        Command::Inventory(_) => Node::Inventory,
        Command::Payment(_) => Node::Payment,
        Command::Shipping(_) => Node::Shipping,
    }
}

/// The service that speaks an event.
pub const fn source_of(event: &Event) -> Node {
    match event {
        Event::Order(_) => Node::Order,
        Event::Inventory(_) => Node::Inventory,
        Event::Payment(_) => Node::Payment,
        Event::Shipping(_) => Node::Shipping,
    }
}

/// True for a forward step of the saga that can be refused.
pub const fn is_step(command: &Command) -> bool {
    matches!(
        command,
        Command::Inventory(InventoryCommand::Reserve { .. })
            | Command::Payment(PaymentCommand::Charge { .. })
            | Command::Shipping(ShippingCommand::Create { .. })
    )
}

/// True for a compensation.
pub const fn is_compensation(command: &Command) -> bool {
    matches!(
        command,
        Command::Inventory(InventoryCommand::Release { .. })
            | Command::Payment(PaymentCommand::Refund { .. })
            | Command::Shipping(ShippingCommand::Cancel { .. })
    )
}

/// True for what walks the track backwards.
pub const fn undoes(command: &Command) -> bool {
    is_compensation(command)
        || matches!(command, Command::Order(OrderCommand::Cancel { authority: Authority::Fulfilment, .. }))
}

/// True for the answers to what walks backwards.
pub const fn undid(event: &Event) -> bool {
    match event {
        Event::Order(event) => matches!(event, OrderEvent::Cancelled { .. }),
        Event::Inventory(event) => matches!(
            event,
            InventoryEvent::Released { .. }
                | InventoryEvent::ReservationVoided { .. }
                | InventoryEvent::ReleaseFailed { .. }
        ),
        Event::Payment(event) => matches!(
            event,
            PaymentEvent::Refunded { .. } | PaymentEvent::Voided { .. } | PaymentEvent::RefundFailed { .. }
        ),
        Event::Shipping(event) => matches!(
            event,
            ShippingEvent::Cancelled { .. } | ShippingEvent::Voided { .. } | ShippingEvent::CancellationFailed { .. }
        ),
    }
}

/// The topics that somebody subscribes to, with the subscribers in order.
pub const SUBSCRIPTIONS: [(Topic, &[Node]); 11] = [
    (ORDER_PLACED, &[Node::Saga, Node::Notification, Node::Analytics]),
    (CANCELLATION_REQUESTED, &[Node::Saga]),
    (ORDER_CONFIRMED, &[Node::Saga, Node::Shipping, Node::Notification]),
    (ORDER_SHIPPED, &[Node::Notification]),
    (ORDER_CANCELLED, &[Node::Saga, Node::Notification, Node::Analytics]),
    (INVENTORY_ANSWER, &[Node::Saga]),
    (PAYMENT_CHARGED, &[Node::Saga, Node::Analytics]),
    (PAYMENT_ANSWER, &[Node::Saga]),
    (SHIPMENT_CREATED, &[Node::Saga, Node::Inventory]),
    (SHIPPING_ANSWER, &[Node::Saga]),
    (PARCEL_DISPATCHED, &[Node::Order]),
];

const ORDER_PLACED: Topic = Topic(0);
const CANCELLATION_REQUESTED: Topic = Topic(1);
const ORDER_CONFIRMED: Topic = Topic(2);
const ORDER_SHIPPED: Topic = Topic(3);
const ORDER_CANCELLED: Topic = Topic(4);
const INVENTORY_ANSWER: Topic = Topic(5);
const PAYMENT_CHARGED: Topic = Topic(6);
const PAYMENT_ANSWER: Topic = Topic(7);
const SHIPMENT_CREATED: Topic = Topic(8);
const SHIPPING_ANSWER: Topic = Topic(9);
const PARCEL_DISPATCHED: Topic = Topic(10);
/// What nobody subscribes to.
const UNHEARD: Topic = Topic(255);

/// The topic under which an event is published.
pub const fn topic_of(event: &Event) -> Topic {
    match event {
        Event::Order(event) => match event {
            OrderEvent::Placed { .. } => ORDER_PLACED,
            OrderEvent::Noted { .. } => UNHEARD,
            OrderEvent::CancellationRequested { .. } => CANCELLATION_REQUESTED,
            OrderEvent::Confirmed { .. } => ORDER_CONFIRMED,
            OrderEvent::Shipped { .. } => ORDER_SHIPPED,
            OrderEvent::Cancelled { .. } => ORDER_CANCELLED,
        },
        Event::Inventory(event) => match event {
            InventoryEvent::Reserved { .. }
            | InventoryEvent::ReservationRefused { .. }
            | InventoryEvent::Released { .. }
            | InventoryEvent::ReservationVoided { .. }
            | InventoryEvent::ReleaseFailed { .. } => INVENTORY_ANSWER,
            InventoryEvent::Shipped { .. } | InventoryEvent::Restocked { .. } => UNHEARD,
        },
        Event::Payment(event) => match event {
            PaymentEvent::Charged { .. } => PAYMENT_CHARGED,
            PaymentEvent::Declined { .. }
            | PaymentEvent::Refunded { .. }
            | PaymentEvent::Voided { .. }
            | PaymentEvent::RefundFailed { .. } => PAYMENT_ANSWER,
        },
        Event::Shipping(event) => match event {
            ShippingEvent::Created { .. } => SHIPMENT_CREATED,
            ShippingEvent::Refused { .. }
            | ShippingEvent::Cancelled { .. }
            | ShippingEvent::Voided { .. }
            | ShippingEvent::CancellationFailed { .. } => SHIPPING_ANSWER,
            ShippingEvent::Dispatched { .. } => PARCEL_DISPATCHED,
        },
    }
}

/// Gives a command the ids that its names have in this run.
pub fn rename_command(command: &mut Command, to_order: Option<OrderId>, to_customer: Option<CustomerId>) {
    let (order, customer) = match command {
        Command::Order(command) => match command {
            OrderCommand::Place { order, customer, .. } => (Some(order), Some(customer)),
            OrderCommand::Confirm { order, .. } | OrderCommand::Ship { order } | OrderCommand::Cancel { order, .. } => {
                (Some(order), None)
            }
        },
        Command::Inventory(command) => match command {
            InventoryCommand::Reserve { order, .. }
            | InventoryCommand::Release { order }
            | InventoryCommand::Ship { order } => (Some(order), None),
            InventoryCommand::Restock { .. } => (None, None),
        },
        Command::Payment(command) => match command {
            PaymentCommand::Charge { order, customer, .. } => (Some(order), Some(customer)),
            PaymentCommand::Refund { order } => (Some(order), None),
        },
        Command::Shipping(command) => match command {
            ShippingCommand::Create { order }
            | ShippingCommand::Cancel { order }
            | ShippingCommand::Dispatch { order } => (Some(order), None),
        },
    };
    set(order, to_order);
    set(customer, to_customer);
}

/// Gives an event the ids that its names have in this run.
pub fn rename_event(event: &mut Event, to_order: Option<OrderId>, to_customer: Option<CustomerId>) {
    let (order, customer) = match event {
        Event::Order(event) => match event {
            OrderEvent::Placed { order, customer, .. } => (Some(order), Some(customer)),
            OrderEvent::Noted { order }
            | OrderEvent::CancellationRequested { order }
            | OrderEvent::Confirmed { order }
            | OrderEvent::Shipped { order }
            | OrderEvent::Cancelled { order, .. } => (Some(order), None),
        },
        Event::Inventory(event) => match event {
            InventoryEvent::Reserved { order, .. }
            | InventoryEvent::ReservationRefused { order, .. }
            | InventoryEvent::Released { order, .. }
            | InventoryEvent::ReservationVoided { order }
            | InventoryEvent::ReleaseFailed { order, .. }
            | InventoryEvent::Shipped { order, .. } => (Some(order), None),
            InventoryEvent::Restocked { .. } => (None, None),
        },
        Event::Payment(event) => match event {
            PaymentEvent::Charged { order, customer, .. } | PaymentEvent::Refunded { order, customer, .. } => {
                (Some(order), Some(customer))
            }
            PaymentEvent::Declined { order, .. }
            | PaymentEvent::Voided { order }
            | PaymentEvent::RefundFailed { order, .. } => (Some(order), None),
        },
        Event::Shipping(event) => match event {
            ShippingEvent::Created { order }
            | ShippingEvent::Refused { order, .. }
            | ShippingEvent::Cancelled { order }
            | ShippingEvent::Voided { order }
            | ShippingEvent::CancellationFailed { order, .. }
            | ShippingEvent::Dispatched { order } => (Some(order), None),
        },
    };
    set(order, to_order);
    set(customer, to_customer);
}

fn set<T: Copy>(place: Option<&mut T>, value: Option<T>) {
    if let (Some(place), Some(value)) = (place, value) {
        *place = value;
    }
}
