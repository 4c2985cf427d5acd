//! Where the rooms meet: the one mutable thing.
//!
//! A run is a pure function of seed, settings and inputs. [`World::step`] is the only place where the world changes;
//! [`Trace`] is the only memory of how. Knows nothing about seeking, stories, checks, words or pictures.

mod input;
mod letter;
mod occurrence;
mod settings;
mod trace;

pub use input::{Correction, Input, RecordedInput};
pub use letter::{Body, Fact, Letter, Reply};
pub use occurrence::{Effect, Hop, Occurrence, Work};
pub use settings::{Delivery as DeliveryGuarantee, Settings};
pub use trace::{Detail, Failure, Rejection, Trace, TraceEntry, TraceKind, saga_note_name};

use crate::domain::fulfilment::{Call, Compensation, Fulfilment, Resolution};
use crate::domain::inventory::Warehouse;
use crate::domain::order::Order;
use crate::domain::payment::{Ledger, Payment};
use crate::domain::shipping::Shipment;
use crate::domain::{CustomerId, OrderId};
use crate::event_store::EventStore;
use crate::fault::FaultPlan;
use crate::kernel::{Log, MessageNo, Names, Scheduler, Seed, Table, VirtualTime};
use crate::messaging::Node;
use crate::projection::ReadModels;
use crate::transport::bus::Bus;

/// The whole shop at one moment. Readers may look at every part; only [`World::step`] writes.
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
    pub bus: Bus,
    pub faults: FaultPlan,
    /// What is due: messages in flight, handlings, timers.
    pub agenda: Scheduler<Occurrence>,
    pub nodes: [NodeState; Node::ALL.len()],
    pub orders: Table<Order>,
    pub warehouse: Warehouse,
    pub payments: Table<Payment>,
    pub ledger: Ledger,
    pub shipments: Table<Shipment>,
    pub sagas: Table<SagaRecord>,
    pub models: ReadModels,
    pub tasks: Log<Task>,
    pub mails: Log<Mail>,
    pub trace: Trace,
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
    /// The message that carries each call, `MessageNo::NONE` where none was sent. See [`World::call_message`].
    pub calls: [MessageNo; 8],
}

/// Something that waits for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Task {
    pub order: OrderId,
    pub compensation: Compensation,
    pub opened: VirtualTime,
    /// What the person decided, and when.
    pub resolved: Option<(Resolution, VirtualTime)>,
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
