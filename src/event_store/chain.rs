//! The hash chain: each row's hash is added to one running digest, so that a changed row is found out (I13).

use std::hash::{Hash, Hasher};

use super::rows::{Ids, Row};
use crate::kernel::{Digest, Log, RowHasher};

/// So many rows lie between two kept digests; a checker can prove one such link at a time.
pub(super) const LINK_ROWS: usize = 1_024;

/// The digest after every row so far, and after every [`LINK_ROWS`] rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Chain {
    links: Log<Digest>,
    end: Digest,
}

impl Chain {
    /// Adds the row that lies at `place`.
    pub(super) fn add<E: Hash>(&mut self, place: usize, row: &Row<E>, ids: &Ids) {
        if place.is_multiple_of(LINK_ROWS) {
            self.links.push(self.end);
        }
        self.end = self.end.with(hash_of(row, ids));
    }

    /// Forgets the link that the row at `place` lies in, and all after it. Returns the place of the row to go on with.
    pub(super) fn cut(&mut self, place: usize) -> usize {
        let link = place / LINK_ROWS;
        if let Some(before) = self.links.get(link).copied() {
            self.end = before;
            self.links.keep_first(link);
        }
        link * LINK_ROWS
    }

    pub(super) const fn end(&self) -> Digest {
        self.end
    }

    pub(super) const fn links(&self) -> usize {
        self.links.len()
    }

    /// True if `rows` still give the digest that was kept behind them.
    pub(super) fn holds<'a, E: Hash + 'a>(
        &self,
        link: usize,
        rows: impl Iterator<Item = (&'a Row<E>, &'a Ids)>,
    ) -> bool {
        let Some(before) = self.links.get(link) else { return true };
        let after = self.links.get(link + 1).copied().unwrap_or(self.end);
        rows.take(LINK_ROWS).fold(*before, |digest, (row, ids)| digest.with(hash_of(row, ids))) == after
    }

    pub(super) fn bytes(&self) -> usize {
        self.links.bytes()
    }

    pub(super) fn bytes_beside(&self, later: &Self) -> usize {
        self.links.bytes_beside(&later.links)
    }
}

fn hash_of<E: Hash>(row: &Row<E>, ids: &Ids) -> u64 {
    let mut hasher = RowHasher::default();
    row.words(ids).into_iter().for_each(|word| hasher.write_u64(word));
    row.event.hash(&mut hasher);
    hasher.finish()
}
