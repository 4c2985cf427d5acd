//! Writes a kept run down, act by act.

use super::change;
use super::frame::{self, Kind};
use super::manifest::{About, Manifest, Position, Stamp};
use super::{RECOVERED, SLOTS, base_name, segment_name};
use crate::exchange::{Code, Refused, SharedRun, Wire, session_file};
use crate::kernel::Digest;
use crate::world::Origin;

/// So many segments follow a base at most; then a new one is written.
pub const RECORDS_MAX: u32 = 256;
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
    /// What is there, as far as this tab knows.
    pub(super) stamp: Option<Stamp>,
    pub(super) epoch: u32,
    pub(super) generation: u32,
    /// Segments behind the base of this generation.
    pub(super) segments: u32,
    pub(super) last: Digest,
    pub(super) base_bytes: usize,
    pub(super) log_bytes: usize,
    /// The run as it is kept. `None` before the first save.
    pub(super) image: Option<SharedRun>,
    /// Names that are given up with the next base but one.
    pub(super) of_this_generation: Vec<String>,
    pub(super) of_the_one_before: Vec<String>,
    /// What could not be read, until it has a place of its own.
    pub(super) damaged: Vec<u8>,
    /// Nothing can be added to what is there: the next save begins a generation.
    pub(super) needs_base: bool,
    /// The run is larger than a base may be, as far as that was tried.
    pub(super) is_too_large: bool,
}

/// A save that is ready: the batch, and the pen as it is once the batch is written.
pub struct Prepared {
    pub batch: Batch,
    pub after: Journal,
}

impl Default for Journal {
    fn default() -> Self {
        Self {
            stamp: None,
            epoch: 1,
            generation: 0,
            segments: 0,
            last: Digest::default(),
            base_bytes: 0,
            log_bytes: 0,
            image: None,
            of_this_generation: Vec::new(),
            of_the_one_before: Vec::new(),
            damaged: Vec::new(),
            needs_base: true,
            is_too_large: false,
        }
    }
}

impl Journal {
    /// The run as it is kept; `None` before the first save.
    pub const fn image(&self) -> Option<&SharedRun> {
        self.image.as_ref()
    }

    /// Who wrote last, as far as this tab knows; `None` before the first save.
    pub const fn stamp(&self) -> Option<Stamp> {
        self.stamp
    }

    /// What is to be written now. `None` where everything is kept already. `saved_at` is the time of day as the browser
    /// says it, in milliseconds.
    ///
    /// A run that grew beyond what a base may hold is kept on in segments behind the base that it has.
    ///
    /// # Errors
    /// `too-large` for a run that fits into no session file, and of which nothing is kept yet.
    pub fn prepare(&self, now: SharedRun, saved_at: f64) -> Result<Option<Prepared>, Refused> {
        let change = match &self.image {
            Some(image) => change::between(image, &now),
            None => None,
        };
        let is_full = self.segments >= RECORDS_MAX || self.log_bytes > self.base_bytes.max(LOG_BYTES_LEAST);
        if self.image.is_none() || self.needs_base {
            return self.with_base(now, saved_at).map(Some);
        }
        // Where a new base was refused it is tried again after as many segments more, because to try takes time.
        if is_full && change.is_some() && (!self.is_too_large || self.segments.is_multiple_of(RECORDS_MAX)) {
            match self.with_base(now.clone(), saved_at) {
                Err(refused) if refused.code == Code::TooLarge => {
                    let grown = Self { is_too_large: true, ..self.clone() };
                    return grown.with_change_of(now, change, saved_at);
                }
                prepared => return prepared.map(Some),
            }
        }
        self.with_change_of(now, change, saved_at)
    }

    /// The same without a new base, unless what changed cannot be told.
    fn with_change_of(&self, now: SharedRun, change: Option<Wire>, saved_at: f64) -> Result<Option<Prepared>, Refused> {
        let Some(mut image) = self.image.clone() else { return Ok(None) };
        if let Some(change) = change {
            // What a reader will make of it. Where that fails, it is not left to a reader to find out.
            return match change::apply(&mut image, &change) {
                Ok(()) => self.with_change(image, &change.to_json(), saved_at).map(Some),
                Err(_) => self.with_base(now, saved_at).map(Some),
            };
        }
        let (Some(known), Some(here)) = (image.branches.iter_mut().find(|it| it.id == now.current), now.here()) else {
            return Ok(None);
        };
        if (known.cursor, known.end, known.hash) == (here.cursor, here.end, here.hash) {
            return Ok(None);
        }
        (known.cursor, known.end, known.hash) = (here.cursor, here.end, here.hash);
        self.with(image, Vec::new(), self.clone(), saved_at).map(Some)
    }

    fn with_change(&self, now: SharedRun, change: &str, saved_at: f64) -> Result<Prepared, Refused> {
        let (bytes, last) = frame::write(Kind::Change, self.last, change).ok_or_else(too_large)?;
        let name = segment_name(self.generation, self.segments);
        let mut after = self.clone();
        after.segments = self.segments.saturating_add(1);
        after.log_bytes = self.log_bytes.saturating_add(bytes.len());
        after.last = last;
        after.of_this_generation.push(name.clone());
        self.with(now, vec![Write { name, bytes: Some(bytes) }], after, saved_at)
    }

    fn with_base(&self, now: SharedRun, saved_at: f64) -> Result<Prepared, Refused> {
        let text = session_file::write(&now)?;
        let (bytes, last) = frame::write(Kind::Base, self.last, &text).ok_or_else(too_large)?;
        let mut after = self.clone();
        after.generation = if self.image.is_none() { self.generation } else { self.generation.saturating_add(1) };
        after.segments = 0;
        after.base_bytes = bytes.len();
        after.log_bytes = 0;
        after.last = last;
        after.needs_base = false;
        after.is_too_large = false;
        let name = base_name(after.generation);
        after.of_the_one_before = std::mem::replace(&mut after.of_this_generation, vec![name.clone()]);
        let mut writes = Vec::new();
        let damaged = std::mem::take(&mut after.damaged);
        if !damaged.is_empty() {
            writes.push(Write { name: format!("{RECOVERED}{:08}", after.generation), bytes: Some(damaged) });
        }
        writes.push(Write { name, bytes: Some(bytes) });
        self.with(now, writes, after, saved_at)
    }

    /// The manifest comes behind what it speaks of, and what is given up goes last.
    fn with(
        &self,
        now: SharedRun,
        mut writes: Vec<Write>,
        mut after: Self,
        saved_at: f64,
    ) -> Result<Prepared, Refused> {
        let saves = self.stamp.map_or(0, |stamp| stamp.saves.saturating_add(1));
        let stamp = Stamp { epoch: self.epoch, saves };
        let manifest = Manifest { stamp, about: about(&now, saved_at), generation: after.generation, position: None };
        let bytes = manifest.write(now.here(), after.segments).ok_or_else(too_large)?;
        let slot = if saves.is_multiple_of(2) { SLOTS[0] } else { SLOTS[1] };
        writes.push(Write { name: slot.to_owned(), bytes: Some(bytes) });
        if after.generation != self.generation {
            let gone = self.of_the_one_before.iter().cloned();
            writes.extend(gone.map(|name| Write { name, bytes: None }));
        }
        let batch = Batch { expects: self.stamp, writes };
        after.stamp = Some(stamp);
        after.image = Some(now);
        Ok(Prepared { batch, after })
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
