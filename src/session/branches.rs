//! Branches of a run as a person asks for them: fork, list, switch, rename, give up.

use serde::Serialize;

use super::{Session, acts};
use crate::check::Checker;
use crate::exchange::{BRANCH_NAME_CHARS_MAX, Code, Fields, Refused, Wire, id_text, millis_of_time};
use crate::kernel::VirtualTime;
use crate::timeline::{BRANCHES_MAX, Branch, BranchId, Commands, Timeline};

/// A branch as scripts and the screen see it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BranchView {
    pub id: u32,
    pub name: String,
    /// `null` for the first one.
    pub parent: Option<u32>,
    /// The step at which it left its parent.
    pub at_step: u32,
    /// The clock at which it left its parent, in virtual milliseconds.
    pub at: f64,
    /// True for the branch that is walked on.
    pub current: bool,
    /// Where its cursor stands.
    pub step: u32,
    /// The cursor's clock in virtual milliseconds.
    pub now: f64,
    /// The furthest step that is known of it.
    pub head_step: u32,
    /// The clock of that step in virtual milliseconds.
    pub head_now: f64,
}

impl Session {
    /// Leaves the run at the cursor for a branch of its own and walks on there; the run that was stays as it is.
    ///
    /// # Errors
    /// `too-large` when as many branches are kept as may be.
    pub fn fork(&mut self, commands: Commands) -> Result<BranchId, Refused> {
        self.has_room()?;
        let id = self.branches.fork(&mut self.timeline, commands);
        self.arrived_elsewhere();
        id.ok_or_else(full)
    }

    /// All branches, oldest first.
    pub fn branches(&self) -> Vec<BranchView> {
        self.branches.iter().map(|branch| self.branch_view(branch)).collect()
    }

    /// The latest moment that is known of any branch: what all of them are drawn to.
    pub fn last_clock(&self) -> VirtualTime {
        let ends = self.branches.iter().filter_map(|branch| self.branch_timeline(branch.id)).map(Timeline::head_clock);
        ends.max().unwrap_or_default()
    }

    /// The branch that is walked on.
    pub const fn branch(&self) -> BranchId {
        self.branches.current()
    }

    /// The name of the branch that is walked on.
    pub fn branch_name(&self) -> String {
        self.branches.get(self.branch()).map_or_else(String::new, |branch| branch.name.clone())
    }

    /// The run of a branch.
    pub fn branch_timeline(&self, id: BranchId) -> Option<&Timeline<Checker>> {
        self.branches.timeline(&self.timeline, id)
    }

    /// Walks on in another branch, at its cursor and with its undo. False if there is no such branch.
    pub fn switch_to(&mut self, id: BranchId) -> bool {
        let found = self.branches.switch_to(&mut self.timeline, id);
        if found {
            self.arrived_elsewhere();
        }
        found
    }

    /// Gives a branch another name. False if there is no such branch.
    ///
    /// # Errors
    /// `bad-argument` for what cannot be a name, or is that of another branch.
    pub fn rename_branch(&mut self, id: BranchId, name: &str) -> Result<bool, Refused> {
        let refuse = |reason: String| Err(Refused::new(Code::BadArgument, "name", reason));
        let name = id_text(name, Code::BadArgument, "name")?.trim();
        if name.is_empty() || name.chars().count() > BRANCH_NAME_CHARS_MAX {
            return refuse(format!("a branch's name has 1 to {BRANCH_NAME_CHARS_MAX} characters"));
        }
        if self.branches.iter().any(|branch| branch.id != id && branch.name == name) {
            return refuse("another branch has this name".to_owned());
        }
        Ok(self.branches.rename(id, name))
    }

    /// Gives a branch up, with all that it holds. False if there is no such branch.
    ///
    /// # Errors
    /// `bad-argument` for the first branch, the one walked on, and one that others left.
    pub fn close_branch(&mut self, id: BranchId) -> Result<bool, Refused> {
        if self.branches.get(id).is_none() {
            return Ok(false);
        }
        if !self.branches.can_close(id) {
            let reason = "the first branch, the current one and one that others left cannot be given up";
            return Err(Refused::new(Code::BadArgument, "branch", reason));
        }
        Ok(self.branches.close(id))
    }

    pub(super) fn has_room(&self) -> Result<(), Refused> {
        if self.branches.is_full() { Err(full()) } else { Ok(()) }
    }

    /// The cursor stands in another branch: what was remembered of the one before does not count here.
    pub(super) const fn arrived_elsewhere(&mut self) {
        self.replaced = None;
        self.order_hint = acts::FIRST_ORDER;
    }

    fn branch_view(&self, branch: &Branch<Checker>) -> BranchView {
        let run = self.branches.timeline(&self.timeline, branch.id).unwrap_or(&self.timeline);
        BranchView {
            id: branch.id.0,
            name: branch.name.clone(),
            parent: branch.parent.map(|parent| parent.0),
            at_step: branch.at_step,
            at: millis_of_time(branch.at),
            current: branch.id == self.branches.current(),
            step: run.step(),
            now: millis_of_time(run.now()),
            head_step: run.head().steps,
            head_now: millis_of_time(run.head_clock()),
        }
    }
}

fn full() -> Refused {
    let reason = format!("at most {BRANCHES_MAX} branches are kept at once; give one up first");
    Refused::new(Code::TooLarge, "branches", reason)
}

/// Reads `{commands: "cut" | "keep"}`; what is left out cuts.
///
/// # Errors
/// Wrong types, unknown fields and `unknown-name`.
pub fn commands_of(value: &Wire) -> Result<Commands, Refused> {
    if *value == Wire::Nothing {
        return Ok(Commands::default());
    }
    let mut fields = Fields::of(value, "", Code::BadArgument)?;
    let commands = match fields.text("commands")? {
        None | Some("cut") => Ok(Commands::Cut),
        Some("keep") => Ok(Commands::Keep),
        Some(_) => Err(Refused::new(Code::UnknownName, "commands", "no such choice; known are cut, keep")),
    };
    fields.finish()?;
    commands
}
