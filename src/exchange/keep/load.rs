//! Reads a kept run. Whatever lies there, it is a run up to its last whole record, or a named loss with the bytes kept.

use std::collections::BTreeSet;

use super::change;
use super::frame::{self, Kind};
use super::journal::Journal;
use super::manifest::{Manifest, SCHEMA, Slot, Stamp, latest};
use super::{RECOVERED, SLOTS, Stored, base_name, generation_of, segment_name};
use crate::exchange::run::INPUTS_MAX;
use crate::exchange::session_file::{self, BYTES_MAX, VALUES_MAX};
use crate::exchange::{Code, SharedRun, Wire, WireLimits};
use crate::kernel::Digest;

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
    segments: u32,
    last: Digest,
    base_bytes: usize,
    log_bytes: usize,
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
        position.apply(&mut found.run, found.segments);
    }
    let stamp = manifest.map(|manifest| manifest.stamp);
    let of = |wanted: &dyn Fn(u32) -> bool| -> Vec<String> {
        let names = stored.keys().filter(|name| generation_of(name).is_some_and(wanted));
        names.cloned().collect()
    };
    let journal = Journal {
        stamp,
        epoch: stamp.map_or(1, |Stamp { epoch, .. }| epoch.saturating_add(1)),
        generation: newest,
        segments: found.segments,
        last: found.last,
        base_bytes: found.base_bytes,
        log_bytes: found.log_bytes,
        image: Some(found.run.clone()),
        of_this_generation: of(&|at| at >= generation),
        of_the_one_before: of(&|at| at < generation),
        damaged: damaged.clone(),
        needs_base: !damaged.is_empty() || newest != generation,
        is_too_large: false,
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
    let whole = BTreeSet::from([name]);
    let mut read = Read { run, segments: 0, last: base.hash, base_bytes: bytes.len(), log_bytes: 0, whole };
    while let Some(next) = read.next(stored, generation) {
        read = next;
    }
    Some(read)
}

impl Read {
    /// The same after one more record; `None` where there is none, or none that is whole.
    fn next(&self, stored: &Stored, generation: u32) -> Option<Self> {
        let name = segment_name(generation, self.segments);
        let bytes = stored.get(&name)?;
        let frame = frame::read(Kind::Change, bytes).filter(|frame| frame.before == self.last)?;
        let change = Wire::from_json_within(frame.says, &LIMITS, Code::BadSession).ok()?;
        let mut run = self.run.clone();
        change::apply(&mut run, &change).ok()?;
        let mut whole = self.whole.clone();
        whole.insert(name);
        Some(Self {
            run,
            segments: self.segments.saturating_add(1),
            last: frame.hash,
            base_bytes: self.base_bytes,
            log_bytes: self.log_bytes.saturating_add(bytes.len()),
            whole,
        })
    }
}
