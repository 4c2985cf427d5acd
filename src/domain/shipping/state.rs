//! Where a shipment stands, what it accepts and how it changes: few enough words for one file.

use super::super::{Decider, OrderId, Refusal};
use super::{ShippingCommand, ShippingEvent, ShippingRejection};

/// The aggregate of an order's shipment.
pub struct ShippingDecider;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Shipment {
    #[default]
    NotCreated,
    Created,
    /// The parcel left; nothing brings it back.
    Dispatched,
    Cancelled,
    /// Called off before it was created: a late creation is refused.
    Voided,
}

impl Decider for ShippingDecider {
    type Command = ShippingCommand;
    type State = Shipment;
    type Event = ShippingEvent;
    type Events = Vec<ShippingEvent>;
    type Rejection = ShippingRejection;

    fn decide(command: &ShippingCommand, state: &Shipment) -> Result<Vec<ShippingEvent>, ShippingRejection> {
        let event = match command {
            ShippingCommand::Create { order } => create(*order, *state),
            ShippingCommand::Cancel { order } => cancel(*order, *state),
            ShippingCommand::Dispatch { order } => dispatch(*order, *state),
        };
        event.map(|event| vec![event])
    }

    fn evolve(state: &mut Shipment, event: &ShippingEvent) {
        match event {
            ShippingEvent::Created { order: _ } => *state = Shipment::Created,
            ShippingEvent::Cancelled { order: _ } => *state = Shipment::Cancelled,
            ShippingEvent::Voided { order: _ } => *state = Shipment::Voided,
            ShippingEvent::Dispatched { order: _ } => *state = Shipment::Dispatched,
            ShippingEvent::Refused { order: _, refusal: _ }
            | ShippingEvent::CancellationFailed { order: _, attempts: _ } => {}
        }
    }
}

fn create(order: OrderId, state: Shipment) -> Result<ShippingEvent, ShippingRejection> {
    match state {
        Shipment::NotCreated => Ok(ShippingEvent::Created { order }),
        Shipment::Created | Shipment::Dispatched => Err(ShippingRejection::AlreadyCreated),
        Shipment::Cancelled | Shipment::Voided => Ok(ShippingEvent::Refused { order, refusal: Refusal::CalledOff }),
    }
}

/// Where no shipment was created it leaves a mark that calls a late creation off.
fn cancel(order: OrderId, state: Shipment) -> Result<ShippingEvent, ShippingRejection> {
    match state {
        Shipment::NotCreated => Ok(ShippingEvent::Voided { order }),
        Shipment::Created => Ok(ShippingEvent::Cancelled { order }),
        Shipment::Dispatched => Err(ShippingRejection::AlreadyDispatched),
        Shipment::Cancelled | Shipment::Voided => Err(ShippingRejection::AlreadyCancelled),
    }
}

fn dispatch(order: OrderId, state: Shipment) -> Result<ShippingEvent, ShippingRejection> {
    match state {
        Shipment::Created => Ok(ShippingEvent::Dispatched { order }),
        Shipment::NotCreated => Err(ShippingRejection::NoShipment),
        Shipment::Dispatched => Err(ShippingRejection::AlreadyDispatched),
        Shipment::Cancelled | Shipment::Voided => Err(ShippingRejection::AlreadyCancelled),
    }
}
