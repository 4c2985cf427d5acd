//! What enters a run from outside, recorded by step.

use std::sync::Arc;

use crate::domain::fulfilment::Resolution;
use crate::domain::{Command, Event, Money};
use crate::fault::{FaultId, FaultRule};
use crate::kernel::{MessageId, VirtualTime};
use crate::messaging::{Node, ReadModel};

use super::imported::ImportedEvents;
use super::settings::Settings;
use super::trace::Failure;

/// One act of a person or script. Names are already numbers and bodies already checked: an input cannot be malformed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Input {
    /// The ids in `command` count for nothing: the names beside it do, so that an input means the same in a changed past.
    Send {
        command: Command,
        order: Option<Arc<str>>,
        customer: Option<Arc<str>>,
    },
    /// Automatic orders, in thousandths of an order a second; 0 stops them.
    Traffic {
        per_mille: u32,
    },
    Inject(FaultRule),
    Clear(FaultId),
    ClearAll,
    Set(Settings),
    Resolve {
        task: u32,
        resolution: Resolution,
    },
    /// `correction` replaces the body of a poisoned message.
    Redrive {
        dead_letter: u32,
        correction: Option<Correction>,
    },
    Discard {
        dead_letter: u32,
    },
    /// Throws all snapshots away (PR-02).
    ForgetSnapshots,
    /// Rewrites what is stored: what nobody may do in production.
    Edit(Edit),
    /// Writes a new log from the old one, with one event skipped or changed, and moves all readers to it: copy and
    /// replace. The old log is kept.
    Replace(Edit),
    /// Begins with events that were recorded elsewhere. It does nothing once anything has happened.
    Import(ImportedEvents),
    /// Builds a read model again from the first event, beside the one that serves, with the code that is deployed.
    Rebuild(ReadModel),
    /// Lets a second version take over although it says otherwise.
    Promote(ReadModel),
    /// As [`Input::Replace`], but of the event's stream alone: it is copied to a new stream, which takes its name.
    /// Events of other streams keep bodies and versions; those behind one that is left out move up by one position.
    ReplaceStream(Edit),
}

/// What is done to one stored event of the shop.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Edit {
    /// Its global position before the edit.
    pub position: u32,
    pub how: EditHow,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum EditHow {
    /// It is taken out.
    Skip,
    /// It stands there twice.
    Duplicate,
    /// It comes to lie at another position, counted without it.
    Move { to: u32 },
    /// It gets another body of the same kind about the same order; the customer is named by its text.
    Change { event: Event, customer: Option<Arc<str>> },
}

/// An event that was recorded elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ImportedEvent {
    pub id: MessageId,
    /// The id of the first message of its story.
    pub correlation: MessageId,
    /// The id of the message that caused it; its own where nothing did.
    pub causation: MessageId,
    /// Not before that of the event before it.
    pub time: VirtualTime,
    pub body: ImportedBody,
}

/// What an imported event says. The ids in `event` count for nothing: the names beside it do.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ImportedBody {
    Shop {
        event: Event,
        order: Option<Arc<str>>,
        customer: Option<Arc<str>>,
    },
    /// `OrderPlaced` in its first version.
    OrderPlacedV1 {
        order: Arc<str>,
        customer: Arc<str>,
        amount: Money,
    },
    HandlerFailed {
        consumer: Node,
        message: Option<MessageId>,
        attempt: u8,
        failure: Failure,
    },
}

/// A body that a person corrected. The order is that of the parked message; the customer is named by its text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Correction {
    Command { command: Command, customer: Option<Arc<str>> },
    Event { event: Event, customer: Option<Arc<str>> },
}

/// Who wants an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A person or script acted.
    Person,
    /// The story that the run began with planned it.
    Story,
}

/// An input with its place: after so many steps, at that time.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RecordedInput {
    /// Stays the same when other inputs are added or dropped, so that ids derived from it stay, too.
    pub number: u32,
    /// So many steps were executed before it; `None` while it is only planned for `at`.
    pub after_step: Option<u32>,
    pub at: VirtualTime,
    pub origin: Origin,
    pub input: Input,
}
