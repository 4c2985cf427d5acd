//! What a person or script asks for: the one path from intents to recorded inputs, and the answers as plain values.
//!
//! Everything that is asked is checked first and done afterwards: what is refused leaves the run as it was. The screen
//! and `window.eventarium` use the same functions; there is no second way into the engine. Knows nothing about
//! JavaScript, components or whether the run is playing.

// Where outside data enters, every conversion and every sum says what happens at its bounds.
#![warn(clippy::arithmetic_side_effects, clippy::as_conversions)]

mod acts;
mod answers;
mod ask;
mod begin;
mod branches;
mod compare;
mod export;
mod import;
mod intent;
mod past;
mod share;
mod walk;
mod why;

pub use crate::exchange::FORMAT_VERSION;
pub use acts::{Sent, TaskVerdict};
pub use answers::{
    BesideView, CompatibilityView, CompensationView, DeadLetterView, FaultView, InvariantView, LoadsView, OrderView,
    QueueView, ReadModelView, RebuildView, SagaView, ScenarioView, SnapshotsView, StepView, StreamView, TaskView,
    TraceLine, compatibility, scenarios,
};
pub use ask::{Ask, Goal, Window};
pub use begin::Beginning;
pub use branches::{BranchView, commands_of};
pub use compare::{
    Comparison, DivergenceView, EventDifferences, EventRef, FieldDifference, ModelDifference, Outcome, RowChange,
    RowDifference, Side,
};
pub use export::ExportFormat;
pub use import::{ImportProgress, Imported, Importing};
pub use intent::{Answer, Intent};
pub use past::{
    ARCHIVE_PAGE, ArchivePage, ArchiveView, ArchivedEvent, Chains, Copied, EditDraft, Edited, Hindrance, LegalKind,
    LegalWay,
};
pub use share::{Opened, Opening, Warning};
pub use walk::{CALL_STEPS_MAX, Moved, QUIET_SPAN, Quieted, Walked};
pub use why::{
    CONTRIBUTIONS_MAX, CauseLink, Changed, LEDGER_ROWS_MAX, Ledger, LedgerRow, ModelChange, SagaCause, Shown, StoredAt,
    Verdict, Why, WhySaga,
};

use std::sync::atomic::{AtomicU32, Ordering};

use crate::check::Checker;
use crate::kernel::{Digest, Seed, VirtualTime};
use crate::scenario::{Caption, Scenario};
use crate::timeline::{BranchId, Branches, Replaced, Timeline};
use crate::world::{Input, Origin, Settings, World};

/// Runs of engines with the same number end with the same hash. Raised when the same inputs lead elsewhere.
pub const ENGINE_VERSION: u32 = 2;

/// The seed of the empty shop.
pub const FIRST_SEED: Seed = Seed(1);

/// Tells a run from every other one of this program, also from one with the same inputs. It says nothing about the run
/// and has no part in it: whoever keeps runs asks whether this is still the one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunId(u32);

impl RunId {
    fn next() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// Tells whether somebody acted: see [`Session::mark`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunMark {
    pub run: RunId,
    branch: BranchId,
    inputs: usize,
    numbers: u32,
    branches: Digest,
    /// False for a run to which nobody has done anything since it was begun or opened.
    pub has_acts: bool,
}

/// How a run left the story that it began with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftStory {
    /// Its past was edited: nothing of the story can be told of it.
    Edited,
    /// A person changed what it runs under, or dropped what was planned, and it came to rest without the story's next
    /// moment.
    OtherWay,
}

/// A run with its branches, and the story it began with.
pub struct Session {
    id: RunId,
    /// What it was when it was opened, if it was.
    opened: Option<RunMark>,
    /// The branch that is walked on.
    timeline: Timeline<Checker>,
    branches: Branches<Checker>,
    scenario: Option<&'static Scenario>,
    /// What the last act put aside.
    replaced: Option<Replaced>,
    /// The next number to try for an order without an id.
    order_hint: u32,
}

impl Default for Session {
    fn default() -> Self {
        Self::new()
    }
}

impl Session {
    /// The empty shop: no orders, no faults, no traffic.
    pub fn new() -> Self {
        Self::of(None, Timeline::new(FIRST_SEED, Settings::default()))
    }

    fn of(scenario: Option<&'static Scenario>, timeline: Timeline<Checker>) -> Self {
        let branches = Branches::default();
        Self {
            id: RunId::next(),
            opened: None,
            timeline,
            branches,
            scenario,
            replaced: None,
            order_hint: acts::FIRST_ORDER,
        }
    }

    /// Which acts this run has had, in few words: another mark after each act, the same one however one walks.
    pub fn mark(&self) -> RunMark {
        let record = self.timeline.record();
        let names: Vec<&str> = self.branches.iter().map(|branch| branch.name.as_str()).collect();
        let mark = RunMark {
            run: self.id,
            branch: self.branches.current(),
            inputs: record.inputs().len(),
            numbers: record.numbers_given(),
            branches: Digest::of(&names),
            has_acts: false,
        };
        let has_acts = match self.opened {
            Some(opened) => RunMark { has_acts: false, ..opened } != mark,
            None => names.len() > 1 || record.inputs().iter().any(|input| input.origin == Origin::Person),
        };
        RunMark { has_acts, ..mark }
    }

    /// Another one after each beginning and each opening.
    pub const fn run_id(&self) -> RunId {
        self.id
    }

    pub const fn timeline(&self) -> &Timeline<Checker> {
        &self.timeline
    }

    /// For walking by the frame. Acting goes through [`Session::apply`] and its siblings.
    pub const fn timeline_mut(&mut self) -> &mut Timeline<Checker> {
        &mut self.timeline
    }

    /// The world at the cursor.
    pub const fn world(&self) -> &World {
        self.timeline.world()
    }

    /// The furthest known world.
    pub fn head(&self) -> &World {
        self.timeline.head()
    }

    /// The cursor's clock.
    pub const fn now(&self) -> VirtualTime {
        self.timeline.now()
    }

    pub const fn seed(&self) -> Seed {
        self.timeline.record().seed
    }

    /// The story that the run began with.
    pub const fn scenario(&self) -> Option<&'static Scenario> {
        self.scenario
    }

    /// The sentence of the story for the cursor.
    pub fn caption(&self) -> Option<(usize, &'static Caption)> {
        self.scenario?.caption(self.world())
    }

    /// How the run left the story that it began with, if it did.
    pub fn left_story(&self) -> Option<LeftStory> {
        let scenario = self.scenario?;
        let (inputs, steps) = (self.timeline.inputs(), self.world().steps);
        let taken = || inputs.iter().filter(|input| input.after_step.is_some_and(|step| step < steps));
        if taken().any(|input| matches!(input.input, Input::Edit(_))) {
            return Some(LeftStory::Edited);
        }
        let moments = scenario.moments(self.head());
        let next = self.caption().and_then(|(place, _)| moments.get(place.saturating_add(1)));
        let is_changed = taken().any(|input| {
            let changes = matches!(input.input, Input::Inject(_) | Input::Clear(_) | Input::ClearAll | Input::Set(_));
            changes && input.origin == Origin::Person
        });
        let planned = inputs.iter().filter(|input| input.origin == Origin::Story).count();
        let is_cut = planned < (scenario.acts)().len();
        let is_other = next == Some(&None) && (is_changed || is_cut) && self.timeline.is_quiet();
        is_other.then_some(LeftStory::OtherWay)
    }

    /// The future that the last act replaced, if it did; [`Session::undo`] brings it back.
    pub const fn replaced(&self) -> Option<Replaced> {
        self.replaced
    }

    /// Brings the last replaced future back. False if nothing was replaced.
    pub fn undo(&mut self) -> bool {
        self.replaced = None;
        self.timeline.undo()
    }

    pub const fn can_undo(&self) -> bool {
        self.timeline.can_undo()
    }

    /// State and trace at the cursor as 16 hexadecimal digits: equal runs have equal hashes.
    pub fn hash(&self) -> String {
        self.world().digest().to_string()
    }
}
