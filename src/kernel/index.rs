//! Small numbers by ids, for as many ids as come from outside.
//!
//! Ids lie in shards that grow one by one, so that no single insertion costs much. Whoever chooses the ids cannot make
//! it slow: where too many fall together, their shard is laid out anew with another salt.

use super::hash::mix;

const SHARDS: usize = 256;
/// A lookup looks at this many slots at most.
const PROBES_MAX: usize = 64;

/// Numbers below `u32::MAX` by 64-bit ids. It keeps no ids: whoever asks says which id a number has.
#[derive(Clone, Debug)]
pub struct IdIndex {
    shards: Vec<Shard>,
    len: usize,
}

#[derive(Clone, Debug, Default)]
struct Shard {
    salt: u64,
    len: usize,
    /// A power of two of slots, at the most half of them taken.
    slots: Vec<Slot>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    /// Half of the hash of the id: it says where the slot belongs, and nearly always whether it is the one.
    tag: u32,
    /// The number plus one; 0 is free.
    taken: u32,
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

    /// The number of an id; `id_of` a number is the id that it was given for.
    pub fn get(&self, id: u64, id_of: impl Fn(u32) -> u64) -> Option<u32> {
        let shard = self.shards.get(shard_of(id))?;
        let place = shard.place_of(id, &id_of)?;
        shard.slots.get(place).and_then(|slot| slot.taken.checked_sub(1))
    }

    /// Gives an id a number unless it has one; returns the one that it had.
    pub fn insert(&mut self, id: u64, number: u32, id_of: impl Fn(u32) -> u64) -> Option<u32> {
        let before = self.shards.get_mut(shard_of(id))?.insert(id, number, &id_of);
        self.len += usize::from(before.is_none());
        before
    }

    /// Gives an id that has a number another one.
    pub fn replace(&mut self, id: u64, number: u32, id_of: impl Fn(u32) -> u64) {
        let Some(shard) = self.shards.get_mut(shard_of(id)) else { return };
        let place = shard.place_of(id, &id_of);
        if let Some(slot) = place.and_then(|place| shard.slots.get_mut(place)).filter(|slot| slot.taken > 0) {
            slot.taken = number.saturating_add(1);
        }
    }
}

const fn shard_of(id: u64) -> usize {
    (mix(id) >> 56) as usize % SHARDS
}

impl Shard {
    const fn tag_of(&self, id: u64) -> u32 {
        (mix(id ^ self.salt) >> 24) as u32
    }

    fn insert(&mut self, id: u64, number: u32, id_of: &impl Fn(u32) -> u64) -> Option<u32> {
        if (self.len + 1) * 2 > self.slots.len() {
            self.lay_out((self.slots.len() * 2).max(16), id_of);
        }
        loop {
            let tag = self.tag_of(id);
            if let Some(slot) = self.place_of(id, id_of).and_then(|place| self.slots.get_mut(place)) {
                if let Some(before) = slot.taken.checked_sub(1) {
                    return Some(before);
                }
                *slot = Slot { tag, taken: number.saturating_add(1) };
                self.len += 1;
                return None;
            }
            self.salt_anew(id_of);
            self.lay_out(self.slots.len(), id_of);
        }
    }

    /// Where an id lies, or the free place where it belongs; `None` where it would be looked for too long.
    fn place_of(&self, id: u64, id_of: &impl Fn(u32) -> u64) -> Option<usize> {
        let tag = self.tag_of(id);
        let is_own = |slot: &Slot| slot.taken == 0 || slot.tag == tag && id_of(slot.taken - 1) == id;
        self.place_from(tag, is_own)
    }

    fn place_from(&self, tag: u32, is_it: impl Fn(&Slot) -> bool) -> Option<usize> {
        let last = self.slots.len().checked_sub(1)?;
        let mut places = (0..PROBES_MAX).map(|probe| (tag as usize).wrapping_add(probe) & last);
        places.find(|place| self.slots.get(*place).is_some_and(&is_it))
    }

    fn salt_anew(&mut self, id_of: &impl Fn(u32) -> u64) {
        self.salt = mix(self.salt.wrapping_add(1));
        let mut slots = std::mem::take(&mut self.slots);
        for slot in slots.iter_mut().filter(|slot| slot.taken > 0) {
            slot.tag = self.tag_of(id_of(slot.taken - 1));
        }
        self.slots = slots;
    }

    fn lay_out(&mut self, width: usize, id_of: &impl Fn(u32) -> u64) {
        loop {
            let before = std::mem::replace(&mut self.slots, vec![Slot::default(); width]);
            let all = before.iter().filter(|slot| slot.taken > 0).all(|slot| {
                let place = self.place_from(slot.tag, |other| other.taken == 0);
                place.and_then(|place| self.slots.get_mut(place)).map(|free| *free = *slot).is_some()
            });
            if all {
                return;
            }
            self.slots = before;
            self.salt_anew(id_of);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn it_behaves_like_a_map_that_keeps_the_first() {
        let (mut index, mut model, mut ids) = (IdIndex::default(), BTreeMap::new(), Vec::new());
        for round in 0..60_000_u32 {
            let id = mix(u64::from(round)) % 40_000;
            ids.push(id);
            let id_of = |number: u32| ids[number as usize % 60_000];
            assert_eq!(index.insert(id, round, id_of), model.get(&id).copied());
            model.entry(id).or_insert(round);
            assert_eq!(index.len(), model.len());
            if round % 7 == 0 {
                index.replace(id, round + 60_000, id_of);
                model.insert(id, round + 60_000);
            }
        }
        let id_of = |number: u32| ids[number as usize % 60_000];
        assert!((0..41_000).all(|id| index.get(id, id_of) == model.get(&id).copied()));
    }

    /// Ids whose places agree in a table of any size that comes up here: chosen as somebody who means harm would.
    #[test]
    fn chosen_ids_do_not_make_it_slow() {
        let together = (0..).filter(|id| mix(*id) >> 56 == 0 && (mix(*id) >> 24).is_multiple_of(256));
        let ids: Vec<u64> = together.take(300).collect();
        let id_of = |number: u32| ids[number as usize];
        let mut index = IdIndex::default();
        for (number, id) in (0..).zip(&ids) {
            assert_eq!(index.insert(*id, number, id_of), None);
        }
        assert!((0..).zip(&ids).all(|(number, id)| index.get(*id, id_of) == Some(number)));
        assert!(index.shards[0].salt != 0);
    }
}
