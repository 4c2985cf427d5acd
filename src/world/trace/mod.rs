//! The run's memory: one line for everything that happened, in order, with its reason.

mod detail;
mod kind;

pub use detail::{Detail, EditTold, Failure, Rejection};
pub use kind::{TraceKind, saga_note_name};

use std::hash::{Hash, Hasher};

use crate::kernel::{Digest, Log, MessageNo, RowHasher, VirtualTime};
use crate::messaging::{Node, Place};

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
