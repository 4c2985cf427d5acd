//! Following a store: what reads it event by event, and how far it has read.

use crate::event_store::{EventStore, GlobalPosition, RecordedEvent};

use super::{Checkpoint, Progress};
#[cfg(doc)]
use crate::kernel::Table;

/// A fold over a store's events: one read model, or several that are fed together.
pub trait Projection<E> {
    /// Takes the next event in. Cannot fail: what was recorded happened.
    fn project(&mut self, recorded: RecordedEvent<'_, E>);

    /// Many events are to come, and no clone is taken before they are in: [`Table::open`] for each table.
    fn open(&mut self) {}

    /// The many events are taken in: [`Table::seal`] for each table.
    fn seal(&mut self) {}

    /// Takes in a part of the store, in order, from a position on and up to before another.
    fn replay(&mut self, store: &EventStore<E>, from: GlobalPosition, to: GlobalPosition)
    where
        E: Clone,
    {
        store.read_range(from, to).for_each(|recorded| self.project(recorded));
    }
}

/// A read model and how far it has read: they move together, by one event at a time.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub struct Follower<P> {
    model: P,
    checkpoint: Checkpoint,
}

impl<P> Follower<P> {
    /// Takes the event in if it is the one that comes next; any other changes nothing.
    pub fn take<E>(&mut self, recorded: RecordedEvent<'_, E>) -> Progress
    where
        P: Projection<E>,
    {
        if self.checkpoint != Checkpoint(u64::from(recorded.position().0)) {
            return Progress::OutOfTurn;
        }
        self.model.project(recorded);
        self.checkpoint.0 = self.checkpoint.0.saturating_add(1);
        Progress::Applied
    }

    /// The rows, to be read.
    pub const fn model(&self) -> &P {
        &self.model
    }

    /// Where the model reads next.
    pub const fn checkpoint(&self) -> Checkpoint {
        self.checkpoint
    }
}
