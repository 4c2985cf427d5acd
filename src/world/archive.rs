//! Copy and replace: what is corrected is written beside what was, and whoever reads is moved to it.
//!
//! One stream is copied, or the whole log. A copied stream takes the old one's name and its places in the order over all
//! streams, so that no reader meets an effect before its cause. An event that is left out leaves no gap there: later
//! events of all streams move up by one position, and those of other streams keep their versions, and their snapshots.
//! What is new is honest: its chain holds. What was is archived as it was, to be read and never to be written; it shares
//! every page that is the same. Everything that is folded from it is folded again; what has left the house stays as it
//! is.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::edit::Plan;
use super::*;
use crate::event_store::{GlobalPosition, RecordedEvent, StreamId};

/// At most so many copies are archived; then nothing is replaced any more.
pub const ARCHIVES_MAX: usize = 8;
/// Archives hold at most so many bytes beside the log; then nothing is replaced any more.
pub const ARCHIVES_BYTES_MAX: u64 = 128 << 20;
/// What an event counts for that only an archive holds: at least what it takes, and the same on every machine.
pub const ARCHIVED_EVENT_BYTES: u64 = 192;
/// A log is shared page by page: as many events part with the one that is changed.
const PAGE_EVENTS: u64 = 256;

/// What is copied and replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CopyScope {
    /// The stream of the corrected event.
    Stream,
    /// Every stream.
    Log,
}

/// A stream or a log that another one replaced.
#[derive(Clone, Debug)]
pub struct Archive {
    /// The log as it was then, which an archived stream is a part of.
    pub store: EventStore<Fact>,
    /// The stream that was replaced; `None` where the whole log was.
    pub stream: Option<StreamId>,
    /// Where in it the event lies that the copy has otherwise.
    pub position: u32,
    /// What the copy has in its place; `None` where it was left out.
    pub corrected: Option<Fact>,
    /// When it was replaced.
    pub until: VirtualTime,
    /// So many of its events, at most, lie on pages that no later log shares.
    pub alone: u64,
}

/// Why nothing more is archived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArchivesFull {
    /// There are [`ARCHIVES_MAX`].
    Count,
    /// The archive would take so many bytes, and others have taken so many of [`ARCHIVES_BYTES_MAX`].
    Bytes { needed: u64, taken: u64 },
}

impl Archive {
    /// What the copy that took its place was made to say where this event of it lies; `None` where it was left out.
    /// What became of the copy since does not count.
    pub fn copy_of<'a>(&'a self, archived: RecordedEvent<'a, Fact>) -> Option<&'a Fact> {
        if archived.position().0 == self.position { self.corrected.as_ref() } else { Some(archived.event()) }
    }
}

/// Archived logs count as they did before single streams could be copied.
impl Hash for Archive {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.store, self.position, self.until).hash(state);
        if let Some(stream) = self.stream {
            stream.hash(state);
        }
    }
}

impl World {
    /// Whether what an edit replaces can be archived: the events that only the archive would hold, at most.
    ///
    /// # Errors
    /// There are too many archives, or they would take too much.
    pub fn room_for_archive(&self, edit: &Edit) -> Result<u64, ArchivesFull> {
        if self.archives.len() >= ARCHIVES_MAX {
            return Err(ArchivesFull::Count);
        }
        let alone = match edit.how {
            EditHow::Change { .. } => PAGE_EVENTS,
            EditHow::Skip | EditHow::Duplicate | EditHow::Move { .. } => {
                u64::from(self.store.end().0.saturating_sub(edit.position))
            }
        };
        let bytes = |events: u64| events.saturating_mul(ARCHIVED_EVENT_BYTES);
        let (needed, taken) = (bytes(alone), bytes(self.archives.iter().map(|archive| archive.alone).sum()));
        if taken.saturating_add(needed) > ARCHIVES_BYTES_MAX {
            return Err(ArchivesFull::Bytes { needed, taken });
        }
        Ok(alone)
    }

    /// An edit of what is not there, or one that no correction is, changes nothing; nor does one whose archive has no
    /// room.
    pub(super) fn replace(&mut self, edit: &Edit, scope: CopyScope) {
        if !matches!(edit.how, EditHow::Skip | EditHow::Change { .. }) {
            return;
        }
        let Ok(alone) = self.room_for_archive(edit) else { return };
        let Some(stream) = self.recorded(u64::from(edit.position)).map(RecordedEvent::stream) else { return };
        let Some(plan) = self.plan_edit(edit) else { return };
        let position = GlobalPosition(edit.position);
        let Some(copy) = self.store.copied(GlobalPosition(plan.first), &plan.sources, plan.body()) else { return };
        let (told, stream) = match scope {
            CopyScope::Stream => (TraceKind::StreamReplaced, Some(stream)),
            CopyScope::Log => (TraceKind::LogReplaced, None),
        };
        let store = std::mem::replace(&mut self.store, copy);
        let (position, corrected, until) = (edit.position, plan.body()(position), self.now);
        self.archives.push(Arc::new(Archive { store, stream, position, corrected, until, alone }));
        match stream {
            Some(stream) => self.snapshots.forget_of(stream),
            None => self.snapshots.forget(),
        }
        self.fold_all_again(&plan, told);
    }

    /// Today's log is written anew as planned: the last archive shares no more of it than what stays.
    pub(super) fn part_from_archive(&mut self, plan: &Plan) {
        if let Some(last) = self.archives.last_mut() {
            let last = Arc::make_mut(last);
            let parted = if plan.told == EditTold::Changed { PAGE_EVENTS } else { plan.sources.len() as u64 };
            last.alone = last.alone.saturating_add(parted).min(last.store.len() as u64);
        }
    }
}
