//! What was folded of a log, kept now and then: whoever asks about a moment of a long log begins at the state before it.

use crate::event_store::GlobalPosition;

/// States by their position in the log, the earliest first.
#[derive(Clone, Debug)]
pub struct Past<P> {
    kept: Vec<(GlobalPosition, P)>,
    distance: u32,
    most: usize,
}

impl<P> Past<P> {
    /// Nothing is kept so far. States will be at least `distance` events apart, and at most so many: the distance doubles
    /// whenever there would be more.
    pub const fn new(distance: u32, most: usize) -> Self {
        Self { kept: Vec::new(), distance, most }
    }

    /// Keeps the state before the event at a position if it is far enough behind the last one that is kept.
    pub fn offer(&mut self, at: GlobalPosition, state: impl FnOnce() -> P) {
        if self.kept.last().is_some_and(|(last, _)| at.0 < last.0.saturating_add(self.distance)) {
            return;
        }
        self.kept.push((at, state()));
        if self.kept.len() > self.most {
            let mut number = 0;
            self.kept.retain(|_| {
                number += 1;
                number % 2 == 1
            });
            self.distance = self.distance.saturating_mul(2);
        }
    }

    /// The states at or before a position, the latest first.
    pub fn before(&self, to: GlobalPosition) -> impl Iterator<Item = (GlobalPosition, &P)> {
        let count = self.kept.partition_point(|(at, _)| *at <= to);
        self.kept.iter().take(count).rev().map(|(at, state)| (*at, state))
    }

    /// Lets go what no longer is the past.
    pub fn retain(&mut self, mut is_past: impl FnMut(&P) -> bool) {
        self.kept.retain(|(_, state)| is_past(state));
    }

    pub const fn len(&self) -> usize {
        self.kept.len()
    }

    pub const fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }
}
