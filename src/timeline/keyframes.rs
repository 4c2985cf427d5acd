//! Saved moments to walk from. They share their pages with the world and with each other, so one costs what changes
//! until the next.
//!
//! As many are kept as may be: together they hold at most [`KEYFRAMES_PERCENT_MAX`] percent of what the run itself
//! holds. Where that is exceeded, those that lie closest are let go. Where somebody walks about in the past, more are
//! kept for a while, close together.

use std::sync::Arc;

use super::fold::{EVENTS_BETWEEN_FOLDS, FOLDS_MAX, KeptFold};
use super::{Moment, Observer};
use crate::event_store::GlobalPosition;
use crate::projection::Past;
use crate::world::World;

/// The least distance of two keyframes in steps; it is greater where they would hold too much, or be too many.
pub const KEYFRAME_STEPS_LEAST: u32 = 1_024;
/// What keyframes may hold beside the run, in percent of what the run itself holds.
pub const KEYFRAMES_PERCENT_MAX: usize = 30;
/// What those of a short run may hold all the same.
const KEYFRAMES_BYTES_LEAST: usize = 4 << 20;
/// A step that writes more lines than this is as long a way as several.
const LINES_A_STEP: usize = 4;
/// The most keyframes of a run.
pub const KEYFRAMES_MAX: usize = 512;
/// The most moments that are kept for a while near where somebody walks about in the past.
const NEAR_MAX: usize = 32;
/// All moments that are kept stand at multiples of so many steps.
const STEPS_APART: u32 = 256;

/// A moment, and what it holds that the next one does not share.
#[derive(Clone, Debug)]
struct Frame<O> {
    moment: Arc<Moment<O>>,
    beside: usize,
}

#[derive(Clone, Debug)]
pub(super) struct Keyframes<O> {
    /// By step, the beginning first; shared by the branches of a run.
    frames: Vec<Frame<O>>,
    distance: u32,
    /// What was folded of the log.
    folds: Past<Arc<KeptFold>>,
    /// In no order.
    near: Vec<Arc<Moment<O>>>,
}

impl<O: Observer> Keyframes<O> {
    pub fn new(beginning: Moment<O>) -> Self {
        let first = Frame { moment: Arc::new(beginning), beside: 0 };
        Self {
            frames: vec![first],
            distance: KEYFRAME_STEPS_LEAST,
            folds: Past::new(EVENTS_BETWEEN_FOLDS, FOLDS_MAX),
            near: Vec::new(),
        }
    }

    pub fn len(&self) -> usize {
        self.frames.len()
    }

    /// What all hold beside the run whose furthest moment this is, those near the cursor too.
    pub fn bytes_beside(&self, head: &Moment<O>) -> usize {
        let mut all: Vec<&Moment<O>> = self.frames.iter().map(|frame| frame.moment.as_ref()).collect();
        all.extend(self.near.iter().map(Arc::as_ref));
        all.sort_by_key(|moment| moment.world.steps);
        let later = all.iter().copied().skip(1).chain(std::iter::once(head));
        all.iter().zip(later).map(|(moment, later)| moment.bytes_beside(later)).sum()
    }

    /// Keeps the furthest moment if it is far enough from the last one kept.
    pub fn offer(&mut self, moment: &Moment<O>) {
        self.offer_fold(moment);
        let Some(last) = self.frames.last_mut() else { return };
        if way_to(&moment.world) < way_to(&last.moment.world).saturating_add(self.distance) {
            return;
        }
        last.beside = last.moment.bytes_beside(moment);
        // The newest will come to hold about as much as the one before.
        let beside = last.beside;
        self.frames.push(Frame { moment: Arc::new(moment.clone()), beside });
        let may_hold = (moment.bytes() / 100 * KEYFRAMES_PERCENT_MAX).max(KEYFRAMES_BYTES_LEAST);
        while self.frames.len() > 2 && (self.frames.len() > KEYFRAMES_MAX || self.held() > may_hold) {
            self.thin();
        }
        self.distance = self.even_distance(way_to(&moment.world), may_hold);
    }

    /// The distance at which keyframes like these would hold as much as they may.
    fn even_distance(&self, way: u32, may_hold: usize) -> u32 {
        let (frames, held) = (self.frames.len().max(1) as u64, self.held() as u64);
        let each = held.div_ceil(frames);
        let most = (may_hold as u64 / each.max(1)).clamp(1, KEYFRAMES_MAX as u64);
        let even = u32::try_from(u64::from(way) / most).unwrap_or(u32::MAX);
        even.max(KEYFRAME_STEPS_LEAST).next_multiple_of(STEPS_APART)
    }

    /// Keeps what was folded of the log if enough was stored since the last time.
    fn offer_fold(&mut self, moment: &Moment<O>) {
        self.folds.offer(moment.world.store.end(), || Arc::new(KeptFold::of(moment)));
    }

    /// What was folded of the log up to a position or before it, the latest first.
    pub fn folds(&self, to: GlobalPosition) -> impl Iterator<Item = &KeptFold> {
        self.folds.before(to).map(|(_, kept)| kept.as_ref())
    }

    /// The keyframe at exactly a step.
    pub fn at(&self, step: u32) -> Option<&Moment<O>> {
        let place = self.frames.binary_search_by_key(&step, |frame| frame.moment.world.steps);
        place.ok().and_then(|place| self.frames.get(place)).map(|frame| frame.moment.as_ref())
    }

    /// A moment that is passed once more: some of them are kept, for whoever walks about here goes back soon. Returns
    /// the moment that was kept at this very step when it was passed first.
    pub fn pass(&mut self, moment: &Moment<O>) -> Option<&Moment<O>> {
        let steps = moment.world.steps;
        if !steps.is_multiple_of(STEPS_APART) {
            return None;
        }
        if self.at(steps).is_some() {
            return self.at(steps);
        }
        let is_kept = self.near.iter().any(|frame| frame.world.steps == steps);
        if !is_kept && steps.is_multiple_of(self.near_distance()) {
            if self.near.len() >= NEAR_MAX {
                self.forget_furthest(steps);
            }
            self.near.push(Arc::new(moment.clone()));
        }
        None
    }

    /// The latest moment kept for which a test holds that holds up to some step and not after.
    pub fn last_where(&self, holds: impl Fn(&World) -> bool) -> Option<&Moment<O>> {
        let after = self.frames.partition_point(|frame| holds(&frame.moment.world));
        let far = after.checked_sub(1).and_then(|place| self.frames.get(place)).map(|frame| &frame.moment);
        let near = self.near.iter().filter(|moment| holds(&moment.world));
        near.chain(far).map(Arc::as_ref).max_by_key(|moment| moment.world.steps)
    }

    /// The latest keyframe up to a step: its observer has seen everything before it.
    pub fn last_seen(&self, step: u32) -> Option<&Moment<O>> {
        let after = self.frames.partition_point(|frame| frame.moment.world.steps <= step);
        after.checked_sub(1).and_then(|place| self.frames.get(place)).map(|frame| frame.moment.as_ref())
    }

    pub fn forget_after(&mut self, step: u32) {
        self.frames.retain(|frame| frame.moment.world.steps <= step);
        self.folds.retain(|kept| kept.steps <= step);
        self.near.retain(|moment| moment.world.steps <= step);
    }

    /// Nobody walks about in the past any more.
    pub fn forget_near(&mut self) {
        self.near.clear();
    }

    /// Every near moment of a keyframe's stretch has room, and that of its neighbour.
    const fn near_distance(&self) -> u32 {
        (self.distance / (NEAR_MAX as u32 / 2)).next_multiple_of(STEPS_APART)
    }

    fn forget_furthest(&mut self, step: u32) {
        let far = self.near.iter().enumerate().max_by_key(|(_, moment)| moment.world.steps.abs_diff(step));
        if let Some((place, _)) = far {
            self.near.swap_remove(place);
        }
    }

    fn held(&self) -> usize {
        self.frames.iter().map(|frame| frame.beside).sum()
    }

    /// Lets the keyframe go whose neighbours are closest to each other.
    fn thin(&mut self) {
        let way = |frame: Option<&Frame<O>>| frame.map_or(0, |frame| way_to(&frame.moment.world));
        let gap = |place: usize| way(self.frames.get(place + 1)).saturating_sub(way(self.frames.get(place - 1)));
        let Some(place) = (1..self.frames.len().saturating_sub(1)).min_by_key(|place| gap(*place)) else { return };
        self.frames.remove(place);
        let next = self.frames.get(place).map(|frame| Arc::clone(&frame.moment));
        if let (Some(before), Some(next)) = (self.frames.get_mut(place - 1), next) {
            before.beside = before.moment.bytes_beside(&next);
        }
    }
}

/// How far a moment lies from the beginning, in steps. A step that writes a great many lines is a long way.
fn way_to(world: &World) -> u32 {
    world.steps.max(u32::try_from(world.trace.len() / LINES_A_STEP).unwrap_or(u32::MAX))
}
