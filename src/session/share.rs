//! The run as a link or a file, and back. What is refused leaves the run as it was.

use std::fmt;

use serde::{Serialize, Serializer};

use super::walk::CALL_STEPS_MAX;
use super::{ENGINE_VERSION, Session};
use crate::check::Checker;
use crate::exchange::link::{self, Link};
use crate::exchange::{Code, EndHash, Place, Refused, SharedBranch, SharedRun, VIEW_CHARS_MAX, session_file};
use crate::kernel::Digest;
use crate::timeline::{Branch, BranchId, Branches, Commands, KeptBranch, Timeline};
use crate::world::World;

/// What came of opening a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Opened {
    /// What is not as it was where the run was shared.
    pub warnings: Vec<Warning>,
    /// What the screen showed there, as [`Session::link`] was told; empty where nobody said.
    #[serde(skip)]
    pub view: String,
}

/// What a person should know about a run that was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The same inputs lead elsewhere.
    EndsDifferently { branch: BranchId, engine: u32, expected: Digest, found: Digest },
    /// It is longer than one call computes: it stands at `step` and goes on from there, unproven.
    Unfinished { step: u32, end: u32 },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Self::EndsDifferently { branch: BranchId(number @ 1..), .. } = self {
            write!(f, "branch {number}: ")?;
        }
        match self {
            Self::EndsDifferently { engine, expected, found, .. } if *engine == ENGINE_VERSION => {
                write!(f, "this run ends differently from the one that was shared: its hash is {found}, not {expected}")
            }
            Self::EndsDifferently { engine, expected, found, .. } => write!(
                f,
                "engine {engine} made this run, and engine {ENGINE_VERSION} ends it differently: its hash is {found}, \
                 not {expected}"
            ),
            Self::Unfinished { step, end } => write!(
                f,
                "this run has {end} steps, more than are computed at once; it stands at step {step} and goes on from \
                 there"
            ),
        }
    }
}

impl Serialize for Warning {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A run that is being opened: computed again, branch by branch, slice by slice.
pub struct Opening {
    run: SharedRun,
    /// Branches that stand at their ends, in the order of the run's.
    done: Vec<Timeline<Checker>>,
    /// The one that is being computed.
    now: Timeline<Checker>,
    /// Steps in all that need not be computed, because a branch has them in common with its parent.
    shared: u32,
    warnings: Vec<Warning>,
}

impl Opening {
    /// Reads a link, an address with a link, or a session file. Nothing is computed yet.
    ///
    /// # Errors
    /// What is wrong with the text: `bad-link`, `bad-session`, `too-large` or `unknown-name`.
    pub fn read(text: &str) -> Result<Self, Refused> {
        let is_file = text.trim_start_matches('\u{feff}').trim_start().starts_with('{');
        Ok(Self::of(if is_file { session_file::read(text)? } else { link::read(text)? }))
    }

    /// Opens a run that was read already.
    pub fn of(run: SharedRun) -> Self {
        let first = run.branches.first().map(|first| Timeline::from_record(first.record.clone()));
        let now = first.unwrap_or_else(|| Session::new().timeline);
        Self { run, done: Vec::new(), now, shared: 0, warnings: Vec::new() }
    }

    /// Computes at most so many steps. True when the end is reached.
    pub fn advance(&mut self, steps_max: u32) -> bool {
        let mut left = steps_max;
        while let Some(branch) = self.run.branches.get(self.done.len()) {
            let end = branch.end.step;
            while self.now.step() < end && left > 0 && self.now.step_forward() {
                left = left.saturating_sub(1);
            }
            let ended = self.now.step() >= end || self.now.next_due().is_none();
            if !ended {
                // What does not fit into memory stays undone.
                return self.now.is_full();
            }
            self.end_branch();
        }
        true
    }

    /// Steps computed so far, and steps in all.
    pub fn progress(&self) -> (u32, u32) {
        let sum = |steps: &mut dyn Iterator<Item = u32>| steps.fold(0_u32, u32::saturating_add);
        let all = sum(&mut self.run.branches.iter().map(|branch| branch.end.step));
        let done = sum(&mut self.run.branches.iter().take(self.done.len()).map(|branch| branch.end.step));
        let now = if self.is_done() { 0 } else { self.now.step() };
        (done.saturating_add(now).saturating_sub(self.shared), all.saturating_sub(self.shared))
    }

    fn is_done(&self) -> bool {
        self.done.len() >= self.run.branches.len()
    }

    /// The branch stands at its end: is it what it was? The next one begins where it left its parent.
    fn end_branch(&mut self) {
        let Some(branch) = self.run.branches.get(self.done.len()) else { return };
        stand(&mut self.now, branch.end);
        let (expected, found) = ends(branch.hash, self.now.world());
        if expected != found {
            let engine = self.run.engine;
            self.warnings.push(Warning::EndsDifferently { branch: branch.id, engine, expected, found });
        }
        self.next_branch();
    }

    fn next_branch(&mut self) {
        let next = self.run.branches.get(self.done.len().saturating_add(1));
        let next = next.map(|next| {
            let parent = self.run.branches.iter().position(|branch| Some(branch.id) == next.parent);
            let parent = parent.and_then(|place| self.done.get(place)).unwrap_or(&self.now);
            let run = parent.beside(next.record.clone(), next.commands, next.end.step);
            self.shared = self.shared.saturating_add(run.step());
            run
        });
        let next = next.unwrap_or_else(|| Timeline::from_record(self.now.record().clone()));
        self.done.push(std::mem::replace(&mut self.now, next));
    }

    /// The run, each branch standing where it stood when it was shared; where it was not computed to its end, as far as
    /// that went.
    pub fn finish(mut self) -> (Session, Opened) {
        let known = self.done.len();
        if !self.is_done() {
            let (step, end) = self.progress();
            self.warnings.push(Warning::Unfinished { step, end });
        }
        while !self.is_done() {
            self.next_branch();
        }
        for (branch, run) in self.run.branches.iter().zip(&mut self.done).take(known) {
            if branch.cursor != branch.end {
                run.seek_step(branch.cursor.step);
                stand(run, branch.cursor);
            }
        }
        let SharedRun { scenario, branches, current, view, .. } = self.run;
        let kept = branches.into_iter().zip(self.done).map(|(branch, run)| {
            let SharedBranch { id, name, parent, left, .. } = branch;
            KeptBranch { id, name, parent, at_step: left.step, at: left.at, run }
        });
        let mut session = match Branches::restored(kept.collect(), current) {
            Some((branches, timeline)) => Session { branches, ..Session::of(scenario, timeline) },
            None => Session::new(),
        };
        session.opened = Some(session.mark());
        (session, Opened { warnings: self.warnings, view })
    }
}

/// What was to come out, and what did.
fn ends(hash: EndHash, world: &World) -> (Digest, Digest) {
    match hash {
        EndHash::Run(expected) => (expected, world.digest()),
        EndHash::Trace(expected) => (expected, world.trace.digest()),
    }
}

/// Lets the clock come to a moment without executing anything.
fn stand(timeline: &mut Timeline<Checker>, place: Place) {
    timeline.advance(place.at.since(timeline.now()), 0);
}

impl Session {
    /// The run and its branches with all that somebody else needs to see the same. `view` says which view is open, in
    /// the screen's own words; it may be empty.
    ///
    /// # Errors
    /// A view of more than [`VIEW_CHARS_MAX`] characters, or with control characters.
    pub fn shared(&self, view: &str) -> Result<SharedRun, Refused> {
        if view.chars().count() > VIEW_CHARS_MAX || view.chars().any(char::is_control) {
            let reason = format!("at most {VIEW_CHARS_MAX} characters, none of them a control character");
            return Err(Refused::new(Code::BadArgument, "view", reason));
        }
        let run = self.shared_by(|world| EndHash::Run(world.digest()));
        Ok(SharedRun { view: view.to_owned(), ..run })
    }

    /// The same to be kept for oneself: only the traces are compared, which costs nothing however much there is.
    pub fn kept(&self) -> SharedRun {
        self.shared_by(|world| EndHash::Trace(world.trace.digest()))
    }

    fn shared_by(&self, hash: impl Fn(&World) -> EndHash) -> SharedRun {
        let branch = |branch: &Branch<Checker>| {
            let run = self.branches.timeline(&self.timeline, branch.id)?;
            let head = run.head();
            Some(SharedBranch {
                id: branch.id,
                name: branch.name.clone(),
                parent: branch.parent,
                left: Place { step: branch.at_step, at: branch.at },
                commands: if branch.parent.is_none() { Commands::Cut } else { run.commands() },
                record: run.record().clone(),
                cursor: Place { step: run.step(), at: run.now() },
                end: Place { step: head.steps, at: run.head_clock() },
                hash: hash(head),
            })
        };
        SharedRun {
            engine: ENGINE_VERSION,
            scenario: self.scenario(),
            branches: self.branches.iter().filter_map(branch).collect(),
            current: self.branches.current(),
            view: String::new(),
        }
    }

    /// The exact run as a link; see [`Link::fragment`] for what comes behind the `#` of the page's address.
    ///
    /// # Errors
    /// `too-large`: this run needs a file. A view that is none.
    pub fn link(&self, view: &str) -> Result<Link, Refused> {
        Link::of(&self.shared(view)?)
    }

    /// Puts the cursor to the furthest known moment.
    pub fn stand_at_end(&mut self) {
        let end = Place { step: self.head().steps, at: self.timeline().head_clock() };
        let timeline = self.timeline_mut();
        timeline.seek_step(end.step);
        stand(timeline, end);
    }

    /// Opens a link, an address with a link, or a session file in place of this run, standing at its cursor. Long runs
    /// are better opened in slices; see [`Opening`].
    ///
    /// # Errors
    /// What is wrong with the text; the run is then as it was.
    pub fn open(&mut self, text: &str) -> Result<Opened, Refused> {
        let mut opening = Opening::read(text)?;
        opening.advance(CALL_STEPS_MAX);
        let (session, opened) = opening.finish();
        *self = session;
        Ok(opened)
    }
}
