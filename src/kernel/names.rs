//! Names become small numbers once, at the edge; the engine compares and copies the numbers.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::hash::Digest;
use super::log::Log;
use super::pages::Table;

/// The number of a name, dense from 0 in the order of first mention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(pub u32);

impl Symbol {
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// So many names move to the larger index with each new one, so that no single name waits for all others.
const MOVED_AT_ONCE: usize = 8;

/// All names of one kind that a run has met. Clones share their pages.
#[derive(Clone, Debug, Default)]
pub struct Names {
    texts: Log<Arc<str>>,
    index: Slots,
    /// The index before it was enlarged, as long as not all its names have moved.
    former: Slots,
    /// The first names, so many, are in `index`.
    moved: usize,
}

/// Open addressing; a slot holds a symbol plus one, 0 is free, and half of the hash, so that a text is looked at only
/// where it is nearly surely the one.
#[derive(Clone, Debug, Default)]
struct Slots {
    slots: Table<(u32, u32)>,
    width: usize,
}

impl Names {
    pub const fn len(&self) -> usize {
        self.texts.len()
    }

    pub const fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    pub fn text(&self, symbol: Symbol) -> &str {
        self.texts.get(symbol.index()).map_or("", |text| text)
    }

    pub fn find(&self, text: &str) -> Option<Symbol> {
        self.find_hashed(text, hash_of(text))
    }

    /// The symbol of `text`, a new one if it was never met.
    pub fn intern(&mut self, text: &str) -> Symbol {
        let hash = hash_of(text);
        self.find_hashed(text, hash).unwrap_or_else(|| self.add(Arc::from(text), hash))
    }

    /// The same for a text that is shared already: it is not copied.
    pub fn intern_shared(&mut self, text: &Arc<str>) -> Symbol {
        let hash = hash_of(text);
        self.find_hashed(text, hash).unwrap_or_else(|| self.add(Arc::clone(text), hash))
    }

    /// The one shared text that says the same.
    pub fn shared(&mut self, text: &str) -> Arc<str> {
        let symbol = self.intern(text);
        self.texts.get(symbol.index()).map_or_else(|| Arc::from(text), Arc::clone)
    }

    /// Bytes held by the index and, roughly, by the texts.
    pub fn bytes(&self) -> usize {
        let texts = self.texts.iter().map(|text| text.len() + 16).sum::<usize>();
        self.index.slots.bytes() + self.former.slots.bytes() + self.texts.bytes() + texts
    }

    /// Bytes that a clone holds which a later state of the same does not share with it.
    pub fn bytes_beside(&self, later: &Self) -> usize {
        self.index.slots.bytes_beside(&later.index.slots)
            + self.former.slots.bytes_beside(&later.former.slots)
            + self.texts.bytes_beside(&later.texts)
    }

    fn find_hashed(&self, text: &str, hash: u64) -> Option<Symbol> {
        let is_same = |symbol| self.text(symbol) == text;
        self.index.find(hash, is_same).or_else(|| self.former.find(hash, is_same))
    }

    fn add(&mut self, text: Arc<str>, hash: u64) -> Symbol {
        let symbol = Symbol(self.texts.push(text) as u32);
        if self.texts.len() * 2 > self.index.width {
            // All names have moved by then: at least as many came since as there were.
            let width = (self.index.width * 2).max(16);
            self.former = std::mem::replace(&mut self.index, Slots { slots: Table::default(), width });
            self.moved = 0;
        }
        self.index.place(hash, symbol);
        if self.former.width > 0 {
            self.move_some(symbol.index());
        }
        symbol
    }

    /// Moves names that the former index knows; those from `new` on it never knew.
    fn move_some(&mut self, new: usize) {
        for place in (self.moved..new).take(MOVED_AT_ONCE) {
            let (symbol, text) = (Symbol(place as u32), self.texts.get(place).map_or("", |text| text));
            let hash = hash_of(text);
            if self.index.find(hash, |known| known == symbol).is_none() {
                self.index.place(hash, symbol);
            }
            self.moved = place + 1;
        }
        if self.moved >= new {
            self.former = Slots::default();
        }
    }
}

impl Slots {
    fn find(&self, hash: u64, is_same: impl Fn(Symbol) -> bool) -> Option<Symbol> {
        let last = self.width.checked_sub(1)?;
        let mut slot = hash as usize & last;
        loop {
            let (taken, tag) = self.slots.get(slot).copied().unwrap_or_default();
            let symbol = taken.checked_sub(1).map(Symbol)?;
            if tag == tag_of(hash) && is_same(symbol) {
                return Some(symbol);
            }
            slot = (slot + 1) & last;
        }
    }

    fn place(&mut self, hash: u64, symbol: Symbol) {
        let Some(last) = self.width.checked_sub(1) else { return };
        let mut slot = hash as usize & last;
        while self.slots.get(slot).is_some_and(|(taken, _)| *taken != 0) {
            slot = (slot + 1) & last;
        }
        *self.slots.row(slot) = (symbol.0 + 1, tag_of(hash));
    }
}

const fn tag_of(hash: u64) -> u32 {
    (hash >> 32) as u32
}

fn hash_of(text: &str) -> u64 {
    Digest::of(text).word()
}

impl Hash for Names {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.texts.hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_symbol() {
        let mut names = Names::default();
        for i in 0..1_000 {
            assert!((0..i).step_by(7).all(|i| names.find(&format!("ord-{i}")) == Some(Symbol(i))));
            assert_eq!(names.intern(&format!("ord-{i}")), Symbol(i));
        }
        for i in 0..1_000 {
            let text = format!("ord-{i}");
            assert_eq!(names.find(&text), Some(Symbol(i)));
            assert_eq!(names.intern(&text), Symbol(i));
            assert_eq!(names.text(Symbol(i)), text);
        }
        assert_eq!(names.find("ord-1000"), None);
    }
}
