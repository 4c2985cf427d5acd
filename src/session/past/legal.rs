//! What may be done about a stored event that one regrets: nothing is rewritten.

use serde::Serialize;

use crate::domain::inventory::{InventoryCommand, InventoryEvent};
use crate::domain::order::{Authority, CancelReason, OrderCommand, OrderEvent};
use crate::domain::payment::{PaymentCommand, PaymentEvent};
use crate::domain::shipping::{ShippingCommand, ShippingEvent};
use crate::domain::{Command, CustomerId, Event};
use crate::exchange::{Code, Refused};
use crate::kernel::MessageId;
use crate::session::Session;
use crate::session::acts::Sent;
use crate::world::{Fact, Input};

/// A legal way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LegalKind {
    /// A new event that takes the effect of the old one back.
    CompensatingEvent,
    /// The old event is read in another shape; the bytes stay.
    Upcaster,
    /// A new, corrected log beside the old one, which readers are moved to.
    CopyAndReplace,
}

impl LegalKind {
    pub const ALL: [Self; 3] = [Self::CompensatingEvent, Self::Upcaster, Self::CopyAndReplace];
}

/// A legal way for one event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LegalWay {
    pub kind: LegalKind,
    /// The command that runs it here and now, by [`Session::compensate`]; `null` where nothing can.
    pub command: Option<&'static str>,
}

impl Session {
    /// The legal ways for the event at a position; `None` where there is none of the shop.
    pub fn legal_ways(&self, position: u64) -> Option<Vec<LegalWay>> {
        let event = self.world().fact(position)?.shop()?;
        let command = compensation(&event).map(|command| command.name());
        let way = |kind| LegalWay { kind, command: command.filter(|_| kind == LegalKind::CompensatingEvent) };
        Some(LegalKind::ALL.map(way).to_vec())
    }

    /// Takes the effect of a stored event back the legal way: a command like any other is sent at the cursor, and what
    /// follows is stored behind all that was.
    ///
    /// # Errors
    /// `bad-argument` for a position without an event of the shop, and for an event that nothing takes back.
    pub fn compensate(&mut self, position: u64) -> Result<Sent, Refused> {
        let refuse = |reason| Refused::new(Code::BadArgument, "position", reason);
        let world = self.world();
        let Some(event) = world.fact(position).and_then(Fact::shop) else {
            return Err(refuse("there is no event of the shop at this position"));
        };
        let Some(command) = compensation(&event) else {
            return Err(refuse("this event did nothing that another event could take back"));
        };
        let order = command.order().map(|order| world.order_name(order).into());
        let customer = customer_of(&command).map(|customer| world.customer_name(customer).into());
        let number = self.act(Input::Send { command, order, customer });
        let id = MessageId::first(self.seed(), u64::from(number)).to_string();
        Ok(Sent { message_id: id.clone(), correlation_id: id })
    }
}

/// The command whose event takes this one back.
fn compensation(event: &Event) -> Option<Command> {
    match event {
        Event::Order(OrderEvent::Placed { order, .. } | OrderEvent::Confirmed { order }) => {
            let (reason, authority) = (CancelReason::CustomerRequest, Authority::Customer);
            Some(Command::Order(OrderCommand::Cancel { order: *order, reason, authority }))
        }
        Event::Inventory(InventoryEvent::Reserved { order, .. } | InventoryEvent::Shipped { order, .. }) => {
            Some(Command::Inventory(InventoryCommand::Release { order: *order }))
        }
        Event::Inventory(InventoryEvent::Released { order, lines }) => {
            Some(Command::Inventory(InventoryCommand::Reserve { order: *order, lines: lines.clone() }))
        }
        Event::Payment(PaymentEvent::Charged { order, .. }) => {
            Some(Command::Payment(PaymentCommand::Refund { order: *order }))
        }
        Event::Payment(PaymentEvent::Refunded { order, customer, amount }) => {
            let (order, customer, amount) = (*order, *customer, *amount);
            Some(Command::Payment(PaymentCommand::Charge { order, customer, amount }))
        }
        Event::Shipping(ShippingEvent::Created { order }) => {
            Some(Command::Shipping(ShippingCommand::Cancel { order: *order }))
        }
        Event::Order(
            OrderEvent::Noted { .. }
            | OrderEvent::CancellationRequested { .. }
            | OrderEvent::Shipped { .. }
            | OrderEvent::Cancelled { .. },
        )
        | Event::Inventory(
            InventoryEvent::ReservationRefused { .. }
            | InventoryEvent::ReservationVoided { .. }
            | InventoryEvent::ReleaseFailed { .. }
            | InventoryEvent::Restocked { .. },
        )
        | Event::Payment(
            PaymentEvent::Declined { .. } | PaymentEvent::Voided { .. } | PaymentEvent::RefundFailed { .. },
        )
        | Event::Shipping(
            ShippingEvent::Refused { .. }
            | ShippingEvent::Cancelled { .. }
            | ShippingEvent::Voided { .. }
            | ShippingEvent::CancellationFailed { .. }
            | ShippingEvent::Dispatched { .. },
        ) => None,
    }
}

const fn customer_of(command: &Command) -> Option<CustomerId> {
    match command {
        Command::Order(OrderCommand::Place { customer, .. })
        | Command::Payment(PaymentCommand::Charge { customer, .. }) => Some(*customer),
        Command::Order(OrderCommand::Confirm { .. } | OrderCommand::Cancel { .. } | OrderCommand::Ship { .. })
        | Command::Inventory(_)
        | Command::Payment(PaymentCommand::Refund { .. })
        | Command::Shipping(_) => None,
    }
}
