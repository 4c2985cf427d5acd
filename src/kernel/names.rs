//! Names become small numbers once, at the edge; the engine compares and copies the numbers.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::hash::Digest;
use super::pages::{Log, Table};

/// The number of a name, dense from 0 in the order of first mention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(pub u32);

impl Symbol {
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// All names of one kind that a run has met. Clones share their pages.
#[derive(Clone, Debug, Default)]
pub struct Names {
    texts: Log<Arc<str>>,
    /// Open addressing; a slot holds a symbol plus one, 0 is free.
    slots: Table<u32>,
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
        let mut slot = self.home(text)?;
        loop {
            match self.slots.get(slot).copied().unwrap_or(0) {
                0 => return None,
                taken => {
                    let symbol = Symbol(taken - 1);
                    if self.text(symbol) == text {
                        return Some(symbol);
                    }
                }
            }
            slot = (slot + 1) & (self.width - 1);
        }
    }

    /// The symbol of `text`, a new one if it was never met.
    pub fn intern(&mut self, text: &str) -> Symbol {
        if let Some(symbol) = self.find(text) {
            return symbol;
        }
        let symbol = Symbol(self.texts.push(Arc::from(text)) as u32);
        if self.texts.len() * 2 > self.width {
            self.grow();
        } else {
            self.place(symbol);
        }
        symbol
    }

    /// Bytes held by the index and, roughly, by the texts.
    pub fn bytes(&self) -> usize {
        self.slots.bytes() + self.texts.bytes() + self.texts.iter().map(|text| text.len() + 16).sum::<usize>()
    }

    /// Bytes that a clone holds which a later state of the same does not share with it.
    pub fn bytes_beside(&self, later: &Self) -> usize {
        self.slots.bytes_beside(&later.slots) + self.texts.bytes_beside(&later.texts)
    }

    fn home(&self, text: &str) -> Option<usize> {
        (self.width > 0).then(|| Digest::of(text).word() as usize & (self.width - 1))
    }

    fn place(&mut self, symbol: Symbol) {
        let Some(mut slot) = self.home(self.text(symbol)) else { return };
        while self.slots.get(slot).is_some_and(|taken| *taken != 0) {
            slot = (slot + 1) & (self.width - 1);
        }
        *self.slots.row(slot) = symbol.0 + 1;
    }

    fn grow(&mut self) {
        self.width = (self.width * 2).max(16);
        self.slots = Table::default();
        for symbol in 0..self.texts.len() {
            self.place(Symbol(symbol as u32));
        }
    }
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
