//! Walking along the run. Walking changes nothing but the cursor.

use serde::Serialize;

use super::{Goal, Session};
use crate::event_store::GlobalPosition;
use crate::exchange::{Code, Refused, millis_of_time};
use crate::kernel::Span;

/// One call executes at most so many steps and then says how far it came, so that no call lasts for ever (law 10).
pub const CALL_STEPS_MAX: u32 = 4_000_000;
/// How long [`Session::run_until_quiet`] lets time pass if nothing is said: an hour.
pub const QUIET_SPAN: Span = Span::from_secs(3_600);

/// How far an advance came.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Walked {
    /// Virtual milliseconds.
    pub now: f64,
    /// Steps executed by this call.
    pub steps: u32,
}

/// How a run until quiet ended.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Quieted {
    /// Virtual milliseconds.
    pub now: f64,
    /// Steps executed by this call.
    pub steps: u32,
    pub quiet: bool,
}

/// Where the cursor stands now.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Moved {
    /// Virtual milliseconds.
    pub now: f64,
    /// Steps executed since the start of the run.
    pub step: u32,
}

impl Session {
    /// Why the run does not go on where it should: there is no memory for more of it.
    pub fn full(&self) -> Option<Refused> {
        let events = self.world().store.len();
        let reason = || format!("there is no memory for more: this run of {events} events goes as far as this");
        self.timeline.is_full().then(|| Refused::new(Code::TooLarge, "", reason()))
    }

    /// The cursor's clock in milliseconds.
    pub fn now_ms(&self) -> f64 {
        millis_of_time(self.now())
    }

    /// Lets virtual time pass.
    pub fn advance(&mut self, by: Span) -> Walked {
        let steps = self.timeline.advance(by, CALL_STEPS_MAX).steps;
        Walked { now: self.now_ms(), steps }
    }

    /// Lets virtual time pass until nothing is due but housekeeping, at most `most`.
    pub fn run_until_quiet(&mut self, most: Span) -> Quieted {
        let result = self.timeline.run_until_quiet(most, CALL_STEPS_MAX);
        Quieted { now: self.now_ms(), steps: result.steps, quiet: result.quiet }
    }

    /// Executes the next thing, if anything is due.
    pub fn step(&mut self) -> Moved {
        self.timeline.step_forward();
        self.moved()
    }

    /// Goes back by one step; at the start it stays.
    pub fn step_back(&mut self) -> Moved {
        self.timeline.step_back();
        self.moved()
    }

    /// Puts the cursor elsewhere. Past the known end the run goes on.
    ///
    /// # Errors
    /// A position that no event of this run has; the cursor is then where it was.
    pub fn seek(&mut self, goal: Goal) -> Result<Moved, Refused> {
        match goal {
            Goal::Time(time) => {
                let known = self.timeline.head_clock();
                if time < self.now() || known > self.now() {
                    self.timeline.seek_time(time.min(known));
                }
                if time > known {
                    self.timeline.advance(time.since(known), CALL_STEPS_MAX);
                }
            }
            Goal::Step(step) => {
                let reachable = self.timeline.head().steps.saturating_add(CALL_STEPS_MAX);
                self.timeline.seek_step(step.min(reachable));
            }
            Goal::Position(position) => self.seek_position(position)?,
        }
        Ok(self.moved())
    }

    fn seek_position(&mut self, position: u32) -> Result<(), Refused> {
        let position = GlobalPosition(position);
        let known = |session: &Self| session.head().store.end() > position;
        let (step, clock) = (self.timeline.step(), self.now());
        if !known(self) {
            let end = self.head().steps;
            self.timeline.seek_step(end);
            let mut left = CALL_STEPS_MAX;
            while !known(self) && !self.timeline.is_quiet() && left > 0 && self.timeline.step_forward() {
                left = left.saturating_sub(1);
            }
        }
        if known(self) {
            self.timeline.seek_position(position);
            return Ok(());
        }
        let events = self.head().store.len();
        self.timeline.seek_step(step);
        self.timeline.advance(clock.since(self.now()), 0);
        let reason = format!("this run ends with {events} events, positions count from 0");
        Err(Refused::new(Code::BadArgument, "position", reason))
    }

    fn moved(&self) -> Moved {
        Moved { now: self.now_ms(), step: self.timeline.step() }
    }
}
