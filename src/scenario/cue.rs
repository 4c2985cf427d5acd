//! Moments that a run really reaches, found in its trace.

use crate::domain::fulfilment::SagaNote;
use crate::messaging::Place;
use crate::world::{Detail, TraceEntry, TraceKind, World, saga_note_name};

/// A moment is looked for in so many lines at the most: stories are short, and traffic after them is not theirs.
const LINES_MAX: usize = 5_000;

/// A sentence or two for a moment.
pub struct Caption {
    pub cue: Cue,
    pub text: &'static str,
}

/// When a caption's moment has come.
#[derive(Clone, Copy, Debug)]
pub enum Cue {
    /// From the beginning.
    Start,
    /// The first line of this kind about a message of this name.
    Line(TraceKind, &'static str),
    /// The line of this kind about a message of this name, counted from 1.
    Nth(u32, TraceKind, &'static str),
    /// The first line of this kind at this place, whatever it is about.
    At(TraceKind, Place),
    /// The first transition of a saga with this name, such as `step-unknown`.
    Saga(&'static str),
}

impl Cue {
    /// The step at which the moment came; `None` while it has not.
    pub fn reached(self, world: &World) -> Option<u32> {
        match self {
            Self::Start => Some(0),
            Self::Line(kind, name) => nth(world, 1, |entry| is_about(world, entry, kind, name)),
            Self::Nth(count, kind, name) => nth(world, count, |entry| is_about(world, entry, kind, name)),
            Self::At(kind, place) => nth(world, 1, |entry| entry.kind == kind && entry.place == place),
            Self::Saga(note) => nth(world, 1, |entry| note_of(entry).is_some_and(|of| saga_note_name(of) == note)),
        }
    }
}

fn is_about(world: &World, entry: &TraceEntry, kind: TraceKind, name: &str) -> bool {
    entry.kind == kind && world.message_name(entry.message) == name
}

fn note_of(entry: &TraceEntry) -> Option<SagaNote> {
    match entry.detail {
        Detail::Saga(_, note) => Some(note),
        Detail::None
        | Detail::Due(_)
        | Detail::Position(_)
        | Detail::Delay(_)
        | Detail::Conflict { .. }
        | Detail::Rejected(_)
        | Detail::Failed(_)
        | Detail::Number(_)
        | Detail::Until(_)
        | Detail::Rate(_)
        | Detail::Loaded { .. }
        | Detail::Snapshot { .. }
        | Detail::Progress { .. }
        | Detail::Edited { .. } => None,
    }
}

fn nth(world: &World, count: u32, matches: impl Fn(&TraceEntry) -> bool) -> Option<u32> {
    let mut found = world.trace.iter().take(LINES_MAX).filter(|entry| matches(entry));
    found.nth(usize::try_from(count.saturating_sub(1)).ok()?).map(|entry| entry.step)
}
