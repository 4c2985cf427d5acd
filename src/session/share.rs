//! The run as a link or a file, and back. What is refused leaves the run as it was.

use std::fmt;

use serde::{Serialize, Serializer};

use super::walk::CALL_STEPS_MAX;
use super::{ENGINE_VERSION, Session};
use crate::exchange::link::{self, Link};
use crate::exchange::{Code, Place, Refused, SharedRun, VIEW_CHARS_MAX, session_file};
use crate::kernel::Digest;
use crate::timeline::Timeline;

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
    EndsDifferently { engine: u32, expected: Digest, found: Digest },
    /// It is longer than one call computes: it stands at `step` and goes on from there, unproven.
    Unfinished { step: u32, end: u32 },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EndsDifferently { engine, expected, found } if *engine == ENGINE_VERSION => {
                write!(f, "this run ends differently from the one that was shared: its hash is {found}, not {expected}")
            }
            Self::EndsDifferently { engine, expected, found } => write!(
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

/// A run that is being opened: computed again, slice by slice.
pub struct Opening {
    run: SharedRun,
    session: Session,
}

impl Opening {
    /// Reads a link, an address with a link, or a session file. Nothing is computed yet.
    ///
    /// # Errors
    /// What is wrong with the text: `bad-link`, `bad-session`, `too-large` or `unknown-name`.
    pub fn read(text: &str) -> Result<Self, Refused> {
        let is_file = text.trim_start_matches('\u{feff}').trim_start().starts_with('{');
        let run = if is_file { session_file::read(text)? } else { link::read(text)? };
        let session = Session::of(run.scenario, Timeline::from_record(run.record.clone()));
        Ok(Self { run, session })
    }

    /// Computes at most so many steps. True when the end is reached.
    pub fn advance(&mut self, steps_max: u32) -> bool {
        let timeline = self.session.timeline_mut();
        for _ in 0..steps_max {
            if timeline.step() >= self.run.end.step || !timeline.step_forward() {
                break;
            }
        }
        self.is_done()
    }

    /// Steps computed so far, and steps in all.
    pub const fn progress(&self) -> (u32, u32) {
        (self.session.timeline.step(), self.run.end.step)
    }

    fn is_done(&self) -> bool {
        let timeline = &self.session.timeline;
        timeline.step() >= self.run.end.step || timeline.next_due().is_none()
    }

    /// The run, standing where it stood when it was shared; where it was not computed to its end, as far as that went.
    pub fn finish(mut self) -> (Session, Opened) {
        let mut warnings = Vec::new();
        let (done, steps) = (self.is_done(), self.progress());
        let timeline = self.session.timeline_mut();
        if done {
            stand(timeline, self.run.end);
            let found = timeline.world().digest();
            if found != self.run.hash {
                let (engine, expected) = (self.run.engine, self.run.hash);
                warnings.push(Warning::EndsDifferently { engine, expected, found });
            }
            if self.run.cursor != self.run.end {
                timeline.seek_step(self.run.cursor.step);
                stand(timeline, self.run.cursor);
            }
        } else {
            warnings.push(Warning::Unfinished { step: steps.0, end: steps.1 });
        }
        (self.session, Opened { warnings, view: self.run.view })
    }
}

/// Lets the clock come to a moment without executing anything.
fn stand<O: crate::timeline::Observer>(timeline: &mut Timeline<O>, place: Place) {
    timeline.advance(place.at.since(timeline.now()), 0);
}

impl Session {
    /// The run with all that somebody else needs to see the same. `view` says which view is open, in the screen's own
    /// words; it may be empty.
    ///
    /// # Errors
    /// A view of more than [`VIEW_CHARS_MAX`] characters, or with control characters.
    pub fn shared(&self, view: &str) -> Result<SharedRun, Refused> {
        if view.chars().count() > VIEW_CHARS_MAX || view.chars().any(char::is_control) {
            let reason = format!("at most {VIEW_CHARS_MAX} characters, none of them a control character");
            return Err(Refused::new(Code::BadArgument, "view", reason));
        }
        let head = self.head();
        Ok(SharedRun {
            engine: ENGINE_VERSION,
            scenario: self.scenario(),
            record: self.timeline().record().clone(),
            cursor: Place { step: self.timeline().step(), at: self.now() },
            end: Place { step: head.steps, at: self.timeline().head_clock() },
            hash: head.digest(),
            view: view.to_owned(),
        })
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
