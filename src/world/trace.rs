//! The run's memory: one line for everything that happened, in order, with its reason.

use std::hash::{Hash, Hasher};

use crate::domain::OrderId;
use crate::domain::fulfilment::SagaNote;
use crate::domain::fulfilment::SagaRejection;
use crate::domain::inventory::InventoryRejection;
use crate::domain::order::OrderRejection;
use crate::domain::payment::PaymentRejection;
use crate::domain::shipping::ShippingRejection;
use crate::event_store::{StreamId, StreamVersion};
use crate::kernel::{Digest, Log, MessageNo, RowHasher, Span, VirtualTime};
use crate::messaging::{Node, Place};

/// What a line of the trace says. The text form ([`TraceKind::name`]) is what scripts see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum TraceKind {
    /// A person or script acted; `detail` is the number of the input.
    Acted,
    /// A message leaves `place` for `peer`; `detail` says when it is due there.
    Sent,
    /// A message arrived at `place` from `peer` and its handling begins; `detail` says when it will be done.
    Received,
    /// The handling ended well.
    Handled,
    /// The business refuses; `detail` names the rejection.
    Rejected,
    /// An event was stored; `detail` is its global position.
    Appended,
    /// The stream was not at the expected version; the handler loads and decides again.
    Conflict,
    /// A rival writer appended between load and append.
    RivalAppended,
    /// The bus accepted a message and put it into the queues of its subscribers.
    Published,
    /// The consumer `peer` acknowledged; the bus forgets the delivery.
    Acknowledged,
    /// The handler could not: the message is not acknowledged.
    Failed,
    /// The bus will deliver again; `detail` says when.
    RetryScheduled,
    /// No acknowledgement came in time.
    TimedOut,
    /// Attempts used up: parked for a person; `detail` is the dead letter.
    DeadLettered,
    Redriven,
    Discarded,
    /// The consumer had handled this message before and ignores it (inbox).
    DuplicateIgnored,
    Dropped,
    Delayed,
    Duplicated,
    Reordered,
    Poisoned,
    /// A node that is down or out refused to take it.
    Refused,
    Crashed,
    Restarted,
    /// A crash took what was not acknowledged.
    Lost,
    FaultArmed,
    FaultLifted,
    SettingChanged,
    TrafficChanged,
    /// A transition of a saga; `detail` says which.
    Saga,
    TimerSet,
    TimerRang,
    /// A read model applied an event; `detail` is the position.
    Projected,
    /// An e-mail went to the outbox that one can open.
    Mailed,
    /// Analytics saw several orders of one card within its window.
    FraudSuspected,
    /// The client repeats a command that got no answer, with the same id.
    Repeated,
    /// The client gives up.
    GaveUp,
    /// A task waits for a person.
    TaskOpened,
    TaskResolved,
    /// A bound was reached or a promise of the engine broken; the line says which.
    Halted,
    /// A handler loaded its aggregate from the store; `detail` says how.
    Loaded,
    /// A snapshot was kept.
    SnapshotTaken,
    /// A snapshot was not used: another revision of the logic had folded it.
    SnapshotPassedOver,
    SnapshotsForgotten,
    /// A read model is built again from the first event, beside the one that serves.
    RebuildStarted,
    /// It has read on; `detail` says how far.
    Rebuilding,
    /// The new version took over.
    RebuildSwitched,
    /// The new version says otherwise than the one that serves, which goes on serving.
    RebuildDiffers,
    /// A stored event was edited; `detail` says which and how.
    Edited,
    /// A read model stopped at an event that it cannot read; `detail` is the position.
    Stopped,
    /// A new log was written from the old one, with one event corrected, and took its place; `detail` says which event.
    LogReplaced,
    /// The stream of one event was copied to a new stream, with the event corrected, which took its place; `detail` says
    /// which event.
    StreamReplaced,
}

/// Why a handler failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Failure {
    /// The body cannot be processed until it is corrected.
    Poisoned,
    /// The service behind it answers that it cannot.
    Unavailable,
    /// The compensation does not succeed.
    CompensationFails,
    /// The event store does not take appends.
    StoreOut,
    /// The message is for a saga that has not started yet.
    SagaMissing,
    /// Rival writers won every time.
    TooManyConflicts,
    /// Notification does not know yet whom to write to.
    ContactUnknown,
    /// The event was stored in a shape that the deployed code does not know.
    UnknownSchema,
}

impl Failure {
    pub const ALL: [Self; 8] = [
        Self::Poisoned,
        Self::Unavailable,
        Self::CompensationFails,
        Self::StoreOut,
        Self::SagaMissing,
        Self::TooManyConflicts,
        Self::ContactUnknown,
        Self::UnknownSchema,
    ];
}

/// A refusal by the business, with the context that spoke it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rejection {
    Order(OrderRejection),
    Inventory(InventoryRejection),
    Payment(PaymentRejection),
    Shipping(ShippingRejection),
    Saga(SagaRejection),
}

/// What a line knows besides time, place and message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Detail {
    #[default]
    None,
    /// When the thing is due.
    Due(VirtualTime),
    /// A global position.
    Position(u64),
    /// How much later than without the fault.
    Delay(Span),
    Conflict {
        expected: Option<u32>,
        actual: Option<u32>,
    },
    Rejected(Rejection),
    Failed(Failure),
    Saga(OrderId, SagaNote),
    /// The number of an input, a dead letter, a task or a mail.
    Number(u32),
    /// Until when a node is down.
    Until(VirtualTime),
    /// Orders a second, times a thousand.
    Rate(u32),
    /// The snapshot that a load began with, and the events folded on top of it.
    Loaded {
        stream: StreamId,
        snapshot: Option<StreamVersion>,
        folded: u32,
    },
    /// The snapshot of a stream at a version.
    Snapshot {
        stream: StreamId,
        version: StreamVersion,
    },
    /// Events read, and events that the read model that serves has read.
    Progress {
        read: u32,
        of: u32,
    },
    /// The position of an event before it was edited, and what was done to it.
    Edited {
        position: u32,
        how: EditTold,
    },
}

/// What was done to a stored event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EditTold {
    Skipped,
    Duplicated,
    Moved { to: u32 },
    Changed,
}

impl EditTold {
    /// The text form.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Skipped => "skip",
            Self::Duplicated => "duplicate",
            Self::Moved { .. } => "move",
            Self::Changed => "change",
        }
    }

    /// Where a moved event lies now.
    pub const fn to(self) -> Option<u32> {
        match self {
            Self::Moved { to } => Some(to),
            Self::Skipped | Self::Duplicated | Self::Changed => None,
        }
    }
}

/// One line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TraceEntry {
    /// The step that wrote it, from 1.
    pub step: u32,
    pub time: VirtualTime,
    pub kind: TraceKind,
    pub place: Place,
    /// The other end, where there is one.
    pub peer: Place,
    /// Which attempt, from 1; 0 where that means nothing.
    pub attempt: u8,
    /// The fault rule that decided it; `u32::MAX` for none.
    pub rule: u32,
    /// [`MessageNo::NONE`] where no message is concerned.
    pub message: MessageNo,
    pub detail: Detail,
}

impl TraceEntry {
    pub const NO_RULE: u32 = u32::MAX;

    pub const fn new(step: u32, time: VirtualTime, kind: TraceKind, node: Node) -> Self {
        Self {
            step,
            time,
            kind,
            place: Place::Node(node),
            peer: Place::Node(node),
            attempt: 0,
            rule: Self::NO_RULE,
            message: MessageNo::NONE,
            detail: Detail::None,
        }
    }
}

/// All lines so far, with a running digest.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    lines: Log<TraceEntry>,
    digest: Digest,
}

impl Trace {
    pub fn push(&mut self, entry: TraceEntry) {
        let mut hasher = RowHasher::default();
        entry.hash(&mut hasher);
        self.digest = self.digest.with(hasher.finish());
        self.lines.push(entry);
    }

    pub const fn len(&self) -> usize {
        self.lines.len()
    }

    pub const fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    pub const fn digest(&self) -> Digest {
        self.digest
    }

    pub fn get(&self, place: usize) -> Option<&TraceEntry> {
        self.lines.get(place)
    }

    pub fn from(&self, place: usize) -> impl Iterator<Item = &TraceEntry> {
        self.lines.from(place)
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &TraceEntry> {
        self.lines.iter()
    }

    /// How many lines, from the first on, both have in common.
    pub fn common_with(&self, other: &Self) -> usize {
        self.lines.common_with(&other.lines)
    }

    pub fn bytes(&self) -> usize {
        self.lines.bytes()
    }

    /// Bytes that a clone holds which a later state of the same does not share with it.
    pub fn bytes_beside(&self, later: &Self) -> usize {
        self.lines.bytes_beside(&later.lines)
    }

    /// The first line at or after a moment (lines are ordered by time).
    pub fn first_at(&self, time: VirtualTime) -> usize {
        self.partition(|entry| entry.time < time)
    }

    /// The first line of a step or of a later one.
    pub fn first_of_step(&self, step: u32) -> usize {
        self.partition(|entry| entry.step < step)
    }

    fn partition(&self, before: impl Fn(&TraceEntry) -> bool) -> usize {
        let (mut low, mut high) = (0, self.lines.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.lines.get(middle).is_some_and(&before) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

impl TraceKind {
    pub const ALL: [Self; 53] = [
        Self::Acted,
        Self::Sent,
        Self::Received,
        Self::Handled,
        Self::Rejected,
        Self::Appended,
        Self::Conflict,
        Self::RivalAppended,
        Self::Published,
        Self::Acknowledged,
        Self::Failed,
        Self::RetryScheduled,
        Self::TimedOut,
        Self::DeadLettered,
        Self::Redriven,
        Self::Discarded,
        Self::DuplicateIgnored,
        Self::Dropped,
        Self::Delayed,
        Self::Duplicated,
        Self::Reordered,
        Self::Poisoned,
        Self::Refused,
        Self::Crashed,
        Self::Restarted,
        Self::Lost,
        Self::FaultArmed,
        Self::FaultLifted,
        Self::SettingChanged,
        Self::TrafficChanged,
        Self::Saga,
        Self::TimerSet,
        Self::TimerRang,
        Self::Projected,
        Self::Mailed,
        Self::FraudSuspected,
        Self::Repeated,
        Self::GaveUp,
        Self::TaskOpened,
        Self::TaskResolved,
        Self::Halted,
        Self::Loaded,
        Self::SnapshotTaken,
        Self::SnapshotPassedOver,
        Self::SnapshotsForgotten,
        Self::RebuildStarted,
        Self::Rebuilding,
        Self::RebuildSwitched,
        Self::RebuildDiffers,
        Self::Edited,
        Self::Stopped,
        Self::LogReplaced,
        Self::StreamReplaced,
    ];

    /// The text form. Lines of a saga are told apart further by [`saga_note_name`].
    pub const fn name(self) -> &'static str {
        match self {
            Self::Acted => "acted",
            Self::Sent => "sent",
            Self::Received => "received",
            Self::Handled => "handled",
            Self::Rejected => "rejected",
            Self::Appended => "appended",
            Self::Conflict => "conflict",
            Self::RivalAppended => "rival-appended",
            Self::Published => "published",
            Self::Acknowledged => "acknowledged",
            Self::Failed => "failed",
            Self::RetryScheduled => "retry-scheduled",
            Self::TimedOut => "timed-out",
            Self::DeadLettered => "dead-lettered",
            Self::Redriven => "redriven",
            Self::Discarded => "discarded",
            Self::DuplicateIgnored => "duplicate-ignored",
            Self::Dropped => "dropped",
            Self::Delayed => "delayed",
            Self::Duplicated => "duplicated",
            Self::Reordered => "reordered",
            Self::Poisoned => "poisoned",
            Self::Refused => "refused",
            Self::Crashed => "crashed",
            Self::Restarted => "restarted",
            Self::Lost => "lost",
            Self::FaultArmed => "fault-armed",
            Self::FaultLifted => "fault-lifted",
            Self::SettingChanged => "setting-changed",
            Self::TrafficChanged => "traffic-changed",
            Self::Saga => "saga",
            Self::TimerSet => "timer-set",
            Self::TimerRang => "timer-rang",
            Self::Projected => "projected",
            Self::Mailed => "mailed",
            Self::FraudSuspected => "fraud-suspected",
            Self::Repeated => "repeated",
            Self::GaveUp => "gave-up",
            Self::TaskOpened => "task-opened",
            Self::TaskResolved => "task-resolved",
            Self::Halted => "halted",
            Self::Loaded => "loaded",
            Self::SnapshotTaken => "snapshot-taken",
            Self::SnapshotPassedOver => "snapshot-passed-over",
            Self::SnapshotsForgotten => "snapshots-forgotten",
            Self::Edited => "edited",
            Self::RebuildStarted => "rebuild-started",
            Self::Rebuilding => "rebuilding",
            Self::RebuildSwitched => "rebuild-switched",
            Self::RebuildDiffers => "rebuild-differs",
            Self::Stopped => "stopped",
            Self::LogReplaced => "log-replaced",
            Self::StreamReplaced => "stream-replaced",
        }
    }
}

/// The kind that scripts see for a line of a saga.
pub const fn saga_note_name(note: SagaNote) -> &'static str {
    match note {
        SagaNote::Started => "saga-started",
        SagaNote::StepStarted(_) => "step-started",
        SagaNote::StepDone(_) => "step-done",
        SagaNote::StepRefused(_) => "step-refused",
        SagaNote::StepUnknown(_) => "step-unknown",
        SagaNote::CompensationStarted(_) => "compensation-started",
        SagaNote::CompensationDone(_) => "compensation-done",
        SagaNote::CompensationFailed(_) => "compensation-failed",
        SagaNote::CompensationResolved(_, _) => "compensation-resolved",
        SagaNote::Completed => "saga-completed",
        SagaNote::Compensated => "saga-compensated",
        SagaNote::Stuck => "saga-stuck",
        SagaNote::IgnoredLate(_) => "ignored-late",
    }
}
