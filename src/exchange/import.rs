//! CloudEvents become the history that a run begins with.
//!
//! One line after the other, so that a large file can be read in slices. Only events of the shop are taken: another
//! type has no meaning here, and is refused by its name. Times are those of the calendar from 2026-01-01T00:00:00Z on,
//! where virtual time begins, and never go back.

use std::collections::{BTreeMap, BTreeSet};

use super::check::whole;
use super::cloudevents::{Attribute, CloudEvent, Data, virtual_time};
use super::fields::Fields;
use super::payload::{self, NamedEvent, failure_name};
use super::{Code, Refused, Wire, WireLimits};
use crate::domain::Event;
use crate::domain::order::OrderEvent;
use crate::kernel::{Digest, MessageId, VirtualTime};
use crate::messaging::Node;
use crate::world::{Failure, ImportedBody, ImportedEvent};

/// Bytes of a text that is imported at once (SEC-12).
pub const BYTES_MAX: usize = 10 * 1_024 * 1_024;
/// Bytes of one line (SEC-12).
pub const LINE_BYTES_MAX: usize = 64 * 1_024;
/// Events of a text that is imported at once (SEC-12).
pub const EVENTS_MAX: usize = 200_000;
/// Events of a file that is read in slices (SEC-12).
pub const FILE_EVENTS_MAX: usize = 2_000_000;

const CODE: Code = Code::BadImport;

/// Reads JSON lines, or a JSON list, of CloudEvents.
///
/// # Errors
/// `too-large`, `unknown-name` or `bad-import`, with the line (or the place in the list, from 1), the field and the
/// reason.
pub fn read(text: &str) -> Result<Vec<ImportedEvent>, Refused> {
    let text = text.trim_start_matches('\u{feff}');
    if text.len() > BYTES_MAX {
        let reason = format!("{} bytes of text; at most {BYTES_MAX} are read at once", text.len());
        return Err(Refused::new(Code::TooLarge, "", reason));
    }
    let mut importer = Importer::new(EVENTS_MAX);
    if text.trim_start().starts_with('[') {
        let limits = WireLimits { bytes_max: BYTES_MAX, values_max: 1_000_000, list_max: EVENTS_MAX };
        let Wire::List(events) = Wire::from_json_within(text, &limits, CODE)? else { return Ok(Vec::new()) };
        for event in &events {
            importer.event(event, "event")?;
        }
    } else {
        for line in text.lines() {
            importer.line(line)?;
        }
    }
    importer.finish()
}

/// Reads event after event.
pub struct Importer {
    events: Vec<ImportedEvent>,
    events_max: usize,
    /// The line, or the place in the list, of each event, from 1; and its place in `events`.
    known: BTreeMap<MessageId, (usize, usize)>,
    /// Causes that have not come so far, and whose they are.
    awaited: BTreeMap<MessageId, usize>,
    place: usize,
    time: VirtualTime,
}

impl Importer {
    pub const fn new(events_max: usize) -> Self {
        Self {
            events: Vec::new(),
            events_max,
            known: BTreeMap::new(),
            awaited: BTreeMap::new(),
            place: 0,
            time: VirtualTime::ZERO,
        }
    }

    /// Events read so far.
    pub const fn len(&self) -> usize {
        self.events.len()
    }

    pub const fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// Reads one line; an empty one is passed over.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn line(&mut self, line: &str) -> Result<(), Refused> {
        if line.trim().is_empty() {
            self.place = self.place.saturating_add(1);
            return Ok(());
        }
        let limits = WireLimits { bytes_max: LINE_BYTES_MAX, ..WireLimits::default() };
        let value = Wire::from_json_within(line, &limits, CODE);
        let place = self.place.saturating_add(1);
        let value = value.map_err(|refused| Refused { field: format!("line {place}"), ..refused })?;
        self.event(&value, "line")
    }

    /// Reads one event; `what` it is counted as.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn event(&mut self, value: &Wire, what: &str) -> Result<(), Refused> {
        self.place = self.place.saturating_add(1);
        let read = self.read(value).and_then(|event| self.fits(event, what));
        let event = read.map_err(|refused| {
            let keeps = matches!(refused.code, Code::TooLarge | Code::UnknownName);
            let comma = if refused.field.is_empty() { "" } else { ", " };
            let field = format!("{what} {}{comma}{}", self.place, refused.field);
            Refused { code: if keeps { refused.code } else { CODE }, field, ..refused }
        })?;
        self.time = event.time;
        self.events.push(event);
        Ok(())
    }

    /// The history, if there is any.
    ///
    /// # Errors
    /// A text without events.
    pub fn finish(self) -> Result<Vec<ImportedEvent>, Refused> {
        if self.events.is_empty() {
            return Err(Refused::new(CODE, "", "there is no event in this text"));
        }
        Ok(self.events)
    }

    fn read(&self, value: &Wire) -> Result<ImportedEvent, Refused> {
        if self.events.len() >= self.events_max {
            return Err(Refused::new(Code::TooLarge, "", format!("at most {} events are read", self.events_max)));
        }
        let event = CloudEvent::read(value)?;
        let time = match &event.time {
            None => self.time,
            Some(text) => virtual_time(text).ok_or_else(|| {
                let reason = "a time within ten years from 2026-01-01T00:00:00Z on was expected, whole microseconds";
                Refused::new(CODE, "time", reason)
            })?,
        };
        let id = message_id(&event.id);
        let correlation = linked(&event, "correlationid")?.unwrap_or(id);
        let causation = linked(&event, "causationid")?.unwrap_or(id);
        let Data::Json(data) = &event.data else {
            return Err(Refused::new(CODE, "data", "a JSON object was expected"));
        };
        let body = if event.kind == FAILED { failed(data) } else { of_shop(&event.kind, data, "data", CODE) };
        let within_data = |refused: Refused| match refused.field.as_str() {
            "type" | "data" => refused,
            field if field.starts_with("data.") => refused,
            field => Refused { field: format!("data.{field}"), ..refused },
        };
        Ok(ImportedEvent { id, correlation, causation, time, body: body.map_err(within_data)? })
    }

    /// Whether the event fits behind those before it.
    fn fits(&mut self, event: ImportedEvent, what: &str) -> Result<ImportedEvent, Refused> {
        let place = self.place;
        if let Some((first, _)) = self.known.get(&event.id) {
            return Err(Refused::new(CODE, "id", format!("{what} {first} has this id already")));
        }
        if event.time < self.time {
            return Err(Refused::new(CODE, "time", "this is before the event before it"));
        }
        if let Some(effect) = self.awaited.get(&event.id) {
            let reason = if self.leads_to(&event, *effect) {
                format!("cyclic causation: this event and the one at {what} {effect} caused each other")
            } else {
                format!("it comes after its effect at {what} {effect}")
            };
            return Err(Refused::new(CODE, "causationid", reason));
        }
        if event.causation != event.id && !self.known.contains_key(&event.causation) {
            self.awaited.entry(event.causation).or_insert(place);
        }
        self.known.insert(event.id, (place, self.events.len()));
        Ok(event)
    }

    /// True if the causes of an event lead back to the one at a place.
    fn leads_to(&self, event: &ImportedEvent, effect: usize) -> bool {
        let mut cause = event.causation;
        for _ in 0..self.events.len() {
            let Some((place, index)) = self.known.get(&cause) else { return false };
            if *place == effect {
                return true;
            }
            match self.events.get(*index).filter(|before| before.causation != before.id) {
                Some(before) => cause = before.causation,
                None => return false,
            }
        }
        false
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
pub fn in_order(events: &[ImportedEvent]) -> Result<(), (usize, &'static str)> {
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
