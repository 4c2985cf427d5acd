//! A service handles a command: load, decide, append at the expected version, evolve.

use super::aggregate::wrap;
use super::handle::{Outcome, Produced};
use super::names::{FAILURES_STREAM, INVENTORY_STREAM, order_stream, payment_stream, shipment_stream};
use super::*;
use crate::domain::answer::{compensation_failed_event, refusal_event, saga_input};
use crate::domain::inventory::InventoryDecider;
use crate::domain::order::{OrderDecider, OrderEvent};
use crate::domain::payment::PaymentDecider;
use crate::domain::shipping::{ShippingCommand, ShippingDecider, ShippingEvent};
use crate::domain::{Command, Decider, Event, Refusal};
use crate::event_store::{AppendError, ExpectedVersion, NewEvent, SchemaVersion, StreamId};
use crate::fault::{FaultId, Handling, HandlingVerdict};
use crate::kernel::{MessageId, Purpose};
use crate::messaging::Metadata;

/// How often a handler loads and decides again after a conflict, before it gives the message back.
const CONFLICTS_MAX: u32 = 3;
/// The parcel leaves this long after the order was confirmed.
const PARCEL_LEAST: Span = Span::from_secs(2);
const PARCEL_MOST: Span = Span::from_secs(4);

impl World {
    pub(super) fn serve(&mut self, hop: &Hop, command: &Command, produced: &mut Produced) -> Outcome {
        if self.store_out().is_some() {
            return Outcome::Failed(Failure::StoreOut);
        }
        let verdict = self.judge_handling(hop, command);
        if let Some(failure) = self.trouble(hop, &verdict) {
            return Outcome::Failed(failure);
        }
        let stream = stream_of(command);
        if matches!(command, Command::Order(_)) && !self.producer_can_read(stream) {
            return Outcome::Failed(Failure::UnknownSchema);
        }
        for round in 0..CONFLICTS_MAX {
            let expected = self.store.version_of(stream).map_or(ExpectedVersion::NoStream, ExpectedVersion::Exact);
            let loaded = self.load(hop, stream);
            let decided = match self.forced(hop, command, &verdict) {
                Some(event) => Ok(vec![event]),
                None => self.decide(loaded.as_ref(), command),
            };
            let events = match decided {
                Ok(events) => events,
                Err(rejection) => return Outcome::Rejected(rejection),
            };
            if round == 0
                && let (Some(FaultId(rule)), Some(order)) = (verdict.rival, command.order())
            {
                self.rival_appends(hop, order, rule);
            }
            let facts: Vec<Fact> = events.into_iter().map(|event| self.as_produced(event)).collect();
            match self.append(hop, stream, expected, facts, u64::from(round) << 8, produced) {
                Ok(()) => {
                    self.keep_snapshot(hop, loaded);
                    return Outcome::Done;
                }
                Err(AppendError::WrongExpectedVersion { actual, .. }) => {
                    let expected = match expected {
                        ExpectedVersion::Exact(version) => Some(version.0),
                        ExpectedVersion::Any | ExpectedVersion::NoStream | ExpectedVersion::StreamExists => None,
                    };
                    let detail = Detail::Conflict { expected, actual: actual.map(|version| version.0) };
                    self.note(TraceEntry { detail, ..self.arrival_line(TraceKind::Conflict, hop) });
                }
                Err(_) => return Outcome::Failed(Failure::StoreOut),
            }
        }
        Outcome::Failed(Failure::TooManyConflicts)
    }

    fn judge_handling(&mut self, hop: &Hop, command: &Command) -> HandlingVerdict {
        let Some(id) = self.letter(hop.message).map(|letter| letter.id) else { return HandlingVerdict::PASS };
        let handling = Handling {
            now: self.now,
            node: hop.to,
            message: id,
            attempt: transmit::address(hop),
            is_step: bodies::is_step(command),
            is_compensation: bodies::is_compensation(command),
        };
        self.faults.handling(self.seed, &handling)
    }

    /// What keeps the handler from trying at all, as long as there are attempts left.
    fn trouble(&self, hop: &Hop, verdict: &HandlingVerdict) -> Option<Failure> {
        if self.is_last_attempt(hop) {
            return None;
        }
        let unavailable = verdict.unavailable.map(|_| Failure::Unavailable);
        unavailable.or(verdict.compensation_failed.map(|_| Failure::CompensationFails))
    }

    /// The event that a fault forces: the card declined, or the last attempt used up.
    fn forced(&self, hop: &Hop, command: &Command, verdict: &HandlingVerdict) -> Option<Event> {
        if verdict.compensation_failed.is_some() {
            return compensation_failed_event(command, hop.attempt);
        }
        if verdict.unavailable.is_some() {
            return refusal_event(command, Refusal::Unavailable { attempts: hop.attempt });
        }
        verdict.declined.and_then(|_| refusal_event(command, Refusal::CardDeclined))
    }

    /// Decides on what a handler loaded, or on what is kept in memory.
    pub(super) fn decide(&self, loaded: Option<&Loaded>, command: &Command) -> Result<Vec<Event>, Rejection> {
        if let Some(loaded) = loaded {
            return loaded.state.decide(command);
        }
        let row = command.order().map_or(0, |order| order.0 as usize);
        match command {
            Command::Order(command) => {
                let decided = OrderDecider::decide(command, self.orders.get(row).unwrap_or(&Order::default()));
                wrap(decided, Event::Order, Rejection::Order)
            }
            Command::Inventory(command) => {
                wrap(InventoryDecider::decide(command, &self.warehouse), Event::Inventory, Rejection::Inventory)
            }
            Command::Payment(command) => {
                let decided = PaymentDecider::decide(command, self.payments.get(row).unwrap_or(&Payment::default()));
                wrap(decided, Event::Payment, Rejection::Payment)
            }
            Command::Shipping(command) => {
                let decided = ShippingDecider::decide(command, self.shipments.get(row).unwrap_or(&Shipment::default()));
                wrap(decided, Event::Shipping, Rejection::Shipping)
            }
        }
    }

    pub(super) fn evolve(&mut self, fact: &Fact) {
        let Some(event) = fact.shop() else { return };
        let row = event.order().map_or(0, |order| order.0 as usize);
        match event.as_ref() {
            Event::Order(event) => {
                OrderDecider::evolve_by(self.settings.history.order_logic, self.orders.row(row), event);
            }
            Event::Inventory(event) => InventoryDecider::evolve(&mut self.warehouse, event),
            Event::Payment(event) => {
                PaymentDecider::evolve(self.payments.row(row), event);
                self.ledger.post(event);
            }
            Event::Shipping(event) => ShippingDecider::evolve(self.shipments.row(row), event),
        }
    }

    /// Appends facts caused by `hop`'s message, all or none; `place` tells them apart from its other children.
    pub(super) fn append(
        &mut self,
        hop: &Hop,
        stream: StreamId,
        expected: ExpectedVersion,
        facts: Vec<Fact>,
        place: u64,
        produced: &mut Produced,
    ) -> Result<(), AppendError> {
        let Some(cause) = self.letter(hop.message) else { return Ok(()) };
        let correlation = self.letter(cause.root).map_or(cause.id, |root| root.id);
        let (causation, time) = (cause.id, self.now);
        let ids: Vec<MessageId> = (place..).take(facts.len()).map(|place| self.child_id(hop, place)).collect();
        let new = facts.iter().zip(&ids).map(|(fact, id)| NewEvent {
            metadata: Metadata { message: *id, correlation, causation, time, source: source_of(fact) },
            schema: SchemaVersion::default(),
            event: fact.clone(),
        });
        let first = self.store.end();
        let new: Vec<NewEvent<Fact>> = new.collect();
        if self.store.append(stream, expected, new)?.idempotent {
            return Ok(());
        }
        for (ordinal, (fact, id)) in facts.iter().zip(ids).enumerate() {
            let position = u64::from(first.0) + ordinal as u64;
            let message = self.birth(id, hop.message, source_of(fact), Body::Event { position });
            self.event_letters.push(message);
            self.evolve(fact);
            if answers_saga(fact) && hop.from != Node::Client {
                self.inbox_row(hop.message).answer = message.0 + 1;
            }
            let detail = Detail::Position(position);
            self.note(TraceEntry { message, detail, attempt: hop.attempt, ..self.line(TraceKind::Appended, hop.to) });
            if !self.settings.outbox {
                produced.push(message);
            }
        }
        if !self.settings.outbox {
            self.outbox.next = self.outbox.next.max(self.store.end().0);
        }
        self.wake_dispatcher();
        self.wake_projections();
        Ok(())
    }

    /// A second writer, which nobody told us about, leaves a note in the order's stream.
    fn rival_appends(&mut self, hop: &Hop, order: OrderId, rule: u32) {
        self.note(TraceEntry { rule, ..self.arrival_line(TraceKind::RivalAppended, hop) });
        let fact = Fact::Shop(Event::Order(OrderEvent::Noted { order }));
        let mut produced = Produced::new();
        let appended = self.append(hop, order_stream(order), ExpectedVersion::Any, vec![fact], 254, &mut produced);
        if appended.is_ok() {
            for message in produced {
                self.publish(message, hop.to, 1);
            }
        }
    }

    /// Records that a handler failed, where that is news: an answer "not now" of a service is not.
    pub(super) fn record_failure(&mut self, hop: &Hop, failure: Failure) {
        match failure {
            Failure::Unavailable | Failure::CompensationFails | Failure::StoreOut => return,
            Failure::Poisoned
            | Failure::SagaMissing
            | Failure::TooManyConflicts
            | Failure::ContactUnknown
            | Failure::UnknownSchema => {}
        }
        if self.store_out().is_some() {
            return;
        }
        let fact = Fact::HandlerFailed { consumer: hop.to, message: hop.message, attempt: hop.attempt, failure };
        let mut produced = Produced::new();
        let appended = self.append(hop, FAILURES_STREAM, ExpectedVersion::Any, vec![fact], 253, &mut produced);
        if appended.is_ok() {
            for message in produced {
                self.publish(message, hop.to, 1);
            }
        }
    }

    /// Shipping hears that the order is confirmed: some time later the parcel leaves.
    pub(super) fn shipping_hears(&mut self, cause: MessageNo, event: &Event) -> Outcome {
        if let (Event::Order(OrderEvent::Confirmed { order }), Some(letter)) = (event, self.letter(cause)) {
            let span = self.seed.span(PARCEL_LEAST, PARCEL_MOST, Purpose::Parcel, letter.id.0, 0);
            self.schedule(span, Occurrence::ParcelLeaves { order: *order, cause });
        }
        Outcome::Done
    }

    pub(super) fn parcel_leaves(&mut self, order: OrderId, cause: MessageNo) {
        let out = self.node(Node::Shipping).down_until.or_else(|| self.store_out());
        if let Some(until) = out {
            self.schedule_at(until, Occurrence::ParcelLeaves { order, cause });
            return;
        }
        let command = Command::Shipping(ShippingCommand::Dispatch { order });
        let hop = Hop {
            message: cause,
            from: Node::Shipping,
            to: Node::Shipping,
            attempt: 1,
            copy: 0,
            poisoned: false,
            sent_at: self.now,
            delivery: None,
        };
        let loaded = self.load(&hop, shipment_stream(order));
        let Ok(events) = self.decide(loaded.as_ref(), &command) else { return };
        let facts = events.into_iter().map(Fact::Shop).collect();
        let mut produced = Produced::new();
        if self.append(&hop, shipment_stream(order), ExpectedVersion::Any, facts, 252, &mut produced).is_ok() {
            self.keep_snapshot(&hop, loaded);
            for message in produced {
                self.publish(message, Node::Shipping, 1);
            }
        }
    }
}

/// True for what a saga waits for: the answer that is given again when a command comes again (ID-02).
fn answers_saga(fact: &Fact) -> bool {
    match fact {
        Fact::Shop(event) => saga_input(event).is_some(),
        Fact::HandlerFailed { .. } | Fact::OrderPlacedV1(_) => false,
    }
}

/// The stream that a command's service writes.
pub(super) const fn stream_of(command: &Command) -> StreamId {
    let order = match command.order() {
        Some(order) => order,
        None => OrderId(0),
    };
    match command {
        Command::Order(_) => order_stream(order),
        Command::Inventory(_) => INVENTORY_STREAM,
        Command::Payment(_) => payment_stream(order),
        Command::Shipping(_) => shipment_stream(order),
    }
}

pub(super) fn source_of(fact: &Fact) -> Node {
    match fact {
        Fact::Shop(Event::Shipping(ShippingEvent::Dispatched { .. })) => Node::Shipping,
        Fact::Shop(event) => bodies::source_of(event),
        Fact::HandlerFailed { .. } => Node::Bus,
        Fact::OrderPlacedV1(_) => Node::Order,
    }
}
