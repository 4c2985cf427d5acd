//! The moments of a run that matter: the first of each kind, found while it runs.

use super::Invariant;
use crate::domain::fulfilment::{SagaNote, Step};
use crate::domain::inventory::InventoryEvent;
use crate::domain::order::OrderEvent;
use crate::domain::payment::PaymentEvent;
use crate::domain::shipping::ShippingEvent;
use crate::domain::{Event, Refusal};
use crate::kernel::VirtualTime;
use crate::world::{Detail, Fact, TraceEntry, TraceKind, World};

/// What makes a moment matter, the most important first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum ChapterKind {
    /// The first promise that was broken.
    Broken,
    /// The first saga that needs a person.
    Stuck,
    /// The first message that was parked.
    DeadLetter,
    /// The first time that all attempts were used up.
    Exhausted,
    /// The first compensation.
    TurnedBack,
    /// The first thing that went wrong.
    Failure,
    /// Nothing happens by itself any more; the last time that this came to be.
    Quiet,
    /// The first saga that had undone everything.
    Undone,
    /// The first saga that was complete.
    Completed,
    /// The first order that could no longer turn back.
    Pivot,
    /// The first fault that was armed.
    Armed,
    /// The first event.
    Began,
    /// The first payment.
    Paid,
    /// The first parcel that left.
    Shipped,
}

impl ChapterKind {
    pub const ALL: [Self; 14] = [
        Self::Broken,
        Self::Stuck,
        Self::DeadLetter,
        Self::Exhausted,
        Self::TurnedBack,
        Self::Failure,
        Self::Quiet,
        Self::Undone,
        Self::Completed,
        Self::Pivot,
        Self::Armed,
        Self::Began,
        Self::Paid,
        Self::Shipped,
    ];

    /// The word that scripts see.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Broken => "broken",
            Self::Stuck => "stuck",
            Self::DeadLetter => "dead-letter",
            Self::Exhausted => "retries-exhausted",
            Self::TurnedBack => "turned-back",
            Self::Failure => "failure",
            Self::Quiet => "quiet",
            Self::Undone => "undone",
            Self::Completed => "completed",
            Self::Pivot => "pivot",
            Self::Armed => "fault-armed",
            Self::Began => "began",
            Self::Paid => "paid",
            Self::Shipped => "shipped",
        }
    }
}

/// A moment that matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chapter {
    pub kind: ChapterKind,
    pub step: u32,
    pub time: VirtualTime,
    /// The line of the trace that tells it; none for a broken promise and for quiet.
    pub line: Option<usize>,
    /// The promise that was broken.
    pub invariant: Option<Invariant>,
}

/// The chapters found so far, by kind.
#[derive(Clone, Debug, Default)]
pub(super) struct Chapters([Option<Chapter>; ChapterKind::ALL.len()]);

impl Chapters {
    /// All that were found, the most important first.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Chapter> {
        self.0.iter().flatten()
    }

    /// A new line; `place` is where it lies in the trace.
    pub(super) fn line(&mut self, world: &World, place: usize, line: &TraceEntry) {
        let kinds = match (line.kind, line.detail) {
            (TraceKind::Saga, Detail::Saga(_, note)) => of_note(note),
            (TraceKind::Appended, Detail::Position(position)) => match world.fact(position) {
                Some(Fact::Shop(event)) => of_event(event),
                Some(Fact::OrderPlacedV1(_)) => [Some(ChapterKind::Began), None],
                Some(Fact::HandlerFailed { .. }) | None => [None; 2],
            },
            (kind, _) => of_line(kind),
        };
        for kind in kinds.into_iter().flatten() {
            self.first(kind, || Chapter { kind, step: line.step, time: line.time, line: Some(place), invariant: None });
        }
    }

    pub(super) fn broken(&mut self, world: &World, invariant: Invariant, step: u32) {
        let (kind, time) = (ChapterKind::Broken, world.now);
        self.first(kind, || Chapter { kind, step, time, line: None, invariant: Some(invariant) });
    }

    pub(super) fn quiet(&mut self, world: &World) {
        let (kind, step, time) = (ChapterKind::Quiet, world.steps, world.now);
        if let Some(slot) = self.0.get_mut(kind as usize) {
            *slot = Some(Chapter { kind, step, time, line: None, invariant: None });
        }
    }

    fn first(&mut self, kind: ChapterKind, chapter: impl FnOnce() -> Chapter) {
        if let Some(slot) = self.0.get_mut(kind as usize) {
            slot.get_or_insert_with(chapter);
        }
    }
}

type Kinds = [Option<ChapterKind>; 2];

const fn one(kind: ChapterKind) -> Kinds {
    [Some(kind), None]
}

const fn of_note(note: SagaNote) -> Kinds {
    match note {
        SagaNote::StepDone(Step::ChargePayment) => one(ChapterKind::Paid),
        SagaNote::StepDone(Step::CreateShipment) => one(ChapterKind::Pivot),
        SagaNote::StepRefused(_) | SagaNote::StepUnknown(_) => one(ChapterKind::Failure),
        SagaNote::CompensationStarted(_) => one(ChapterKind::TurnedBack),
        SagaNote::CompensationFailed(_) => [Some(ChapterKind::Exhausted), Some(ChapterKind::Failure)],
        SagaNote::Completed => one(ChapterKind::Completed),
        SagaNote::Compensated => one(ChapterKind::Undone),
        SagaNote::Stuck => one(ChapterKind::Stuck),
        SagaNote::Started
        | SagaNote::StepStarted(_)
        | SagaNote::StepDone(Step::ReserveInventory | Step::ConfirmOrder)
        | SagaNote::CompensationDone(_)
        | SagaNote::CompensationResolved(..)
        | SagaNote::IgnoredLate(_) => [None; 2],
    }
}

fn of_event(event: &Event) -> Kinds {
    let began = Some(ChapterKind::Began);
    match event {
        Event::Order(OrderEvent::Shipped { .. }) => [began, Some(ChapterKind::Shipped)],
        Event::Inventory(InventoryEvent::ReservationRefused { refusal, .. })
        | Event::Payment(PaymentEvent::Declined { refusal, .. })
        | Event::Shipping(ShippingEvent::Refused { refusal, .. }) => match refusal {
            Refusal::Unavailable { .. } => [began, Some(ChapterKind::Exhausted)],
            Refusal::OutOfStock { .. } | Refusal::CardDeclined | Refusal::CalledOff | Refusal::AlreadyDone => {
                [began, None]
            }
        },
        Event::Order(_) | Event::Inventory(_) | Event::Payment(_) | Event::Shipping(_) => [began, None],
    }
}

const fn of_line(kind: TraceKind) -> Kinds {
    match kind {
        TraceKind::DeadLettered => [Some(ChapterKind::DeadLetter), Some(ChapterKind::Exhausted)],
        TraceKind::GaveUp => [Some(ChapterKind::Exhausted), Some(ChapterKind::Failure)],
        TraceKind::FaultArmed => one(ChapterKind::Armed),
        TraceKind::Failed
        | TraceKind::TimedOut
        | TraceKind::Dropped
        | TraceKind::Poisoned
        | TraceKind::Refused
        | TraceKind::Crashed
        | TraceKind::Lost
        | TraceKind::Stopped
        | TraceKind::Halted => one(ChapterKind::Failure),
        TraceKind::Acted
        | TraceKind::Sent
        | TraceKind::Received
        | TraceKind::Handled
        | TraceKind::Rejected
        | TraceKind::Appended
        | TraceKind::Conflict
        | TraceKind::RivalAppended
        | TraceKind::Published
        | TraceKind::Acknowledged
        | TraceKind::RetryScheduled
        | TraceKind::Redriven
        | TraceKind::Discarded
        | TraceKind::DuplicateIgnored
        | TraceKind::Delayed
        | TraceKind::Duplicated
        | TraceKind::Reordered
        | TraceKind::Restarted
        | TraceKind::FaultLifted
        | TraceKind::SettingChanged
        | TraceKind::TrafficChanged
        | TraceKind::Saga
        | TraceKind::TimerSet
        | TraceKind::TimerRang
        | TraceKind::Projected
        | TraceKind::Mailed
        | TraceKind::FraudSuspected
        | TraceKind::Repeated
        | TraceKind::TaskOpened
        | TraceKind::TaskResolved
        | TraceKind::Loaded
        | TraceKind::SnapshotTaken
        | TraceKind::SnapshotPassedOver
        | TraceKind::SnapshotsForgotten
        | TraceKind::RebuildStarted
        | TraceKind::Rebuilding
        | TraceKind::RebuildSwitched
        | TraceKind::RebuildDiffers
        | TraceKind::Edited
        | TraceKind::LogReplaced
        | TraceKind::StreamReplaced => [None; 2],
    }
}
