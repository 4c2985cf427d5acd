//! The run as a line to walk along: inputs by step, keyframes, a cursor, and the furthest moment that is known.
//!
//! Walking never changes what is: the same step is the same world, however one came there. Acting in the past replaces
//! the future, which is kept to be brought back; a fork keeps both, side by side, as branches of one tree. Knows nothing
//! about stories, checks, words or the real clock.

mod branches;
mod compare;
mod fold;
mod fork;
mod history;
mod keyframes;
mod record;
#[cfg(test)]
mod tests;
mod walk;

pub use branches::{BRANCHES_MAX, Branch, BranchId, Branches, KeptBranch};
pub use compare::Divergence;
pub use fold::EVENTS_BETWEEN_FOLDS;
pub use fork::Commands;
pub use history::Arrival;
pub use keyframes::{KEYFRAME_STEPS_LEAST, KEYFRAMES_MAX, KEYFRAMES_PERCENT_MAX};
pub use record::RunRecord;
pub use walk::{Advanced, RunResult};

use std::sync::Arc;

use crate::event_store::GlobalPosition;
use crate::kernel::{Seed, VirtualTime};
use crate::world::{Fold, Input, Origin, RecordedInput, Settings, World};

use keyframes::Keyframes;

/// So many replaced futures are kept; the oldest is let go when one more comes.
pub const UNDO_MAX: usize = 16;

/// Something that watches a run step by step and travels with the cursor.
pub trait Observer: Clone + Default {
    /// Called after each step; lines from `first_new_line` on are new.
    fn observe(&mut self, world: &World, first_new_line: usize);

    /// What is folded of the log of the world that it watches. Read models may lag far behind there: whoever knows what they
    /// will say up to the end of the log, says it.
    fn fold(&self, world: &World) -> Fold {
        world.fold()
    }

    /// Bytes that grow with the run.
    fn weight(&self) -> usize {
        0
    }

    /// Bytes that a clone holds which a later state of the same run does not share with it.
    fn weight_beside(&self, _later: &Self) -> usize {
        0
    }
}

impl Observer for () {
    fn observe(&mut self, _world: &World, _first_new_line: usize) {}
}

/// A world with what watched it, and how many inputs it has taken.
#[derive(Clone, Debug)]
pub(crate) struct Moment<O> {
    pub world: World,
    pub observer: O,
    /// The step up to which the observer has seen: an earlier one where the world was walked over known ground.
    pub seen: u32,
    pub taken: usize,
}

impl<O: Observer> Moment<O> {
    fn bytes(&self) -> usize {
        self.world.bytes() + self.observer.weight()
    }

    fn bytes_beside(&self, later: &Self) -> usize {
        self.world.bytes_beside(&later.world) + self.observer.weight_beside(&later.observer)
    }
}

/// A run with a cursor.
#[derive(Clone, Debug)]
pub struct Timeline<O> {
    record: RunRecord,
    here: Moment<O>,
    clock: VirtualTime,
    /// The furthest known moment and its clock, while the cursor stands before it.
    head: Option<Arc<(Moment<O>, VirtualTime)>>,
    keyframes: Keyframes<O>,
    replaced: Vec<Replaceable<O>>,
    /// What an act in the past does to the inputs after it.
    commands: Commands,
    /// A walk over known ground led elsewhere: the promise of determinism is broken.
    diverged_at: Option<u32>,
}

/// All that acting in the past puts aside.
#[derive(Clone, Debug)]
struct Replaceable<O> {
    record: RunRecord,
    here: Moment<O>,
    clock: VirtualTime,
    head: Option<Arc<(Moment<O>, VirtualTime)>>,
    keyframes: Keyframes<O>,
}

/// What an act did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acted {
    /// The number of the recorded input.
    pub number: u32,
    /// The future that it replaced, if there was one.
    pub replaced: Option<Replaced>,
}

/// How much future was put aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replaced {
    pub steps: u32,
    pub inputs: usize,
}

impl<O: Observer> Timeline<O> {
    pub fn new(seed: Seed, settings: Settings) -> Self {
        Self::with_plan(seed, settings, Vec::new())
    }

    /// A run in which `plan` happens by itself at given times: a story's acts.
    pub fn with_plan(seed: Seed, settings: Settings, plan: Vec<(VirtualTime, Input)>) -> Self {
        Self::from_record(RunRecord::new(seed, settings, plan))
    }

    /// A run at its beginning, with everything that was recorded still to come.
    pub fn from_record(record: RunRecord) -> Self {
        let world = World::new(record.seed, record.settings);
        let here = Moment { world, observer: O::default(), seen: 0, taken: 0 };
        Self {
            record,
            keyframes: Keyframes::new(here.clone()),
            here,
            clock: VirtualTime::ZERO,
            head: None,
            replaced: Vec::new(),
            commands: Commands::Cut,
            diverged_at: None,
        }
    }

    /// The world at the cursor.
    pub const fn world(&self) -> &World {
        &self.here.world
    }

    /// The furthest world that is known of this run; the one at the cursor where that is the furthest.
    pub fn head(&self) -> &World {
        self.head.as_ref().map_or(&self.here.world, |head| &head.0.world)
    }

    /// The clock of the furthest known moment.
    pub fn head_clock(&self) -> VirtualTime {
        self.head.as_ref().map_or(self.clock, |head| head.1)
    }

    /// What watched the run up to the furthest known moment. It is not asked again where somebody walks over known
    /// ground: what it knows of an earlier moment, it knows by its step.
    pub fn observer(&self) -> &O {
        self.head.as_ref().map_or(&self.here.observer, |head| &head.0.observer)
    }

    /// The cursor's clock: at or after the last occurrence.
    pub const fn now(&self) -> VirtualTime {
        self.clock
    }

    pub const fn step(&self) -> u32 {
        self.here.world.steps
    }

    pub const fn at_head(&self) -> bool {
        self.head.is_none()
    }

    pub const fn record(&self) -> &RunRecord {
        &self.record
    }

    pub fn inputs(&self) -> &[RecordedInput] {
        self.record.inputs()
    }

    /// The step at which a walk over known ground led elsewhere than before; `None` as long as determinism holds.
    pub const fn diverged_at(&self) -> Option<u32> {
        self.diverged_at
    }

    /// Lets something happen at the cursor. In the past this replaces the future, which [`Timeline::undo`] brings back;
    /// in a branch that keeps its commands, those after the cursor are given again.
    pub fn act(&mut self, input: Input) -> Acted {
        self.look_closely();
        let replaced = self.replace_future();
        let recorded = RecordedInput {
            number: self.record.next_number(),
            after_step: Some(self.here.world.steps),
            at: self.clock,
            origin: Origin::Person,
            input,
        };
        let number = recorded.number;
        self.record.insert(self.here.taken, recorded.clone());
        self.record.move_on_after(self.here.taken.saturating_add(1));
        self.take(&recorded);
        Acted { number, replaced }
    }

    /// Brings the last replaced future back and stands where the act was. False if nothing was replaced.
    pub fn undo(&mut self) -> bool {
        let Some(before) = self.replaced.pop() else { return false };
        self.record = before.record;
        self.here = before.here;
        self.clock = before.clock;
        self.head = before.head;
        self.keyframes = before.keyframes;
        true
    }

    pub const fn can_undo(&self) -> bool {
        !self.replaced.is_empty()
    }

    fn replace_future(&mut self) -> Option<Replaced> {
        let head = self.head.take()?;
        let steps = head.0.world.steps.saturating_sub(self.here.world.steps);
        if steps == 0 {
            return None;
        }
        if self.replaced.len() >= UNDO_MAX {
            self.replaced.remove(0);
        }
        self.replaced.push(Replaceable {
            record: self.record.clone(),
            here: self.here.clone(),
            clock: self.clock,
            head: Some(head),
            keyframes: self.keyframes.clone(),
        });
        let inputs = match self.commands {
            Commands::Cut => self.record.forget_after(self.here.taken),
            Commands::Keep => 0,
        };
        self.keyframes.forget_after(self.here.world.steps);
        Some(Replaced { steps, inputs })
    }

    /// The states of this run that are kept for folding its log, up to a position, the latest first, each with the inputs
    /// that led to it. There are some within a history that was taken over, too.
    pub fn folds(&self, to: GlobalPosition) -> impl Iterator<Item = (&Fold, &[RecordedInput])> {
        let led_to = |taken: usize| self.record.inputs().get(..taken).unwrap_or_default();
        self.keyframes.folds(to).map(move |kept| (&kept.fold, led_to(kept.taken)))
    }

    /// How many moments are kept for walking.
    pub fn keyframes(&self) -> usize {
        self.keyframes.len()
    }

    /// Bytes that the moments kept for walking hold beside the run itself, and bytes of the run.
    pub fn keyframe_bytes(&self) -> (usize, usize) {
        let head = self.head.as_ref().map_or(&self.here, |head| &head.0);
        (self.keyframes.bytes_beside(head), head.bytes())
    }
}
