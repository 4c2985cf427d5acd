//! Copy and replace: a corrected log is written beside the old one, and whoever reads is moved to it.
//!
//! The new log is honest: it has a chain of its own, which holds, and the old one is kept as it was. Everything that is
//! folded from the log is folded again; what has left the house stays as it is.

use super::*;
use crate::event_store::GlobalPosition;

/// At most so many old logs are kept; then none is replaced any more.
pub const ARCHIVES_MAX: usize = 8;

/// A log that another one replaced.
#[derive(Clone, Debug, Hash)]
pub struct Archive {
    pub store: EventStore<Fact>,
    /// Where in it the event lies that the new log has otherwise.
    pub position: u32,
    /// When it was replaced.
    pub until: VirtualTime,
}

impl World {
    /// An edit of what is not there, or one that no correction is, changes nothing.
    pub(super) fn replace_log(&mut self, edit: &Edit) {
        let corrects = matches!(edit.how, EditHow::Skip | EditHow::Change { .. });
        if !corrects || self.archives.len() >= ARCHIVES_MAX {
            return;
        }
        let Some(plan) = self.plan_edit(edit) else { return };
        let Some(copy) = self.store.copied(GlobalPosition(plan.first), &plan.sources, plan.body()) else { return };
        let store = std::mem::replace(&mut self.store, copy);
        self.archives.push(Archive { store, position: edit.position, until: self.now });
        self.fold_all_again(&plan, TraceKind::LogReplaced);
    }
}
