//! The shop at work: fold the order's stream, decide, append at the expected version, update the read models.

use eventarium::domain::Decider;
use eventarium::event_store::{
    AppendError, EventStore, ExpectedVersion, NewEvent, SchemaVersion, StreamId, StreamVersion,
};
use eventarium::kernel::VirtualTime;
use eventarium::messaging::{Envelope, Metadata, Node};
use eventarium::projection::Projection;

use crate::domain::{Command, Event, NotNow, Order, OrderDecider};
use crate::ids::{Kind, id};
use crate::models::ReadModels;
use crate::schedule::{Act, Schedule, Step};

#[derive(Clone, Debug, Default)]
pub struct Shop {
    pub store: EventStore<Event>,
    pub models: ReadModels,
}

/// Why a command came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    ByTheOrder(NotNow),
    ByTheStore(AppendError),
}

impl Shop {
    /// A shop in which nobody looks back while it works: its read models are open, as the app's are while it folds a log
    /// again.
    pub fn open() -> Self {
        let mut shop = Self::default();
        shop.models.open();
        shop
    }

    /// Handles a command at a time of the real clock.
    ///
    /// # Errors
    /// Nothing is stored; see [`Refused`].
    pub fn handle(&mut self, command: &Envelope<Command>, now: VirtualTime) -> Result<(), Refused> {
        let stream = stream_of(&command.body);
        let mut order = Order::default();
        let mut expected = ExpectedVersion::NoStream;
        for recorded in self.store.read_stream(stream, StreamVersion::FIRST) {
            OrderDecider::evolve(&mut order, recorded.event());
            expected = ExpectedVersion::Exact(recorded.version());
        }
        let [event] = OrderDecider::decide(&command.body, &order).map_err(Refused::ByTheOrder)?;
        self.append(stream, expected, caused_by(command, now, event)).map_err(Refused::ByTheStore)
    }

    /// Stores an event and lets every read model take it in.
    ///
    /// # Errors
    /// Nothing is stored when the stream is not where the writer believes.
    pub fn append(
        &mut self,
        stream: StreamId,
        expected: ExpectedVersion,
        event: NewEvent<Event>,
    ) -> Result<(), AppendError> {
        let before = self.store.end();
        self.store.append(stream, expected, [event])?;
        if let Some(recorded) = self.store.event_at(before) {
            self.models.project(recorded);
        }
        Ok(())
    }
}

/// The event that follows from a command, as its first child.
pub fn caused_by(command: &Envelope<Command>, time: VirtualTime, event: Event) -> NewEvent<Event> {
    let cause = &command.metadata;
    let metadata = Metadata {
        message: cause.message.child(0),
        correlation: cause.correlation,
        causation: cause.message,
        time,
        source: Node::Order,
    };
    NewEvent { metadata, schema: SchemaVersion::default(), event }
}

/// Every order has a stream of its own.
pub const fn stream_of(command: &Command) -> StreamId {
    StreamId(command.order().0)
}

/// All commands of so many orders, in the order of the schedule.
pub fn commands(orders: u32, seed: u32) -> Vec<Envelope<Command>> {
    (1..).zip(Schedule::new(seed, orders)).map(|(number, step)| command(seed, number, &step)).collect()
}

fn command(seed: u32, number: u32, step: &Step) -> Envelope<Command> {
    let (plan, order) = (&step.plan, step.plan.order);
    let body = match step.act {
        Act::Place => Command::Place { order, customer: plan.customer, items: plan.items },
        Act::Reserve => Command::Reserve { order },
        Act::Confirm => Command::Confirm { order, payment: order.0 },
        Act::Ship => Command::Ship { order, parcel: order.0 },
        Act::Refund => Command::Refund { order, reason: plan.reason() },
        Act::Release => Command::Release { order, reason: plan.reason() },
        Act::Cancel => Command::Cancel { order, reason: plan.reason() },
    };
    let message = id(Kind::Command, seed, number);
    let correlation = id(Kind::Correlation, seed, order.0);
    let time = VirtualTime::ZERO;
    Envelope { metadata: Metadata { message, correlation, causation: message, time, source: Node::Client }, body }
}
