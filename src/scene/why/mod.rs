//! Why a value is here and what came of an act, in words. The answers themselves are the session's.
//!
//! Knows nothing about highlights: what is to light up are the messages that an answer names.

mod column;
mod explain;
mod plain;
mod tell;

pub use column::{Cell, cell_field, state_field};
pub use explain::{Explanation, Question, WhyLink, explain};
pub use plain::{field_title, field_value};
pub use tell::{ledger_row_sentence, ledger_sentence, link_sentence, why_sentence};
