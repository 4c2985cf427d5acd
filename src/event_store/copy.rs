//! What may be done where a log must say otherwise: a new log is written from the old one, and readers are moved to it.

use std::hash::Hash;

use super::event::GlobalPosition;
use super::store::EventStore;
use crate::kernel::Digest;

impl<E: Clone + Hash> EventStore<E> {
    /// A log of its own: from `first` on the rows at these positions of this one, each with the body that `body` gives
    /// it, or with its own. Positions and versions are given anew, without gaps; ids, causes, times and schemas stay.
    /// Its chain is written from there on, or from where this one's holds no more, so that it holds. This log stays as
    /// it is, and both share every page that is the same. `None` if there is no room.
    #[must_use]
    pub fn copied(
        &self,
        first: GlobalPosition,
        sources: &[GlobalPosition],
        body: impl Fn(GlobalPosition) -> Option<E>,
    ) -> Option<Self> {
        let mut copy = self.clone();
        if !copy.write_anew(first, sources, body) {
            return None;
        }
        copy.rewritten = Digest::default();
        let from = copy.untrue_from.take().map_or(first, |untrue| untrue.min(first));
        let EventStore { rows, chain, .. } = &mut copy;
        let place = chain.cut(from.index());
        rows.both(place).zip(place..).for_each(|((row, ids), place)| chain.add(place, row, ids));
        Some(copy)
    }
}
