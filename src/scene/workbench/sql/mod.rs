//! What SQLite refuses and what a question tried to write, in plain words.
//!
//! Knows nothing about the database itself: it is told the question, the sentence of SQLite, and where SQLite stumbled.

mod place;
mod refusal;
mod tokens;
mod writes;

pub use place::SqlPlace;
pub use refusal::{SqlRefusal, sql_refusal};
pub use writes::{Undone, is_blank, write_note};
