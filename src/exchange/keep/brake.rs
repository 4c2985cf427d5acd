//! To find out that a run is too large takes as long as to write it down: it is not found out again before something
//! was done about it.

use super::RECORDS_MAX;
use crate::exchange::{Refused, SharedRun};

/// A run that no base can hold, as it was when that was tried.
#[derive(Clone, Debug)]
pub(super) struct Brake {
    inputs: usize,
    /// Numbers that were given to inputs, those of all branches together.
    numbers: u32,
    pub why: Refused,
    /// It cannot be kept in segments, either.
    pub is_final: bool,
}

impl Brake {
    pub fn new(run: &SharedRun, why: Refused) -> Self {
        Self { inputs: run.inputs(), numbers: numbers(run), why, is_final: false }
    }

    /// True where the run may be another one by now: it has fewer inputs, or much was done since.
    pub fn is_outdated(&self, run: &SharedRun) -> bool {
        run.inputs() < self.inputs || numbers(run).abs_diff(self.numbers) >= RECORDS_MAX
    }
}

fn numbers(run: &SharedRun) -> u32 {
    run.branches.iter().fold(0, |sum, branch| sum.saturating_add(branch.record.numbers_given()))
}
