//! The swarm's own luck: a sequence drawn from its seed.

use eventarium::kernel::{Purpose, Seed};

pub struct Luck {
    seed: Seed,
    drawn: u64,
}

impl Luck {
    pub fn new(seed: u64) -> Self {
        Self { seed: Seed(seed), drawn: 0 }
    }

    /// A whole number below `bound`.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.drawn += 1;
        self.seed.below(bound, Purpose::Campaign, self.drawn, 0)
    }

    /// True so many times in a hundred.
    pub fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }

    pub fn of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len() as u64) as usize]
    }
}
