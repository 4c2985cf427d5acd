//! Reads a kept run. Whatever lies there, it is a run up to its last whole record, or a named loss with the bytes kept.

use std::collections::BTreeSet;

use super::frame::{self, Kind};
use super::journal::{Head, Journal};
use super::manifest::{Manifest, SCHEMA, Slot, Stamp, latest};
use super::patch::Patch;
use super::{RECOVERED, SLOTS, Stored, base_name, generation_of, segment_name};
use crate::exchange::run::INPUTS_MAX;
use crate::exchange::session_file::{self, BYTES_MAX, VALUES_MAX};
use crate::exchange::{Code, Refused, SharedRun, Wire, WireLimits};

const LIMITS: WireLimits = WireLimits { bytes_max: BYTES_MAX, values_max: VALUES_MAX, list_max: INPUTS_MAX };

/// A run that was kept.
pub struct Kept {
    pub run: SharedRun,
    /// Goes on with it, in an epoch of its own.
    pub journal: Journal,
    /// What could not be read: everything from the first damaged record on. Empty where all is whole.
    pub damaged: Vec<u8>,
}

/// Why nothing can be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lost {
    /// Nothing is kept here.
    Nothing,
    /// A newer version keeps this: it is left alone.
    Newer { schema: u32 },
    /// No base is whole. These are all the bytes that are there.
    Damaged { bytes: Vec<u8> },
}

impl std::fmt::Display for Lost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Nothing => f.write_str("nothing is kept here"),
            Self::Newer { schema } => write!(
                f,
                "a newer version keeps this run (schema {schema}, this page knows up to {SCHEMA}): it is left as it is"
            ),
            Self::Damaged { bytes } => {
                write!(
                    f,
                    "what was kept is damaged, and no part of it can be opened; its {} bytes are still there",
                    bytes.len()
                )
            }
        }
    }
}

/// One generation as far as it can be read.
struct Read {
    run: SharedRun,
    head: Head,
    /// Names of what could be read.
    whole: BTreeSet<String>,
}

/// # Errors
/// What cannot be opened at all. Nothing is ever changed here.
pub fn load(stored: &Stored) -> Result<Kept, Lost> {
    if stored.is_empty() {
        return Err(Lost::Nothing);
    }
    let manifest = match latest(stored) {
        Slot::Newer(schema) => return Err(Lost::Newer { schema }),
        Slot::Whole(manifest) => Some(*manifest),
        Slot::Empty | Slot::Damaged => None,
    };
    let mut generations: Vec<u32> = stored.keys().filter_map(|name| generation_of(name)).collect();
    generations.dedup();
    let newest = generations.last().copied();
    let found = generations.iter().rev().find_map(|generation| Some((*generation, read(stored, *generation)?)));
    let Some((generation, found)) = found else {
        let bytes = bytes_of(stored, |name| !name.starts_with(RECOVERED));
        return Err(if bytes.is_empty() { Lost::Nothing } else { Lost::Damaged { bytes } });
    };
    Ok(kept(stored, manifest, generation, newest.unwrap_or(generation), found))
}

fn kept(stored: &Stored, manifest: Option<Manifest>, generation: u32, newest: u32, mut found: Read) -> Kept {
    let is_unread = |name: &str| generation_of(name).is_some_and(|at| at >= generation) && !found.whole.contains(name);
    let damaged = bytes_of(stored, is_unread);
    let position = manifest.as_ref().filter(|manifest| manifest.generation == generation);
    if let Some(position) = position.and_then(|manifest| manifest.position) {
        position.apply(&mut found.run, found.head.segments);
    }
    let stamp = manifest.map(|manifest| manifest.stamp);
    let journal = Journal {
        head: Head { stamp, ..found.head },
        epoch: stamp.map_or(1, |Stamp { epoch, .. }| epoch.saturating_add(1)),
        image: Some(found.run.clone()),
        held: stored.iter().map(|(name, bytes)| (name.clone(), bytes.len())).collect(),
        damaged: damaged.clone(),
        needs_base: !damaged.is_empty() || newest != generation,
        brake: None,
    };
    Kept { run: found.run, journal, damaged }
}

fn bytes_of(stored: &Stored, wanted: impl Fn(&str) -> bool) -> Vec<u8> {
    let found = stored.iter().filter(|(name, _)| wanted(name) && !SLOTS.contains(&name.as_str()));
    found.flat_map(|(_, bytes)| bytes.iter().copied()).collect()
}

fn read(stored: &Stored, generation: u32) -> Option<Read> {
    let name = base_name(generation);
    let bytes = stored.get(&name)?;
    let base = frame::read(Kind::Base, bytes)?;
    let run = session_file::read(base.says).ok()?;
    let (last, base_bytes) = (base.hash, bytes.len());
    let head = Head { stamp: None, generation, segments: 0, last, base_bytes, log_bytes: 0 };
    let mut read = Read { run, head, whole: BTreeSet::from([name]) };
    while read.next(stored).is_some() {}
    Some(read)
}

/// What a segment says.
///
/// # Errors
/// `too-large`, or `bad-session` for what holds more than is read.
pub(super) fn read_change(says: &str) -> Result<Wire, Refused> {
    Wire::from_json_within(says, &LIMITS, Code::BadSession)
}

impl Read {
    /// Goes on by one more record; `None` where there is none, or none that is whole. Nothing is changed then.
    fn next(&mut self, stored: &Stored) -> Option<()> {
        let Head { generation, segments, last, log_bytes, .. } = self.head;
        let name = segment_name(generation, segments);
        let bytes = stored.get(&name)?;
        let frame = frame::read(Kind::Change, bytes).filter(|frame| frame.before == last)?;
        Patch::read(&self.run, &read_change(frame.says).ok()?).ok()?.apply(&mut self.run);
        self.whole.insert(name);
        self.head.segments = segments.saturating_add(1);
        self.head.last = frame.hash;
        self.head.log_bytes = log_bytes.saturating_add(bytes.len());
        Some(())
    }
}
