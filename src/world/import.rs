//! A run that begins with somebody else's history: events that were recorded elsewhere are this shop's past.
//!
//! They are stored as they are, with their ids, causes and times. Aggregates, books and read models are what they say.
//! Sagas hear them one after the other; what they ask for on the way was done long ago and is not sent. Only where an
//! order is still under way its saga asks once more for what it waits for, and what the parts owe each other is told
//! again, as after a restart. No e-mail of the past is written, and nothing of it is counted by analytics.

use std::sync::Arc;

use super::projecting::take_in_by_all;
use super::saga_history::awaited;
use super::service::source_of;
use super::*;
use crate::domain::Event;
use crate::domain::answer::saga_input;
use crate::domain::inventory::InventoryEvent;
use crate::domain::order::{OrderEvent, OrderPlacedV1};
use crate::domain::shipping::ShippingEvent;
use crate::event_store::{ExpectedVersion, NewEvent, SchemaVersion, StreamId};
use crate::kernel::MessageId;
use crate::messaging::Metadata;

/// A history that is being taken over: each of its events happens at its own time, a step of the run like any other. An
/// act ends it, and what was recorded behind that moment never happens here.
#[derive(Clone, Debug)]
pub struct Import {
    events: ImportedEvents,
    next: usize,
    lately: Stories,
    /// What is owed to each order, and the next one to go on.
    owed: Table<Owed>,
    order: usize,
}

/// Orders that go on in one step behind the last event.
const ORDERS_A_STEP: usize = 4_096;

impl Import {
    pub(super) fn new(events: &ImportedEvents) -> Self {
        Self { events: events.clone(), next: 0, lately: Stories::default(), owed: Table::default(), order: 0 }
    }

    /// Events taken over so far, and events in all.
    pub fn progress(&self) -> (usize, usize) {
        (self.next, self.events.len())
    }

    /// When it goes on, as its events say.
    pub(super) fn due(&self) -> VirtualTime {
        self.events.get(self.next).or_else(|| self.events.last()).map_or(VirtualTime::ZERO, |event| event.time)
    }

    /// Nothing of its events is still to come: what was under way goes on now.
    pub(super) fn is_over(&self) -> bool {
        self.next >= self.events.len()
    }

    pub(super) fn bytes_beside(&self, later: Option<&Self>) -> usize {
        later.map_or_else(|| self.owed.bytes(), |later| self.owed.bytes_beside(&later.owed))
    }
}

/// So many stories are remembered, each in the place that its id gives it.
const STORIES: usize = 4_096;

/// The stories that were met lately. They only save time: a clone begins without them.
#[derive(Debug, Default)]
struct Stories(Vec<Lately>);

impl Clone for Stories {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Stories {
    fn of(&mut self, story: MessageId) -> Option<&mut Lately> {
        self.0.resize_with(STORIES, Lately::default);
        self.0.get_mut(story.0 as usize % STORIES)
    }
}

/// The names that a story named last: most events name the same as the ones before them.
#[derive(Clone, Debug, Default)]
struct Lately {
    order: Option<(Arc<str>, OrderId)>,
    customer: Option<(Arc<str>, CustomerId)>,
}

impl Lately {
    fn order(&mut self, names: &mut Names, name: &Arc<str>) -> OrderId {
        known(&mut self.order, name, || OrderId(names.intern_shared(name).0))
    }

    fn customer(&mut self, names: &mut Names, name: &Arc<str>) -> CustomerId {
        known(&mut self.customer, name, || CustomerId(names.intern_shared(name).0))
    }
}

fn known<T: Copy>(known: &mut Option<(Arc<str>, T)>, name: &Arc<str>, find: impl FnOnce() -> T) -> T {
    match known {
        Some((text, number)) if Arc::ptr_eq(text, name) => *number,
        Some(_) | None => known.insert((Arc::clone(name), find())).1,
    }
}

/// What is told again about an order, if nothing came of it before the history ended.
#[derive(Clone, Copy, Debug, Default)]
struct Owed {
    /// The warehouse has to hear of the shipment.
    shipment: Option<MessageNo>,
    /// The parcel has to leave.
    parcel: Option<MessageNo>,
    /// The order has to hear that it left.
    left: Option<MessageNo>,
}

impl World {
    /// Begins to take a history over. One that was recorded as an act at its end, and not at the beginning, comes at once,
    /// as it did then. Nothing is taken over where anything has happened already.
    pub(super) fn begin_import(&mut self, events: &ImportedEvents) {
        let Some(last) = events.last().filter(|_| self.letters.is_empty() && self.store.is_empty()) else { return };
        self.live = self.live.saturating_add(1);
        self.history = Some(Box::new(Import::new(events)));
        if self.now > VirtualTime::ZERO && last.time <= self.now {
            while self.take_over(usize::MAX, false) {}
        }
    }

    /// Takes over at most so many events, or lets some orders go on behind the last one: each is a step. False where there
    /// is no history that is still to come.
    pub fn take_over_some(&mut self, events_max: usize) -> bool {
        self.take_over(events_max, true)
    }

    /// Somebody acts: what the history says of later is not taken over, and what was under way goes on, some orders with
    /// each step that follows. Where stored events change, everything is done before.
    pub(super) fn leave_history(&mut self, input: &Input) {
        let Some(import) = &mut self.history else { return };
        import.events = ImportedEvents::default();
        if matches!(input, Input::Edit(_) | Input::Replace(_) | Input::ReplaceStream(_)) {
            while self.take_over(usize::MAX, false) {}
        }
    }

    fn take_over(&mut self, events_max: usize, as_steps: bool) -> bool {
        let Some(mut import) = self.history.take() else { return false };
        let (events, before) = (import.events.clone(), import.next);
        while let Some(event) = events.get(import.next).filter(|_| import.next - before < events_max) {
            if as_steps {
                self.begin_step(event.time);
            }
            self.import_one(event, &mut import);
            import.next += 1;
        }
        if import.next > before {
            self.history_letters = u32::try_from(self.letters.len()).unwrap_or(u32::MAX);
            self.history_events = self.store.end().0;
            self.outbox.next = self.store.end().0;
            self.history = Some(import);
            return true;
        }
        if as_steps {
            self.begin_step(self.now);
        }
        let last = import.owed.len().min(import.order.saturating_add(ORDERS_A_STEP));
        for order in import.order..last {
            let owed = import.owed.get(order).copied().unwrap_or_default();
            self.go_on(OrderId(u32::try_from(order).unwrap_or(u32::MAX)), owed);
        }
        import.order = last;
        if last < import.owed.len() {
            self.history = Some(import);
            return true;
        }
        self.live = self.live.saturating_sub(1);
        false
    }

    /// The message of the imported event with a number.
    fn imported(&self, number: Option<usize>) -> MessageNo {
        number.and_then(|number| self.event_letters.get(number)).copied().unwrap_or(MessageNo::NONE)
    }

    /// The message of the event; `None` if there is no room for it.
    fn import_one(&mut self, event: &ImportedEvent, import: &mut Import) -> Option<MessageNo> {
        let (fact, stream) = self.imported_fact(event, import);
        let ImportedEvent { id, correlation, causation, time, .. } = *event;
        let source = source_of(&fact);
        let metadata = Metadata { message: id, correlation, causation, time, source };
        let new = NewEvent { metadata, schema: SchemaVersion::default(), event: fact.clone() };
        let (end, position) = (self.store.end(), u64::from(self.store.end().0));
        // The ids are all different: there is nothing to be looked for in the stream.
        let expected = self.store.version_of(stream).map_or(ExpectedVersion::NoStream, ExpectedVersion::Exact);
        self.store.append(stream, expected, [new]).ok()?;
        let cause = import.events.cause(import.next);
        let message = self.birth(id, self.imported(cause), source, Body::Event { position });
        self.event_letters.push(message);
        self.evolve(&fact);
        let detail = Detail::Position(position);
        self.note(TraceEntry { message, detail, ..self.line(TraceKind::Appended, Node::EventStore) });
        if let Some(event) = fact.shop() {
            self.remember(message, &event, import.owed.row(event.order().unwrap_or_default().index()));
        }
        let (reader, models) = (self.consumers(), &mut self.models);
        if let Some(recorded) = self.store.event_at(end) {
            take_in_by_all(models, reader, |model| self.rebuilds.version(model), recorded);
        }
        Some(message)
    }

    fn imported_fact(&mut self, event: &ImportedEvent, import: &mut Import) -> (Fact, StreamId) {
        let mut other = Lately::default();
        let lately = import.lately.of(event.correlation).unwrap_or(&mut other);
        let (orders, customers) = (&mut self.order_names, &mut self.customer_names);
        match &event.body {
            ImportedBody::Shop { event, order, customer } => {
                let order = order.as_ref().map(|name| lately.order(orders, name));
                let customer = customer.as_ref().map(|name| lately.customer(customers, name));
                let mut event = event.clone();
                bodies::rename_event(&mut event, order, customer);
                let order = order.unwrap_or_default();
                let stream = match event {
                    Event::Order(_) => names::order_stream(order),
                    Event::Inventory(_) => names::INVENTORY_STREAM,
                    Event::Payment(_) => names::payment_stream(order),
                    Event::Shipping(_) => names::shipment_stream(order),
                };
                (Fact::Shop(event), stream)
            }
            ImportedBody::OrderPlacedV1 { order, customer, amount } => {
                let (order, customer) = (lately.order(orders, order), lately.customer(customers, customer));
                let former = OrderPlacedV1 { order, customer, amount: *amount };
                (Fact::OrderPlacedV1(former), names::order_stream(order))
            }
            ImportedBody::HandlerFailed { consumer, attempt, failure, .. } => {
                let message = self.imported(import.events.about(import.next));
                let fact = Fact::HandlerFailed { consumer: *consumer, message, attempt: *attempt, failure: *failure };
                (fact, names::FAILURES_STREAM)
            }
        }
    }

    /// What the parts that listen know by now.
    fn remember(&mut self, message: MessageNo, event: &Event, owed: &mut Owed) {
        match event {
            Event::Order(OrderEvent::Placed { order, customer, .. }) => {
                *self.contacts.row(order.index()) = Some(*customer);
            }
            Event::Order(OrderEvent::Confirmed { .. }) => owed.parcel = Some(message),
            Event::Order(OrderEvent::Shipped { .. }) => owed.left = None,
            Event::Shipping(ShippingEvent::Created { .. }) => owed.shipment = Some(message),
            Event::Shipping(ShippingEvent::Dispatched { .. }) => {
                owed.parcel = None;
                owed.left = Some(message);
            }
            Event::Inventory(InventoryEvent::Shipped { .. } | InventoryEvent::Released { .. }) => owed.shipment = None,
            Event::Order(_) | Event::Shipping(_) | Event::Inventory(_) | Event::Payment(_) => {}
        }
        let (Some(input), Some(order)) = (saga_input(event), event.order()) else { return };
        let base = self.letter(message).map_or(MessageId(0), |letter| letter.id.child(0));
        // What it asks for was sent long ago, its timers too; a refusal changes nothing, as it did then.
        let _ = self.saga_hears_history(order, &input, message, base);
    }

    /// Whatever of an order was under way when the history ended goes on.
    fn go_on(&mut self, order: OrderId, owed: Owed) {
        for message in [owed.shipment, owed.left].into_iter().flatten() {
            self.publish(message, Node::EventStore, 1);
        }
        if let Some(cause) = owed.parcel {
            self.shipping_hears(cause, &Event::Order(OrderEvent::Confirmed { order }));
        }
        let waits = self.sagas.get(order.index()).and_then(|record| awaited(&record.saga));
        let Some((call, attempt)) = waits else { return };
        self.start_saga_timer(order, call, attempt);
        if let Some(message) = self.call_message(order, call) {
            self.publish(message, Node::Saga, attempt);
        }
    }
}
