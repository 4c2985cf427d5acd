//! Walking: forward by executing, backward by a keyframe and executing again.

use std::cmp::Ordering;
use std::sync::Arc;

use super::{Observer, Timeline};
use crate::event_store::GlobalPosition;
use crate::kernel::{Digest, Span, VirtualTime, has_room};
use crate::world::{RecordedInput, World};

/// Whether there is memory for more is asked after so many steps.
const STEPS_BETWEEN_LOOKS: u32 = 8_192;

/// How far an advance came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Advanced {
    pub steps: u32,
    /// False if the allowance of steps was used up before the time was reached, or memory was.
    pub reached: bool,
}

/// How a run until quiet ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunResult {
    pub steps: u32,
    /// Nothing is due but housekeeping that changes nothing.
    pub quiet: bool,
    /// False if the allowance of steps was used up before the time was reached or it was quiet, or memory was.
    pub reached: bool,
}

impl<O: Observer> Timeline<O> {
    /// When the next thing happens, an input included.
    pub fn next_due(&self) -> Option<VirtualTime> {
        let due = self.here.world.next_due();
        let Some(input) = self.record.get(self.here.taken) else { return due };
        Some(due.map_or(input.at, |due| due.min(input.at)))
    }

    /// The input that is the very next thing to happen, if one is.
    pub fn next_input(&self) -> Option<&RecordedInput> {
        self.record.get(self.here.taken).filter(|input| comes_now(input, &self.here.world))
    }

    /// Lets virtual time pass, executing at most `steps_max` steps.
    pub fn advance(&mut self, by: Span, steps_max: u32) -> Advanced {
        let target = self.clock.after(by);
        let steps = self.execute_until(target, steps_max);
        let reached = self.next_due().is_none_or(|due| due > target);
        if reached {
            self.clock = target;
            self.meet_head();
        }
        Advanced { steps, reached }
    }

    /// Lets time pass until it is quiet, at most `most`, executing at most `steps_max` steps.
    pub fn run_until_quiet(&mut self, most: Span, steps_max: u32) -> RunResult {
        let limit = self.clock.after(most);
        let mut steps = 0;
        loop {
            if self.is_quiet() {
                return RunResult { steps, quiet: true, reached: true };
            }
            if self.next_due().is_none_or(|due| due > limit) {
                self.clock = limit;
                self.meet_head();
                return RunResult { steps, quiet: false, reached: true };
            }
            if steps == steps_max || !self.execute() {
                return RunResult { steps, quiet: false, reached: false };
            }
            steps += 1;
        }
    }

    /// True when nothing is due but housekeeping that changes nothing, and no input is to come.
    pub fn is_quiet(&self) -> bool {
        self.record.get(self.here.taken).is_none() && self.here.world.is_quiet()
    }

    /// True where the run would go on and there is no memory for more of it (law 10).
    pub fn is_full(&self) -> bool {
        let is_looked_at = self.here.world.steps.is_multiple_of(STEPS_BETWEEN_LOOKS) && self.at_head();
        is_looked_at && self.here.world.steps > 0 && !has_room() && self.next_due().is_some()
    }

    /// Executes the next thing. False if nothing is due, or the run is full.
    pub fn step_forward(&mut self) -> bool {
        self.next_due().is_some() && self.execute()
    }

    /// Goes back by one step. False at the start.
    pub fn step_back(&mut self) -> bool {
        let Some(step) = self.step().checked_sub(1) else { return false };
        self.seek_step(step);
        true
    }

    /// Stands after everything due at or before `time`, recorded inputs included; past the end it runs on.
    pub fn seek_time(&mut self, time: VirtualTime) {
        self.jump(|world| world.now <= time);
        self.execute_until(time, u32::MAX);
        self.clock = self.here.world.now.max(time);
        self.meet_head();
    }

    /// Stands after exactly so many steps; past the end at the last.
    pub fn seek_step(&mut self, step: u32) {
        self.jump(|world| world.steps <= step);
        while self.step() < step && self.step_forward() {}
        self.clock = self.here.world.now;
        self.meet_head();
    }

    /// Stands after the step that appended the event at `position`; past the end it runs until quiet.
    pub fn seek_position(&mut self, position: GlobalPosition) {
        self.jump(|world| world.store.end() <= position);
        while self.here.world.store.end() <= position && !self.is_quiet() && self.step_forward() {}
        self.clock = self.here.world.now;
        self.meet_head();
    }

    /// So many steps would be executed to stand after exactly so many: from the latest moment at hand on.
    pub fn way_to(&self, step: u32) -> u32 {
        let kept = self.keyframes.last_where(|world| world.steps <= step).map(|moment| moment.world.steps);
        let head = self.head.as_ref().map(|head| head.0.world.steps);
        let at_hand = [kept, head, Some(self.here.world.steps)].into_iter().flatten().filter(|at| *at <= step);
        step - at_hand.max().unwrap_or_default()
    }

    /// Stands at the latest moment at hand that is not past the goal: where the cursor is, a keyframe, or the head.
    fn jump(&mut self, is_not_past: impl Fn(&World) -> bool) {
        let head = &self.head.get_or_insert_with(|| Arc::new((self.here.clone(), self.clock))).0;
        let head = Some(head).filter(|head| is_not_past(&head.world));
        let Some(best) = head.or_else(|| self.keyframes.last_where(&is_not_past)) else { return };
        if !is_not_past(&self.here.world) || best.world.steps > self.here.world.steps {
            self.here = best.clone();
            self.clock = self.here.world.now;
        }
    }

    fn execute_until(&mut self, time: VirtualTime, steps_max: u32) -> u32 {
        let mut steps = 0;
        while steps < steps_max && self.next_due().is_some_and(|due| due <= time) && self.execute() {
            steps += 1;
        }
        steps
    }

    fn execute(&mut self) -> bool {
        if self.is_full() {
            return false;
        }
        if let Some(input) = self.next_input().cloned() {
            self.record.fix(self.here.taken, self.here.world.steps);
            self.take(&input);
            return true;
        }
        let first_new_line = self.here.world.trace.len();
        if !self.here.world.step() {
            return false;
        }
        self.after_step(first_new_line);
        true
    }

    pub(super) fn take(&mut self, input: &RecordedInput) {
        let first_new_line = self.here.world.trace.len();
        self.here.world.take(input);
        self.here.taken += 1;
        self.after_step(first_new_line);
    }

    /// The furthest known moment is not before the cursor.
    pub(super) fn is_known_ground(&self) -> bool {
        self.head.as_ref().is_some_and(|head| head.0.world.steps >= self.here.world.steps)
    }

    /// What the observer has not seen because it was known ground, it sees now.
    pub(super) fn look_closely(&mut self) {
        let (goal, clock) = (self.step(), self.clock);
        if self.here.seen == goal {
            return;
        }
        let Some(frame) = self.keyframes.last_seen(goal) else { return };
        self.here = frame.clone();
        while self.step() < goal && self.execute() {
            let (world, lines) = (&self.here.world, self.here.world.trace.first_of_step(self.here.world.steps));
            self.here.observer.observe(world, lines);
            self.here.seen = world.steps;
        }
        self.clock = clock;
    }

    pub(super) fn after_step(&mut self, first_new_line: usize) {
        if !self.is_known_ground() {
            self.here.observer.observe(&self.here.world, first_new_line);
            self.here.seen = self.here.world.steps;
        }
        self.clock = self.clock.max(self.here.world.now);
        let known = self.head.as_ref().map(|head| head.0.world.steps);
        match known.map(|known| known.cmp(&self.here.world.steps)) {
            None => self.keyframes.offer(&self.here),
            Some(Ordering::Greater) => {
                let known = self.keyframes.pass(&self.here).map(|frame| frame.world.trace.digest());
                self.compare_with(known);
            }
            Some(Ordering::Equal) => {
                if let Some(head) = &self.head {
                    self.here.observer = head.0.observer.clone();
                    self.here.seen = head.0.seen;
                }
                let known = self.head.as_ref().map(|head| head.0.world.trace.digest());
                self.compare_with(known);
                self.meet_head();
            }
            Some(Ordering::Less) => self.leave_known(),
        }
    }

    /// Back on a known step: what was computed again must be what was computed before (I30).
    fn compare_with(&mut self, known: Option<Digest>) {
        if known.is_some_and(|known| known != self.here.world.trace.digest()) {
            self.diverged_at.get_or_insert(self.here.world.steps);
        }
    }

    /// The clock may be behind the furthest known one although all its steps are done.
    fn meet_head(&mut self) {
        if self.head.as_ref().is_some_and(|head| head.0.world.steps <= self.step() && head.1 <= self.clock) {
            self.leave_known();
        }
    }

    fn leave_known(&mut self) {
        self.head = None;
        self.keyframes.forget_near();
    }
}

/// An input comes at its time. Where something else is due at the same time it comes on its side of the tie: after the
/// step that it was recorded after, or after everything due then if it was only planned. In a past that was changed the
/// same rule gives the same step or, where that step no longer exists at that time, the same time.
fn comes_now(input: &RecordedInput, world: &World) -> bool {
    let is_past_step = || input.after_step.is_some_and(|step| step <= world.steps);
    world.next_due().is_none_or(|due| due > input.at || due == input.at && is_past_step())
}
