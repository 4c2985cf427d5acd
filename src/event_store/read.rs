//! Reading one stream forwards although its rows are linked backwards.

use super::event::RecordedEvent;
use super::rows::{Row, Rows};

/// A stream of up to so many events is read without asking for memory.
const NEAR_MAX: usize = 16;

/// The events of one stream in the order of their versions. The chain is walked back once and its places are kept, so
/// that a read costs what it yields and never the square of it.
#[derive(Clone, Debug)]
pub struct StreamReader<'a, E> {
    rows: &'a Rows<E>,
    near: [u32; NEAR_MAX],
    far: Vec<u32>,
    next: usize,
    end: usize,
}

impl<'a, E: Clone> StreamReader<'a, E> {
    /// The `count` events of the chain that ends at row `last`.
    pub(super) fn new(rows: &'a Rows<E>, last: u32, count: usize) -> Self {
        let mut reader = Self { rows, near: [0; NEAR_MAX], far: Vec::new(), next: 0, end: count };
        if count > NEAR_MAX {
            reader.far.resize(count, 0);
        }
        let mut place = last;
        let places = if count > NEAR_MAX { reader.far.as_mut_slice() } else { reader.near.as_mut_slice() };
        for slot in places.iter_mut().take(count).rev() {
            *slot = place;
            place = rows.get(place as usize).map_or(Row::<E>::NONE, RecordedEvent::previous);
        }
        reader
    }

    fn row(&self, number: usize) -> Option<RecordedEvent<'a, E>> {
        let places = if self.end > NEAR_MAX { self.far.as_slice() } else { self.near.as_slice() };
        self.rows.get(*places.get(number)? as usize)
    }
}

impl<'a, E: Clone> Iterator for StreamReader<'a, E> {
    type Item = RecordedEvent<'a, E>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.next >= self.end {
            return None;
        }
        let row = self.row(self.next);
        self.next += 1;
        row
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.end - self.next;
        (left, Some(left))
    }
}

impl<E: Clone> ExactSizeIterator for StreamReader<'_, E> {}
