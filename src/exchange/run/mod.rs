//! A whole run as it leaves and enters, in the words of [`Wire`]: links and session files say the same.
//!
//! What a run is made of is written out, never what came of it: the state is computed again, and the hash of the end
//! says whether it came out the same.

mod branch;
mod edit;
mod facts;
mod history;
mod input;
mod read;
mod splice;
mod write;

pub(in crate::exchange) use input::within;
pub(in crate::exchange) use read::Reader;
pub(in crate::exchange) use splice::Splice;
pub use write::Form;
pub(in crate::exchange) use write::{Teller, object, places};

use crate::kernel::{Digest, VirtualTime};
use crate::scenario::Scenario;
use crate::timeline::{BranchId, Commands, RunRecord};

/// The version of what is written out: links and files. Every version that was ever released is read.
///
/// Version 2 knows branches. What has none is written in version 1, so that older pages open it, too.
pub const FORMAT_VERSION: u32 = 2;
/// Characters that say which view is open.
pub const VIEW_CHARS_MAX: usize = 200;
/// Characters of a branch's name.
pub const BRANCH_NAME_CHARS_MAX: usize = 60;
/// Inputs of one run in a file, those of all its branches together (SEC-12).
pub const INPUTS_MAX: usize = 200_000;
/// The name of the first branch where nobody gave it another one.
const FIRST_NAME: &str = "main";

/// A moment of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// So many steps were executed.
    pub step: u32,
    pub at: VirtualTime,
}

/// What tells whether a run that is computed again ends as it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndHash {
    /// State and trace.
    Run(Digest),
    /// The trace alone, which is known without looking at the whole state.
    Trace(Digest),
}

/// One branch of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedBranch {
    pub id: BranchId,
    pub name: String,
    /// `None` for the first one.
    pub parent: Option<BranchId>,
    /// Where it left its parent.
    pub left: Place,
    /// What an act in its past does to the inputs after it.
    pub commands: Commands,
    pub record: RunRecord,
    pub cursor: Place,
    /// The furthest moment that was reached.
    pub end: Place,
    pub hash: EndHash,
}

/// A run with everything that somebody else needs to see the same.
#[derive(Clone)]
pub struct SharedRun {
    /// The version of the engine that ran it.
    pub engine: u32,
    /// The story that it began with.
    pub scenario: Option<&'static Scenario>,
    /// Oldest first; there is at least one. All begin with the same seed and settings.
    pub branches: Vec<SharedBranch>,
    /// The branch that is walked on.
    pub current: BranchId,
    /// What the screen showed, in the screen's own words; empty where nobody said.
    pub view: String,
}

impl SharedRun {
    /// The branch with this number.
    pub fn branch(&self, id: BranchId) -> Option<&SharedBranch> {
        self.branches.iter().find(|branch| branch.id == id)
    }

    /// The branch that is walked on.
    pub fn here(&self) -> Option<&SharedBranch> {
        self.branch(self.current)
    }

    /// The branch that is walked on as a run of its own, without the others.
    #[must_use]
    pub fn alone(&self) -> Self {
        let branch = self.here().map(|here| SharedBranch {
            id: BranchId::default(),
            name: FIRST_NAME.to_owned(),
            parent: None,
            left: Place::default(),
            commands: Commands::Cut,
            record: RunRecord::from_inputs(here.record.seed, here.record.settings, here.record.inputs().to_vec()),
            ..here.clone()
        });
        Self {
            engine: self.engine,
            scenario: self.scenario,
            branches: branch.into_iter().collect(),
            current: BranchId::default(),
            view: self.view.clone(),
        }
    }

    /// Inputs of all branches.
    pub fn inputs(&self) -> usize {
        self.branches.iter().map(|branch| branch.record.inputs().len()).sum()
    }

    /// The oldest version that can say all of it.
    pub fn format(&self) -> u32 {
        match self.branches.as_slice() {
            [only] if only.is_plain() => 1,
            _ => FORMAT_VERSION,
        }
    }
}

impl SharedBranch {
    /// True for what version 1 can say.
    fn is_plain(&self) -> bool {
        self.parent.is_none()
            && self.id == BranchId::default()
            && self.name == FIRST_NAME
            && self.commands == Commands::Cut
            && self.record.numbers_needed() == self.record.numbers_given()
    }

    /// The name of a branch that nobody named.
    pub(super) fn usual_name(id: BranchId) -> String {
        if id == BranchId::default() { FIRST_NAME.to_owned() } else { format!("branch {}", id.0) }
    }
}
