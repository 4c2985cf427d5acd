//! Small numbers by ids, for as many ids as come from outside.
//!
//! Ids lie in shards that grow one by one, so that no single insertion costs much. Whoever chooses the ids cannot make
//! it slow: where too many fall together, their shard is laid out anew with another salt.

use super::hash::mix;

const SHARDS: usize = 256;
/// A lookup looks at this many slots at most.
const PROBES_MAX: usize = 64;

/// Numbers below `u32::MAX` by 64-bit ids.
#[derive(Clone, Debug)]
pub struct IdIndex {
    shards: Vec<Shard>,
    len: usize,
}

#[derive(Clone, Debug, Default)]
struct Shard {
    salt: u64,
    len: usize,
    /// A power of two of slots, at the most half of them taken: the id, and its number plus one; 0 is free.
    slots: Vec<(u64, u32)>,
}

impl Default for IdIndex {
    fn default() -> Self {
        Self { shards: vec![Shard::default(); SHARDS], len: 0 }
    }
}

impl IdIndex {
    pub const fn len(&self) -> usize {
        self.len
    }

    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The number of an id.
    pub fn get(&self, id: u64) -> Option<u32> {
        self.shards.get(shard_of(id))?.get(id)
    }

    /// Gives an id a number unless it has one; returns the one that it had.
    pub fn insert(&mut self, id: u64, number: u32) -> Option<u32> {
        let before = self.shards.get_mut(shard_of(id))?.insert(id, number);
        self.len += usize::from(before.is_none());
        before
    }
}

const fn shard_of(id: u64) -> usize {
    (mix(id) >> 56) as usize % SHARDS
}

impl Shard {
    fn get(&self, id: u64) -> Option<u32> {
        let place = self.place_of(id)?;
        self.slots.get(place).and_then(|(_, taken)| taken.checked_sub(1))
    }

    fn insert(&mut self, id: u64, number: u32) -> Option<u32> {
        if (self.len + 1) * 2 > self.slots.len() {
            self.lay_out((self.slots.len() * 2).max(16));
        }
        loop {
            if let Some(slot) = self.place_of(id).and_then(|place| self.slots.get_mut(place)) {
                if let Some(before) = slot.1.checked_sub(1) {
                    return Some(before);
                }
                *slot = (id, number.saturating_add(1));
                self.len += 1;
                return None;
            }
            self.salt = mix(self.salt.wrapping_add(1));
            self.lay_out(self.slots.len());
        }
    }

    /// Where an id lies, or the free place where it belongs; `None` where it would be looked for too long.
    fn place_of(&self, id: u64) -> Option<usize> {
        let last = self.slots.len().checked_sub(1)?;
        let home = mix(id ^ self.salt) as usize;
        (0..PROBES_MAX)
            .map(|probe| home.wrapping_add(probe) & last)
            .find(|place| self.slots.get(*place).is_some_and(|(other, taken)| *taken == 0 || *other == id))
    }

    fn lay_out(&mut self, width: usize) {
        let before = std::mem::take(&mut self.slots);
        loop {
            self.slots = vec![(0, 0); width];
            let all = before.iter().filter(|(_, taken)| *taken > 0).all(|entry| {
                let slot = self.place_of(entry.0).and_then(|place| self.slots.get_mut(place));
                slot.map(|slot| *slot = *entry).is_some()
            });
            if all {
                return;
            }
            self.salt = mix(self.salt.wrapping_add(1));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn it_behaves_like_a_map_that_keeps_the_first() {
        let (mut index, mut model) = (IdIndex::default(), BTreeMap::new());
        for round in 0..60_000_u32 {
            let id = mix(u64::from(round)) % 40_000;
            assert_eq!(index.insert(id, round), model.get(&id).copied());
            model.entry(id).or_insert(round);
            assert_eq!(index.len(), model.len());
        }
        assert!((0..41_000).all(|id| index.get(id) == model.get(&id).copied()));
    }

    /// Ids whose places agree in a table of any size that comes up here: chosen as somebody who means harm would.
    #[test]
    fn chosen_ids_do_not_make_it_slow() {
        let together = (0..).filter(|id| mix(*id).is_multiple_of(256) && mix(*id) >> 56 == 0);
        let ids: Vec<u64> = together.take(300).collect();
        let mut index = IdIndex::default();
        for (number, id) in (0..).zip(&ids) {
            assert_eq!(index.insert(*id, number), None);
        }
        assert!((0..).zip(&ids).all(|(number, id)| index.get(*id) == Some(number)));
        assert!(index.shards[0].salt != 0);
    }
}
