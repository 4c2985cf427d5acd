//! Saved moments to walk from. They share their pages with the world and with each other, so one costs what changed
//! since the one before: a few megabytes where a thousand orders a second are under way.

use std::sync::Arc;

use super::Moment;
use crate::world::World;

/// The least distance of two keyframes in steps; it doubles whenever there are too many.
pub const KEYFRAME_STEPS_LEAST: u32 = 2_048;
/// A longer walk would be felt: up to this distance few keyframes are kept, from here on more of them.
const KEYFRAME_STEPS_FAR: u32 = 8_192;
/// The most keyframes of a short run: what they hold must stay small beside the run itself.
const KEYFRAMES_FEW: usize = 32;
/// The most keyframes of a run.
pub const KEYFRAMES_MAX: usize = 128;
/// The most moments that are kept for a while near where somebody walks about in the past.
const NEAR_MAX: usize = 8;

#[derive(Clone, Debug)]
pub(super) struct Keyframes<O> {
    /// By step, the beginning first; shared by the branches of a run.
    frames: Vec<Arc<Moment<O>>>,
    distance: u32,
    /// In the order in which they were passed.
    near: Vec<Arc<Moment<O>>>,
}

impl<O: Clone> Keyframes<O> {
    pub fn new(beginning: Moment<O>) -> Self {
        Self { frames: vec![Arc::new(beginning)], distance: KEYFRAME_STEPS_LEAST, near: Vec::new() }
    }

    pub fn len(&self) -> usize {
        self.frames.len()
    }

    /// Keeps the furthest moment if it is far enough from the last one kept.
    pub fn offer(&mut self, moment: &Moment<O>) {
        let last = self.frames.last().map_or(0, |frame| frame.world.steps);
        if moment.world.steps < last.saturating_add(self.distance) {
            return;
        }
        self.frames.push(Arc::new(moment.clone()));
        let most = if self.distance < KEYFRAME_STEPS_FAR { KEYFRAMES_FEW } else { KEYFRAMES_MAX };
        if self.frames.len() > most {
            self.thin();
        }
    }

    /// A moment that is passed once more: some of them are kept, for whoever walks about here goes back soon. Returns
    /// the moment that was kept at this very step when it was passed first.
    pub fn pass(&mut self, moment: &Moment<O>) -> Option<&Moment<O>> {
        let steps = moment.world.steps;
        if !steps.is_multiple_of(self.distance / NEAR_MAX as u32) {
            return None;
        }
        let known = self.frames.binary_search_by_key(&steps, |frame| frame.world.steps);
        if let Ok(place) = known {
            return self.frames.get(place).map(Arc::as_ref);
        }
        if !self.near.iter().any(|frame| frame.world.steps == steps) {
            if self.near.len() == NEAR_MAX {
                self.near.remove(0);
            }
            self.near.push(Arc::new(moment.clone()));
        }
        None
    }

    /// The latest moment kept for which a test holds that holds up to some step and not after.
    pub fn last_where(&self, holds: impl Fn(&World) -> bool) -> Option<&Moment<O>> {
        let after = self.frames.partition_point(|frame| holds(&frame.world));
        let far = after.checked_sub(1).and_then(|place| self.frames.get(place));
        let near = self.near.iter().filter(|frame| holds(&frame.world));
        near.chain(far).map(Arc::as_ref).max_by_key(|frame| frame.world.steps)
    }

    pub fn forget_after(&mut self, step: u32) {
        self.frames.retain(|frame| frame.world.steps <= step);
        self.near.retain(|frame| frame.world.steps <= step);
    }

    /// Nobody walks about in the past any more.
    pub fn forget_near(&mut self) {
        self.near.clear();
    }

    fn thin(&mut self) {
        let mut place = 0;
        self.frames.retain(|_| {
            place += 1;
            place % 2 == 1
        });
        self.distance = self.distance.saturating_mul(2);
    }
}
