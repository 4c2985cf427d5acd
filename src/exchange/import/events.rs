//! The events read so far, and whether the next one fits behind them.

use std::sync::Arc;

use super::scan::Scanned;
use super::{CODE, FAILED, failed, linked, message_id, of_shop};
use crate::exchange::cloudevents::{CloudEvent, Data, virtual_time};
use crate::exchange::{Code, Refused, Wire};
use crate::kernel::{IdIndex, Log, MessageId, Names, VirtualTime};
use crate::world::{ImportedBody, ImportedEvent, ImportedEvents};

/// Reads event after event.
#[derive(Debug)]
pub(super) struct Events {
    events: Log<ImportedEvent>,
    /// The line, or the place in the list, of each event, from 1.
    places: Log<u32>,
    events_max: usize,
    /// By each id the number of its event, twice; or, for one that has not come so far, the place of an event that it
    /// caused, twice plus one.
    known: IdIndex,
    place: u32,
    time: VirtualTime,
    minute: Minute,
    orders: Names,
    customers: Names,
}

/// The minute that was read last: most events come in the same.
#[derive(Debug, Default)]
struct Minute {
    text: Vec<u8>,
    begin: u64,
}

/// What is known of an id.
enum Known {
    /// The number of its event.
    Event(usize),
    /// The place of an event that it caused.
    Awaited(u32),
}

impl Events {
    pub(super) fn new(events_max: usize) -> Self {
        Self {
            events: Log::default(),
            places: Log::default(),
            events_max,
            known: IdIndex::default(),
            place: 0,
            time: VirtualTime::ZERO,
            minute: Minute::default(),
            orders: Names::default(),
            customers: Names::default(),
        }
    }

    pub(super) const fn len(&self) -> usize {
        self.events.len()
    }

    pub(super) fn finish(self) -> ImportedEvents {
        self.events.into()
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
    pub(super) fn take(&mut self, scanned: &Scanned<'_>) -> bool {
        let Scanned { id, correlation, causation, time, ref event, order, customer } = *scanned;
        let Some(time) = self.minute.time(time) else { return false };
        let (id, correlation, causation) = (message_id(id), message_id(correlation), message_id(causation));
        if self.len() >= self.events_max || time < self.time || self.known.get(id.0).is_some() {
            return false;
        }
        let order = order.map(|name| self.orders.shared(name));
        let customer = customer.map(|name| self.customers.shared(name));
        self.pass();
        let body = ImportedBody::Shop { event: event.clone(), order, customer };
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
        Ok(ImportedEvent { id, correlation, causation, time, body: self.with_shared_names(body) })
    }

    fn with_shared_names(&mut self, body: ImportedBody) -> ImportedBody {
        let (orders, customers) = (&mut self.orders, &mut self.customers);
        let mut order = |name: Arc<str>| orders.shared(&name);
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
        let known = self.known(event.id);
        if let Some(Known::Event(number)) = known {
            let first = self.places.get(number).copied().unwrap_or_default();
            return Err(Refused::new(CODE, "id", format!("{what} {first} has this id already")));
        }
        if event.time < self.time {
            return Err(Refused::new(CODE, "time", "this is before the event before it"));
        }
        if let Some(Known::Awaited(effect)) = known {
            let reason = if self.leads_to(&event, effect) {
                format!("cyclic causation: this event and the one at {what} {effect} caused each other")
            } else {
                format!("it comes after its effect at {what} {effect}")
            };
            return Err(Refused::new(CODE, "causationid", reason));
        }
        Ok(event)
    }

    fn keep(&mut self, event: ImportedEvent) {
        if event.causation != event.id {
            self.known.insert(event.causation.0, self.place.saturating_mul(2).saturating_add(1));
        }
        let number = u32::try_from(self.len()).unwrap_or(u32::MAX);
        self.known.insert(event.id.0, number.saturating_mul(2));
        self.time = event.time;
        self.places.push(self.place);
        self.events.push(event);
    }

    fn known(&self, id: MessageId) -> Option<Known> {
        let number = self.known.get(id.0)?;
        let half = number / 2;
        Some(if number % 2 == 0 {
            Known::Event(usize::try_from(half).unwrap_or(usize::MAX))
        } else {
            Known::Awaited(half)
        })
    }

    /// True if the causes of an event lead back to the one at a place.
    fn leads_to(&self, event: &ImportedEvent, effect: u32) -> bool {
        let mut cause = event.causation;
        for _ in 0..self.len() {
            let Some(Known::Event(number)) = self.known(cause) else { return false };
            if self.places.get(number) == Some(&effect) {
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
    fn time(&mut self, text: &str) -> Option<VirtualTime> {
        let bytes = text.as_bytes();
        let (minute, second) = bytes.split_at_checked(17)?;
        if let Some(micros) = micros_of_minute(second).filter(|_| minute == self.text) {
            return Some(VirtualTime::from_micros(self.begin.checked_add(micros)?))
                .filter(|time| *time <= VirtualTime::MAX);
        }
        let time = virtual_time(text)?;
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
