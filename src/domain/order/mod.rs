//! The order: placed once, confirmed or cancelled, shipped when the parcel left.

mod decide;
mod evolve;
mod former;
mod state;

pub use former::OrderPlacedV1;
pub use state::{Basket, Order, OrderDecider, OrderLogic};

use super::{CustomerId, Lines, Money, OrderId, Refusal};

/// Who asks: a person through the gateway, or the saga that answers for payment and shipment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Authority {
    Customer,
    Fulfilment,
}

/// Why an order is cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CancelReason {
    CustomerRequest,
    /// A step of the saga was refused.
    Refused(Refusal),
    /// A step of the saga had no answer in time, its outcome is unknown.
    NoAnswer,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum OrderCommand {
    /// `PlaceOrder`
    Place { order: OrderId, customer: CustomerId, lines: Lines, total: Money },
    /// `ConfirmOrder`
    Confirm { order: OrderId, authority: Authority },
    /// `ShipOrder`
    Ship { order: OrderId },
    /// `CancelOrder`: a customer's starts the compensation, the saga's ends it.
    Cancel { order: OrderId, reason: CancelReason, authority: Authority },
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum OrderEvent {
    /// `OrderPlaced`
    Placed { order: OrderId, customer: CustomerId, lines: Lines, total: Money },
    /// `OrderNoted`: a rival writer left a note in the stream; changes nothing of the order.
    Noted { order: OrderId },
    /// `OrderCancellationRequested`
    CancellationRequested { order: OrderId },
    /// `OrderConfirmed`
    Confirmed { order: OrderId },
    /// `OrderShipped`
    Shipped { order: OrderId },
    /// `OrderCancelled`
    Cancelled { order: OrderId, reason: CancelReason },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OrderRejection {
    EmptyOrder,
    AmountMismatch {
        stated: Money,
        computed: Money,
    },
    AlreadyPlaced,
    NotPlaced,
    /// Confirming or shipping what has not been paid and prepared by its saga.
    NotPaid,
    AlreadyConfirmed,
    AlreadyShipped,
    AlreadyCancelled,
    CancellationUnderWay,
    /// The shipment exists: the order can no longer be cancelled.
    PastPivot,
    /// A person looks at a note first.
    OnHold,
}
