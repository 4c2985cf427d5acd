//! A log that was recorded before: the first events of the endless schedule, with the ids and times of the workload.

use eventarium::event_store::{
    AppendError, EventStore, ExpectedVersion, GlobalPosition, NewEvent, SchemaVersion, StreamId, StreamVersion,
};
use eventarium::kernel::{Log, MessageId, VirtualTime};
use eventarium::messaging::{Metadata, Node};

use crate::domain::Event;
use crate::envelope::{Envelope, envelope};
use crate::ids::{Kind, id};
use crate::schedule::{Act, Schedule, Step, TIME_BASE_MILLIS};

#[derive(Clone, Debug, Default)]
pub struct Recording {
    pub store: EventStore<Event>,
    /// The id of each order, by the number of its stream.
    pub orders: Log<MessageId>,
}

impl Recording {
    /// Stores so many events.
    ///
    /// # Errors
    /// More than a store can hold.
    pub fn new(events: u32, seed: u32) -> Result<Self, AppendError> {
        let mut schedule = Schedule::new(seed, u32::MAX);
        let mut store = EventStore::default();
        for (number, step) in (1..=events).zip(schedule.by_ref()) {
            let expected = match step.version.checked_sub(1) {
                None => ExpectedVersion::NoStream,
                Some(last) => ExpectedVersion::Exact(StreamVersion(last)),
            };
            store.append(StreamId(step.plan.order.0), expected, [recorded(seed, number, &step)])?;
        }
        let mut orders = Log::default();
        for order in 0..schedule.orders() {
            orders.push(id(Kind::Order, seed, order));
        }
        Ok(Self { store, orders })
    }

    /// The whole envelope of an event.
    pub fn event_at(&self, position: GlobalPosition) -> Option<Envelope> {
        let recorded = self.store.event_at(position)?;
        Some(envelope(recorded, *self.orders.get(recorded.stream().0 as usize)?))
    }

    pub fn bytes(&self) -> usize {
        self.store.bytes() + self.orders.bytes()
    }
}

/// The event number `number` of the log, from 1.
fn recorded(seed: u32, number: u32, step: &Step) -> NewEvent<Event> {
    let metadata = Metadata {
        message: id(Kind::Event, seed, number),
        correlation: id(Kind::Correlation, seed, step.plan.order.0),
        causation: id(Kind::Command, seed, number),
        time: VirtualTime::from_millis(TIME_BASE_MILLIS + 10 * u64::from(number)),
        source: Node::Order,
    };
    NewEvent { metadata, schema: SchemaVersion::default(), event: event(step) }
}

fn event(step: &Step) -> Event {
    let (plan, order) = (&step.plan, step.plan.order);
    let (customer, items) = (plan.customer, plan.items);
    match step.act {
        Act::Place => Event::placed(order, customer, items),
        Act::Reserve => Event::reserved(order, items),
        Act::Confirm => Event::paid(order, customer, order.0, items.total()),
        Act::Ship => Event::shipped(order, customer, order.0, items),
        Act::Refund => Event::refunded(order, customer, items.total(), plan.reason()),
        Act::Release => Event::released(order, items, plan.reason()),
        Act::Cancel => Event::cancelled(order, customer, plan.reason()),
    }
}
