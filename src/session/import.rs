//! A run that begins with events from elsewhere.

use std::sync::Arc;

use serde::Serialize;

use super::{FIRST_SEED, Session};
use crate::domain::fulfilment::Phase;
use crate::exchange::{Refused, import};
use crate::kernel::VirtualTime;
use crate::timeline::Timeline;
use crate::world::{ImportedEvent, Input, Settings};

/// What came of an import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// Events that the store holds now.
    pub events: u32,
    /// What is not as it may be expected to be.
    pub warnings: Vec<String>,
}

impl Session {
    /// Begins anew with the events of JSON lines, or of a JSON list, of CloudEvents as the shop's past: see
    /// [`crate::exchange::import`]. The cursor stands right behind the last of them. A session file keeps them.
    ///
    /// # Errors
    /// `bad-import`, `too-large` or `unknown-name`, with the line, the field and the reason; the run is then as it was.
    pub fn import(&mut self, text: &str) -> Result<Imported, Refused> {
        Ok(self.begin_with(import::read(text)?))
    }

    /// The same for events that were read already, slice by slice, by an [`import::Importer`].
    pub fn begin_with(&mut self, events: Vec<ImportedEvent>) -> Imported {
        let end = events.last().map_or(VirtualTime::ZERO, |event| event.time);
        let read = events.len();
        let mut session = Self::of(None, Timeline::new(FIRST_SEED, Settings::default()));
        session.timeline.advance(end.since(VirtualTime::ZERO), 0);
        session.act(Input::Import(Arc::from(events)));
        *self = session;
        let stored = self.world().store.len();
        let lost = read.saturating_sub(stored);
        let under_way = self
            .world()
            .sagas
            .iter()
            .filter(|record| matches!(record.saga.phase, Phase::Running | Phase::Compensating))
            .count();
        let mut warnings = Vec::new();
        if lost > 0 {
            warnings.push(format!("{lost} events were not stored: there is no room for more"));
        }
        if under_way > 0 {
            warnings.push(format!("{under_way} orders are under way; they go on when time does"));
        }
        Imported { events: u32::try_from(stored).unwrap_or(u32::MAX), warnings }
    }
}
