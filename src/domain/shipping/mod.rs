//! Shipping: the shipment is the pivot of the order saga.

mod state;

pub use state::{Shipment, ShippingDecider};

use super::{OrderId, Refusal};

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ShippingCommand {
    /// `CreateShipment`
    Create { order: OrderId },
    /// `CancelShipment`, the compensation of creating; harmless where none was created.
    Cancel { order: OrderId },
    /// `DispatchParcel`, shipping's own: the parcel leaves.
    Dispatch { order: OrderId },
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ShippingEvent {
    /// `ShipmentCreated`
    Created { order: OrderId },
    /// `ShipmentRefused`
    Refused { order: OrderId, refusal: Refusal },
    /// `ShipmentCancelled`
    Cancelled { order: OrderId },
    /// `ShipmentVoided`: none had been created; a late creation will be refused.
    Voided { order: OrderId },
    /// `ShipmentCancellationFailed`
    CancellationFailed { order: OrderId, attempts: u8 },
    /// `ParcelDispatched`
    Dispatched { order: OrderId },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ShippingRejection {
    NoShipment,
    AlreadyCreated,
    AlreadyCancelled,
    AlreadyDispatched,
}
