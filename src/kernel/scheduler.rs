//! The agenda: what is due when. Ties in time are broken by ticket, and what is in flight can be looked at.
//!
//! Entries lie in buckets of some milliseconds, more where there are few of them. A clone shares them, a write copies one
//! of them at the most, and only the bucket at hand is kept in order.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::rank::ranks;
use super::time::VirtualTime;

/// A bucket spans 2^12 µs at the least, some 4 ms.
const BITS_LEAST: u32 = 12;
/// And 2^20 µs at the most, about a second.
const BITS_MOST: u32 = 20;
/// Buckets are made wider when there are more than so many, with fewer entries each than...
const BUCKETS_FEW: usize = 128;
/// ...these.
const ENTRIES_FEW: usize = 4;
/// Buckets are made narrower when they hold more entries each than this.
const ENTRIES_MANY: usize = 64;

/// The place of an entry in the order of scheduling.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// When an entry is due, and its ticket: no two entries have the same.
type Key = (VirtualTime, Ticket);

/// Entries ordered by (due, ticket).
#[derive(Clone, Debug)]
pub struct Scheduler<T> {
    /// The earliest entries, the first of all at the end. No bucket holds an entry before the last of these.
    near: Vec<(Key, T)>,
    /// Whatever is due before this lies in `near`.
    near_until: VirtualTime,
    /// A bucket spans two to the power of so many microseconds.
    bits: u32,
    /// All other entries, each bucket in no order.
    far: BTreeMap<u64, Arc<Vec<(Key, T)>>>,
    len: usize,
    next: Ticket,
}

impl<T> Default for Scheduler<T> {
    fn default() -> Self {
        let near_until = VirtualTime::from_micros(1 << BITS_LEAST);
        Self { near: Vec::new(), near_until, bits: BITS_LEAST, far: BTreeMap::new(), len: 0, next: Ticket(0) }
    }
}

impl<T: Clone> Scheduler<T> {
    pub fn schedule(&mut self, due: VirtualTime, item: T) -> (VirtualTime, Ticket) {
        let key = (due, self.next);
        self.next = Ticket(self.next.0 + 1);
        self.len += 1;
        if due < self.near_until {
            let place = self.near.partition_point(|(other, _)| *other > key);
            self.near.insert(place, (key, item));
        } else {
            Arc::make_mut(self.far.entry(self.bucket_of(due)).or_default()).push((key, item));
        }
        key
    }

    /// Takes an entry back before it is due.
    pub fn cancel(&mut self, key: (VirtualTime, Ticket)) -> Option<T> {
        let (_, item) = if key.0 < self.near_until {
            let place = self.near.binary_search_by(|(other, _)| key.cmp(other)).ok()?;
            self.near.remove(place)
        } else {
            let bucket = self.bucket_of(key.0);
            let entries = self.far.get_mut(&bucket)?;
            let place = entries.iter().position(|(other, _)| other.1 == key.1)?;
            let item = Arc::make_mut(entries).swap_remove(place);
            if entries.is_empty() {
                self.far.remove(&bucket);
            }
            item
        };
        self.len -= 1;
        Some(item)
    }

    pub fn next_due(&self) -> Option<VirtualTime> {
        match self.near.last() {
            Some(((due, _), _)) => Some(*due),
            None => self.far.first_key_value()?.1.iter().map(|((due, _), _)| *due).min(),
        }
    }

    pub fn pop(&mut self) -> Option<(VirtualTime, T)> {
        if self.near.is_empty() {
            self.fit_buckets();
            let (bucket, entries) = self.far.pop_first()?;
            self.near = Arc::unwrap_or_clone(entries);
            self.near.sort_unstable_by_key(|entry| Reverse(entry.0));
            self.near_until = VirtualTime::from_micros(bucket.saturating_add(1) << self.bits);
        }
        let ((due, _), item) = self.near.pop()?;
        self.len -= 1;
        Some((due, item))
    }

    const fn bucket_of(&self, due: VirtualTime) -> u64 {
        due.micros() >> self.bits
    }

    /// Buckets of a width that suits what lies in them: few are cheap to clone, short ones cheap to look through.
    fn fit_buckets(&mut self) {
        let buckets = self.far.len();
        let bits = if buckets > BUCKETS_FEW && self.len < buckets * ENTRIES_FEW && self.bits < BITS_MOST {
            self.bits + 1
        } else if self.len > buckets * ENTRIES_MANY && self.bits > BITS_LEAST {
            self.bits - 1
        } else {
            return;
        };
        self.bits = bits;
        for entries in std::mem::take(&mut self.far).into_values() {
            for entry in Arc::unwrap_or_clone(entries) {
                let bucket = self.bucket_of(entry.0.0);
                Arc::make_mut(self.far.entry(bucket).or_default()).push(entry);
            }
        }
    }

    pub const fn len(&self) -> usize {
        self.len
    }

    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Bytes that a clone holds which a later state of the same does not share with it.
    pub fn bytes_beside(&self, later: &Self) -> usize {
        let is_shared = |bucket: &u64, entries| later.far.get(bucket).is_some_and(|other| Arc::ptr_eq(other, entries));
        let changed = self.far.iter().filter(|(bucket, entries)| !is_shared(bucket, entries));
        let entries = self.near.len() + changed.map(|(_, entries)| entries.len()).sum::<usize>();
        entries * size_of::<(Key, T)>() + self.far.len() * size_of::<(u64, Arc<Vec<(Key, T)>>)>()
    }

    /// What is due, soonest first.
    pub fn iter(&self) -> impl Iterator<Item = ((VirtualTime, Ticket), &T)> {
        let far = self.far.values().flat_map(|entries| {
            let order = ranks(entries.iter().map(|((due, ticket), _)| (due.micros(), ticket.0)));
            order.into_iter().filter_map(|place| entries.get(place))
        });
        self.near.iter().rev().chain(far).map(|(key, item)| (*key, item))
    }

    /// What is due, in no order: cheaper where the order does not matter.
    pub fn items(&self) -> impl Iterator<Item = (VirtualTime, &T)> {
        let far = self.far.values().flat_map(|entries| entries.iter());
        self.near.iter().chain(far).map(|((due, _), item)| (*due, item))
    }
}

/// What is due when, and the next ticket; how it is kept does not count.
impl<T: Clone + Hash> Hash for Scheduler<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.len as u64);
        self.iter().for_each(|entry| entry.hash(state));
        self.next.hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{Digest, Purpose, Seed};

    #[test]
    fn ties_are_broken_by_ticket() {
        let mut scheduler = Scheduler::default();
        let late = VirtualTime::from_millis(2);
        let soon = VirtualTime::from_millis(1);
        scheduler.schedule(late, "c");
        let taken_back = scheduler.schedule(soon, "x");
        scheduler.schedule(soon, "a");
        scheduler.schedule(soon, "b");
        assert_eq!(scheduler.cancel(taken_back), Some("x"));
        assert_eq!(scheduler.next_due(), Some(soon));
        let order: Vec<_> = std::iter::from_fn(|| scheduler.pop()).map(|(_, item)| item).collect();
        assert_eq!(order, ["a", "b", "c"]);
    }

    /// Whatever is scheduled, taken back and popped: the agenda behaves like a sorted map.
    #[test]
    fn the_buckets_are_not_to_be_seen() {
        for seed in 0..20 {
            let draw = |bound, about| Seed(seed).below(bound, Purpose::Campaign, about, 0);
            let (mut agenda, mut model) = (Scheduler::default(), BTreeMap::new());
            let mut now = 0;
            for round in 0..2_000 {
                match draw(10, round * 4) {
                    0..5 => {
                        let spread = if draw(2, round * 4 + 1) == 0 { 5_000 } else { 2_000_000 };
                        let due = VirtualTime::from_micros(now + draw(spread, round * 4 + 2));
                        model.insert(agenda.schedule(due, round), round);
                    }
                    5..7 => {
                        let places = model.len() as u64 + 1;
                        let key = model.keys().nth(draw(places, round * 4 + 3) as usize).copied();
                        let key = key.unwrap_or((VirtualTime::ZERO, Ticket(u64::MAX)));
                        assert_eq!(agenda.cancel(key), model.remove(&key));
                    }
                    _ => {
                        let first = model.pop_first().map(|((due, _), item)| (due, item));
                        assert_eq!(agenda.pop(), first);
                        now = first.map_or(now, |(due, _)| due.micros());
                    }
                }
                assert_eq!(agenda.next_due(), model.keys().next().map(|(due, _)| *due));
                assert_eq!((agenda.len(), agenda.is_empty()), (model.len(), model.is_empty()));
            }
            assert!(agenda.iter().eq(model.iter().map(|(key, item)| (*key, item))));
            assert_eq!(agenda.items().count(), model.len());
            assert_eq!(Digest::of(&agenda), Digest::of(&agenda.clone()));
        }
    }
}
