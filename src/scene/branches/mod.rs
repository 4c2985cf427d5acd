//! Branches in words: what one has that another has not, and what came of it.
//!
//! Knows nothing about lanes, marks or how two pictures stand beside each other.

mod acts;
mod outcome;

pub use acts::act_phrase;
pub use outcome::verdict;
