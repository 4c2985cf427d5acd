//! Branches in words and side by side: what one has that another has not, and what came of it.

mod acts;
mod archive;
mod beside;
mod outcome;
mod past;

pub use acts::act_phrase;
pub use archive::{archive_sentence, archive_title, copied_word, moment};
pub use beside::{LANE_MARKS_MAX, Lane, LaneMark, Lanes, lanes};
pub use outcome::verdict;
pub use past::{
    WHY_NOT, edited_sentence, hindrance_sentence, legal_action, legal_sentence, legal_title, replaced_sentence,
    scope_sentence,
};
