//! What a thing looks like: shape, fill and badge first, then a hue by its meaning. Which colour a hue is, the style
//! sheet decides.

use crate::domain::fulfilment::SagaNote;
use crate::kernel::MessageNo;
use crate::world::{Body, Detail, Hop, MessageKind, Reply, TraceEntry, TraceKind, World};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shape {
    /// A command: a rounded square.
    Square,
    /// An event.
    Circle,
    /// A compensation.
    Diamond,
    /// A read model or query: a small square.
    Box,
    /// A timer: a ring that drains.
    Ring,
    /// A dead letter.
    Octagon,
}

impl Shape {
    pub const ALL: [Self; 6] = [Self::Square, Self::Circle, Self::Diamond, Self::Box, Self::Ring, Self::Octagon];
}

/// A meaning that has a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hue {
    Command,
    Event,
    Aggregate,
    Saga,
    Read,
    External,
    Bad,
    Ink,
}

impl Hue {
    pub const ALL: [Self; 8] =
        [Self::Command, Self::Event, Self::Aggregate, Self::Saga, Self::Read, Self::External, Self::Bad, Self::Ink];

    /// The word for it in the style sheet.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Command => "command",
            Self::Event => "event",
            Self::Aggregate => "aggregate",
            Self::Saga => "saga",
            Self::Read => "read",
            Self::External => "external",
            Self::Bad => "bad",
            Self::Ink => "ink",
        }
    }
}

/// A mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark {
    pub shape: Shape,
    pub hue: Hue,
    /// A reply or acknowledgement.
    pub hollow: bool,
    /// Failed or poisoned.
    pub crossed: bool,
    /// A copy.
    pub doubled: bool,
    /// Nobody keeps it: if it is lost now, nobody repeats it.
    pub dashed: bool,
    /// The attempt, where it is not the first.
    pub attempt: u8,
}

impl Mark {
    pub const fn plain(shape: Shape, hue: Hue) -> Self {
        Self { shape, hue, hollow: false, crossed: false, doubled: false, dashed: false, attempt: 0 }
    }

    /// The mark of a message, wherever it is.
    pub fn of_message(world: &World, message: MessageNo) -> Self {
        if let Some(Body::Reply(reply)) = world.letter(message).map(|letter| &letter.body) {
            let crossed = !matches!(reply, Reply::Accepted);
            return Self { hollow: true, crossed, ..Self::plain(Shape::Square, Hue::Command) };
        }
        if world.is_compensation(message) {
            return Self { crossed: is_refusal(world, message), ..Self::plain(Shape::Diamond, Hue::Saga) };
        }
        match world.message_kind(message) {
            MessageKind::Command => Self::plain(Shape::Square, Hue::Command),
            MessageKind::Event if is_refusal(world, message) => {
                Self { crossed: true, ..Self::plain(Shape::Circle, Hue::Bad) }
            }
            MessageKind::Event => Self::plain(Shape::Circle, Hue::Event),
            MessageKind::Reply => Self { hollow: true, ..Self::plain(Shape::Square, Hue::Command) },
            MessageKind::Timer => Self::plain(Shape::Ring, Hue::External),
        }
    }

    /// The mark of a message on its way.
    pub fn of_hop(world: &World, hop: &Hop) -> Self {
        let mark = Self::of_message(world, hop.message);
        let kept = hop.delivery.is_some() || world.pending.contains_key(&hop.message) || mark.hollow;
        let kept = kept || hop.to == crate::messaging::Node::Bus && world.outbox.waiting.contains_key(&hop.message);
        Self {
            crossed: mark.crossed || hop.poisoned,
            hue: if hop.poisoned { Hue::Bad } else { mark.hue },
            doubled: hop.copy > 0,
            dashed: !kept,
            attempt: if hop.attempt > 1 { hop.attempt } else { 0 },
            ..mark
        }
    }

    /// The mark of a line of the trace.
    pub fn of_line(world: &World, entry: &TraceEntry) -> Self {
        let message = Self::of_message(world, entry.message);
        let bad = Self { crossed: true, hue: Hue::Bad, ..message };
        match entry.kind {
            TraceKind::Sent
            | TraceKind::Received
            | TraceKind::Handled
            | TraceKind::Appended
            | TraceKind::Published
            | TraceKind::Repeated
            | TraceKind::Redriven => message,
            TraceKind::Acknowledged => Self { hollow: true, ..message },
            TraceKind::Duplicated | TraceKind::DuplicateIgnored => Self { doubled: true, ..message },
            TraceKind::Rejected
            | TraceKind::Failed
            | TraceKind::Dropped
            | TraceKind::Lost
            | TraceKind::Poisoned
            | TraceKind::Refused
            | TraceKind::GaveUp
            | TraceKind::TimedOut
            | TraceKind::RebuildDiffers
            | TraceKind::Edited
            | TraceKind::Stopped => bad,
            TraceKind::RetryScheduled | TraceKind::Delayed | TraceKind::Reordered => {
                Self { attempt: entry.attempt, ..message }
            }
            TraceKind::Conflict
            | TraceKind::RivalAppended
            | TraceKind::Loaded
            | TraceKind::SnapshotTaken
            | TraceKind::SnapshotPassedOver
            | TraceKind::SnapshotsForgotten
            | TraceKind::LogReplaced
            | TraceKind::StreamReplaced => Self::plain(Shape::Circle, Hue::Aggregate),
            TraceKind::DeadLettered | TraceKind::Discarded => Self::plain(Shape::Octagon, Hue::Ink),
            TraceKind::Crashed | TraceKind::FaultArmed | TraceKind::Halted => {
                Self { crossed: true, ..Self::plain(Shape::Square, Hue::Bad) }
            }
            TraceKind::Restarted | TraceKind::FaultLifted => {
                Self { hollow: true, ..Self::plain(Shape::Square, Hue::Bad) }
            }
            TraceKind::Saga | TraceKind::TaskOpened | TraceKind::TaskResolved => {
                Self { hollow: true, ..Self::plain(Shape::Diamond, Hue::Saga) }
            }
            TraceKind::TimerSet | TraceKind::TimerRang => Self::plain(Shape::Ring, Hue::External),
            TraceKind::Projected | TraceKind::RebuildStarted | TraceKind::Rebuilding | TraceKind::RebuildSwitched => {
                Self::plain(Shape::Box, Hue::Read)
            }
            TraceKind::Mailed | TraceKind::FraudSuspected => Self::plain(Shape::Box, Hue::External),
            TraceKind::Acted | TraceKind::SettingChanged | TraceKind::TrafficChanged => {
                Self { hollow: true, ..Self::plain(Shape::Box, Hue::Ink) }
            }
        }
    }
}

/// True for an event that tells of a refusal or failure.
fn is_refusal(world: &World, message: MessageNo) -> bool {
    let name = world.message_name(message);
    ["Refused", "Declined", "Failed"].iter().any(|end| name.ends_with(end))
}

/// True for a line that a person should not miss.
pub const fn is_trouble(entry: &TraceEntry) -> bool {
    match entry.kind {
        TraceKind::Rejected
        | TraceKind::Conflict
        | TraceKind::Failed
        | TraceKind::TimedOut
        | TraceKind::DeadLettered
        | TraceKind::Dropped
        | TraceKind::Poisoned
        | TraceKind::Refused
        | TraceKind::Crashed
        | TraceKind::Lost
        | TraceKind::GaveUp
        | TraceKind::TaskOpened
        | TraceKind::FraudSuspected
        | TraceKind::RebuildDiffers
        | TraceKind::Edited
        | TraceKind::Stopped
        | TraceKind::Halted => true,
        TraceKind::Saga => matches!(
            entry.detail,
            Detail::Saga(
                _,
                SagaNote::StepRefused(_) | SagaNote::StepUnknown(_) | SagaNote::CompensationFailed(_) | SagaNote::Stuck
            )
        ),
        TraceKind::Acted
        | TraceKind::Sent
        | TraceKind::Received
        | TraceKind::Handled
        | TraceKind::Appended
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
        | TraceKind::FaultArmed
        | TraceKind::FaultLifted
        | TraceKind::SettingChanged
        | TraceKind::TrafficChanged
        | TraceKind::TimerSet
        | TraceKind::TimerRang
        | TraceKind::Projected
        | TraceKind::Mailed
        | TraceKind::Repeated
        | TraceKind::TaskResolved
        | TraceKind::Loaded
        | TraceKind::SnapshotTaken
        | TraceKind::SnapshotPassedOver
        | TraceKind::SnapshotsForgotten
        | TraceKind::RebuildStarted
        | TraceKind::Rebuilding
        | TraceKind::RebuildSwitched
        | TraceKind::LogReplaced
        | TraceKind::StreamReplaced => false,
    }
}
