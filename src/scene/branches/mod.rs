//! Branches in words: what one has that another has not, and what came of it.
//!
//! Knows nothing about lanes, marks or how two pictures stand beside each other.

mod acts;
mod outcome;
mod past;

pub use acts::act_phrase;
pub use outcome::verdict;
pub use past::{WHY_NOT, edited_sentence, hindrance_sentence, legal_action, legal_sentence, legal_title};
