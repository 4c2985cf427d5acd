//! A reason in one sentence for everything that is refused or fails, and the names of the saga's calls.

use super::figures::{count, money};
use crate::domain::Refusal;
use crate::domain::catalogue::article_of;
use crate::domain::fulfilment::{Call, Compensation, Resolution, SagaRejection, Step};
use crate::domain::inventory::InventoryRejection;
use crate::domain::order::{CancelReason, OrderRejection};
use crate::domain::payment::PaymentRejection;
use crate::domain::shipping::ShippingRejection;
use crate::transport::bus::DeadReason;
use crate::world::{Failure, Rejection};

/// Why a service answered a step with "no".
pub fn refusal(refusal: Refusal) -> String {
    match refusal {
        Refusal::OutOfStock { sku, wanted, free } => {
            let article = article_of(sku).map_or("the article", |article| article.sku);
            let wanted = count(u64::from(wanted));
            match free {
                0 => format!("{wanted} of {article} were wanted and none is free."),
                1 => format!("{wanted} of {article} were wanted and only 1 is free."),
                free => format!("{wanted} of {article} were wanted and only {} are free.", count(u64::from(free))),
            }
        }
        Refusal::CardDeclined => "The bank declined the card.".to_owned(),
        Refusal::Unavailable { attempts: 1 } => "The service was unavailable at the only attempt.".to_owned(),
        Refusal::Unavailable { attempts } => format!("The service was unavailable at all {attempts} attempts."),
        Refusal::CalledOff => "Its compensation came first, so it must not take effect any more.".to_owned(),
        Refusal::AlreadyDone => "It was done before, by another command.".to_owned(),
    }
}

/// Why an order was cancelled.
pub fn cancel_reason(reason: CancelReason) -> String {
    match reason {
        CancelReason::CustomerRequest => "The customer asked for it.".to_owned(),
        CancelReason::Refused(why) => refusal(why),
        CancelReason::NoAnswer => "A step had no answer in time, and nobody could know whether it was done.".to_owned(),
    }
}

pub fn order_rejection(rejection: OrderRejection) -> String {
    match rejection {
        OrderRejection::EmptyOrder => "An order needs at least one line.".to_owned(),
        OrderRejection::AmountMismatch { stated, computed } => {
            format!("The stated total is {}, but the lines add up to {}.", money(stated), money(computed))
        }
        OrderRejection::AlreadyPlaced => "This order was placed before.".to_owned(),
        OrderRejection::NotPlaced => "There is no such order.".to_owned(),
        OrderRejection::NotPaid => {
            "The order is not paid and prepared yet; only its saga can say that it is.".to_owned()
        }
        OrderRejection::AlreadyConfirmed => "The order is confirmed already.".to_owned(),
        OrderRejection::AlreadyShipped => "The parcel has left already.".to_owned(),
        OrderRejection::AlreadyCancelled => "The order is cancelled already.".to_owned(),
        OrderRejection::CancellationUnderWay => "Its cancellation is under way.".to_owned(),
        OrderRejection::PastPivot => "The shipment exists, so the order can no longer be cancelled.".to_owned(),
        OrderRejection::OnHold => "Somebody left a note: a person looks at it first.".to_owned(),
    }
}

pub const fn inventory_rejection(rejection: InventoryRejection) -> &'static str {
    match rejection {
        InventoryRejection::NothingReserved => "Nothing is reserved for this order.",
        InventoryRejection::AlreadyReserved => "The stock of this order is reserved already.",
        InventoryRejection::AlreadyReleased => "The stock of this order was released already.",
        InventoryRejection::AlreadyShipped => "The stock of this order is booked as shipped already.",
        InventoryRejection::TooMuchStock => "The shelf would hold more pieces than can be counted.",
    }
}

pub const fn payment_rejection(rejection: PaymentRejection) -> &'static str {
    match rejection {
        PaymentRejection::AlreadyRefunded => "The payment of this order was refunded already.",
    }
}

pub const fn shipping_rejection(rejection: ShippingRejection) -> &'static str {
    match rejection {
        ShippingRejection::NoShipment => "There is no shipment for this order.",
        ShippingRejection::AlreadyCreated => "The shipment exists already.",
        ShippingRejection::AlreadyCancelled => "The shipment was cancelled already.",
        ShippingRejection::AlreadyDispatched => "The parcel has left already.",
    }
}

pub const fn saga_rejection(rejection: SagaRejection) -> &'static str {
    match rejection {
        SagaRejection::NotStarted => "The saga has not heard of the order yet; the message is tried again later.",
        SagaRejection::AlreadyStarted => "The saga of this order runs already.",
        SagaRejection::PastPivot => "The shipment exists, so the order can no longer be cancelled.",
        SagaRejection::AlreadyCompensating => "The saga is turning back already.",
        SagaRejection::NothingToResolve => "Nobody needs to decide about this.",
    }
}

/// Why a handler failed.
pub const fn failure(failure: Failure) -> &'static str {
    match failure {
        Failure::Poisoned => "Its body cannot be processed until somebody corrects it.",
        Failure::Unavailable => "The service behind it is unavailable.",
        Failure::CompensationFails => "The compensation does not succeed.",
        Failure::StoreOut => "The event store takes no appends.",
        Failure::SagaMissing => "The saga of this order has not started yet.",
        Failure::TooManyConflicts => "Rival writers were faster every time.",
        Failure::UnknownSchema => "It was stored in a shape that the deployed code does not know.",
        Failure::ContactUnknown => {
            "Notification has not heard of this order yet, so it does not know whom to write to."
        }
    }
}

pub fn rejection(rejection: Rejection) -> String {
    match rejection {
        Rejection::Order(why) => order_rejection(why),
        Rejection::Inventory(why) => inventory_rejection(why).to_owned(),
        Rejection::Payment(why) => payment_rejection(why).to_owned(),
        Rejection::Shipping(why) => shipping_rejection(why).to_owned(),
        Rejection::Saga(why) => saga_rejection(why).to_owned(),
    }
}

/// Why a message is parked.
pub const fn dead_reason(reason: DeadReason) -> &'static str {
    match reason {
        DeadReason::HandlerFailed => "Its handler failed every time.",
        DeadReason::NotAcknowledged => "No attempt was acknowledged in time.",
    }
}

/// "charge payment".
pub const fn step_name(step: Step) -> &'static str {
    match step {
        Step::ReserveInventory => "reserve inventory",
        Step::ChargePayment => "charge payment",
        Step::CreateShipment => "create shipment",
        Step::ConfirmOrder => "confirm order",
    }
}

pub const fn compensation_name(compensation: Compensation) -> &'static str {
    match compensation {
        Compensation::ReleaseInventory => "release inventory",
        Compensation::RefundPayment => "refund payment",
        Compensation::CancelShipment => "cancel shipment",
    }
}

pub const fn call_name(call: Call) -> &'static str {
    match call {
        Call::Step(step) => step_name(step),
        Call::Compensation(compensation) => compensation_name(compensation),
        Call::CancelOrder => "cancel order",
    }
}

/// What a person decides about a compensation that gave up, as on a button.
pub const fn resolution_name(resolution: Resolution) -> &'static str {
    match resolution {
        Resolution::Retry => "Retry",
        Resolution::DoneByHand => "Mark as done by hand",
        Resolution::WriteOff => "Write off",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Money, Sku};

    #[test]
    fn a_refusal_says_how_much_was_missing() {
        let short = Refusal::OutOfStock { sku: Sku(0), wanted: 2, free: 1 };
        assert_eq!(refusal(short), "2 of PROD-456 were wanted and only 1 is free.");
        assert_eq!(
            order_rejection(OrderRejection::AmountMismatch { stated: Money(100), computed: Money(30_997) }),
            "The stated total is € 1.00, but the lines add up to € 309.97."
        );
    }
}
