//! Luck is addressed, not consumed: a draw is a function of the seed, its purpose, what it is about and the attempt.
//!
//! So one more fault, consumer or command does not reshuffle anybody else's luck.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::hash::mix;
use super::time::Span;

/// What a draw decides. Two purposes never share their luck.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Purpose {
    Identity = 1,
    Hop,
    Handling,
    Dispatch,
    BackOff,
    Fault,
    ReadModel,
    Parcel,
    Traffic,
    Basket,
    Campaign,
}

/// The seed of a run: any whole number of 64 bits, written in decimal (it crosses into JavaScript as text).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seed(pub u64);

impl Seed {
    /// 64 uniformly random bits.
    pub const fn draw(self, purpose: Purpose, about: u64, attempt: u32) -> u64 {
        let address = mix(self.0 ^ ((purpose as u64) << 56)) ^ mix(about);
        mix(address.wrapping_add((attempt as u64) << 1))
    }

    /// A whole number in `0..bound`; 0 if `bound` is 0.
    pub const fn below(self, bound: u64, purpose: Purpose, about: u64, attempt: u32) -> u64 {
        ((self.draw(purpose, about, attempt) as u128 * bound as u128) >> 64) as u64
    }

    /// A length of time in `least..=most`.
    pub const fn span(self, least: Span, most: Span, purpose: Purpose, about: u64, attempt: u32) -> Span {
        let width = most.micros().saturating_sub(least.micros()).saturating_add(1);
        Span::from_micros(least.micros() + self.below(width, purpose, about, attempt))
    }

    /// True with the chance `ratio`.
    pub const fn happens(self, ratio: Ratio, purpose: Purpose, about: u64, attempt: u32) -> bool {
        self.below(ratio.of as u64, purpose, about, attempt) < ratio.part as u64
    }
}

impl fmt::Display for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// Why a text is not a seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeedError;

impl fmt::Display for SeedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "seed: a whole number from 0 to {} was expected", u64::MAX)
    }
}

impl FromStr for Seed {
    type Err = SeedError;

    fn from_str(text: &str) -> Result<Self, SeedError> {
        let text = text.trim();
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(SeedError);
        }
        text.parse().map(Self).map_err(|_| SeedError)
    }
}

/// A chance as a ratio of whole numbers, `part` in `of`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Ratio {
    pub part: u32,
    pub of: u32,
}

impl Ratio {
    pub const ALWAYS: Self = Self { part: 1, of: 1 };

    pub const fn percent(part: u32) -> Self {
        Self { part, of: 100 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_depends_on_its_address_alone() {
        let seed = Seed(7);
        assert_eq!(seed.draw(Purpose::Hop, 3, 1), seed.draw(Purpose::Hop, 3, 1));
        assert_ne!(seed.draw(Purpose::Hop, 3, 1), seed.draw(Purpose::Hop, 3, 2));
        assert_ne!(seed.draw(Purpose::Hop, 3, 1), seed.draw(Purpose::Fault, 3, 1));
        assert_ne!(seed.draw(Purpose::Hop, 3, 1), Seed(8).draw(Purpose::Hop, 3, 1));
    }

    #[test]
    fn spans_stay_within_both_ends_and_reach_them() {
        let (least, most) = (Span::from_micros(5), Span::from_micros(7));
        let drawn: Vec<u64> = (0..200).map(|i| Seed(1).span(least, most, Purpose::Hop, i, 0).micros()).collect();
        assert_eq!(drawn.iter().min(), Some(&5));
        assert_eq!(drawn.iter().max(), Some(&7));
    }

    #[test]
    fn a_chance_of_thirty_percent_happens_thirty_times_in_a_hundred() {
        let hits = (0..10_000).filter(|i| Seed(1).happens(Ratio::percent(30), Purpose::Fault, *i, 0)).count();
        assert!((2_850..3_150).contains(&hits), "{hits}");
    }

    #[test]
    fn only_whole_numbers_are_seeds() {
        assert_eq!("18446744073709551615".parse(), Ok(Seed(u64::MAX)));
        for text in ["", "-1", "+1", "1.5", "18446744073709551616", "0x1", "١"] {
            assert_eq!(text.parse::<Seed>(), Err(SeedError), "{text:?}");
        }
    }
}
