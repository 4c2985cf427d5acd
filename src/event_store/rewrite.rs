//! What nobody may do: writing the log anew from some place on. Only the chain of hashes tells.

use std::hash::Hash;

use super::event::{GlobalPosition, NewEvent, StreamVersion};
use super::rows::Row;
use super::store::{EVENTS_MAX, EventStore};
use crate::kernel::Digest;

impl<E: Clone + Hash> EventStore<E> {
    /// Replaces everything from `first` on by the rows at these positions of the log as it is now, each with the body
    /// that `body` gives it, or with its own. Positions and versions are given anew, without gaps; ids, causes, times
    /// and schemas stay. The chain is left as it was, so that [`EventStore::verify_chain`] finds it out. False, and
    /// nothing changes, if there is no room.
    pub fn rewrite(
        &mut self,
        first: GlobalPosition,
        sources: &[GlobalPosition],
        body: impl Fn(GlobalPosition) -> Option<E>,
    ) -> bool {
        if !self.write_anew(first, sources, body) {
            return false;
        }
        for (row, ids) in self.rows.both(first.index()) {
            self.rewritten = self.rewritten.with(Digest::of(&row.event).word());
            row.words(ids).into_iter().for_each(|word| self.rewritten = self.rewritten.with(word));
        }
        self.rewritten = self.rewritten.with(u64::from(first.0)).with(self.rows.len() as u64);
        self.untrue_from(first);
        true
    }

    /// The rows and heads of [`EventStore::rewrite`]. Where no row comes to lie elsewhere, only the pages with another
    /// body are written, and all others stay shared.
    pub(super) fn write_anew(
        &mut self,
        first: GlobalPosition,
        sources: &[GlobalPosition],
        body: impl Fn(GlobalPosition) -> Option<E>,
    ) -> bool {
        if first.index().saturating_add(sources.len()) > EVENTS_MAX {
            return false;
        }
        let stay = sources.iter().zip(first.0..).all(|(source, at)| source.0 == at);
        if stay && first.index() + sources.len() == self.rows.len() {
            for (source, event) in sources.iter().filter_map(|source| Some((source, body(*source)?))) {
                if let Some(row) = self.rows.get_mut(source.index()) {
                    row.event = event;
                }
            }
            return true;
        }
        let before = self.rows.clone();
        for row in (first.index()..before.len()).rev().filter_map(|place| before.get(place)) {
            let head = self.heads.row(row.stream().0 as usize);
            head.count = head.count.saturating_sub(1);
            head.last = row.previous();
        }
        self.rows.keep_first(first.index());
        for (row, source) in sources.iter().filter_map(|source| Some((before.get(source.index())?, *source))) {
            let head = self.heads.row(row.stream().0 as usize);
            let event = body(source).unwrap_or_else(|| row.event().clone());
            let new = NewEvent { metadata: row.metadata(), schema: row.schema(), event };
            let at = GlobalPosition(self.rows.len() as u32);
            let previous = if head.count == 0 { Row::<E>::NONE } else { head.last };
            let (row, ids) = Row::new(new, row.stream(), StreamVersion(head.count), at, previous);
            self.rows.push(row, ids);
            head.last = at.0;
            head.count += 1;
        }
        true
    }
}
