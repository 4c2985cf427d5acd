//! Two branches beside each other: where they part, which events and which rows differ, and how each ends.

mod events;
mod models;
mod outcome;

pub(super) use events::reference;
pub use events::{EventDifferences, EventRef};
pub use models::{FieldDifference, ModelDifference, RowChange, RowDifference};
pub(super) use models::{differences as model_differences, field_differences, of_views as row_differences};
pub use outcome::Outcome;

use serde::Serialize;

use super::Session;
use crate::check::Checker;
use crate::exchange::millis_of_time;
use crate::timeline::{BranchId, Divergence, Timeline};

/// The first step that differs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct DivergenceView {
    pub step: u32,
    /// Virtual milliseconds.
    pub ms: f64,
}

/// How far a branch is known and how it stands there.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Side {
    pub id: u32,
    pub name: String,
    pub step: u32,
    /// The furthest known clock in virtual milliseconds.
    pub now: f64,
    /// Nothing is due any more but housekeeping.
    pub quiet: bool,
    pub outcome: Outcome,
}

/// What two branches differ in, each up to the furthest that is known of it. A change leads from `a` to `b`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Comparison {
    pub a: Side,
    pub b: Side,
    /// `null` where one of them only goes further than the other.
    pub first_divergence: Option<DivergenceView>,
    pub events: EventDifferences,
    /// The read models that differ.
    pub models: Vec<ModelDifference>,
}

impl From<Divergence> for DivergenceView {
    fn from(divergence: Divergence) -> Self {
        Self { step: divergence.step, ms: millis_of_time(divergence.time) }
    }
}

impl Session {
    /// Holds two branches against each other. `None` if one of them is not known. Neither is moved: whoever wants to
    /// walk along both takes a twin, `branch_timeline(id)?.fork(Commands::Keep)`.
    pub fn compare(&self, a: BranchId, b: BranchId) -> Option<Comparison> {
        let (own, other) = (self.branch_timeline(a)?, self.branch_timeline(b)?);
        Some(Comparison {
            a: self.side(a, own)?,
            b: self.side(b, other)?,
            first_divergence: own.first_divergence(other).map(DivergenceView::from),
            events: events::differences(own.head(), other.head()),
            models: models::differences(own.head(), other.head()),
        })
    }

    fn side(&self, id: BranchId, run: &Timeline<Checker>) -> Option<Side> {
        Some(Side {
            id: id.0,
            name: self.branches.get(id)?.name.clone(),
            step: run.head().steps,
            now: millis_of_time(run.head_clock()),
            quiet: run.head().is_quiet(),
            outcome: Outcome::of(run),
        })
    }
}
