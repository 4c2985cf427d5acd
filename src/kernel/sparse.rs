//! Rows by a number that only grows, of which most are gone again.

use std::collections::VecDeque;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

const PAGE: usize = 64;

/// Rows by number. A page whose rows are all gone holds nothing but its place; a clone shares all others.
#[derive(Clone, Debug)]
pub struct Sparse<T> {
    /// The pages from `first` on.
    pages: VecDeque<Page<T>>,
    /// All pages before this one are empty.
    first: usize,
    len: usize,
}

/// Rows and how many of them are there.
type Page<T> = Option<(u8, Arc<Vec<Option<T>>>)>;

impl<T> Default for Sparse<T> {
    fn default() -> Self {
        Self { pages: VecDeque::new(), first: 0, len: 0 }
    }
}

impl<T: Clone> Sparse<T> {
    pub const fn len(&self) -> usize {
        self.len
    }

    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub fn get(&self, number: u32) -> Option<&T> {
        let (page, slot) = place_of(number);
        self.pages.get(page.checked_sub(self.first)?)?.as_ref()?.1.get(slot)?.as_ref()
    }

    pub fn contains(&self, number: u32) -> bool {
        self.get(number).is_some()
    }

    pub fn get_mut(&mut self, number: u32) -> Option<&mut T> {
        let (page, slot) = place_of(number);
        let page = page.checked_sub(self.first)?;
        Arc::make_mut(&mut self.pages.get_mut(page)?.as_mut()?.1).get_mut(slot)?.as_mut()
    }

    /// Puts a row in its place and returns what was there.
    pub fn insert(&mut self, number: u32, row: T) -> Option<T> {
        let (page, slot) = place_of(number);
        if self.pages.is_empty() {
            self.first = page;
        }
        while page < self.first {
            self.pages.push_front(None);
            self.first -= 1;
        }
        if self.pages.len() <= page - self.first {
            self.pages.resize(page - self.first + 1, None);
        }
        let (count, rows) = self.pages.get_mut(page - self.first)?.get_or_insert_default();
        let rows = Arc::make_mut(rows);
        if rows.len() <= slot {
            rows.resize(slot + 1, None);
        }
        let before = rows.get_mut(slot)?.replace(row);
        if before.is_none() {
            *count += 1;
            self.len += 1;
        }
        before
    }

    pub fn remove(&mut self, number: u32) -> Option<T> {
        let (place, slot) = place_of(number);
        let page = self.pages.get_mut(place.checked_sub(self.first)?)?;
        let (count, rows) = page.as_mut()?;
        rows.get(slot)?.as_ref()?;
        let row = Arc::make_mut(rows).get_mut(slot)?.take();
        *count -= 1;
        self.len -= 1;
        if *count == 0 {
            *page = None;
            while self.pages.front().is_some_and(Option::is_none) {
                self.pages.pop_front();
                self.first += 1;
            }
        }
        row
    }

    /// All rows that are there, by number.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        let pages = (self.first..).zip(&self.pages);
        let rows = pages.filter_map(|(place, page)| Some((place, page.as_ref()?)));
        rows.flat_map(|(place, (_, rows))| {
            (place * PAGE..).zip(rows.iter()).filter_map(|(number, row)| Some((number as u32, row.as_ref()?)))
        })
    }

    /// Bytes held by the rows and by the places of the pages.
    pub fn bytes(&self) -> usize {
        let rows: usize = self.pages.iter().flatten().map(|(_, rows)| rows.capacity() * size_of::<Option<T>>()).sum();
        rows + self.pages.capacity() * size_of::<Page<T>>()
    }

    /// Bytes that a clone holds which a later state of the same does not share with it.
    pub fn bytes_beside(&self, later: &Self) -> usize {
        let is_shared = |place: usize, page: &Arc<Vec<Option<T>>>| {
            let other = place.checked_sub(later.first).and_then(|place| later.pages.get(place)?.as_ref());
            other.is_some_and(|(_, other)| Arc::ptr_eq(page, other))
        };
        let pages = (self.first..).zip(&self.pages).filter_map(|(place, page)| Some((place, &page.as_ref()?.1)));
        let changed = pages.filter(|(place, page)| !is_shared(*place, page));
        changed.map(|(_, page)| page.capacity() * size_of::<Option<T>>()).sum::<usize>()
            + self.pages.len() * size_of::<Page<T>>()
    }
}

const fn place_of(number: u32) -> (usize, usize) {
    (number as usize / PAGE, number as usize % PAGE)
}

impl<T: Clone + Hash> Hash for Sparse<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.len as u64);
        self.iter().for_each(|entry| entry.hash(state));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::kernel::{Purpose, Seed};

    #[test]
    fn it_behaves_like_a_sorted_map() {
        let draw = |bound, about| Seed(3).below(bound, Purpose::Campaign, about, 0) as u32;
        let (mut sparse, mut model) = (Sparse::default(), BTreeMap::new());
        for round in 0..5_000 {
            let number = (round / 4) as u32 + draw(300, round * 2);
            if draw(3, round * 2 + 1) > 0 {
                assert_eq!(sparse.remove(number), model.remove(&number));
            } else {
                assert_eq!(sparse.insert(number, round), model.insert(number, round));
            }
            assert_eq!((sparse.len(), sparse.is_empty()), (model.len(), model.is_empty()));
            assert_eq!(sparse.get(number), model.get(&number));
        }
        assert!(sparse.iter().eq(model.iter().map(|(number, row)| (*number, row))));
        let seen = sparse.clone();
        model.keys().for_each(|number| *sparse.get_mut(*number).unwrap() += 1);
        assert!(seen.iter().eq(model.iter().map(|(number, row)| (*number, row))));
        assert!(sparse.iter().all(|(number, row)| *row == model[&number] + 1 && seen.contains(number)));
    }
}
