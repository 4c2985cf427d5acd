//! A whole run as it leaves and enters, in the words of [`Wire`]: links and session files say the same.
//!
//! What a run is made of is written out, never what came of it: the state is computed again, and the hash of the end
//! says whether it came out the same.

mod edit;
mod facts;
mod history;
mod input;
mod read;
mod write;

pub use write::Form;

use crate::kernel::{Digest, VirtualTime};
use crate::scenario::Scenario;
use crate::timeline::RunRecord;

/// The version of what is written out: links and files. Every version that was ever released is read.
pub const FORMAT_VERSION: u32 = 1;
/// Characters that say which view is open.
pub const VIEW_CHARS_MAX: usize = 200;
/// Inputs of one run in a file (SEC-12).
pub const INPUTS_MAX: usize = 200_000;

/// A moment of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// So many steps were executed.
    pub step: u32,
    pub at: VirtualTime,
}

/// A run with everything that somebody else needs to see the same.
#[derive(Clone)]
pub struct SharedRun {
    /// The version of the engine that ran it.
    pub engine: u32,
    /// The story that it began with.
    pub scenario: Option<&'static Scenario>,
    pub record: RunRecord,
    pub cursor: Place,
    /// The furthest moment that was reached.
    pub end: Place,
    /// State and trace at the end.
    pub hash: Digest,
    /// What the screen showed, in the screen's own words; empty where nobody said.
    pub view: String,
}
