//! Branches: runs side by side, each with its own cursor, head and undo. One of them is walked on, the others wait.

use crate::kernel::VirtualTime;

use super::{Commands, Observer, RunRecord, Timeline};

/// So many branches are kept at once, the first included: each may come to hold a whole run of its own.
pub const BRANCHES_MAX: usize = 16;

/// The number of a branch; no other branch of the same tree ever has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BranchId(pub u32);

/// One branch: where it left its parent, and its name.
#[derive(Clone, Debug)]
pub struct Branch<O> {
    pub id: BranchId,
    pub name: String,
    /// `None` for the first one.
    pub parent: Option<BranchId>,
    /// The step at which it left its parent.
    pub at_step: u32,
    /// The clock at which it left its parent.
    pub at: VirtualTime,
    /// The run, while another branch is walked on.
    waiting: Option<Box<Timeline<O>>>,
}

/// A tree of branches, oldest first. The run that is walked on lies outside and is handed in, so that a session without
/// a fork costs nothing.
#[derive(Clone, Debug)]
pub struct Branches<O> {
    branches: Vec<Branch<O>>,
    current: BranchId,
    next: u32,
}

impl<O> Default for Branches<O> {
    fn default() -> Self {
        let id = BranchId::default();
        let first =
            Branch { id, name: "main".to_owned(), parent: None, at_step: 0, at: VirtualTime::ZERO, waiting: None };
        Self { branches: vec![first], current: id, next: 1 }
    }
}

/// A branch that was kept elsewhere, with its run.
#[derive(Clone, Debug)]
pub struct KeptBranch<O> {
    pub id: BranchId,
    pub name: String,
    pub parent: Option<BranchId>,
    pub at_step: u32,
    pub at: VirtualTime,
    pub run: Timeline<O>,
}

impl<O: Observer> Branches<O> {
    /// A tree as it was kept, oldest first, and the run of its current branch. `None` where there is none, or too many.
    pub fn restored(kept: Vec<KeptBranch<O>>, current: BranchId) -> Option<(Self, Timeline<O>)> {
        if kept.len() > BRANCHES_MAX {
            return None;
        }
        let next = kept.iter().map(|branch| branch.id.0).max()?.saturating_add(1);
        let mut here = None;
        let mut branches = Vec::new();
        for KeptBranch { id, name, parent, at_step, at, run } in kept {
            let waiting = if id == current { here.replace(run).map(Box::new) } else { Some(Box::new(run)) };
            branches.push(Branch { id, name, parent, at_step, at, waiting });
        }
        Some((Self { branches, current, next }, here?))
    }

    /// The branch that is walked on.
    pub const fn current(&self) -> BranchId {
        self.current
    }

    /// All branches, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Branch<O>> {
        self.branches.iter()
    }

    pub const fn len(&self) -> usize {
        self.branches.len()
    }

    /// Never: the first branch cannot be given up.
    pub const fn is_empty(&self) -> bool {
        self.branches.is_empty()
    }

    pub const fn is_full(&self) -> bool {
        self.branches.len() >= BRANCHES_MAX
    }

    pub fn get(&self, id: BranchId) -> Option<&Branch<O>> {
        self.branches.iter().find(|branch| branch.id == id)
    }

    /// The run of a branch; `here` is the one that is walked on.
    pub fn timeline<'a>(&'a self, here: &'a Timeline<O>, id: BranchId) -> Option<&'a Timeline<O>> {
        if id == self.current {
            return Some(here);
        }
        self.get(id)?.waiting.as_deref()
    }

    /// What a branch is made of.
    pub fn record<'a>(&'a self, here: &'a Timeline<O>, id: BranchId) -> Option<&'a RunRecord> {
        self.timeline(here, id).map(Timeline::record)
    }

    /// Leaves the current branch at its cursor: `here` becomes the fork, the parent waits as it is. `None` when as many
    /// branches are kept as may be.
    pub fn fork(&mut self, here: &mut Timeline<O>, commands: Commands) -> Option<BranchId> {
        let fork = here.fork(commands);
        self.add(here, fork, self.current)
    }

    /// Puts a run beside the others as a child of `parent` and walks on there. `None` when there is no room, or no such
    /// parent.
    pub fn add(&mut self, here: &mut Timeline<O>, run: Timeline<O>, parent: BranchId) -> Option<BranchId> {
        if self.is_full() {
            return None;
        }
        self.get(parent)?;
        let id = BranchId(self.next);
        self.next = self.next.saturating_add(1);
        let (name, at_step, at) = (format!("branch {}", id.0), run.step(), run.now());
        let before = std::mem::replace(here, run);
        self.put_aside(before);
        self.branches.push(Branch { id, name, parent: Some(parent), at_step, at, waiting: None });
        self.current = id;
        Some(id)
    }

    /// Walks on in another branch, where it was left. False if there is no such branch.
    pub fn switch_to(&mut self, here: &mut Timeline<O>, id: BranchId) -> bool {
        if id == self.current {
            return true;
        }
        let wanted = self.branches.iter_mut().find(|branch| branch.id == id);
        let Some(run) = wanted.and_then(|branch| branch.waiting.take()) else { return false };
        let before = std::mem::replace(here, *run);
        self.put_aside(before);
        self.current = id;
        true
    }

    /// False if there is no such branch.
    pub fn rename(&mut self, id: BranchId, name: &str) -> bool {
        let branch = self.branches.iter_mut().find(|branch| branch.id == id);
        branch.map(|branch| name.clone_into(&mut branch.name)).is_some()
    }

    /// True for a branch that can be given up: not the first, not the one walked on, and nobody's parent.
    pub fn can_close(&self, id: BranchId) -> bool {
        let is_parent = self.branches.iter().any(|branch| branch.parent == Some(id));
        id != self.current && !is_parent && self.get(id).is_some_and(|branch| branch.parent.is_some())
    }

    /// Gives a branch up. False if it cannot be; see [`Branches::can_close`].
    pub fn close(&mut self, id: BranchId) -> bool {
        let can = self.can_close(id);
        if can {
            self.branches.retain(|branch| branch.id != id);
        }
        can
    }

    fn put_aside(&mut self, run: Timeline<O>) {
        let current = self.current;
        if let Some(branch) = self.branches.iter_mut().find(|branch| branch.id == current) {
            branch.waiting = Some(Box::new(run));
        }
    }
}
