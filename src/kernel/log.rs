//! An append-only sequence for a world that is cloned often.

use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

const LOG_PAGE: usize = 256;
/// So many pages are shared by one pointer.
const GROUP_PAGES: usize = 32;
const LOG_GROUP: usize = LOG_PAGE * GROUP_PAGES;

/// An append-only sequence. Cloning costs one pointer for each 8,192 entries, one for each 256 of the last ones, and a copy
/// of those after the last page.
#[derive(Clone, Debug)]
pub struct Log<T> {
    /// The pages of old entries, in groups that clones share.
    groups: Vec<Arc<Vec<LogPage<T>>>>,
    /// Full pages after them, shared by clones.
    pages: Vec<LogPage<T>>,
    /// What comes after them: a writer need not ask whether it is shared.
    tail: Vec<T>,
}

/// As many entries as go into a page.
type LogPage<T> = Arc<Vec<T>>;

impl<T> Default for Log<T> {
    fn default() -> Self {
        Self { groups: Vec::new(), pages: Vec::new(), tail: Vec::new() }
    }
}

impl<T> Log<T> {
    pub const fn len(&self) -> usize {
        self.paged() + self.tail.len()
    }

    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Entries in full pages.
    const fn paged(&self) -> usize {
        self.groups.len() * LOG_GROUP + self.pages.len() * LOG_PAGE
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
            self.turn_page();
        }
        place
    }

    #[cold]
    #[inline(never)]
    fn turn_page(&mut self) {
        let full = std::mem::replace(&mut self.tail, Vec::with_capacity(LOG_PAGE));
        self.pages.push(Arc::new(full));
        if self.pages.len() == GROUP_PAGES {
            let group = std::mem::replace(&mut self.pages, Vec::with_capacity(GROUP_PAGES));
            self.groups.push(Arc::new(group));
        }
    }

    #[inline]
    pub fn get(&self, place: usize) -> Option<&T> {
        if let Some(recent) = place.checked_sub(self.groups.len() * LOG_GROUP) {
            return match self.pages.get(recent / LOG_PAGE) {
                Some(page) => page.get(recent % LOG_PAGE),
                None => self.tail.get(recent - self.pages.len() * LOG_PAGE),
            };
        }
        self.groups.get(place / LOG_GROUP)?.get(place % LOG_GROUP / LOG_PAGE)?.get(place % LOG_PAGE)
    }

    /// The entry to change; only its page is copied if it is shared.
    pub fn get_mut(&mut self, place: usize) -> Option<&mut T> {
        let Some(recent) = place.checked_sub(self.groups.len() * LOG_GROUP) else {
            let group = Arc::make_mut(self.groups.get_mut(place / LOG_GROUP)?);
            return Arc::make_mut(group.get_mut(place % LOG_GROUP / LOG_PAGE)?).get_mut(place % LOG_PAGE);
        };
        let paged = self.pages.len() * LOG_PAGE;
        match self.pages.get_mut(recent / LOG_PAGE) {
            Some(page) => Arc::make_mut(page).get_mut(recent % LOG_PAGE),
            None => self.tail.get_mut(recent.checked_sub(paged)?),
        }
    }

    pub fn last(&self) -> Option<&T> {
        self.len().checked_sub(1).and_then(|last| self.get(last))
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        let old = self.groups.iter().flat_map(|group| group.iter());
        old.chain(&self.pages).flat_map(|page| page.iter()).chain(self.tail.iter())
    }

    /// The entries from `place` on.
    pub fn from(&self, place: usize) -> impl Iterator<Item = &T> {
        self.slices(place..usize::MAX).flatten()
    }

    /// Lets everything after the first `len` entries go. Full pages before stay shared.
    pub fn keep_first(&mut self, len: usize) {
        if len >= self.paged() {
            self.tail.truncate(len - self.paged());
            return;
        }
        let (group, page) = (len / LOG_GROUP, len % LOG_GROUP / LOG_PAGE);
        if let Some(cut) = self.groups.get(group) {
            self.pages = cut.iter().cloned().collect();
            self.groups.truncate(group);
        }
        self.tail =
            self.pages.get(page).map(|cut| cut.iter().take(len % LOG_PAGE).cloned().collect()).unwrap_or_default();
        self.pages.truncate(page);
    }

    /// The full pages from a page on.
    fn pages_from(&self, page: usize) -> impl Iterator<Item = &LogPage<T>> {
        let first = self.groups.get(page / GROUP_PAGES).map(|group| group.iter().skip(page % GROUP_PAGES));
        let rest = self.groups.iter().skip(page / GROUP_PAGES + 1).flat_map(|group| group.iter());
        let recent = self.pages.iter().skip(page.saturating_sub(self.groups.len() * GROUP_PAGES));
        first.into_iter().flatten().chain(rest).chain(recent)
    }

    /// The entries of a range of places, page by page: what stands together in memory.
    pub fn slices(&self, places: Range<usize>) -> impl Iterator<Item = &[T]> {
        let first = places.start / LOG_PAGE;
        let end = places.end.min(self.len());
        let pages = self.pages_from(first).map(|page| page.as_slice()).chain(std::iter::once(self.tail.as_slice()));
        let numbered = (first * LOG_PAGE..end).step_by(LOG_PAGE).zip(pages);
        numbered.map(move |(begin, page)| {
            let end = page.len().min(end - begin);
            page.get(places.start.saturating_sub(begin)..end).unwrap_or_default()
        })
    }

    /// How many entries, from the first on, are the same in both. Pages that both share are not looked at.
    pub fn common_with(&self, other: &Self) -> usize
    where
        T: PartialEq,
    {
        let groups = self.groups.iter().zip(&other.groups);
        let shared = groups.take_while(|(own, other)| Arc::ptr_eq(own, other)).count() * GROUP_PAGES;
        let pages = self.pages_from(shared).zip(other.pages_from(shared));
        let shared = (shared + pages.take_while(|(own, other)| Arc::ptr_eq(own, other)).count()) * LOG_PAGE;
        let rest = self.from(shared).zip(other.from(shared));
        shared + rest.take_while(|(own, other)| own == other).count()
    }

    /// Bytes held by the entries themselves (not by what they point to).
    pub fn bytes(&self) -> usize {
        let pages: usize = self.pages_from(0).map(|page| page.capacity()).sum();
        (pages + self.tail.capacity()) * size_of::<T>()
    }

    /// Bytes that a clone holds which a later state of the same does not share with it.
    pub fn bytes_beside(&self, later: &Self) -> usize {
        let groups = self.groups.iter().zip(&later.groups);
        let same = groups.take_while(|(own, other)| Arc::ptr_eq(own, other)).count();
        let pages = self.pages_from(same * GROUP_PAGES);
        // The later one may have put pages into a group that stand alone here.
        let mut others = later.pages_from(same * GROUP_PAGES);
        let changed = pages.filter(|page| !others.next().is_some_and(|other| Arc::ptr_eq(page, other)));
        let entries: usize = changed.map(|page| page.capacity()).sum();
        let pointers = self.groups.len() + (self.groups.len() - same) * GROUP_PAGES + self.pages.len();
        (entries + self.tail.len()) * size_of::<T>() + pointers * size_of::<LogPage<T>>()
    }
}

impl<T: Clone + Hash> Hash for Log<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.len() as u64);
        self.iter().for_each(|value| value.hash(state));
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
    fn slices_are_what_stands_between_two_places() {
        let mut log = Log::default();
        (0..25_000).for_each(|i| {
            log.push(i);
        });
        for (from, to) in [
            (0, 25_000),
            (0, 0),
            (255, 257),
            (7, 4_096),
            (8_191, 8_193),
            (16_384, 20_000),
            (4_095, 24_999),
            (24_990, 90_000),
            (25_000, 25_000),
        ] {
            let told: Vec<i32> = log.slices(from..to).flatten().copied().collect();
            assert!(told.iter().copied().eq(from as i32..(to as i32).min(25_000)), "{from}..{to}");
            assert!(log.from(from).copied().eq(from as i32..25_000), "{from}");
        }
        assert!((0..25_001).all(|place| log.get(place).copied() == (place < 25_000).then_some(place as i32)));
        assert!(log.iter().rev().copied().eq((0..25_000).rev()));
    }

    #[test]
    fn logs_agree_up_to_the_first_entry_that_differs() {
        let mut log = Log::default();
        (0..30_000).for_each(|i| {
            log.push(i);
        });
        let mut other = log.clone();
        assert_eq!(log.common_with(&other), 30_000);
        log.push(7);
        assert_eq!((log.common_with(&other), other.common_with(&log)), (30_000, 30_000));
        other.push(8);
        assert_eq!(log.common_with(&other), 30_000);
        *other.get_mut(5).unwrap() = 9;
        assert_eq!(log.common_with(&other), 5);
        for len in [30_000, 24_577, 16_384, 16_383, 8_192, 8_191, 256, 255, 3, 0] {
            log.keep_first(len);
            assert_eq!((log.len(), log.last().copied()), (len, len.checked_sub(1)));
            log.keep_first(40_000);
            log.push(7);
            assert_eq!(log.get(len), Some(&7));
            log.keep_first(len);
        }
        let empty = Log::default();
        assert_eq!((log.common_with(&empty), empty.common_with(&log)), (0, 0));
    }
}
