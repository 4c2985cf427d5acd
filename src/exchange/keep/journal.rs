//! Writes a kept run down, act by act.

use std::collections::BTreeMap;

use super::brake::Brake;
use super::change;
use super::frame::{self, Kind};
use super::load::read_change;
use super::manifest::{About, Manifest, Position, Stamp};
use super::patch::Patch;
use super::{RECOVERED, SLOTS, base_name, generation_of, segment_name};
use crate::exchange::{Code, EndHash, Place, Refused, SharedRun, session_file};
use crate::kernel::Digest;
use crate::timeline::BranchId;
use crate::world::Origin;

/// So many segments follow a base; then a new one is written, unless the run outgrew it.
pub const RECORDS_MAX: u32 = 256;
/// So many segments follow a base in any case: a run that outgrew its base is too large then.
pub const SEGMENTS_MAX: u32 = 16 * RECORDS_MAX;
/// Segments may hold as much as their base, and this much in any case.
const LOG_BYTES_LEAST: usize = 64 * 1_024;

/// One value that is to be put down, or taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    pub name: String,
    /// `None` takes it away.
    pub bytes: Option<Vec<u8>>,
}

/// What is to be written at once, in this order, where the stamp is still the one that is expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// `None` where nothing was kept before.
    pub expects: Option<Stamp>,
    pub writes: Vec<Write>,
}

impl Batch {
    /// Bytes that are put down.
    pub fn bytes(&self) -> usize {
        self.writes.iter().filter_map(|write| write.bytes.as_ref()).map(Vec::len).sum()
    }
}

/// The pen of one tab.
#[derive(Clone)]
pub struct Journal {
    pub(super) head: Head,
    pub(super) epoch: u32,
    /// The run as it is kept. `None` before the first save.
    pub(super) image: Option<SharedRun>,
    /// Bytes of each value that is there.
    pub(super) held: BTreeMap<String, usize>,
    /// What could not be read, until it has a place of its own.
    pub(super) damaged: Vec<u8>,
    /// There is something behind the last record: the next save begins a generation, if the run is not too large.
    pub(super) needs_base: bool,
    pub(super) brake: Option<Brake>,
}

/// Where the next record goes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Head {
    /// What is there, as far as this tab knows.
    pub stamp: Option<Stamp>,
    pub generation: u32,
    /// Segments behind the base of this generation.
    pub segments: u32,
    pub last: Digest,
    pub base_bytes: usize,
    pub log_bytes: usize,
}

/// A save that is ready. The journal hears when it is written.
pub struct Prepared {
    pub batch: Batch,
    head: Head,
    step: Step,
}

/// How the run as it is kept becomes the one that is saved.
enum Step {
    Base(SharedRun),
    Change(Patch),
    /// Where the cursor stands in this branch, and its end.
    Walk(BranchId, Place, Place, EndHash),
}

impl Default for Journal {
    fn default() -> Self {
        Self {
            head: Head::default(),
            epoch: 1,
            image: None,
            held: BTreeMap::new(),
            damaged: Vec::new(),
            needs_base: false,
            brake: None,
        }
    }
}

impl Journal {
    /// The journal of a run that nothing is kept of yet. `luck` tells its stamps from those of other runs.
    pub fn begun(luck: u32) -> Self {
        Self { epoch: (luck >> 2).saturating_add(1), ..Self::default() }
    }

    /// The run as it is kept; `None` before the first save.
    pub const fn image(&self) -> Option<&SharedRun> {
        self.image.as_ref()
    }

    /// Who wrote last, as far as this tab knows; `None` before the first save.
    pub const fn stamp(&self) -> Option<Stamp> {
        self.head.stamp
    }

    /// Bytes of all that is kept of this run.
    pub fn bytes(&self) -> u64 {
        let bytes = self.held.values().fold(0_usize, |sum, bytes| sum.saturating_add(*bytes));
        u64::try_from(bytes).unwrap_or(u64::MAX)
    }

    /// What is to be written now. `None` where everything is kept already. `saved_at` is the time of day as the browser
    /// says it, in milliseconds.
    ///
    /// A run that grew beyond what a base may hold is kept on in segments behind the base that it has.
    ///
    /// # Errors
    /// `too-large` for a run that fits into no session file, and of which nothing is kept yet, or as many segments as
    /// are read, or of which more changed at once than is read.
    pub fn prepare(&mut self, now: SharedRun, saved_at: f64) -> Result<Option<Prepared>, Refused> {
        let brake = self.brake.as_ref().filter(|brake| !brake.is_outdated(&now));
        if let Some(brake) = brake.filter(|brake| brake.is_final) {
            return Err(brake.why.clone());
        }
        let change = self.image.as_ref().and_then(|image| change::between(image, &now));
        let Head { segments, base_bytes, log_bytes, .. } = self.head;
        let is_full = segments >= RECORDS_MAX || log_bytes > base_bytes.max(LOG_BYTES_LEAST);
        let wants_base = self.image.is_none() || self.needs_base || is_full && change.is_some();
        if wants_base && brake.is_none() {
            match self.base(&now) {
                Ok(text) => return self.with_base(now, &text, saved_at).map(Some),
                Err(refused) => self.brake = Some(refused),
            }
        }
        let Some(image) = &self.image else { return Err(self.give_up()) };
        let Some(change) = change else { return self.with_walk(&now, saved_at) };
        let text = change.to_json();
        // What a reader will make of it. Where that fails, it is not left to a reader to find out.
        if segments < SEGMENTS_MAX
            && let Ok(patch) = read_change(&text).and_then(|change| Patch::read(image, &change))
        {
            return self.with_change(&now, &text, patch, saved_at).map(Some);
        }
        if self.brake.as_ref().is_none_or(|brake| brake.is_outdated(&now)) {
            match self.base(&now) {
                Ok(text) => return self.with_base(now, &text, saved_at).map(Some),
                Err(refused) => self.brake = Some(refused),
            }
        }
        Err(self.give_up())
    }

    /// What was prepared last is written: from here it goes on.
    pub fn written(&mut self, prepared: Prepared) {
        let Prepared { batch, head, step } = prepared;
        for Write { name, bytes } in batch.writes {
            match bytes {
                Some(bytes) => self.held.insert(name, bytes.len()),
                None => self.held.remove(&name),
            };
        }
        self.head = head;
        if !matches!(step, Step::Walk(..)) {
            self.damaged.clear();
            self.needs_base = false;
        }
        match (step, &mut self.image) {
            (Step::Base(run), image) => {
                *image = Some(run);
                self.brake = None;
            }
            (Step::Change(patch), Some(image)) => patch.apply(image),
            (Step::Walk(id, cursor, end, hash), Some(image)) => {
                let branch = image.branches.iter_mut().find(|branch| branch.id == id);
                let _ = branch.map(|known| (known.cursor, known.end, known.hash) = (cursor, end, hash));
            }
            (Step::Change(_) | Step::Walk(..), None) => {}
        }
    }

    /// The text of a base.
    fn base(&self, now: &SharedRun) -> Result<String, Brake> {
        session_file::write(now).map_err(|refused| Brake::new(now, refused))
    }

    /// Nothing of this run can be saved until something is done about it.
    fn give_up(&mut self) -> Refused {
        self.brake.as_mut().map_or_else(too_large, |brake| {
            brake.is_final = true;
            brake.why.clone()
        })
    }

    fn with_walk(&self, now: &SharedRun, saved_at: f64) -> Result<Option<Prepared>, Refused> {
        let known = self.image.as_ref().and_then(|image| image.branch(now.current));
        let (Some(known), Some(here)) = (known, now.here()) else { return Ok(None) };
        if (known.cursor, known.end, known.hash) == (here.cursor, here.end, here.hash) {
            return Ok(None);
        }
        let (batch, head) = self.batch(now, Vec::new(), self.head, saved_at)?;
        Ok(Some(Prepared { batch, head, step: Step::Walk(here.id, here.cursor, here.end, here.hash) }))
    }

    fn with_change(&self, now: &SharedRun, change: &str, patch: Patch, saved_at: f64) -> Result<Prepared, Refused> {
        let mut head = self.head;
        let (bytes, last) = frame::write(Kind::Change, head.last, change).ok_or_else(too_large)?;
        let name = segment_name(head.generation, head.segments);
        head.segments = head.segments.saturating_add(1);
        head.log_bytes = head.log_bytes.saturating_add(bytes.len());
        head.last = last;
        let mut writes: Vec<Write> = self.recovered().into_iter().collect();
        writes.push(Write { name: name.clone(), bytes: Some(bytes) });
        let (mut batch, head) = self.batch(now, writes, head, saved_at)?;
        if self.needs_base {
            // What could not be read has a place of its own now.
            let unread = self.held.keys().filter(|unread| **unread != name && self.is_unread(unread));
            batch.writes.extend(unread.map(|name| Write { name: name.clone(), bytes: None }));
        }
        Ok(Prepared { batch, head, step: Step::Change(patch) })
    }

    fn with_base(&self, now: SharedRun, text: &str, saved_at: f64) -> Result<Prepared, Refused> {
        let (bytes, last) = frame::write(Kind::Base, self.head.last, text).ok_or_else(too_large)?;
        let newest = self.held.keys().filter_map(|name| generation_of(name)).max();
        let generation = newest.map_or(0, |newest| newest.saturating_add(1));
        let (stamp, base_bytes) = (self.head.stamp, bytes.len());
        let head = Head { stamp, generation, segments: 0, last, base_bytes, log_bytes: 0 };
        let mut writes: Vec<Write> = self.recovered().into_iter().collect();
        writes.push(Write { name: base_name(generation), bytes: Some(bytes) });
        let (mut batch, head) = self.batch(&now, writes, head, saved_at)?;
        let is_gone = |name: &&String| generation_of(name).is_some_and(|at| at < self.head.generation);
        let gone = self.held.keys().filter(is_gone);
        batch.writes.extend(gone.map(|name| Write { name: name.clone(), bytes: None }));
        Ok(Prepared { batch, head, step: Step::Base(now) })
    }

    /// The place of what could not be read, if there is any.
    fn recovered(&self) -> Option<Write> {
        let saves = self.next_stamp().saves;
        let name = format!("{RECOVERED}{:08}-{saves:08}", self.epoch);
        (!self.damaged.is_empty()).then(|| Write { name, bytes: Some(self.damaged.clone()) })
    }

    /// True for a value of this generation behind the last whole record, and for those of later generations.
    fn is_unread(&self, name: &str) -> bool {
        let Head { generation, segments, .. } = self.head;
        generation_of(name).is_some_and(|at| at > generation)
            || generation_of(name) == Some(generation) && *name >= *segment_name(generation, segments)
    }

    fn next_stamp(&self) -> Stamp {
        let saves = self.head.stamp.map_or(0, |stamp| stamp.saves.saturating_add(1));
        Stamp { epoch: self.epoch, saves }
    }

    /// The manifest comes behind what it speaks of; what is given up goes last.
    fn batch(
        &self,
        now: &SharedRun,
        mut writes: Vec<Write>,
        head: Head,
        saved_at: f64,
    ) -> Result<(Batch, Head), Refused> {
        let stamp = self.next_stamp();
        let manifest = Manifest { stamp, about: about(now, saved_at), generation: head.generation, position: None };
        let bytes = manifest.write(now.here(), head.segments).ok_or_else(too_large)?;
        let slot = if stamp.saves.is_multiple_of(2) { SLOTS[0] } else { SLOTS[1] };
        writes.push(Write { name: slot.to_owned(), bytes: Some(bytes) });
        Ok((Batch { expects: self.head.stamp, writes }, Head { stamp: Some(stamp), ..head }))
    }
}

fn about(run: &SharedRun, saved_at: f64) -> About {
    let inputs = run.here().map(|here| here.record.inputs()).unwrap_or_default();
    let acts = inputs.iter().filter(|input| input.origin == Origin::Person).count();
    About {
        scenario: run.scenario.map(|scenario| scenario.id.to_owned()).unwrap_or_default(),
        acts: u32::try_from(acts).unwrap_or(u32::MAX),
        branches: u32::try_from(run.branches.len()).unwrap_or(u32::MAX),
        step: run.here().map_or(0, |here| here.cursor.step),
        saved_at,
    }
}

impl Position {
    /// Puts the cursor where it stood, if the position belongs to this state of the run and fits to it.
    pub(super) fn apply(&self, run: &mut SharedRun, segments: u32) {
        if self.segments != segments || self.branch != run.current {
            return;
        }
        let branch = run.branches.iter_mut().find(|branch| branch.id == self.branch);
        if let Some(branch) = branch
            && self.cursor.step <= self.end.step
            && self.cursor.at <= self.end.at
        {
            (branch.cursor, branch.end, branch.hash) = (self.cursor, self.end, self.hash);
        }
    }
}

fn too_large() -> Refused {
    Refused::new(Code::TooLarge, "", "this run is too large to be kept")
}
