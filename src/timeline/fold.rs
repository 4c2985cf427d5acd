//! What was folded of the log, kept now and then: whoever asks about one event of a long log begins there.

use super::{Moment, Observer};
use crate::world::Fold;

/// A state is kept whenever so many events were stored: a world holds much beside its read models, ...
pub const EVENTS_BETWEEN_FOLDS: u32 = 16_384;
/// ... so at most this many are kept.
pub(super) const FOLDS_MAX: usize = 256;

/// What was folded up to a step.
#[derive(Clone, Debug)]
pub(super) struct KeptFold {
    pub fold: Fold,
    pub steps: u32,
    /// So many inputs led to it.
    pub taken: usize,
}

impl KeptFold {
    pub fn of<O: Observer>(moment: &Moment<O>) -> Self {
        let Moment { world, observer, taken, .. } = moment;
        Self { fold: observer.fold(world), steps: world.steps, taken: *taken }
    }
}
