//! A second run that shares everything up to the cursor.

use super::{Observer, Timeline};

/// What becomes of the commands after a fork.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Commands {
    /// They are dropped: what persons did later did not happen here. What the story planned still comes.
    #[default]
    Cut,
    /// They are given again, at the same step or, where that step no longer exists in the changed past, at the same
    /// time.
    Keep,
}

impl<O: Observer> Timeline<O> {
    /// A run of its own that begins as this one did and stands where this one stands. Pages are shared, so it costs a
    /// few clones of a world. With [`Commands::Keep`] the known future is known here, too, until somebody acts. It has
    /// nothing to undo.
    #[must_use]
    pub fn fork(&self, commands: Commands) -> Self {
        let mut fork = Self {
            record: self.record.clone(),
            here: self.here.clone(),
            clock: self.clock,
            head: self.head.clone(),
            keyframes: self.keyframes.clone(),
            replaced: Vec::new(),
            commands,
            diverged_at: self.diverged_at,
        };
        if commands == Commands::Cut {
            fork.look_closely();
            fork.record.forget_after(fork.here.taken);
            fork.keyframes.forget_after(fork.here.world.steps);
            fork.head = None;
        }
        fork
    }

    /// What an act in the past of this run does to the inputs after it.
    pub const fn commands(&self) -> Commands {
        self.commands
    }

    /// Inputs that are recorded or planned and lie behind the cursor.
    pub fn inputs_to_come(&self) -> usize {
        self.record.inputs().len().saturating_sub(self.here.taken)
    }
}
