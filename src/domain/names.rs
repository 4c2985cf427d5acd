//! The names that people, scripts and exported events see, and whom a message is about.

use super::inventory::{InventoryCommand, InventoryEvent};
use super::order::{OrderCommand, OrderEvent};
use super::payment::{PaymentCommand, PaymentEvent};
use super::shipping::{ShippingCommand, ShippingEvent};
use super::{Command, Event, OrderId};

/// A part of the business with its own words and its own data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    Order,
    Inventory,
    Payment,
    Shipping,
}

impl Context {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Inventory => "inventory",
            Self::Payment => "payment",
            Self::Shipping => "shipping",
        }
    }
}

impl Command {
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Order(OrderCommand::Place { .. }) => "PlaceOrder",
            Self::Order(OrderCommand::Confirm { .. }) => "ConfirmOrder",
            Self::Order(OrderCommand::Ship { .. }) => "ShipOrder",
            Self::Order(OrderCommand::Cancel { .. }) => "CancelOrder",
            Self::Inventory(InventoryCommand::Reserve { .. }) => "ReserveInventory",
            Self::Inventory(InventoryCommand::Release { .. }) => "ReleaseInventory",
            Self::Inventory(InventoryCommand::Ship { .. }) => "ShipInventory",
            Self::Inventory(InventoryCommand::Restock { .. }) => "RestockInventory",
            Self::Payment(PaymentCommand::Charge { .. }) => "ChargePayment",
            Self::Payment(PaymentCommand::Refund { .. }) => "RefundPayment",
            Self::Shipping(ShippingCommand::Create { .. }) => "CreateShipment",
            Self::Shipping(ShippingCommand::Cancel { .. }) => "CancelShipment",
            Self::Shipping(ShippingCommand::Dispatch { .. }) => "DispatchParcel",
        }
    }

    /// The context that decides it.
    pub const fn context(&self) -> Context {
        match self {
            Self::Order(_) => Context::Order,
            Self::Inventory(_) => Context::Inventory,
            Self::Payment(_) => Context::Payment,
            Self::Shipping(_) => Context::Shipping,
        }
    }

    /// The order it is about; none for restocking.
    pub const fn order(&self) -> Option<OrderId> {
        match self {
            Self::Order(
                OrderCommand::Place { order, .. }
                | OrderCommand::Confirm { order, .. }
                | OrderCommand::Ship { order }
                | OrderCommand::Cancel { order, .. },
            )
            | Self::Inventory(
                InventoryCommand::Reserve { order, .. }
                | InventoryCommand::Release { order }
                | InventoryCommand::Ship { order },
            )
            | Self::Payment(PaymentCommand::Charge { order, .. } | PaymentCommand::Refund { order })
            | Self::Shipping(
                ShippingCommand::Create { order }
                | ShippingCommand::Cancel { order }
                | ShippingCommand::Dispatch { order },
            ) => Some(*order),
            Self::Inventory(InventoryCommand::Restock { .. }) => None,
        }
    }
}

impl Event {
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Order(OrderEvent::Placed { .. }) => "OrderPlaced",
            Self::Order(OrderEvent::Noted { .. }) => "OrderNoted",
            Self::Order(OrderEvent::CancellationRequested { .. }) => "OrderCancellationRequested",
            Self::Order(OrderEvent::Confirmed { .. }) => "OrderConfirmed",
            Self::Order(OrderEvent::Shipped { .. }) => "OrderShipped",
            Self::Order(OrderEvent::Cancelled { .. }) => "OrderCancelled",
            Self::Inventory(InventoryEvent::Reserved { .. }) => "InventoryReserved",
            Self::Inventory(InventoryEvent::ReservationRefused { .. }) => "InventoryReservationRefused",
            Self::Inventory(InventoryEvent::Released { .. }) => "InventoryReleased",
            Self::Inventory(InventoryEvent::ReservationVoided { .. }) => "InventoryReservationVoided",
            Self::Inventory(InventoryEvent::ReleaseFailed { .. }) => "InventoryReleaseFailed",
            Self::Inventory(InventoryEvent::Shipped { .. }) => "InventoryShipped",
            Self::Inventory(InventoryEvent::Restocked { .. }) => "InventoryRestocked",
            Self::Payment(PaymentEvent::Charged { .. }) => "PaymentCharged",
            Self::Payment(PaymentEvent::Declined { .. }) => "PaymentDeclined",
            Self::Payment(PaymentEvent::Refunded { .. }) => "PaymentRefunded",
            Self::Payment(PaymentEvent::Voided { .. }) => "PaymentVoided",
            Self::Payment(PaymentEvent::RefundFailed { .. }) => "PaymentRefundFailed",
            Self::Shipping(ShippingEvent::Created { .. }) => "ShipmentCreated",
            Self::Shipping(ShippingEvent::Refused { .. }) => "ShipmentRefused",
            Self::Shipping(ShippingEvent::Cancelled { .. }) => "ShipmentCancelled",
            Self::Shipping(ShippingEvent::Voided { .. }) => "ShipmentVoided",
            Self::Shipping(ShippingEvent::CancellationFailed { .. }) => "ShipmentCancellationFailed",
            Self::Shipping(ShippingEvent::Dispatched { .. }) => "ParcelDispatched",
        }
    }

    /// The context that recorded it.
    pub const fn context(&self) -> Context {
        match self {
            Self::Order(_) => Context::Order,
            Self::Inventory(_) => Context::Inventory,
            Self::Payment(_) => Context::Payment,
            Self::Shipping(_) => Context::Shipping,
        }
    }

    /// The order it is about; none for restocking.
    pub const fn order(&self) -> Option<OrderId> {
        match self {
            Self::Order(event) => Some(event.order()),
            Self::Inventory(event) => event.order(),
            Self::Payment(event) => Some(event.order()),
            Self::Shipping(event) => Some(event.order()),
        }
    }
}

impl OrderEvent {
    pub const fn order(&self) -> OrderId {
        match self {
            Self::Placed { order, .. }
            | Self::Noted { order }
            | Self::CancellationRequested { order }
            | Self::Confirmed { order }
            | Self::Shipped { order }
            | Self::Cancelled { order, .. } => *order,
        }
    }
}

impl InventoryEvent {
    /// None for restocking.
    pub const fn order(&self) -> Option<OrderId> {
        match self {
            Self::Reserved { order, .. }
            | Self::ReservationRefused { order, .. }
            | Self::Released { order, .. }
            | Self::ReservationVoided { order }
            | Self::ReleaseFailed { order, .. }
            | Self::Shipped { order, .. } => Some(*order),
            Self::Restocked { .. } => None,
        }
    }
}

impl PaymentEvent {
    pub const fn order(&self) -> OrderId {
        match self {
            Self::Charged { order, .. }
            | Self::Declined { order, .. }
            | Self::Refunded { order, .. }
            | Self::Voided { order }
            | Self::RefundFailed { order, .. } => *order,
        }
    }
}

impl ShippingEvent {
    pub const fn order(&self) -> OrderId {
        match self {
            Self::Created { order }
            | Self::Refused { order, .. }
            | Self::Cancelled { order }
            | Self::Voided { order }
            | Self::CancellationFailed { order, .. }
            | Self::Dispatched { order } => *order,
        }
    }
}
