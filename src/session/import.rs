//! A run that begins with events from elsewhere.

use serde::Serialize;

use super::{FIRST_SEED, Session};
use crate::check::Checker;
use crate::exchange::import::{FILE_EVENTS_MAX, Importer, Next};
use crate::exchange::{Code, Refused, import};
use crate::kernel::has_room;
use crate::timeline::Arrival;
use crate::world::{ImportedEvents, Settings};

/// What came of an import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// Events that the store holds now.
    pub events: u32,
    /// What is not as it may be expected to be.
    pub warnings: Vec<String>,
}

/// An import of any length: the text comes in by chunks and is read, then the run is built, all by slices.
///
/// Ask [`Importing::work`] again and again, a few hundred events a time; where it needs a chunk, [`Importing::push`] the
/// next one or say [`Importing::end`]. The session that is open meanwhile is not touched.
pub struct Importing {
    stage: Stage,
    /// Slices of work so far.
    slices: u32,
}

/// Whether there is memory for more is asked after so many slices.
const SLICES_BETWEEN_LOOKS: u32 = 32;

enum Stage {
    Reading(Box<Importer>),
    Building { arrival: Box<Arrival<Checker>>, bytes: u64 },
}

/// How far an import came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportProgress {
    /// Bytes of text that were read.
    pub bytes: u64,
    /// Events that were read.
    pub read: usize,
    /// Events of those that the run holds.
    pub built: usize,
    pub next: Next,
}

impl Default for Importing {
    fn default() -> Self {
        Self::new(FILE_EVENTS_MAX)
    }
}

impl Importing {
    /// The import of at most so many events.
    pub fn new(events_max: usize) -> Self {
        Self { stage: Stage::Reading(Box::new(Importer::new(events_max))), slices: 0 }
    }

    /// An import of events that were read already.
    fn of(events: ImportedEvents, bytes: u64) -> Self {
        let arrival = Box::new(Arrival::new(FIRST_SEED, Settings::default(), events));
        Self { stage: Stage::Building { arrival, bytes }, slices: 0 }
    }

    /// Takes the next chunk of the text, cut anywhere. Text behind the end is not looked at.
    ///
    /// # Errors
    /// `too-large` beyond [`import::FILE_BYTES_MAX`].
    pub fn push(&mut self, chunk: &[u8]) -> Result<(), Refused> {
        self.push_by(chunk.len(), |place| place.copy_from_slice(chunk))
    }

    /// The same for a chunk of so many bytes that lies elsewhere: `fill` writes all of them to their place.
    ///
    /// # Errors
    /// `too-large` beyond [`import::FILE_BYTES_MAX`].
    pub fn push_by(&mut self, length: usize, fill: impl FnOnce(&mut [u8])) -> Result<(), Refused> {
        match &mut self.stage {
            Stage::Reading(importer) => importer.push_by(length, fill),
            Stage::Building { .. } => Ok(()),
        }
    }

    /// There is no more text.
    pub fn end(&mut self) {
        if let Stage::Reading(importer) = &mut self.stage {
            importer.end();
        }
    }

    /// Reads at most so many events, or lets about so many enter the run. A thousand of them take a few milliseconds.
    ///
    /// # Errors
    /// What is wrong with the text; nothing more comes of it then. `too-large` where there is no memory for it.
    pub fn work(&mut self, events_max: usize) -> Result<ImportProgress, Refused> {
        self.slices = self.slices.wrapping_add(1);
        if self.slices.is_multiple_of(SLICES_BETWEEN_LOOKS) && !has_room() {
            return Err(Refused::new(Code::TooLarge, "", "there is no memory for so many events in this tab"));
        }
        let importer = match &mut self.stage {
            Stage::Reading(importer) => importer,
            Stage::Building { arrival, bytes } => {
                let next = if arrival.work(events_max) { Next::Work } else { Next::Done };
                let (built, read) = arrival.progress();
                return Ok(ImportProgress { bytes: *bytes, read, built, next });
            }
        };
        let progress = importer.work(events_max)?;
        let (read, bytes) = (progress.events, progress.bytes);
        if progress.next != Next::Done {
            return Ok(ImportProgress { bytes, read, built: 0, next: progress.next });
        }
        *self = Self::of(importer.finish()?, bytes);
        Ok(ImportProgress { bytes, read, built: 0, next: Next::Work })
    }

    /// The run that begins with the events, standing right behind the last of them. What is still to be built is built
    /// now.
    ///
    /// # Errors
    /// A text that was not read to its end.
    pub fn finish(self) -> Result<(Session, Imported), Refused> {
        let arrival = match self.stage {
            Stage::Reading(mut importer) => Arrival::new(FIRST_SEED, Settings::default(), importer.finish()?),
            Stage::Building { arrival, .. } => *arrival,
        };
        let (_, read) = arrival.progress();
        let session = Session::of(None, arrival.finish());
        let stored = session.world().store.len();
        let (lost, under_way) = (read.saturating_sub(stored), session.world().sagas_under_way());
        let mut warnings = Vec::new();
        if lost > 0 {
            warnings.push(format!("{lost} events were not stored: there is no room for more"));
        }
        if under_way > 0 {
            warnings.push(format!("{under_way} orders are under way; they go on when time does"));
        }
        Ok((session, Imported { events: u32::try_from(stored).unwrap_or(u32::MAX), warnings }))
    }
}

impl Session {
    /// Begins anew with the events of JSON lines, or of a JSON list, of CloudEvents as the shop's past: see
    /// [`crate::exchange::import`]. The cursor stands right behind the last of them. A session file keeps them.
    ///
    /// # Errors
    /// `bad-import`, `too-large` or `unknown-name`, with the line, the field and the reason; the run is then as it was.
    pub fn import(&mut self, text: &str) -> Result<Imported, Refused> {
        let (session, imported) = Importing::of(import::read(text)?, 0).finish()?;
        *self = session;
        Ok(imported)
    }
}
