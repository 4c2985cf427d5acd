//! Loading an aggregate from the store: the latest snapshot that fits, and the events after it (PR-01 to PR-04).

use super::names::context_of;
use super::*;
use crate::domain::Context;
use crate::event_store::{Revision, Snapshot, StreamId, StreamVersion};

/// An aggregate as a handler got it, and what that took.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    pub stream: StreamId,
    pub context: Context,
    pub state: Aggregate,
    /// The version of the last event in it; `None` for an empty stream.
    pub version: Option<StreamVersion>,
    /// The snapshot that it began with.
    pub snapshot: Option<StreamVersion>,
    /// A snapshot that another revision of the logic had folded, and that was passed over for this.
    pub passed_over: Option<StreamVersion>,
    /// Events folded on top of the snapshot.
    pub folded: u32,
}

/// What the loads of one context came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Loads {
    pub loads: u64,
    /// Events folded in all loads together.
    pub folded: u64,
    /// Events that would have been folded without snapshots.
    pub unsaved: u64,
    pub snapshots_taken: u64,
    /// Snapshots that were not used because another revision of the logic had folded them.
    pub passed_over: u64,
}

impl World {
    /// The revision of the logic and of the state's shape that is deployed for a context.
    pub const fn revision(&self, context: Context) -> Revision {
        match context {
            Context::Order => Revision(self.settings.history.order_logic.number()),
            Context::Inventory | Context::Payment | Context::Shipping => Revision(1),
        }
    }

    /// The state of a stream after its event `to`, or after its last one: the fold from the very beginning, which is what
    /// every shorter way must come to. `None` for a stream that no state is folded from.
    pub fn folded(&self, stream: StreamId, to: Option<StreamVersion>) -> Option<Aggregate> {
        let mut state = Aggregate::of(context_of(stream)?);
        let read = self.store.read_stream(stream, StreamVersion::FIRST);
        for recorded in read.take_while(|recorded| to.is_none_or(|to| recorded.version() <= to)) {
            self.fold_one(&mut state, recorded.event());
        }
        Some(state)
    }

    fn fold_one(&self, state: &mut Aggregate, fact: &Fact) {
        if let Some(event) = fact.shop() {
            state.evolve(self.settings.history.order_logic, &event);
        }
    }

    /// The state of a stream by the shortest way that the settings allow.
    pub fn loaded(&self, stream: StreamId) -> Option<Loaded> {
        let context = context_of(stream)?;
        let latest = self.snapshots.latest(stream);
        let fitting = match self.settings.history.snapshot_revisions {
            SnapshotRevisions::Checked => self.snapshots.latest_of(stream, self.revision(context)),
            SnapshotRevisions::Ignored => latest,
        };
        let mut state = fitting.map_or_else(|| Aggregate::of(context), |snapshot| snapshot.state.clone());
        let snapshot = fitting.map(|snapshot| snapshot.version);
        let mut folded = 0;
        for recorded in self.store.read_stream(stream, snapshot.map_or(StreamVersion::FIRST, StreamVersion::next)) {
            self.fold_one(&mut state, recorded.event());
            folded += 1;
        }
        let passed_over = latest.map(|snapshot| snapshot.version).filter(|_| fitting.is_none());
        Some(Loaded { stream, context, state, version: self.store.version_of(stream), snapshot, passed_over, folded })
    }

    /// Loads for a handler, where aggregates are not kept in memory.
    pub(super) fn load(&mut self, hop: &Hop, stream: StreamId) -> Option<Loaded> {
        if self.settings.history.snapshot_every == 0 {
            return None;
        }
        let loaded = self.loaded(stream)?;
        if let Some(account) = self.loads.get_mut(loaded.context as usize) {
            account.loads += 1;
            account.folded += u64::from(loaded.folded);
            account.unsaved += loaded.version.map_or(0, |version| u64::from(version.0) + 1);
            account.passed_over += u64::from(loaded.passed_over.is_some());
        }
        if let Some(version) = loaded.passed_over {
            let detail = Detail::Snapshot { stream, version };
            self.note(TraceEntry { detail, ..self.arrival_line(TraceKind::SnapshotPassedOver, hop) });
        }
        let detail = Detail::Loaded { stream, snapshot: loaded.snapshot, folded: loaded.folded };
        self.note(TraceEntry { detail, ..self.arrival_line(TraceKind::Loaded, hop) });
        Some(loaded)
    }

    /// Keeps a snapshot of what was loaded and of what was appended to it, if enough was folded for that.
    pub(super) fn keep_snapshot(&mut self, hop: &Hop, loaded: Option<Loaded>) {
        let Some(Loaded { stream, context, mut state, version, folded, .. }) = loaded else { return };
        let Some(now) = self.store.version_of(stream).filter(|now| Some(*now) != version) else { return };
        let mut folded = folded;
        for recorded in self.store.read_stream(stream, version.map_or(StreamVersion::FIRST, StreamVersion::next)) {
            self.fold_one(&mut state, recorded.event());
            folded += 1;
        }
        if folded < u32::from(self.settings.history.snapshot_every) {
            return;
        }
        let snapshot = Snapshot { version: now, revision: self.revision(context), bytes: state.bytes(), state };
        if self.snapshots.keep(stream, snapshot) {
            if let Some(account) = self.loads.get_mut(context as usize) {
                account.snapshots_taken += 1;
            }
            let detail = Detail::Snapshot { stream, version: now };
            self.note(TraceEntry { detail, ..self.arrival_line(TraceKind::SnapshotTaken, hop) });
        }
    }

    /// Another revision of the order's logic is deployed: what is kept in memory is folded anew.
    pub(super) fn refold_orders(&mut self) {
        for order in (0..self.order_names.len()).filter_map(|order| u32::try_from(order).ok()).map(OrderId) {
            let folded = self.folded(names::order_stream(order), None);
            if let Some(Aggregate::Order(state)) = folded.filter(|_| self.orders.get(order.index()).is_some()) {
                *self.orders.row(order.index()) = state;
            }
        }
    }
}
