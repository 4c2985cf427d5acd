//! The reader's reducer over the real log.

use crate::exchange::reducer::{Reducer, ReducerError, Reduction};
use crate::session::Session;

impl Session {
    /// Runs a program of the reader over all events of the shop up to the cursor, in today's shape. Nothing is changed
    /// by it; it may take as long as the log is long, times the program.
    ///
    /// # Errors
    /// What is wrong with the program, with its place, or the event at which it could not go on.
    pub fn reduce(&self, source: &str) -> Result<Reduction, ReducerError> {
        let reducer = Reducer::parse(source)?;
        let recorded = self.world().store.read_all(Default::default());
        reducer.run(recorded.filter_map(|recorded| {
            let event = recorded.event().shop()?;
            Some((u64::from(recorded.position().0), event))
        }))
    }
}
