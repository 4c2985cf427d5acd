//! How far a read model has read.

/// The global position that a read model reads next. It moves together with the model's rows, by one at a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Checkpoint(pub u64);

impl Checkpoint {
    /// How many recorded events the model has not seen, when the store holds `len` of them.
    pub const fn lag(self, len: u64) -> u64 {
        len.saturating_sub(self.0)
    }

    /// True if everything up to and including `position` has been read: a reader who wrote there reads his own write.
    pub const fn covers(self, position: u64) -> bool {
        self.0 > position
    }
}

/// What an event did to a read model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Progress {
    Applied,
    /// The event tells the model nothing: only the checkpoint moved.
    PassedOver,
    /// The event is in a shape that this code does not know: nothing changed.
    Unreadable,
    /// Not the event that comes next: nothing changed. Applying one twice, or leaving one out, is impossible.
    OutOfTurn,
}
