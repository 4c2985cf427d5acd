//! CloudEvents become the history that a run begins with.
//!
//! Text comes in by chunks, as JSON lines or as a JSON list, and is read event after event, so that a large file is
//! never held as a whole and never holds anybody up. Only events of the shop are taken: another type has no meaning
//! here, and is refused by its name. Times are those of the calendar from 2026-01-01T00:00:00Z on, where virtual time
//! begins, and never go back.

mod events;
mod lately;
mod own;
mod scan;
mod text;

use std::collections::BTreeSet;

use super::check::whole;
use super::cloudevents::{Attribute, CloudEvent};
use super::fields::Fields;
use super::payload::{self, NamedEvent, failure_name};
use super::{Code, Refused, Wire};
use crate::domain::Event;
use crate::domain::order::OrderEvent;
use crate::kernel::{Digest, MessageId, VirtualTime};
use crate::messaging::Node;
use crate::world::{Failure, ImportedBody, ImportedEvents};

use events::Events;
use text::{Piece, Text};

/// Bytes of a text that is imported at once (SEC-12).
pub const BYTES_MAX: usize = 10 * 1_024 * 1_024;
/// Bytes of one line (SEC-12).
pub const LINE_BYTES_MAX: usize = 64 * 1_024;
/// Bytes of one event in a list, which may be written with spaces.
pub const LISTED_BYTES_MAX: usize = 256 * 1_024;
/// Events of a text that is imported at once (SEC-12).
pub const EVENTS_MAX: usize = 200_000;
/// Events of a file that is read in slices (SEC-12).
pub const FILE_EVENTS_MAX: usize = 2_000_000;
/// Bytes of a file that is read in slices (SEC-12).
pub const FILE_BYTES_MAX: u64 = 1_024 * 1_024 * 1_024;

const CODE: Code = Code::BadImport;

/// Reads JSON lines, or a JSON list, of CloudEvents.
///
/// # Errors
/// `too-large`, `unknown-name` or `bad-import`, with the line (or the place in the list, from 1), the field and the
/// reason.
pub fn read(text: &str) -> Result<ImportedEvents, Refused> {
    if text.trim_start_matches('\u{feff}').len() > BYTES_MAX {
        let reason = format!("{} bytes of text; at most {BYTES_MAX} are read at once", text.len());
        return Err(Refused::new(Code::TooLarge, "", reason));
    }
    let mut importer = Importer::new(EVENTS_MAX);
    for chunk in text.as_bytes().chunks(CHUNK_BYTES) {
        importer.push(chunk)?;
        importer.work(usize::MAX)?;
    }
    importer.end();
    importer.work(usize::MAX)?;
    importer.finish()
}

const CHUNK_BYTES: usize = 128 * 1_024;

/// Reads a text that comes in by chunks.
///
/// Push a chunk, [`Importer::work`] until it asks for more, push the next one; say [`Importer::end`] behind the last, and
/// work until it is done. What it holds beside the events is one chunk and the beginning of an event.
#[derive(Debug)]
pub struct Importer {
    text: Text,
    events: Events,
    is_done: bool,
    /// What was wrong: nothing is read behind it.
    refused: Option<Refused>,
}

/// How far an [`Importer`] came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Events read so far.
    pub events: usize,
    /// Bytes of text read so far.
    pub bytes: u64,
    pub next: Next,
}

/// What an [`Importer`] needs to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Time: there is more to read.
    Work,
    /// The next chunk, or the word that there is none.
    Chunk,
    /// Nothing: all is read.
    Done,
}

impl Importer {
    pub fn new(events_max: usize) -> Self {
        Self { text: Text::default(), events: Events::new(events_max), is_done: false, refused: None }
    }

    /// Events read so far.
    pub fn len(&self) -> usize {
        self.events.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes the next chunk of the text, cut anywhere. Nothing is read yet.
    ///
    /// # Errors
    /// `too-large` beyond [`FILE_BYTES_MAX`].
    pub fn push(&mut self, chunk: &[u8]) -> Result<(), Refused> {
        self.push_by(chunk.len(), |place| place.copy_from_slice(chunk))
    }

    /// The same for a chunk of so many bytes that lies elsewhere: `fill` writes all of them to their place.
    ///
    /// # Errors
    /// `too-large` beyond [`FILE_BYTES_MAX`].
    pub fn push_by(&mut self, length: usize, fill: impl FnOnce(&mut [u8])) -> Result<(), Refused> {
        self.text.push(length, fill)
    }

    /// There is no more text.
    pub fn end(&mut self) {
        self.text.end();
    }

    /// Reads at most so many events, or lines without one. Some hundreds of them take about a millisecond.
    ///
    /// # Errors
    /// What is wrong with the first event that is wrong, by its line or its place in the list, the field and the reason.
    pub fn work(&mut self, events_max: usize) -> Result<Progress, Refused> {
        if let Some(refused) = &self.refused {
            return Err(refused.clone());
        }
        self.read(events_max).inspect_err(|refused| self.refused = Some(refused.clone()))
    }

    fn read(&mut self, events_max: usize) -> Result<Progress, Refused> {
        for _ in 0..events_max {
            let what = self.text.what();
            match self.text.next(&mut self.events)? {
                Piece::Read => {}
                Piece::Blank => self.events.pass(),
                Piece::Event(value) => self.events.read(&value, what)?,
                Piece::Missing => return Ok(self.progress(Next::Chunk)),
                Piece::End => {
                    self.is_done = true;
                    return Ok(self.progress(Next::Done));
                }
            }
        }
        Ok(self.progress(Next::Work))
    }

    /// The history, if there is any. It is handed out once.
    ///
    /// # Errors
    /// A text without events, or one that was not read to its end.
    pub fn finish(&mut self) -> Result<ImportedEvents, Refused> {
        if !self.is_done {
            return Err(Refused::new(CODE, "", "this text was not read to its end"));
        }
        if self.is_empty() {
            return Err(Refused::new(CODE, "", "there is no event in this text"));
        }
        Ok(std::mem::replace(&mut self.events, Events::new(0)).finish())
    }

    fn progress(&self, next: Next) -> Progress {
        Progress { events: self.len(), bytes: self.text.bytes_read(), next }
    }
}

/// The name of the fact that a handler failed.
pub const FAILED: &str = "EventHandlerFailed";

/// Reads an event of the shop, in whichever version it was recorded.
///
/// # Errors
/// As for [`payload::event`].
pub fn of_shop(name: &str, data: &Wire, path: &str, code: Code) -> Result<ImportedBody, Refused> {
    if !payload::is_order_placed_v1(name, data) {
        let NamedEvent { event, order, customer } = payload::past_event(name, data, path, code)?;
        return Ok(ImportedBody::Shop { event, order, customer });
    }
    let NamedEvent { event, order, customer } = payload::order_placed_v1(data, path, code)?;
    match (event, order, customer) {
        (Event::Order(OrderEvent::Placed { total: amount, .. }), Some(order), Some(customer)) => {
            Ok(ImportedBody::OrderPlacedV1 { order, customer, amount })
        }
        (event, order, customer) => Ok(ImportedBody::Shop { event, order, customer }),
    }
}

/// The number of an id. One that no run of this shop gave gets a number made of its text.
fn message_id(text: &str) -> MessageId {
    let own = uuid::Uuid::parse_str(text).ok().and_then(MessageId::of_uuid);
    own.unwrap_or_else(|| MessageId(Digest::of(text).word()))
}

fn linked(event: &CloudEvent, name: &str) -> Result<Option<MessageId>, Refused> {
    match event.extensions.get(name) {
        None => Ok(None),
        Some(Attribute::Text(text)) if !text.is_empty() => {
            if name == "causationid" && *text == event.id {
                return Err(Refused::new(CODE, name, "cyclic causation: an event does not cause itself"));
            }
            Ok(Some(message_id(text)))
        }
        Some(Attribute::Text(_) | Attribute::Flag(_) | Attribute::Whole(_)) => {
            Err(Refused::new(CODE, name, "the id of a message was expected"))
        }
    }
}

fn failed(data: &Wire) -> Result<ImportedBody, Refused> {
    let mut fields = Fields::of(data, "data", CODE)?;
    let consumer = fields.text("consumer")?.and_then(|name| Node::ALL.into_iter().find(|node| node.name() == name));
    let failure = fields.text("failure")?;
    let failure = failure.and_then(|name| Failure::ALL.into_iter().find(|known| failure_name(*known) == name));
    let message = fields.text("messageId")?.map(message_id);
    let _ = fields.text("messageType")?;
    let attempt = whole(fields.number("attempt")?.unwrap_or(0.0), 0, i64::from(u8::MAX), CODE, "attempt")?;
    fields.finish()?;
    Ok(ImportedBody::HandlerFailed {
        consumer: consumer.ok_or_else(|| Refused::new(CODE, "consumer", "the name of a node was expected"))?,
        message,
        attempt: u8::try_from(attempt).unwrap_or(u8::MAX),
        failure: failure.ok_or_else(|| Refused::new(CODE, "failure", "the name of a failure was expected"))?,
    })
}

/// Holds that every event has an id of its own and a time that is not before the one before it.
///
/// # Errors
/// The place of the first that has not, and why.
pub fn in_order(events: &ImportedEvents) -> Result<(), (usize, &'static str)> {
    let mut known = BTreeSet::new();
    let mut time = VirtualTime::ZERO;
    for (place, event) in events.iter().enumerate() {
        if !known.insert(event.id) {
            return Err((place, "another event has this id"));
        }
        if event.time < time {
            return Err((place, "this is before the event before it"));
        }
        time = event.time;
    }
    Ok(())
}
