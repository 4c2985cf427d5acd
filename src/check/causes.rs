//! I20 and I29: causes come first, a story keeps its root, and time never goes back.

use super::Invariant;
use super::watch::Watch;
use crate::event_store::RecordedEvent;
use crate::fault::ARMED_MAX;
use crate::kernel::{MessageNo, VirtualTime};
use crate::world::{Detail, Fact, Letter, TraceEntry, TraceKind, World};

/// How far time and steps have come.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Clock {
    time: VirtualTime,
    step: u32,
}

impl Clock {
    /// A line: no earlier than the one before, and not about a message that is still to be born (I29).
    pub(super) fn line(&mut self, watch: &mut Watch<'_>, line: &TraceEntry) {
        if line.time < self.time || line.step < self.step || line.time > watch.world.now {
            let before = self.time;
            watch.broken(Invariant::I29, None, |_| {
                let kind = line.kind.name();
                format!("A line `{kind}` of {} µs came after one of {} µs.", line.time.micros(), before.micros())
            });
        }
        (self.time, self.step) = (line.time, line.step);
        let early = match (line.kind, line.detail) {
            (TraceKind::Sent, Detail::Due(due)) => due < line.time,
            (TraceKind::Received, _) => watch.world.letter(line.message).is_none_or(|letter| letter.born > line.time),
            (_, _) => false,
        };
        if early {
            watch.broken(Invariant::I29, None, |watch| {
                format!("{} arrives before it was sent.", watch.world.message_name(line.message))
            });
        }
    }

    /// The bounds that every step keeps (I29).
    pub(super) fn step(watch: &mut Watch<'_>) {
        let armed = watch.world.faults.len();
        if armed > ARMED_MAX {
            watch.broken(Invariant::I29, None, |_| format!("{armed} faults are armed, more than {ARMED_MAX}."));
        }
    }
}

/// A message: its cause was born before it, at no later time, and tells the same story (I20).
pub(super) fn letter(watch: &mut Watch<'_>, message: MessageNo, letter: &Letter) {
    let right = match letter.cause.known() {
        None => letter.root == message,
        Some(cause) => watch.world.letter(cause).is_some_and(|first| {
            cause < message && first.born <= letter.born && first.root == letter.root && first.id != letter.id
        }),
    };
    if !right {
        watch.broken(Invariant::I20, None, |watch| {
            let name = watch.world.message_name(message);
            format!("{name} does not follow from a message before it, or belongs to another story.")
        });
    }
}

/// A recorded event: its metadata says the same as its message (I20).
pub(super) fn event(watch: &mut Watch<'_>, position: u64, recorded: RecordedEvent<'_, Fact>, message: MessageNo) {
    let world = watch.world;
    let metadata = recorded.metadata();
    let right = world.letter(message).is_some_and(|letter| {
        metadata.message == letter.id
            && metadata.causation == id_of(world, letter.cause, letter)
            && metadata.correlation == id_of(world, letter.root, letter)
            && metadata.time == letter.born
    });
    if !right {
        watch.broken(Invariant::I20, Some(position), |watch| {
            let stream = watch.world.stream_name(recorded.stream());
            let name = recorded.event().name();
            format!("{name} in {stream} names another cause or another story than its message.")
        });
    }
}

fn id_of(world: &World, message: MessageNo, own: &Letter) -> crate::kernel::MessageId {
    world.letter(message).map_or(own.id, |letter| letter.id)
}
