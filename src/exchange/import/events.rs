//! The events read so far, and whether the next one fits behind them.

use std::sync::Arc;

use super::lately::Lately;
use super::scan::Scanned;
use super::{CODE, FAILED, failed, linked, message_id, of_shop};
use crate::exchange::cloudevents::{CloudEvent, Data, virtual_time};
use crate::exchange::{Code, Refused, Wire};
use crate::kernel::{Log, MessageId, Names, VirtualTime};
use crate::world::{ImportedBody, ImportedEvent, ImportedEvents, ImportedLog, Met};

/// Reads event after event.
#[derive(Debug)]
pub(super) struct Events {
    events: ImportedLog,
    /// The line, or the place in the list, of each event, from 1.
    places: Log<u32>,
    events_max: usize,
    place: u32,
    time: VirtualTime,
    minute: Minute,
    customers: Names,
    pub(super) lately: Lately,
}

/// The minute that was read last: most events come in the same.
#[derive(Debug, Default)]
struct Minute {
    text: Vec<u8>,
    begin: u64,
}

impl Events {
    pub(super) fn new(events_max: usize) -> Self {
        Self {
            events: ImportedLog::default(),
            places: Log::default(),
            events_max,
            place: 0,
            time: VirtualTime::ZERO,
            minute: Minute::default(),
            customers: Names::default(),
            lately: Lately::default(),
        }
    }

    pub(super) const fn len(&self) -> usize {
        self.events.len()
    }

    pub(super) fn finish(self) -> ImportedEvents {
        self.events.finish()
    }

    /// Counts a line without an event.
    pub(super) fn pass(&mut self) {
        self.place = self.place.saturating_add(1);
    }

    /// The place of what comes next, from 1.
    pub(super) const fn next_place(&self) -> u32 {
        self.place.saturating_add(1)
    }

    /// Takes an event that was read directly. False if there is anything about it that somebody has to say: nothing has
    /// changed then.
    pub(super) fn take(&mut self, scanned: Scanned<'_>) -> bool {
        let Scanned { id, correlation, causation, time, event, order, customer } = scanned;
        let Some(time) = self.minute.time(time).filter(|time| *time >= self.time) else { return false };
        if self.len() >= self.events_max || self.events.met(id).is_some() {
            return false;
        }
        let names = [
            order.map(|name| self.lately.order(correlation, name)),
            customer.map(|name| self.lately.customer(correlation, name, &mut self.customers)),
        ];
        let [order, customer] = names;
        if order == Some(None) || customer == Some(None) {
            return false;
        }
        self.pass();
        let body = ImportedBody::Shop { event, order: order.flatten(), customer: customer.flatten() };
        self.keep(ImportedEvent { id, correlation, causation, time, body });
        true
    }

    /// Reads one event; `what` it is counted as.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn read(&mut self, value: &Wire, what: &str) -> Result<(), Refused> {
        self.pass();
        let read = self.event(value).and_then(|event| self.fits(event, what));
        let event = read.map_err(|refused| {
            let keeps = matches!(refused.code, Code::TooLarge | Code::UnknownName);
            let comma = if refused.field.is_empty() { "" } else { ", " };
            let field = format!("{what} {}{comma}{}", self.place, refused.field);
            Refused { code: if keeps { refused.code } else { CODE }, field, ..refused }
        })?;
        self.keep(event);
        Ok(())
    }

    fn event(&mut self, value: &Wire) -> Result<ImportedEvent, Refused> {
        if self.len() >= self.events_max {
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
        let body = body.map_err(|refused| match refused.field.as_str() {
            "type" | "data" => refused,
            field if field.starts_with("data.") => refused,
            field => Refused { field: format!("data.{field}"), ..refused },
        })?;
        Ok(ImportedEvent { id, correlation, causation, time, body: self.with_shared_names(correlation, body) })
    }

    /// The names as texts that other events share.
    fn with_shared_names(&mut self, story: MessageId, body: ImportedBody) -> ImportedBody {
        let (lately, customers) = (&mut self.lately, &mut self.customers);
        let mut order = |name: Arc<str>| lately.order(story, name.as_bytes()).unwrap_or(name);
        let mut customer = |name: Arc<str>| customers.shared(&name);
        match body {
            ImportedBody::Shop { event, order: of, customer: by } => {
                ImportedBody::Shop { event, order: of.map(order), customer: by.map(customer) }
            }
            ImportedBody::OrderPlacedV1 { order: of, customer: by, amount } => {
                ImportedBody::OrderPlacedV1 { order: order(of), customer: customer(by), amount }
            }
            failed @ ImportedBody::HandlerFailed { .. } => failed,
        }
    }

    /// Whether the event fits behind those before it.
    fn fits(&self, event: ImportedEvent, what: &str) -> Result<ImportedEvent, Refused> {
        let met = self.events.met(event.id);
        if let Some(Met::Event(number)) = met {
            let first = self.place_of(number);
            return Err(Refused::new(CODE, "id", format!("{what} {first} has this id already")));
        }
        if event.time < self.time {
            return Err(Refused::new(CODE, "time", "this is before the event before it"));
        }
        if let Some(Met::CauseOf(effect)) = met {
            let place = self.place_of(effect);
            let reason = if self.leads_to(&event, effect) {
                format!("cyclic causation: this event and the one at {what} {place} caused each other")
            } else {
                format!("it comes after its effect at {what} {place}")
            };
            return Err(Refused::new(CODE, "causationid", reason));
        }
        Ok(event)
    }

    fn place_of(&self, number: usize) -> u32 {
        self.places.get(number).copied().unwrap_or_default()
    }

    fn keep(&mut self, event: ImportedEvent) {
        self.time = event.time;
        self.places.push(self.place);
        self.events.push(event);
    }

    /// True if the causes of an event lead back to the one with a number.
    fn leads_to(&self, event: &ImportedEvent, effect: usize) -> bool {
        let mut cause = event.causation;
        for _ in 0..self.len() {
            let Some(Met::Event(number)) = self.events.met(cause) else { return false };
            if number == effect {
                return true;
            }
            match self.events.get(number).filter(|before| before.causation != before.id) {
                Some(before) => cause = before.causation,
                None => return false,
            }
        }
        false
    }
}

impl Minute {
    /// The moment of a timestamp.
    fn time(&mut self, text: &[u8]) -> Option<VirtualTime> {
        let (minute, second) = text.split_at_checked(17)?;
        if let Some(micros) = micros_of_minute(second).filter(|_| minute == self.text) {
            return Some(VirtualTime::from_micros(self.begin.checked_add(micros)?))
                .filter(|time| *time <= VirtualTime::MAX);
        }
        let time = virtual_time(std::str::from_utf8(text).ok()?)?;
        if let Some(micros) = micros_of_minute(second) {
            self.begin = time.micros().checked_sub(micros)?;
            self.text = minute.to_vec();
        }
        Some(time)
    }
}

/// Seconds with six decimals in UTC: the rest of a timestamp as this program writes it.
fn micros_of_minute(text: &[u8]) -> Option<u64> {
    let [tens, ones, b'.', fraction @ .., b'Z'] = text else { return None };
    if fraction.len() != 6 || !tens.is_ascii_digit() || *tens > b'5' {
        return None;
    }
    [tens, ones].into_iter().chain(fraction).try_fold(0_u64, |number, digit| {
        digit.is_ascii_digit().then(|| number.wrapping_mul(10).wrapping_add(u64::from(digit & 0x0F)))
    })
}
