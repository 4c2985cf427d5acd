//! A run that begins with somebody else's history: events that were recorded elsewhere are this shop's past.
//!
//! They are stored as they are, with their ids, causes and times. Aggregates, books and read models are what they say.
//! Sagas hear them one after the other; what they ask for on the way was done long ago and is not sent. Only where an
//! order is still under way its saga asks once more for what it waits for, and what the parts owe each other is told
//! again, as after a restart. No e-mail of the past is written, and nothing of it is counted by analytics.

use super::handle::Produced;
use super::projecting::take_in;
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
    /// Takes a history over. It changes nothing where anything has happened already.
    pub(super) fn import(&mut self, events: &[ImportedEvent]) {
        if !self.letters.is_empty() || self.store.end() != GlobalPosition::START {
            return;
        }
        let mut owed: BTreeMap<OrderId, Owed> = BTreeMap::new();
        let mut known: BTreeMap<MessageId, MessageNo> = BTreeMap::new();
        for event in events {
            self.import_one(event, &mut known, &mut owed);
        }
        self.history_letters = u32::try_from(self.letters.len()).unwrap_or(u32::MAX);
        self.history_events = self.store.end().0;
        self.outbox.next = self.store.end().0;
        let store = self.store.clone();
        let reader = self.consumers();
        for recorded in store.read_all(GlobalPosition::START) {
            for model in ReadModel::ALL {
                take_in(&mut self.models, reader, self.rebuilds.version(model), model, recorded);
            }
        }
        self.go_on(owed);
    }

    fn import_one(
        &mut self,
        event: &ImportedEvent,
        known: &mut BTreeMap<MessageId, MessageNo>,
        owed: &mut BTreeMap<OrderId, Owed>,
    ) {
        let (fact, stream) = self.imported_fact(event, known);
        let ImportedEvent { id, correlation, causation, time, .. } = *event;
        let source = source_of(&fact);
        let metadata = Metadata { message: id, correlation, causation, time, source };
        let new = NewEvent { metadata, schema: SchemaVersion::default(), event: fact.clone() };
        let position = u64::from(self.store.end().0);
        if self.store.append(stream, ExpectedVersion::Any, vec![new]).is_err() {
            return;
        }
        let cause = known.get(&causation).copied().filter(|_| causation != id).unwrap_or(MessageNo::NONE);
        let message = self.birth(id, cause, source, Body::Event { position });
        known.insert(id, message);
        self.event_letters.push(message);
        self.evolve(&fact);
        let detail = Detail::Position(position);
        self.note(TraceEntry { message, detail, ..self.line(TraceKind::Appended, Node::EventStore) });
        if let Some(event) = fact.shop() {
            self.remember(message, &event, owed.entry(event.order().unwrap_or_default()).or_default());
        }
    }

    fn imported_fact(&mut self, event: &ImportedEvent, known: &BTreeMap<MessageId, MessageNo>) -> (Fact, StreamId) {
        match &event.body {
            ImportedBody::Shop { event, order, customer } => {
                let order = order.as_deref().map(|name| OrderId(self.order_names.intern(name).0));
                let customer = customer.as_deref().map(|name| CustomerId(self.customer_names.intern(name).0));
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
                let order = OrderId(self.order_names.intern(order).0);
                let customer = CustomerId(self.customer_names.intern(customer).0);
                let former = OrderPlacedV1 { order, customer, amount: *amount };
                (Fact::OrderPlacedV1(former), names::order_stream(order))
            }
            ImportedBody::HandlerFailed { consumer, message, attempt, failure } => {
                let message = message.and_then(|id| known.get(&id).copied()).unwrap_or(MessageNo::NONE);
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
        // What it asks for was sent long ago; a refusal changes nothing, as it did then.
        let _ = self.saga_reacts(order, &input, message, base, &mut Produced::new());
    }

    /// Whatever was under way when the history ended goes on.
    fn go_on(&mut self, owed: BTreeMap<OrderId, Owed>) {
        for (order, owed) in owed {
            for message in [owed.shipment, owed.left].into_iter().flatten() {
                self.publish(message, Node::EventStore, 1);
            }
            if let Some(cause) = owed.parcel {
                self.shipping_hears(cause, &Event::Order(OrderEvent::Confirmed { order }));
            }
            let waits = self.sagas.get(order.index()).and_then(|record| awaited(&record.saga));
            let message = waits.and_then(|(call, attempt)| Some((self.call_message(order, call)?, attempt)));
            if let Some((message, attempt)) = message {
                self.publish(message, Node::Saga, attempt);
            }
        }
    }
}
