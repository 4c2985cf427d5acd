//! Where the rooms meet: the one mutable thing.
//!
//! A run is a pure function of seed, settings and inputs. [`World::step`] and [`World::take`] are the only places where
//! the world changes; [`Trace`] is the only memory of how. A part takes what reached it and asks for effects; between
//! an effect and the agenda stands the fault plan and nothing else (`transmit`). Knows nothing about seeking, stories,
//! checks, words or pictures.

mod acts;
mod aggregate;
mod archive;
mod bodies;
mod client;
mod consumers;
mod deliver;
mod digest;
mod edit;
mod fold;
mod handle;
mod import;
mod imported;
mod inbox;
mod input;
mod letter;
mod load;
mod names;
mod nodes;
mod occurrence;
mod projecting;
mod publish;
mod rebuild;
mod saga;
mod saga_history;
mod schema;
mod service;
mod settings;
mod step;
#[cfg(test)]
mod tests;
mod trace;
mod traffic;
mod transmit;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use aggregate::Aggregate;
pub use archive::{ARCHIVED_EVENT_BYTES, ARCHIVES_BYTES_MAX, ARCHIVES_MAX, Archive, ArchivesFull, CopyScope};
pub use consumers::{Analytics, FRAUD_ORDERS, FRAUD_WINDOW};
pub use fold::Fold;
pub use import::Import;
pub use imported::{ImportedEvents, ImportedLog, Met};
pub use input::{Correction, Edit, EditHow, ImportedBody, ImportedEvent, Input, Origin, RecordedInput};
pub use letter::{Body, Fact, Letter, REMOVED, Reply};
pub use load::{Loaded, Loads};
pub use names::MessageKind;
pub use occurrence::{Effect, Hop, Occurrence, Work};
pub use rebuild::{Rebuild, RebuildStanding, Rebuilds};
pub use saga_history::SagaHeard;
pub use schema::{Deployed, Reader, Unreadable, Upcasting};
pub use settings::{Delivery as DeliveryGuarantee, History, MailFrom, Settings, SnapshotRevisions};
pub use trace::{Detail, EditTold, Failure, Rejection, Trace, TraceEntry, TraceKind, saga_note_name};

use crate::domain::fulfilment::{Call, Compensation, Fulfilment, Resolution};
use crate::domain::inventory::Warehouse;
use crate::domain::order::Order;
use crate::domain::payment::{Ledger, Payment};
use crate::domain::shipping::Shipment;
use crate::domain::{CustomerId, OrderId};
use crate::event_store::{EventStore, Snapshots};
use crate::fault::FaultPlan;
use crate::kernel::{Log, MessageNo, Names, Scheduler, Seed, Span, Table, Ticket, VirtualTime};
use crate::messaging::{Node, ReadModel};
use crate::projection::ReadModels;
use crate::transport::bus::Bus;

/// A hop of a client or of the bus to a node takes this long (least).
pub const HOP_LEAST: Span = Span::from_millis(100);
/// A hop takes this long (most).
pub const HOP_MOST: Span = Span::from_millis(300);
/// Handling a message takes this long (least).
pub const HANDLING_LEAST: Span = Span::from_millis(50);
/// Handling a message takes this long (most).
pub const HANDLING_MOST: Span = Span::from_millis(300);

/// The whole shop at one moment. Readers may look at every part; only [`World::step`] and [`World::take`] write.
#[derive(Clone, Debug)]
pub struct World {
    pub seed: Seed,
    pub settings: Settings,
    /// Occurrences and inputs executed so far.
    pub steps: u32,
    /// When the last of them happened.
    pub now: VirtualTime,
    pub order_names: Names,
    pub customer_names: Names,
    /// Every message ever born, by [`MessageNo`].
    pub letters: Log<Letter>,
    pub store: EventStore<Fact>,
    /// The logs that the store's replaced, oldest first.
    pub archives: Vec<Arc<Archive>>,
    /// The message of each stored event, by position.
    pub event_letters: Log<MessageNo>,
    pub bus: Bus,
    pub outbox: Outbox,
    pub faults: FaultPlan,
    /// What is due: messages in flight, handlings, timers.
    pub agenda: Scheduler<Occurrence>,
    pub nodes: [NodeState; Node::ALL.len()],
    pub orders: Table<Order>,
    pub warehouse: Warehouse,
    pub payments: Table<Payment>,
    pub ledger: Ledger,
    pub shipments: Table<Shipment>,
    /// States of streams, where the settings want them kept.
    pub snapshots: Snapshots<Aggregate>,
    /// What loading came to, by [`crate::domain::Context`].
    pub loads: [Loads; 4],
    pub sagas: Table<SagaRecord>,
    /// What each message was to its consumers, by [`MessageNo`].
    pub inbox: Table<Received>,
    /// The original of each corrected copy.
    pub copies: BTreeMap<MessageNo, MessageNo>,
    /// Commands of the client that have no answer yet.
    pub pending: BTreeMap<MessageNo, Pending>,
    /// Whom notification writes to, by order: learned from `OrderPlaced`.
    pub contacts: Table<Option<CustomerId>>,
    pub analytics: Analytics,
    pub models: ReadModels,
    /// What is built beside them.
    pub rebuilds: Rebuilds,
    /// Where a read model stopped, at an event that it cannot read, until other code is deployed.
    pub stopped: [Option<u64>; ReadModel::ALL.len()],
    /// Read models that will look at the store.
    pub projecting: [bool; ReadModel::ALL.len()],
    pub tasks: Log<Task>,
    pub mails: Log<Mail>,
    pub traffic: Traffic,
    pub trace: Trace,
    /// The agenda's entries that keep a run from being quiet whatever they find (all but the sagas' timers, the edges
    /// of fault windows and the returns of nodes).
    live: u32,
    /// A history of somebody else that is being taken over.
    pub history: Option<Box<Import>>,
    /// Messages that were imported, or belong to what was: they came before everything that happened here.
    pub history_letters: u32,
    /// Events that were imported.
    pub history_events: u32,
    /// Sagas that run or compensate: each waits for an answer or a timer.
    under_way: u32,
}

/// What has been stored or decided and is not yet known to be with the bus.
#[derive(Clone, Debug, Default, Hash)]
pub struct Outbox {
    /// The position of the next event to send.
    pub next: u32,
    /// Sent, and not yet accepted by the bus: repeated until it is.
    pub waiting: BTreeMap<MessageNo, Waiting>,
    /// The dispatcher will look.
    pub scheduled: bool,
}

/// A message that the bus has not accepted yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Waiting {
    pub from: Node,
    pub attempts: u8,
    pub timer: (VirtualTime, Ticket),
}

/// A command of the client without an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pending {
    pub to: Node,
    pub attempts: u8,
    pub timer: (VirtualTime, Ticket),
}

/// What became of one message at its consumers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Received {
    /// One bit for each node that handled it.
    pub handled: u16,
    /// Attempts at handing it over, the most of any consumer.
    pub attempts: u8,
    /// The message that answered it, plus one; 0 where there is none.
    answer: u32,
}

/// Automatic orders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Traffic {
    /// Thousandths of an order a second.
    pub per_mille: u32,
    /// Counts the changes of the rate; what an earlier one scheduled is void.
    pub epoch: u32,
    /// Automatic orders placed so far.
    pub placed: u32,
}

/// Whether a node runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct NodeState {
    /// Down until then; `None` while it runs.
    pub down_until: Option<VirtualTime>,
    /// The rule that downed it.
    pub down_by: u32,
    pub crashes: u32,
    /// Handlings under way.
    pub working: u32,
}

/// A saga with the messages of its calls.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct SagaRecord {
    pub saga: Fulfilment,
    /// The message that carries each call, plus one; 0 where none was sent. See [`World::call_message`].
    pub calls: [MessageNo; 8],
    /// The open task of each compensation, plus one; 0 where none is open.
    tasks: [u32; 3],
}

/// Something that waits for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Task {
    pub order: OrderId,
    pub compensation: Compensation,
    pub opened: VirtualTime,
    /// How it ended, and when.
    pub resolved: Option<(TaskEnd, VirtualTime)>,
}

/// How a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TaskEnd {
    Person(Resolution),
    /// The compensation's answer came after it had given up.
    AnsweredLate,
}

/// An e-mail that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Mail {
    pub to: CustomerId,
    pub order: OrderId,
    pub kind: MailKind,
    pub time: VirtualTime,
    /// The event that it tells about.
    pub about: MessageNo,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MailKind {
    Received,
    Confirmed,
    OnItsWay,
    Cancelled,
}

/// The slot of a call in [`SagaRecord::calls`].
pub const fn call_slot(call: Call) -> usize {
    match call {
        Call::Step(step) => step as usize,
        Call::Compensation(compensation) => 4 + compensation as usize,
        Call::CancelOrder => 7,
    }
}
