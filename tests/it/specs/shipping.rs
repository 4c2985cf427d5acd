//! Every command in every situation of a shipment.

use eventarium::domain::Refusal;
use eventarium::domain::shipping::{Shipment, ShippingCommand, ShippingDecider, ShippingEvent, ShippingRejection};

use super::ORDER;
use super::stages::{Given, given};

const CREATED: ShippingEvent = ShippingEvent::Created { order: ORDER };
const CANCELLED: ShippingEvent = ShippingEvent::Cancelled { order: ORDER };
const VOIDED: ShippingEvent = ShippingEvent::Voided { order: ORDER };
const DISPATCHED: ShippingEvent = ShippingEvent::Dispatched { order: ORDER };
const CALLED_OFF: ShippingEvent = ShippingEvent::Refused { order: ORDER, refusal: Refusal::CalledOff };

const CREATE: ShippingCommand = ShippingCommand::Create { order: ORDER };
const CANCEL: ShippingCommand = ShippingCommand::Cancel { order: ORDER };
const DISPATCH: ShippingCommand = ShippingCommand::Dispatch { order: ORDER };

fn none() -> Given<ShippingDecider> {
    given([])
}

fn refused() -> Given<ShippingDecider> {
    given([ShippingEvent::Refused { order: ORDER, refusal: Refusal::Unavailable { attempts: 3 } }])
}

fn created() -> Given<ShippingDecider> {
    given([CREATED])
}

fn dispatched() -> Given<ShippingDecider> {
    given([CREATED, DISPATCHED])
}

fn cancelled() -> Given<ShippingDecider> {
    given([CREATED, CANCELLED])
}

fn voided() -> Given<ShippingDecider> {
    given([VOIDED])
}

fn cancellation_failed() -> Given<ShippingDecider> {
    given([CREATED, ShippingEvent::CancellationFailed { order: ORDER, attempts: 3 }])
}

#[test]
fn a_shipment_is_created_once() {
    none().when(CREATE).then([CREATED]).and_it_is(&Shipment::Created);
    refused().when(CREATE).then([CREATED]).and_it_is(&Shipment::Created);
    created().when(CREATE).then_rejected(ShippingRejection::AlreadyCreated);
    dispatched().when(CREATE).then_rejected(ShippingRejection::AlreadyCreated);
    cancelled().when(CREATE).then([CALLED_OFF]).and_it_is(&Shipment::Cancelled);
    voided().when(CREATE).then([CALLED_OFF]).and_it_is(&Shipment::Voided);
    cancellation_failed().when(CREATE).then_rejected(ShippingRejection::AlreadyCreated);
}

#[test]
fn a_shipment_is_cancelled_before_its_parcel_leaves() {
    none().when(CANCEL).then([VOIDED]).and_it_is(&Shipment::Voided);
    refused().when(CANCEL).then([VOIDED]).and_it_is(&Shipment::Voided);
    created().when(CANCEL).then([CANCELLED]).and_it_is(&Shipment::Cancelled);
    dispatched().when(CANCEL).then_rejected(ShippingRejection::AlreadyDispatched);
    cancelled().when(CANCEL).then_rejected(ShippingRejection::AlreadyCancelled);
    voided().when(CANCEL).then_rejected(ShippingRejection::AlreadyCancelled);
    cancellation_failed().when(CANCEL).then([CANCELLED]).and_it_is(&Shipment::Cancelled);
}

#[test]
fn a_parcel_leaves_once_and_only_with_a_shipment() {
    none().when(DISPATCH).then_rejected(ShippingRejection::NoShipment);
    refused().when(DISPATCH).then_rejected(ShippingRejection::NoShipment);
    created().when(DISPATCH).then([DISPATCHED]).and_it_is(&Shipment::Dispatched);
    dispatched().when(DISPATCH).then_rejected(ShippingRejection::AlreadyDispatched);
    cancelled().when(DISPATCH).then_rejected(ShippingRejection::AlreadyCancelled);
    voided().when(DISPATCH).then_rejected(ShippingRejection::AlreadyCancelled);
    cancellation_failed().when(DISPATCH).then([DISPATCHED]).and_it_is(&Shipment::Dispatched);
}
