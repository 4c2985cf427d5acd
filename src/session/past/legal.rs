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
use crate::world::{ARCHIVES_MAX, Deployed, Fact, Input, Reader, Upcasting, World};

/// A legal way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LegalKind {
    /// A new event that takes the effect of the old one back.
    CompensatingEvent,
    /// The old event is read in another shape; the bytes stay.
    Upcaster,
    /// A new, corrected stream or log beside the old one, which readers are moved to.
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
    /// The command that takes the effect back here and now, by [`Session::compensate`]; `null` for the other ways.
    pub command: Option<&'static str>,
    /// Why it makes no sense for this event; `null` where it can be gone.
    pub hindrance: Option<Hindrance>,
}

/// Why a way makes no sense for an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hindrance {
    /// It did nothing that another event could take back.
    NothingToTakeBack,
    /// Events of its name have had one shape only.
    OneShape,
    /// It is stored in today's shape.
    InTodaysShape,
    /// Everybody reads it through the upcaster already.
    ReadThroughUpcaster,
    /// As many old streams and logs are archived as may be.
    TooManyArchives,
}

impl Session {
    /// The legal ways for the event at a position; `None` where there is none of the shop.
    pub fn legal_ways(&self, position: u64) -> Option<Vec<LegalWay>> {
        let (world, fact) = (self.world(), self.world().fact(position)?);
        let event = fact.shop()?;
        let command = compensation(&event).map(|command| command.name());
        let way = |kind| LegalWay {
            kind,
            command: command.filter(|_| kind == LegalKind::CompensatingEvent),
            hindrance: match kind {
                LegalKind::CompensatingEvent if command.is_none() => Some(Hindrance::NothingToTakeBack),
                LegalKind::Upcaster => no_upcaster(world, fact),
                LegalKind::CopyAndReplace if world.archives.len() >= ARCHIVES_MAX => Some(Hindrance::TooManyArchives),
                LegalKind::CompensatingEvent | LegalKind::CopyAndReplace => None,
            },
        };
        Some(LegalKind::ALL.map(way).to_vec())
    }

    /// Deploys the upcaster from now on, with readers that know today's shape: a stored event of a former shape is read
    /// in today's, and its bytes stay. Readers come first; the order service goes on writing what it writes.
    ///
    /// # Errors
    /// `bad-argument` for a position without an event of the shop, and for an event whose shape nothing has to change.
    pub fn deploy_upcaster(&mut self, position: u64) -> Result<(), Refused> {
        let refuse = |reason| Refused::new(Code::BadArgument, "position", reason);
        let world = self.world();
        let Some(fact) = world.fact(position).filter(|fact| fact.shop().is_some()) else {
            return Err(refuse("there is no event of the shop at this position"));
        };
        if no_upcaster(world, fact).is_some() {
            return Err(refuse("no upcaster has anything to do for this event"));
        }
        let mut settings = world.settings;
        settings.history.consumers = Deployed::Second;
        settings.history.upcasting = Upcasting::On;
        self.act(Input::Set(settings));
        Ok(())
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

fn no_upcaster(world: &World, fact: &Fact) -> Option<Hindrance> {
    let reader = world.consumers();
    match fact {
        Fact::OrderPlacedV1(_) if reader == (Reader { knows: Deployed::Second, upcasting: Upcasting::On }) => {
            Some(Hindrance::ReadThroughUpcaster)
        }
        Fact::OrderPlacedV1(_) => None,
        Fact::Shop(Event::Order(OrderEvent::Placed { .. })) => Some(Hindrance::InTodaysShape),
        Fact::Shop(_) | Fact::HandlerFailed { .. } => Some(Hindrance::OneShape),
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
