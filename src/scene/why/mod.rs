//! Why a value is here and what came of an act, in words. The answers themselves are the session's.
//!
//! Knows nothing about highlights: what is to light up are the messages that an answer names.

mod column;
mod tell;

pub use column::{Cell, cell_field};
pub use tell::{ledger_row_sentence, ledger_sentence, why_sentence};
