//! A run that is kept while it is walked on, so that a closed tab loses one act at most.
//!
//! What is kept is a few values under names: a base, which is the run as a session file; segments that are only ever
//! added, each with what one act changed; and a manifest in two slots, written in turns. Every value is framed with its
//! length, a checksum and the hash of the one before, so that what was damaged is found out and everything before it is
//! still there. Now and then a new base takes the place of base and segments; the generation before is kept beside it.
//!
//! Whoever writes says which stamp he has seen last, and is refused where another one is there: two tabs cannot write
//! over each other. Knows nothing about browsers, clocks or where the values lie.

mod brake;
mod change;
mod frame;
mod hint;
mod journal;
mod load;
mod manifest;
mod patch;
mod quota;

pub use hint::{Did, HINT_BYTES_MAX, HINT_VERSION, Hint};
pub use journal::{Batch, Journal, Prepared, RECORDS_MAX, SEGMENTS_MAX, Write};
pub use load::{Kept, Lost, load};
pub use manifest::{About, Manifest, SCHEMA, Stamp, about, stamp};
pub use quota::{BYTES_MAX, QUOTA_PERCENT_MAX, UNASKED_BYTES_MAX, Usage, is_to_be_asked, may_save};

use std::collections::BTreeMap;

/// The values of one kept run by their names.
pub type Stored = BTreeMap<String, Vec<u8>>;

/// The two slots of the manifest.
const SLOTS: [&str; 2] = ["a", "b"];
/// Where bytes lie that could not be read.
const RECOVERED: &str = "recovered/";

fn base_name(generation: u32) -> String {
    format!("g{generation:08}/base")
}

fn segment_name(generation: u32, number: u32) -> String {
    format!("g{generation:08}/segment-{number:08}")
}

/// The generation of a base or a segment.
fn generation_of(name: &str) -> Option<u32> {
    name.strip_prefix('g')?.split_once('/')?.0.parse().ok()
}

/// Everything that could not be read of a kept run, one after the other.
pub fn recovered(stored: &Stored) -> Vec<u8> {
    let found = stored.iter().filter(|(name, _)| name.starts_with(RECOVERED));
    found.flat_map(|(_, bytes)| bytes.iter().copied()).collect()
}
