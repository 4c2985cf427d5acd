//! A second run that shares everything up to the cursor.

use super::{Observer, RunRecord, Timeline};
use crate::kernel::VirtualTime;

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

    /// A run of another record that begins as this one did, standing where the two part or at `steps_max`, whichever
    /// comes first; everything up to there is shared. Where that is nowhere, it stands at its beginning.
    #[must_use]
    pub fn beside(&self, record: RunRecord, commands: Commands, steps_max: u32) -> Self {
        let from_start = |record| Self { commands, ..Self::from_record(record) };
        if (record.seed, record.settings) != (self.record.seed, self.record.settings) {
            return from_start(record);
        }
        let common = self.record.common_inputs(&record);
        let next = [self.record.get(common), record.get(common)].into_iter().flatten();
        let steps = next.filter_map(|input| input.after_step).min().unwrap_or(u32::MAX).min(steps_max);
        let mut run = self.fork(Commands::Keep);
        run.seek_step(steps.min(self.head().steps));
        run.look_closely();
        let taken = run.here.taken;
        let comes_later = |at: VirtualTime, after: Option<u32>| {
            let here = &run.here.world;
            at > here.now || at == here.now && after.is_none_or(|after| after >= here.steps)
        };
        let has_not_come = taken < common || record.get(taken).is_none_or(|next| comes_later(next.at, next.after_step));
        if taken > common || !has_not_come {
            return from_start(record);
        }
        run.keyframes.forget_after(run.here.world.steps);
        Self { record, clock: run.here.world.now, head: None, replaced: Vec::new(), commands, diverged_at: None, ..run }
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
