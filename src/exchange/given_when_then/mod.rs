//! Tests in Rust from a run: of one decision, as a sentence about its decider; of any other step, and of the whole run
//! up to the cursor, as a run that is opened and looked at.
//!
//! The text is a file below `tests/` of this repository, and compiles there.

mod code;
mod decision;
mod run;

pub use decision::of_decision;
pub use run::{of_run, of_step};
