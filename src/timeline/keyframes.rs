//! Saved worlds to walk from. They share their pages, so one costs what changed since the one before.

use super::Moment;

/// The least distance of two keyframes in steps; it doubles whenever [`KEYFRAMES_MAX`] are kept.
pub const KEYFRAME_STEPS_LEAST: u32 = 256;
/// The most keyframes of a run.
pub const KEYFRAMES_MAX: usize = 128;

#[derive(Clone, Debug)]
pub(super) struct Keyframes<O> {
    /// By step, the beginning first.
    frames: Vec<Moment<O>>,
    distance: u32,
}

impl<O: Clone> Keyframes<O> {
    pub fn new(beginning: Moment<O>) -> Self {
        Self { frames: vec![beginning], distance: KEYFRAME_STEPS_LEAST }
    }

    pub fn len(&self) -> usize {
        self.frames.len()
    }

    /// Keeps this moment if it is far enough from the last one kept.
    pub fn offer(&mut self, moment: &Moment<O>) {
        let last = self.frames.last().map_or(0, |frame| frame.world.steps);
        if moment.world.steps < last.saturating_add(self.distance) {
            return;
        }
        self.frames.push(moment.clone());
        if self.frames.len() > KEYFRAMES_MAX {
            self.thin();
        }
    }

    /// The last moment kept at or before a step.
    pub fn before(&self, step: u32) -> Option<&Moment<O>> {
        let after = self.frames.partition_point(|frame| frame.world.steps <= step);
        self.frames.get(after.checked_sub(1)?)
    }

    /// The last moment kept whose world satisfies a test that holds up to some step and not after.
    pub fn last_where(&self, holds: impl Fn(&Moment<O>) -> bool) -> Option<&Moment<O>> {
        let after = self.frames.partition_point(|frame| holds(frame));
        self.frames.get(after.checked_sub(1)?)
    }

    pub fn forget_after(&mut self, step: u32) {
        self.frames.retain(|frame| frame.world.steps <= step);
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
