//! A history that was recorded elsewhere, with the causes of its events looked up once.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::input::{ImportedBody, ImportedEvent};
use crate::kernel::{IdIndex, Log, MessageId};

/// Events that were recorded elsewhere, in their order. Cloning shares them.
#[derive(Clone, Debug, Default)]
pub struct ImportedEvents(Arc<Linked>);

#[derive(Debug, Default)]
struct Linked {
    events: Log<ImportedEvent>,
    /// The number of the event that caused each; [`NO_EVENT`] where that was none of those before it.
    causes: Log<u32>,
    /// By the number of an event about a message that was not handled: the number of that message's event.
    about: BTreeMap<u32, u32>,
}

const NO_EVENT: u32 = u32::MAX;

impl ImportedEvents {
    pub fn len(&self) -> usize {
        self.0.events.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.events.is_empty()
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &ImportedEvent> {
        self.0.events.iter()
    }

    pub fn get(&self, number: usize) -> Option<&ImportedEvent> {
        self.0.events.get(number)
    }

    pub fn last(&self) -> Option<&ImportedEvent> {
        self.0.events.last()
    }

    /// The number of the event before it that caused an event.
    pub(super) fn cause(&self, number: usize) -> Option<usize> {
        self.0.causes.get(number).filter(|cause| **cause != NO_EVENT).map(|cause| *cause as usize)
    }

    /// The number of the event before it that an event says was not handled.
    pub(super) fn about(&self, number: usize) -> Option<usize> {
        self.0.about.get(&u32::try_from(number).ok()?).map(|about| *about as usize)
    }
}

impl FromIterator<ImportedEvent> for ImportedEvents {
    fn from_iter<I: IntoIterator<Item = ImportedEvent>>(events: I) -> Self {
        let mut log = ImportedLog::default();
        events.into_iter().for_each(|event| log.push(event));
        log.finish()
    }
}

impl PartialEq for ImportedEvents {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl Eq for ImportedEvents {}

/// What was looked up follows from the events.
impl Hash for ImportedEvents {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.events.hash(state);
    }
}

/// A history that is being written down, event after event.
#[derive(Debug, Default)]
pub struct ImportedLog {
    linked: Linked,
    /// By each id the number of its event, twice; or, for one that has not come so far, the number of the first event
    /// that it caused, twice plus one.
    known: IdIndex,
}

/// Where an id was met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Met {
    /// As that of the event with this number.
    Event(usize),
    /// As that of the cause of the event with this number, and not as that of an event.
    CauseOf(usize),
}

impl ImportedLog {
    pub const fn len(&self) -> usize {
        self.linked.events.len()
    }

    pub const fn is_empty(&self) -> bool {
        self.linked.events.is_empty()
    }

    pub fn get(&self, number: usize) -> Option<&ImportedEvent> {
        self.linked.events.get(number)
    }

    /// Where an id was met so far.
    pub fn met(&self, id: MessageId) -> Option<Met> {
        let number = self.known.get(id.0, |number| id_of(&self.linked.events, number))?;
        Some(if number.is_multiple_of(2) { Met::Event(number as usize / 2) } else { Met::CauseOf(number as usize / 2) })
    }

    /// Adds an event. One whose id was met as that of an event is not found by its id.
    pub fn push(&mut self, event: ImportedEvent) {
        let ImportedEvent { id, causation, .. } = event;
        let number = u32::try_from(self.len()).unwrap_or(u32::MAX);
        if let ImportedBody::HandlerFailed { message: Some(message), .. } = event.body
            && let Some(Met::Event(about)) = self.met(message)
        {
            self.linked.about.insert(number, u32::try_from(about).unwrap_or(NO_EVENT));
        }
        self.linked.events.push(event);
        let events = &self.linked.events;
        let id_of = |number| id_of(events, number);
        let as_event = number.saturating_mul(2);
        let met =
            if causation == id { None } else { self.known.insert(causation.0, as_event.saturating_add(1), id_of) };
        self.linked.causes.push(met.filter(|met| met.is_multiple_of(2)).map_or(NO_EVENT, |met| met / 2));
        if self.known.insert(id.0, as_event, id_of).is_some_and(|met| !met.is_multiple_of(2)) {
            self.known.replace(id.0, as_event, id_of);
        }
    }

    pub fn finish(self) -> ImportedEvents {
        ImportedEvents(Arc::new(self.linked))
    }
}

/// The id that a number of the index stands for.
fn id_of(events: &Log<ImportedEvent>, number: u32) -> u64 {
    let event = events.get(number as usize / 2);
    event.map_or(0, |event| if number.is_multiple_of(2) { event.id.0 } else { event.causation.0 })
}
