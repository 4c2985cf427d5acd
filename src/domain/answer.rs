//! How the services answer the saga: every answer is an event, so that it is stored, published and repeated like any
//! other fact. Here stands which event answers what.

use super::fulfilment::{Call, Compensation, SagaInput, Step};
use super::inventory::{InventoryCommand, InventoryEvent};
use super::order::{Authority, OrderCommand, OrderEvent};
use super::payment::{PaymentCommand, PaymentEvent};
use super::shipping::{ShippingCommand, ShippingEvent};
use super::{Command, Event, Refusal};

/// The event with which a service says no to a step of the saga: known not done. None if the command is no such step.
pub fn refusal_event(command: &Command, refusal: Refusal) -> Option<Event> {
    match command {
        Command::Inventory(InventoryCommand::Reserve { order, .. }) => {
            Some(Event::Inventory(InventoryEvent::ReservationRefused { order: *order, refusal }))
        }
        Command::Payment(PaymentCommand::Charge { order, .. }) => {
            Some(Event::Payment(PaymentEvent::Declined { order: *order, refusal }))
        }
        Command::Shipping(ShippingCommand::Create { order }) => {
            Some(Event::Shipping(ShippingEvent::Refused { order: *order, refusal }))
        }
        Command::Order(_)
        | Command::Inventory(
            InventoryCommand::Release { .. } | InventoryCommand::Ship { .. } | InventoryCommand::Restock { .. },
        )
        | Command::Payment(PaymentCommand::Refund { .. })
        | Command::Shipping(ShippingCommand::Cancel { .. } | ShippingCommand::Dispatch { .. }) => None,
    }
}

/// The event with which a service gives a compensation up. None if the command is no compensation.
pub fn compensation_failed_event(command: &Command, attempts: u8) -> Option<Event> {
    match command {
        Command::Inventory(InventoryCommand::Release { order }) => {
            Some(Event::Inventory(InventoryEvent::ReleaseFailed { order: *order, attempts }))
        }
        Command::Payment(PaymentCommand::Refund { order }) => {
            Some(Event::Payment(PaymentEvent::RefundFailed { order: *order, attempts }))
        }
        Command::Shipping(ShippingCommand::Cancel { order }) => {
            Some(Event::Shipping(ShippingEvent::CancellationFailed { order: *order, attempts }))
        }
        Command::Order(_)
        | Command::Inventory(
            InventoryCommand::Reserve { .. } | InventoryCommand::Ship { .. } | InventoryCommand::Restock { .. },
        )
        | Command::Payment(PaymentCommand::Charge { .. })
        | Command::Shipping(ShippingCommand::Create { .. } | ShippingCommand::Dispatch { .. }) => None,
    }
}

/// The call of the saga that a command carries out; none for what only people or services ask for.
pub const fn call_of(command: &Command) -> Option<Call> {
    match command {
        Command::Order(OrderCommand::Confirm { authority: Authority::Fulfilment, .. }) => {
            Some(Call::Step(Step::ConfirmOrder))
        }
        Command::Order(OrderCommand::Cancel { authority: Authority::Fulfilment, .. }) => Some(Call::CancelOrder),
        Command::Inventory(InventoryCommand::Reserve { .. }) => Some(Call::Step(Step::ReserveInventory)),
        Command::Inventory(InventoryCommand::Release { .. }) => {
            Some(Call::Compensation(Compensation::ReleaseInventory))
        }
        Command::Payment(PaymentCommand::Charge { .. }) => Some(Call::Step(Step::ChargePayment)),
        Command::Payment(PaymentCommand::Refund { .. }) => Some(Call::Compensation(Compensation::RefundPayment)),
        Command::Shipping(ShippingCommand::Create { .. }) => Some(Call::Step(Step::CreateShipment)),
        Command::Shipping(ShippingCommand::Cancel { .. }) => Some(Call::Compensation(Compensation::CancelShipment)),
        Command::Order(
            OrderCommand::Place { .. }
            | OrderCommand::Ship { .. }
            | OrderCommand::Confirm { authority: Authority::Customer, .. }
            | OrderCommand::Cancel { authority: Authority::Customer, .. },
        )
        | Command::Inventory(InventoryCommand::Ship { .. } | InventoryCommand::Restock { .. })
        | Command::Shipping(ShippingCommand::Dispatch { .. }) => None,
    }
}

/// What an event tells the saga of its order; none if it is no answer to the saga.
pub fn saga_input(event: &Event) -> Option<SagaInput> {
    match event {
        Event::Order(event) => order_input(event),
        Event::Inventory(event) => inventory_input(event),
        Event::Payment(event) => payment_input(event),
        Event::Shipping(event) => shipping_input(event),
    }
}

/// True if the event says that the call was carried out. A service that rejects a call because it was done before has
/// such an event in its stream: told once more, it answers the call that was repeated.
pub fn is_answer(event: &Event, call: Call) -> bool {
    saga_input(event) == Some(SagaInput::Done(call))
}

fn order_input(event: &OrderEvent) -> Option<SagaInput> {
    match event {
        OrderEvent::Placed { order, customer, lines, total } => {
            Some(SagaInput::Placed { order: *order, customer: *customer, lines: lines.clone(), total: *total })
        }
        OrderEvent::CancellationRequested { .. } => Some(SagaInput::CancellationRequested),
        OrderEvent::Confirmed { .. } => Some(SagaInput::Done(Call::Step(Step::ConfirmOrder))),
        OrderEvent::Cancelled { .. } => Some(SagaInput::Done(Call::CancelOrder)),
        OrderEvent::Noted { .. } | OrderEvent::Shipped { .. } => None,
    }
}

const fn inventory_input(event: &InventoryEvent) -> Option<SagaInput> {
    match event {
        InventoryEvent::Reserved { .. } => Some(SagaInput::Done(Call::Step(Step::ReserveInventory))),
        InventoryEvent::ReservationRefused { refusal, .. } => {
            Some(SagaInput::Refused(Call::Step(Step::ReserveInventory), *refusal))
        }
        InventoryEvent::Released { .. } | InventoryEvent::ReservationVoided { .. } => {
            Some(SagaInput::Done(Call::Compensation(Compensation::ReleaseInventory)))
        }
        InventoryEvent::ReleaseFailed { attempts, .. } => Some(gave_up(Compensation::ReleaseInventory, *attempts)),
        InventoryEvent::Shipped { .. } | InventoryEvent::Restocked { .. } => None,
    }
}

const fn payment_input(event: &PaymentEvent) -> Option<SagaInput> {
    match event {
        PaymentEvent::Charged { .. } => Some(SagaInput::Done(Call::Step(Step::ChargePayment))),
        PaymentEvent::Declined { refusal, .. } => Some(SagaInput::Refused(Call::Step(Step::ChargePayment), *refusal)),
        PaymentEvent::Refunded { .. } | PaymentEvent::Voided { .. } => {
            Some(SagaInput::Done(Call::Compensation(Compensation::RefundPayment)))
        }
        PaymentEvent::RefundFailed { attempts, .. } => Some(gave_up(Compensation::RefundPayment, *attempts)),
    }
}

const fn shipping_input(event: &ShippingEvent) -> Option<SagaInput> {
    match event {
        ShippingEvent::Created { .. } => Some(SagaInput::Done(Call::Step(Step::CreateShipment))),
        ShippingEvent::Refused { refusal, .. } => Some(SagaInput::Refused(Call::Step(Step::CreateShipment), *refusal)),
        ShippingEvent::Cancelled { .. } | ShippingEvent::Voided { .. } => {
            Some(SagaInput::Done(Call::Compensation(Compensation::CancelShipment)))
        }
        ShippingEvent::CancellationFailed { attempts, .. } => Some(gave_up(Compensation::CancelShipment, *attempts)),
        ShippingEvent::Dispatched { .. } => None,
    }
}

const fn gave_up(compensation: Compensation, attempts: u8) -> SagaInput {
    SagaInput::Refused(Call::Compensation(compensation), Refusal::Unavailable { attempts })
}
