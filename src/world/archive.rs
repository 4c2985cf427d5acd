//! Copy and replace: what is corrected is written beside what was, and whoever reads is moved to it.
//!
//! One stream is copied, or the whole log. A copied stream takes the old one's name and its places in the order over all
//! streams, so that no reader meets an effect before its cause; every other stream stays as it is, and so do its
//! snapshots. What is new is honest: its chain holds. What was is archived as it was, to be read and never to be written.
//! Everything that is folded from it is folded again; what has left the house stays as it is.

use std::hash::{Hash, Hasher};

use super::*;
use crate::event_store::{GlobalPosition, RecordedEvent, StreamId};

/// At most so many copies are archived; then nothing is replaced any more.
pub const ARCHIVES_MAX: usize = 8;

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
    /// When it was replaced.
    pub until: VirtualTime,
}

impl Archive {
    /// The event of an archived one in a log that was written from this one since: under its id, where it lies there or
    /// one place before it, for a copy leaves out one event at the most. `None` where it was left out.
    pub fn copy_in<'a>(
        &self,
        later: &'a EventStore<Fact>,
        archived: RecordedEvent<'_, Fact>,
    ) -> Option<RecordedEvent<'a, Fact>> {
        let same = |at: u32| later.event_at(GlobalPosition(at)).filter(|row| row.message() == archived.message());
        let at = archived.position().0;
        same(at).or_else(|| same(at.checked_sub(1)?))
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
    /// An edit of what is not there, or one that no correction is, changes nothing.
    pub(super) fn replace(&mut self, edit: &Edit, scope: CopyScope) {
        let corrects = matches!(edit.how, EditHow::Skip | EditHow::Change { .. });
        if !corrects || self.archives.len() >= ARCHIVES_MAX {
            return;
        }
        let Some(stream) = self.recorded(u64::from(edit.position)).map(RecordedEvent::stream) else { return };
        let Some(plan) = self.plan_edit(edit) else { return };
        let Some(copy) = self.store.copied(GlobalPosition(plan.first), &plan.sources, plan.body()) else { return };
        let (told, stream) = match scope {
            CopyScope::Stream => (TraceKind::StreamReplaced, Some(stream)),
            CopyScope::Log => (TraceKind::LogReplaced, None),
        };
        let store = std::mem::replace(&mut self.store, copy);
        self.archives.push(Archive { store, stream, position: edit.position, until: self.now });
        match stream {
            Some(stream) => self.snapshots.forget_of(stream),
            None => self.snapshots.forget(),
        }
        self.fold_all_again(&plan, told);
    }

    /// The log that took the place of the archived one at this number: the next one that was archived, or today's.
    pub fn successor(&self, archive: usize) -> &EventStore<Fact> {
        self.archives.get(archive.saturating_add(1)).map_or(&self.store, |next| &next.store)
    }
}
