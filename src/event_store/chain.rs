//! The hash chain: each row's hash is added to one running digest, so that a changed row is found out (I13).

use std::hash::{Hash, Hasher};

use super::event::RecordedEvent;
use crate::kernel::{Digest, Log};

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
    pub(super) fn add<E: Hash>(&mut self, place: usize, row: &RecordedEvent<E>) {
        if place.is_multiple_of(LINK_ROWS) {
            self.links.push(self.end);
        }
        self.end = self.end.with(hash_of(row));
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
        rows: impl Iterator<Item = &'a RecordedEvent<E>>,
    ) -> bool {
        let Some(before) = self.links.get(link) else { return true };
        let after = self.links.get(link + 1).copied().unwrap_or(self.end);
        rows.take(LINK_ROWS).fold(*before, |digest, row| digest.with(hash_of(row))) == after
    }

    pub(super) fn bytes(&self) -> usize {
        self.links.bytes()
    }
}

fn hash_of<E: Hash>(row: &RecordedEvent<E>) -> u64 {
    let mut hasher = RowHasher(0);
    row.words().into_iter().for_each(|word| hasher.write_u64(word));
    row.event().hash(&mut hasher);
    hasher.finish()
}

/// One multiplication a word. It must be quick, for it runs at every append, and find every change of one word, for
/// each step can be undone; the mixing is left to [`Digest::with`].
struct RowHasher(u64);

impl Hasher for RowHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            self.write_u64(chunk.iter().rev().fold(0, |word, byte| (word << 8) | u64::from(*byte)));
        }
    }

    fn write_u8(&mut self, i: u8) {
        self.write_u64(u64::from(i));
    }

    fn write_u16(&mut self, i: u16) {
        self.write_u64(u64::from(i));
    }

    fn write_u32(&mut self, i: u32) {
        self.write_u64(u64::from(i));
    }

    fn write_u64(&mut self, i: u64) {
        self.0 = (self.0.rotate_left(26) ^ i).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn write_usize(&mut self, i: usize) {
        self.write_u64(i as u64);
    }

    fn write_isize(&mut self, i: isize) {
        self.write_u64(i as i64 as u64);
    }
}
