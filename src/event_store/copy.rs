//! What may be done where a log must say otherwise: a new log is written from the old one, and readers are moved to it.

use std::hash::Hash;

use super::chain::Chain;
use super::event::GlobalPosition;
use super::store::EventStore;
use crate::kernel::Digest;

impl<E: Clone + Hash> EventStore<E> {
    /// A log of its own: from `first` on the rows at these positions of this one, each with the body that `body` gives
    /// it, or with its own. Positions and versions are given anew, without gaps; ids, causes, times and schemas stay.
    /// Its chain is written with it, so that it holds; this log stays as it is. `None` if there is no room.
    #[must_use]
    pub fn copied(
        &self,
        first: GlobalPosition,
        sources: &[GlobalPosition],
        body: impl Fn(GlobalPosition) -> Option<E>,
    ) -> Option<Self> {
        let mut copy = self.clone();
        if !copy.rewrite(first, sources, body) {
            return None;
        }
        copy.rewritten = Digest::default();
        let mut chain = Chain::default();
        copy.rows.both(0).enumerate().for_each(|(place, (row, ids))| chain.add(place, row, ids));
        copy.chain = chain;
        Some(copy)
    }
}
