//! Named beginnings and the stories they tell: a seed, settings, acts at given times, and captions tied to moments.
//!
//! A story only plans inputs; what happens is the engine's. Knows nothing about the screen, which shows its captions,
//! or about checks, which judge its runs.

mod acts;
mod cue;
mod shelf;

pub use cue::{Caption, Cue};
pub use shelf::{SCENARIOS, find};

use crate::kernel::{Seed, VirtualTime};
use crate::world::{Input, Settings, World};

/// A story.
pub struct Scenario {
    pub id: &'static str,
    pub title: &'static str,
    /// Two sentences.
    pub summary: &'static str,
    pub seed: Seed,
    pub settings: fn() -> Settings,
    /// What happens by itself, and when.
    pub acts: fn() -> Vec<(VirtualTime, Input)>,
    /// In the order in which their moments come.
    pub captions: &'static [Caption],
}

impl Scenario {
    /// The caption of the latest moment that the run has reached without missing one before it, and its place among the
    /// captions: a run that has left its story is not told as if it had not.
    pub fn caption(&self, world: &World) -> Option<(usize, &'static Caption)> {
        self.captions.iter().enumerate().take_while(|(_, caption)| caption.cue.reached(world).is_some()).last()
    }

    /// The step of each caption's moment, where the run has reached it.
    pub fn moments(&self, world: &World) -> Vec<Option<u32>> {
        self.captions.iter().map(|caption| caption.cue.reached(world)).collect()
    }
}
