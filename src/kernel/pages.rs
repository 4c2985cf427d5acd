//! Containers for a world that is cloned often: a clone shares all pages, a write copies one page at the most.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

const LOG_PAGE: usize = 1_024;
const TABLE_PAGE: usize = 64;

/// An append-only sequence. Cloning costs one pointer for each 1,024 entries and a copy of those after the last page.
#[derive(Clone, Debug)]
pub struct Log<T> {
    /// Full pages, shared by clones.
    pages: Vec<Arc<Vec<T>>>,
    /// What comes after them: a writer need not ask whether it is shared.
    tail: Vec<T>,
}

impl<T> Default for Log<T> {
    fn default() -> Self {
        Self { pages: Vec::new(), tail: Vec::new() }
    }
}

impl<T> Log<T> {
    pub const fn len(&self) -> usize {
        self.pages.len() * LOG_PAGE + self.tail.len()
    }

    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<T: Clone> Log<T> {
    /// Appends and returns the place of the new entry.
    pub fn push(&mut self, value: T) -> usize {
        let place = self.len();
        if self.tail.len() == self.tail.capacity() && self.tail.len() >= LOG_PAGE / 4 {
            self.tail.reserve_exact(LOG_PAGE - self.tail.len());
        }
        self.tail.push(value);
        if self.tail.len() == LOG_PAGE {
            let next = Vec::with_capacity(LOG_PAGE);
            self.pages.push(Arc::new(std::mem::replace(&mut self.tail, next)));
        }
        place
    }

    pub fn get(&self, place: usize) -> Option<&T> {
        match self.pages.get(place / LOG_PAGE) {
            Some(page) => page.get(place % LOG_PAGE),
            None => self.tail.get(place.checked_sub(self.pages.len() * LOG_PAGE)?),
        }
    }

    /// The entry to change; only its page is copied if it is shared.
    pub fn get_mut(&mut self, place: usize) -> Option<&mut T> {
        let paged = self.pages.len() * LOG_PAGE;
        match self.pages.get_mut(place / LOG_PAGE) {
            Some(page) => Arc::make_mut(page).get_mut(place % LOG_PAGE),
            None => self.tail.get_mut(place.checked_sub(paged)?),
        }
    }

    pub fn last(&self) -> Option<&T> {
        self.tail.last().or_else(|| self.pages.last()?.last())
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.pages.iter().flat_map(|page| page.iter()).chain(self.tail.iter())
    }

    /// The entries from `place` on.
    pub fn from(&self, place: usize) -> impl Iterator<Item = &T> {
        let page = place / LOG_PAGE;
        let first = self.pages.get(page).map(|page| page.iter().skip(place % LOG_PAGE));
        let rest = self.pages.iter().skip(page + 1).flat_map(|page| page.iter());
        let tail = self.tail.iter().skip(place.saturating_sub(self.pages.len() * LOG_PAGE));
        first.into_iter().flatten().chain(rest).chain(tail)
    }

    /// Lets everything after the first `len` entries go. Full pages before stay shared.
    pub fn keep_first(&mut self, len: usize) {
        let page = len / LOG_PAGE;
        match self.pages.get(page) {
            Some(cut) => {
                self.tail = cut.iter().take(len % LOG_PAGE).cloned().collect();
                self.pages.truncate(page);
            }
            None => self.tail.truncate(len.saturating_sub(self.pages.len() * LOG_PAGE)),
        }
    }

    /// How many entries, from the first on, are the same in both. Pages that both share are not looked at.
    pub fn common_with(&self, other: &Self) -> usize
    where
        T: PartialEq,
    {
        let pages = self.pages.iter().zip(&other.pages);
        let shared = pages.take_while(|(own, other)| Arc::ptr_eq(own, other)).count() * LOG_PAGE;
        let rest = self.from(shared).zip(other.from(shared));
        shared + rest.take_while(|(own, other)| own == other).count()
    }

    /// Bytes held by the entries themselves (not by what they point to).
    pub fn bytes(&self) -> usize {
        let pages: usize = self.pages.iter().map(|page| page.capacity()).sum();
        (pages + self.tail.capacity()) * size_of::<T>()
    }
}

impl<T: Clone + Hash> Hash for Log<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.len() as u64);
        self.iter().for_each(|value| value.hash(state));
    }
}

/// Rows by a small dense number; a row never written reads as the default. Cloning costs one pointer for each 64 rows.
#[derive(Clone, Debug)]
pub struct Table<T> {
    pages: Vec<Arc<Vec<T>>>,
    len: usize,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { pages: Vec::new(), len: 0 }
    }
}

impl<T: Clone + Default> Table<T> {
    /// One more than the highest row written.
    pub const fn len(&self) -> usize {
        self.len
    }

    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub fn get(&self, row: usize) -> Option<&T> {
        if row >= self.len {
            return None;
        }
        self.pages.get(row / TABLE_PAGE)?.get(row % TABLE_PAGE)
    }

    /// The row to write to; it and all before it exist afterwards.
    pub fn row(&mut self, row: usize) -> &mut T {
        let (page, slot) = (row / TABLE_PAGE, row % TABLE_PAGE);
        while self.pages.len() <= page {
            self.pages.push(Arc::new(Vec::new()));
        }
        self.len = self.len.max(row + 1);
        // The page exists by the loop above, the slot by the resize below: both lookups are total.
        #[allow(clippy::indexing_slicing)]
        let page = Arc::make_mut(&mut self.pages[page]);
        if page.len() <= slot {
            let grown = if self.len <= TABLE_PAGE { (slot + 1).next_power_of_two() } else { TABLE_PAGE };
            page.resize(grown, T::default());
        }
        #[allow(clippy::indexing_slicing)]
        &mut page[slot]
    }

    pub fn iter(&self) -> impl Iterator<Item = &T> {
        (0..self.len).filter_map(|row| self.get(row))
    }

    /// Bytes held by the rows themselves (not by what they point to).
    pub fn bytes(&self) -> usize {
        self.pages.iter().map(|page| page.capacity() * size_of::<T>()).sum()
    }
}

impl<T: Clone + Default + Hash> Hash for Table<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.len as u64);
        self.iter().for_each(|value| value.hash(state));
    }
}

impl<T: Clone + Default + PartialEq> PartialEq for Table<T> {
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len && self.iter().eq(other.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clone_keeps_what_it_saw() {
        let mut log = Log::default();
        (0..3_000).for_each(|i| {
            log.push(i);
        });
        let seen = log.clone();
        log.push(3_000);
        assert_eq!(seen.len(), 3_000);
        assert_eq!(log.from(2_998).copied().collect::<Vec<_>>(), [2_998, 2_999, 3_000]);
        assert_eq!(seen.from(2_998).copied().collect::<Vec<_>>(), [2_998, 2_999]);
        assert_eq!(log.get(3_001), None);
    }

    #[test]
    fn logs_agree_up_to_the_first_entry_that_differs() {
        let mut log = Log::default();
        (0..3_000).for_each(|i| {
            log.push(i);
        });
        let mut other = log.clone();
        assert_eq!(log.common_with(&other), 3_000);
        log.push(7);
        assert_eq!((log.common_with(&other), other.common_with(&log)), (3_000, 3_000));
        other.push(8);
        assert_eq!(log.common_with(&other), 3_000);
        *other.get_mut(5).unwrap() = 9;
        assert_eq!(log.common_with(&other), 5);
        for len in [3_000, 2_048, 2_047, 1_500, 3, 0] {
            log.keep_first(len);
            assert_eq!((log.len(), log.last().copied()), (len, len.checked_sub(1)));
            log.keep_first(4_000);
            log.push(7);
            assert_eq!(log.get(len), Some(&7));
            log.keep_first(len);
        }
        let empty = Log::default();
        assert_eq!((log.common_with(&empty), empty.common_with(&log)), (0, 0));
    }

    #[test]
    fn a_table_reads_default_where_nothing_was_written() {
        let mut table: Table<u32> = Table::default();
        *table.row(200) = 7;
        let seen = table.clone();
        *table.row(3) = 1;
        assert_eq!((table.get(3), table.get(4), table.get(200), table.get(201)), (Some(&1), Some(&0), Some(&7), None));
        assert_eq!(seen.get(3).copied().unwrap_or_default(), 0);
        assert_eq!(table.len(), 201);
        assert_eq!(table.iter().sum::<u32>(), 8);
    }
}
