//! What a line of the trace can say, and the names that scripts see.

use crate::domain::fulfilment::SagaNote;

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
