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
use crate::event_store::{ExpectedVersion, GlobalPosition, NewEvent, SchemaVersion, StreamId};
use crate::kernel::MessageId;
use crate::messaging::Metadata;

/// A history that is being taken over, event after event.
#[derive(Clone, Debug)]
pub struct Import {
    events: ImportedEvents,
    next: usize,
    /// The message of each event.
    messages: Log<MessageNo>,
    lately: Vec<Lately>,
    /// What is owed to each order, and the next one to go on.
    owed: Table<Owed>,
    order: usize,
    is_over: bool,
}

impl Import {
    /// Events taken over so far, and events in all.
    pub fn progress(&self) -> (usize, usize) {
        (self.next, self.events.len())
    }

    /// The message of the event with a number.
    fn message(&self, number: Option<usize>) -> MessageNo {
        number.and_then(|number| self.messages.get(number)).copied().unwrap_or(MessageNo::NONE)
    }

    /// True when nothing is left to do.
    pub const fn is_over(&self) -> bool {
        self.is_over
    }
}

/// So many stories are remembered, each in the place that its id gives it.
const STORIES: usize = 4_096;

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
    /// Begins to take a history over, as an input like any other. The world is whole after every part of it, but it is
    /// not quiet before all is done.
    pub fn begin_history(&mut self, recorded: &RecordedInput, events: &ImportedEvents) -> Import {
        self.begin_act(recorded);
        self.begin_import(events)
    }

    /// Nothing is taken over where anything has happened already.
    pub(super) fn begin_import(&mut self, events: &ImportedEvents) -> Import {
        let is_over = !self.letters.is_empty() || self.store.end() != GlobalPosition::START;
        self.live = self.live.saturating_add(u32::from(!is_over));
        let events = events.clone();
        Import {
            events,
            next: 0,
            messages: Log::default(),
            lately: Vec::new(),
            owed: Table::default(),
            order: 0,
            is_over,
        }
    }

    /// Takes over at most so many events more, and then what was under way. False when nothing is left to do.
    pub fn import_some(&mut self, import: &mut Import, events_max: usize) -> bool {
        if import.is_over {
            return false;
        }
        let events = import.events.clone();
        let before = import.next;
        while let Some(event) = events.get(import.next).filter(|_| import.next - before < events_max) {
            let message = self.import_one(event, import);
            import.messages.push(message.unwrap_or(MessageNo::NONE));
            import.next += 1;
        }
        if import.next > before {
            self.history_letters = u32::try_from(self.letters.len()).unwrap_or(u32::MAX);
            self.history_events = self.store.end().0;
            self.outbox.next = self.store.end().0;
        }
        let orders = events_max.saturating_sub(import.next - before);
        let last = import.owed.len().min(import.order.saturating_add(orders));
        if import.next == events.len() {
            for order in import.order..last {
                let owed = import.owed.get(order).copied().unwrap_or_default();
                self.go_on(OrderId(u32::try_from(order).unwrap_or(u32::MAX)), owed);
            }
            import.order = last;
            import.is_over = last == import.owed.len();
        }
        if import.is_over {
            self.live = self.live.saturating_sub(1);
        }
        !import.is_over
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
        let message = self.birth(id, import.message(cause), source, Body::Event { position });
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
        import.lately.resize_with(STORIES, Lately::default);
        let mut other = Lately::default();
        let lately = import.lately.get_mut(event.correlation.0 as usize % STORIES).unwrap_or(&mut other);
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
                let message = import.message(import.events.about(import.next));
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
