//! A projection as of any moment of its store.

use crate::event_store::{EventStore, GlobalPosition};

use super::Projection;

/// The least distance of two keyframes in events; it doubles whenever there are too many.
pub const KEYFRAME_EVENTS_LEAST: u32 = 512;
/// The most keyframes that are kept.
pub const KEYFRAMES_MAX: usize = 16_384;

/// Keyframes of a projection, and the events from there on: what it was after any number of events costs a clone that
/// shares its pages and fewer than [`KEYFRAME_EVENTS_LEAST`] events more, however long the store has become.
#[derive(Clone, Debug)]
pub struct Past<P> {
    /// As it was before every event whose position is a multiple of the distance.
    frames: Vec<P>,
    distance: u32,
    /// As it is now, and where it reads next.
    now: P,
    next: GlobalPosition,
}

impl<P: Default> Default for Past<P> {
    fn default() -> Self {
        Self { frames: Vec::new(), distance: KEYFRAME_EVENTS_LEAST, now: P::default(), next: GlobalPosition::START }
    }
}

impl<P: Clone> Past<P> {
    /// Reads the store to its end. Everything read before stays as it was: a store only grows.
    pub fn follow<E: Clone>(&mut self, store: &EventStore<E>)
    where
        P: Projection<E>,
    {
        while self.next < store.end() {
            if self.next.0.is_multiple_of(self.distance) {
                self.keep();
            }
            let to = GlobalPosition((self.next.0 / self.distance + 1) * self.distance).min(store.end());
            self.now.replay(store, self.next, to);
            self.next = to;
        }
    }

    /// The projection after the first `to` events of the store, at the most after those that were followed.
    pub fn at<E: Clone>(&self, store: &EventStore<E>, to: GlobalPosition) -> P
    where
        P: Projection<E>,
    {
        let frame = to.0 / self.distance;
        let Some(before) = self.frames.get(frame as usize).filter(|_| to < self.next) else { return self.now.clone() };
        let mut projection = before.clone();
        projection.replay(store, GlobalPosition(frame * self.distance), to);
        projection
    }

    /// How many keyframes there are.
    pub const fn keyframes(&self) -> usize {
        self.frames.len()
    }

    fn keep(&mut self) {
        if self.frames.len() == KEYFRAMES_MAX {
            let mut keeps = false;
            self.frames.retain(|_| {
                keeps = !keeps;
                keeps
            });
            self.distance = self.distance.saturating_mul(2);
        }
        if self.next.0.is_multiple_of(self.distance) {
            self.frames.push(self.now.clone());
        }
    }
}
