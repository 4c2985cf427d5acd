//! Rows for a world that is cloned often: a clone shares all pages, a write copies one page at the most.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

const TABLE_PAGE: usize = 64;
/// So many pages are shared by one pointer.
const GROUP_PAGES: usize = 32;

/// Rows by a small dense number; a row never written reads as the default. Cloning costs one pointer for each 2,048 rows,
/// and one for each 64 of the last rows, which are written the most.
#[derive(Clone, Debug)]
pub struct Table<T> {
    /// The pages of old rows, in groups that clones share.
    groups: Vec<Arc<Vec<Page<T>>>>,
    /// The pages after them.
    recent: Vec<Page<T>>,
    /// The pages after those, which no clone shares: there are some only while the table is open.
    own: Vec<OwnPage<T>>,
    /// How many pages stand before them.
    first_own: usize,
    is_open: bool,
    len: usize,
}

/// Up to 64 rows.
type Page<T> = Arc<Vec<T>>;
/// 64 rows: a writer need not ask how many there are.
type OwnPage<T> = Box<[T; TABLE_PAGE]>;

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { groups: Vec::new(), recent: Vec::new(), own: Vec::new(), first_own: 0, is_open: false, len: 0 }
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
        self.page(row / TABLE_PAGE)?.get(row % TABLE_PAGE)
    }

    /// The row to write to; it and all before it exist afterwards.
    #[inline]
    pub fn row(&mut self, row: usize) -> &mut T {
        let own = (row / TABLE_PAGE).wrapping_sub(self.first_own);
        if own < self.own.len() {
            if row >= self.len {
                self.len = row + 1;
            }
            // This is what was just asked, and every page has all its slots.
            #[allow(clippy::indexing_slicing)]
            return &mut self.own[own][row % TABLE_PAGE];
        }
        self.row_anywhere(row)
    }

    #[inline(never)]
    fn row_anywhere(&mut self, row: usize) -> &mut T {
        if row >= self.len {
            self.grow(row);
        }
        let (page, slot, small) = (row / TABLE_PAGE, row % TABLE_PAGE, self.len <= TABLE_PAGE);
        let grouped = self.grouped();
        if let Some(rows) = self.own.get_mut(page.wrapping_sub(self.first_own)) {
            // A page has all its slots.
            #[allow(clippy::indexing_slicing)]
            return &mut rows[slot];
        }
        let rows = Arc::make_mut(match self.recent.get_mut(page.wrapping_sub(grouped)) {
            Some(page) => page,
            None => Self::old_page(&mut self.groups, page),
        });
        if slot >= rows.len() {
            Self::fill(rows, slot, small);
        }
        // The slot exists by what was just done.
        #[allow(clippy::indexing_slicing)]
        &mut rows[slot]
    }

    /// Recent pages that nobody shares, and all new ones, are the table's own from here on: writing to them need not ask,
    /// and a clone copies them. For many writes at once.
    pub fn open(&mut self) {
        self.is_open = true;
        let unique = self.recent.iter().rev().take_while(|page| Arc::strong_count(page) == 1).count();
        let recent = self.recent.drain(self.recent.len() - unique..);
        let rows = recent.map(|page| Self::own_page(Arc::unwrap_or_clone(page)));
        self.own = rows.chain(std::mem::take(&mut self.own)).collect();
        self.first_own -= unique;
    }

    /// Lets clones share all pages again.
    pub fn seal(&mut self) {
        self.is_open = false;
        let used = self.len.div_ceil(TABLE_PAGE) - self.first_own;
        for rows in std::mem::take(&mut self.own).into_iter().take(used) {
            self.share(Arc::new((rows as Box<[T]>).into_vec()));
        }
    }

    /// Opens the table and makes room for so many rows, which do not count yet: writing them asks for no memory.
    pub fn reserve(&mut self, rows: usize) {
        self.open();
        while self.first_own + self.own.len() < rows.div_ceil(TABLE_PAGE) {
            self.own.push(Self::own_page(Vec::new()));
        }
    }

    /// These rows, filled up to a whole page.
    fn own_page(mut rows: Vec<T>) -> OwnPage<T> {
        rows.resize(TABLE_PAGE, T::default());
        rows.into_boxed_slice().try_into().unwrap_or_else(|_| Box::new(std::array::from_fn(|_| T::default())))
    }

    const fn grouped(&self) -> usize {
        self.groups.len() * GROUP_PAGES
    }

    /// A page before the recent ones: it exists.
    #[cold]
    #[inline(never)]
    #[allow(clippy::indexing_slicing)]
    fn old_page(groups: &mut [Arc<Vec<Page<T>>>], page: usize) -> &mut Page<T> {
        &mut Arc::make_mut(&mut groups[page / GROUP_PAGES])[page % GROUP_PAGES]
    }

    /// Counts a new row in, and adds empty pages up to its own.
    #[cold]
    #[inline(never)]
    fn grow(&mut self, row: usize) {
        self.len = row + 1;
        while self.first_own + self.own.len() <= row / TABLE_PAGE {
            if self.is_open {
                self.own.push(Self::own_page(Vec::new()));
            } else {
                self.share(Page::default());
            }
        }
    }

    /// Adds a page that clones share. The last group of pages and what was begun after it stay recent.
    fn share(&mut self, page: Page<T>) {
        if self.recent.len() == 2 * GROUP_PAGES {
            self.groups.push(Arc::new(self.recent.drain(..GROUP_PAGES).collect()));
        }
        self.recent.push(page);
        self.first_own += 1;
    }

    /// Adds empty rows to a page, as few as there may be in a small table.
    #[cold]
    #[inline(never)]
    fn fill(rows: &mut Vec<T>, slot: usize, small: bool) {
        rows.resize(if small { (slot + 1).next_power_of_two() } else { TABLE_PAGE }, T::default());
    }

    fn shared(&self) -> impl Iterator<Item = &Page<T>> {
        self.groups.iter().flat_map(|group| group.iter()).chain(&self.recent)
    }

    pub fn iter(&self) -> impl Iterator<Item = &T> {
        let own = self.own.iter().map(|page| page.as_slice());
        let numbered = (0..).step_by(TABLE_PAGE).zip(self.shared().map(|page| page.as_slice()).chain(own));
        numbered.flat_map(|(first, page)| page.iter().take(self.len.saturating_sub(first)))
    }

    /// Bytes held by the rows themselves (not by what they point to).
    pub fn bytes(&self) -> usize {
        let shared: usize = self.shared().map(|page| page.capacity()).sum();
        (shared + self.own.len() * TABLE_PAGE) * size_of::<T>()
    }

    /// Bytes that a clone holds which a later state of the same does not share with it.
    pub fn bytes_beside(&self, later: &Self) -> usize {
        let is_shared = |place: usize, group: &Arc<Vec<Page<T>>>| {
            later.groups.get(place).is_some_and(|other| Arc::ptr_eq(group, other))
        };
        let own = self.groups.iter().enumerate().filter(|(place, group)| !is_shared(*place, group));
        let grouped = own.flat_map(|(place, group)| (place * GROUP_PAGES..).zip(group.iter()));
        let pages = grouped.chain((self.grouped()..).zip(&self.recent));
        let held = |(place, page): (usize, &Page<T>)| {
            let is_shared = later.page(place).is_some_and(|other| std::ptr::eq(page.as_slice(), other));
            size_of::<Page<T>>() + if is_shared { 0 } else { page.capacity() * size_of::<T>() }
        };
        let own = self.own.len() * size_of::<[T; TABLE_PAGE]>();
        pages.map(held).sum::<usize>() + own + self.groups.len() * size_of::<Arc<Vec<Page<T>>>>()
    }

    #[inline]
    fn page(&self, page: usize) -> Option<&[T]> {
        match (page.checked_sub(self.grouped()), page.checked_sub(self.first_own)) {
            (_, Some(own)) => self.own.get(own).map(|page| page.as_slice()),
            (Some(recent), None) => self.recent.get(recent).map(|page| page.as_slice()),
            (None, None) => self.groups.get(page / GROUP_PAGES)?.get(page % GROUP_PAGES).map(|page| page.as_slice()),
        }
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
        let default = T::default();
        let row = |table: &'_ Self, at| table.get(at).map_or_else(|| default.clone(), T::clone);
        self.len == other.len && (0..self.len).all(|at| row(self, at) == row(other, at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{Digest, mix};

    #[test]
    fn a_page_that_was_never_written_equals_one_of_default_rows() {
        let (mut one, mut other) = (Table::<u32>::default(), Table::<u32>::default());
        for row in [0, 40, 5_000] {
            *one.row(row) = 1;
        }
        for row in [0, 5_000, 40, 3_000] {
            *other.row(row) = 1;
        }
        assert_ne!(one, other);
        *other.row(3_000) = 0;
        assert_eq!(one, other);
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

    #[test]
    fn a_large_table_keeps_what_its_clones_saw() {
        let mut table = Table::default();
        (0..30_000).for_each(|row| *table.row(row) = row);
        let seen = table.clone();
        for row in [0, 63, 4_095, 4_096, 12_000, 21_000, 29_999] {
            *table.row(row) += 1;
        }
        *table.row(60_000) = 5;
        assert!(seen.iter().copied().eq(0..30_000));
        assert_eq!((table.get(63), table.get(64), table.get(29_999)), (Some(&64), Some(&64), Some(&30_000)));
        assert_eq!((table.len(), table.get(60_000), table.get(60_001)), (60_001, Some(&5), None));
        assert_eq!(table.iter().sum::<usize>(), (0..30_000).sum::<usize>() + 7 + 5);
        assert_eq!((seen.len(), seen.get(30_000)), (30_000, None));
    }

    #[test]
    fn an_open_table_is_as_good_as_a_sealed_one() {
        let (mut sealed, mut other): (Table<u64>, Table<u64>) = Default::default();
        for (round, rows) in [3_u64, 40, 9_000, 20_000].into_iter().enumerate() {
            match round {
                1 => other.open(),
                3 => other.reserve(30_000),
                _ => {}
            }
            for write in 0..rows {
                let row = mix(write) % rows;
                *sealed.row(row as usize) += write;
                *other.row(row as usize) += write;
            }
            assert!(sealed == other && Digest::of(&sealed) == Digest::of(&other));
            let copy = other.clone();
            *other.row(2) += 1;
            *sealed.row(2) += 1;
            other.seal();
            assert!(sealed == other && copy != other);
            assert!((0..rows as usize + 1).all(|row| sealed.get(row) == other.get(row)));
        }
    }
}
