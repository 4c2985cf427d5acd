//! The cached state of a stream: saves folding, decides nothing (PR-01 to PR-04).

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::event::{StreamId, StreamVersion};
use crate::kernel::Table;

/// Which shape a state has, and which logic folded it, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Revision(pub u8);

/// The state of a stream after the event of this version.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Snapshot<S> {
    pub version: StreamVersion,
    pub revision: Revision,
    /// What a row for it would hold.
    pub bytes: u32,
    pub state: S,
}

/// The latest snapshot of each stream. Cloning shares all pages.
#[derive(Clone, Debug)]
pub struct Snapshots<S> {
    latest: Table<Option<Arc<Snapshot<S>>>>,
    count: u32,
    bytes: u64,
}

impl<S> Default for Snapshots<S> {
    fn default() -> Self {
        Self { latest: Table::default(), count: 0, bytes: 0 }
    }
}

impl<S: Clone> Snapshots<S> {
    /// Keeps a snapshot instead of an earlier one of its stream. One that comes late, while the stream and its snapshot
    /// have gone on, is not kept (PR-03). True if it was kept.
    pub fn keep(&mut self, stream: StreamId, snapshot: Snapshot<S>) -> bool {
        let slot = self.latest.row(stream.0 as usize);
        let is_late = |kept: &Arc<Snapshot<S>>| kept.revision == snapshot.revision && kept.version > snapshot.version;
        if slot.as_ref().is_some_and(is_late) {
            return false;
        }
        let bytes = u64::from(snapshot.bytes);
        let before = slot.replace(Arc::new(snapshot));
        self.count += u32::from(before.is_none());
        self.bytes = self.bytes.saturating_sub(before.map_or(0, |before| u64::from(before.bytes))) + bytes;
        true
    }

    /// The stream's latest snapshot, whatever folded it.
    pub fn latest(&self, stream: StreamId) -> Option<&Snapshot<S>> {
        self.latest.get(stream.0 as usize)?.as_deref()
    }

    /// The stream's latest snapshot that this revision folded; any other is filtered out (PR-04).
    pub fn latest_of(&self, stream: StreamId, revision: Revision) -> Option<&Snapshot<S>> {
        self.latest(stream).filter(|snapshot| snapshot.revision == revision)
    }

    /// Throws all away: this costs folding, and nothing else (PR-02).
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// Throws that of one stream away.
    pub fn forget_of(&mut self, stream: StreamId) {
        if self.latest(stream).is_none() {
            return;
        }
        let gone = self.latest.row(stream.0 as usize).take();
        self.count = self.count.saturating_sub(1);
        self.bytes = self.bytes.saturating_sub(gone.map_or(0, |gone| u64::from(gone.bytes)));
    }

    /// All snapshots, by stream.
    pub fn iter(&self) -> impl Iterator<Item = (StreamId, &Snapshot<S>)> {
        (0_u32..).map(StreamId).zip(self.latest.iter()).filter_map(|(stream, slot)| Some((stream, slot.as_deref()?)))
    }

    pub const fn count(&self) -> u32 {
        self.count
    }

    /// Bytes that all snapshots together would take in rows.
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Bytes that a clone holds which a later state of the same does not share with it.
    pub fn bytes_beside(&self, later: &Self) -> usize {
        self.latest.bytes_beside(&later.latest)
    }

    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }
}

impl<S: Clone + Hash> Hash for Snapshots<S> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.latest.hash(state);
    }
}
