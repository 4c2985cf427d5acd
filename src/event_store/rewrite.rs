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
        if first.index().saturating_add(sources.len()) > EVENTS_MAX {
            return false;
        }
        let before = self.rows.clone();
        for row in before.range(first.index(), before.len()).collect::<Vec<_>>().into_iter().rev() {
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
            self.rewritten = self.rewritten.with(Digest::of(&row.event).word());
            row.words(&ids).into_iter().for_each(|word| self.rewritten = self.rewritten.with(word));
            self.rows.push(row, ids);
            head.last = at.0;
            head.count += 1;
        }
        self.rewritten = self.rewritten.with(u64::from(first.0)).with(self.rows.len() as u64);
        true
    }
}
