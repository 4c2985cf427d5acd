//! A handling ends: the effect, then what it publishes, then the acknowledgement. A crash can come between any two.

use super::*;
use crate::domain::answer::{call_of, is_answer};
use crate::domain::inventory::InventoryCommand;
use crate::domain::order::OrderCommand;
use crate::domain::order::OrderEvent;
use crate::domain::shipping::ShippingEvent;
use crate::domain::{Command, Event};
use crate::event_store::RecordedEvent;
use crate::fault::{FaultId, Moment};
use crate::kernel::MessageId;

/// So far back in its stream an answer is looked for; the warehouse's stream is that of all orders.
const ANSWER_EVENTS_MAX: usize = 10_000;

/// How a handling ended.
#[derive(Clone, Debug)]
pub(super) enum Outcome {
    Done,
    Rejected(Rejection),
    Failed(Failure),
}

/// What is to be published after the effect.
pub(super) type Produced = Vec<MessageNo>;

impl World {
    pub(super) fn finish(&mut self, work: Work) {
        let hop = work.hop;
        let node = hop.to;
        if let Some(state) = self.nodes.get_mut(node.index()) {
            state.working = state.working.saturating_sub(1);
        }
        if hop.poisoned {
            self.fail(&hop, Failure::Poisoned);
            return;
        }
        if self.settings.idempotency && self.has_handled(hop.message, node) {
            self.ignore_duplicate(&hop);
            return;
        }
        let mut produced = Produced::new();
        match self.take_effect(&hop, &mut produced) {
            Outcome::Failed(failure) => self.fail(&hop, failure),
            Outcome::Rejected(rejection) => {
                let detail = Detail::Rejected(rejection);
                self.note(TraceEntry { detail, ..self.arrival_line(TraceKind::Rejected, &hop) });
                produced.extend(self.answer_again(&hop));
                self.conclude(&hop, produced, Reply::Rejected(rejection));
            }
            Outcome::Done => {
                self.note(self.arrival_line(TraceKind::Handled, &hop));
                self.conclude(&hop, produced, Reply::Accepted);
            }
        }
    }

    /// Publishes what the effect produced, answers, acknowledges; unless a crash comes between.
    fn conclude(&mut self, hop: &Hop, produced: Produced, reply: Reply) {
        self.mark_handled(hop.message, hop.to);
        if self.maybe_crash(hop, Moment::AfterEffect) {
            self.leave_unpublished(hop.to, &produced);
            return;
        }
        for message in produced {
            self.publish(message, hop.to, 1);
        }
        if hop.from == Node::Client {
            if !self.maybe_crash(hop, Moment::AfterPublish) {
                self.answer_client(hop, reply);
                self.maybe_crash(hop, Moment::AfterAck);
            }
            return;
        }
        if !self.maybe_crash(hop, Moment::AfterPublish) {
            self.acknowledge(hop);
        }
    }

    /// The node died between effect and publishing: with the outbox the messages wait for its return, without it
    /// they are gone and nobody else knows of them (ID-05).
    fn leave_unpublished(&mut self, node: Node, produced: &[MessageNo]) {
        for message in produced {
            if self.settings.outbox {
                self.await_acceptance(*message, node, 0, Span::ZERO);
            } else {
                let line = TraceEntry { message: *message, ..self.line(TraceKind::Lost, node) };
                self.note(line);
            }
        }
    }

    fn take_effect(&mut self, hop: &Hop, produced: &mut Produced) -> Outcome {
        let command = match self.letter(hop.message).map(|letter| &letter.body) {
            Some(Body::Command(command)) => Some(command.clone()),
            Some(Body::Event { .. } | Body::Corrected { .. } | Body::Reply(_) | Body::Timer { .. }) | None => None,
        };
        if let Some(command) = command {
            return self.serve(hop, &command, produced);
        }
        let Ok(events) = self.heard(hop.message) else { return Outcome::Failed(Failure::UnknownSchema) };
        for event in events {
            let outcome = match hop.to {
                Node::Saga => self.saga_hears(hop, &event, produced),
                Node::Notification => self.notify(hop.message, &event),
                Node::Analytics => self.count(hop.message, &event),
                Node::Shipping => self.shipping_hears(hop.message, &event),
                Node::Order | Node::Inventory => match reaction_of(&event) {
                    Some(command) => self.serve(hop, &command, produced),
                    None => Outcome::Done,
                },
                Node::Client | Node::EventStore | Node::Bus | Node::Payment => Outcome::Done,
            };
            if !matches!(outcome, Outcome::Done) {
                return outcome;
            }
        }
        Outcome::Done
    }

    /// A call of a saga that is rejected because it was done before: the event that answered it answers again, or the
    /// saga would ask for ever.
    fn answer_again(&self, hop: &Hop) -> Option<MessageNo> {
        let Body::Command(command) = &self.letter(hop.message)?.body else { return None };
        if hop.from == Node::Client {
            return None;
        }
        let call = call_of(command)?;
        let order = command.order();
        let stream = service::stream_of(command);
        let answered = |recorded: &RecordedEvent<'_, Fact>| match recorded.event() {
            Fact::Shop(event) => event.order() == order && is_answer(event, call),
            Fact::HandlerFailed { .. } | Fact::OrderPlacedV1(_) => false,
        };
        let answer = self.store.read_back(stream).take(ANSWER_EVENTS_MAX).find(answered)?;
        Some(self.event_message(u64::from(answer.position().0)))
    }

    /// The inbox knows this message: same effect, same answer, nothing twice (ID-02).
    fn ignore_duplicate(&mut self, hop: &Hop) {
        self.note(self.arrival_line(TraceKind::DuplicateIgnored, hop));
        if hop.from == Node::Client {
            self.answer_client(hop, Reply::Accepted);
            return;
        }
        let answer = self.known_answer(hop.message);
        if let (Some(answer), MessageKind::Command) = (answer, self.message_kind(hop.message)) {
            self.publish(answer, hop.to, 1);
        }
        self.acknowledge(hop);
    }

    pub(super) fn fail(&mut self, hop: &Hop, failure: Failure) {
        let detail = Detail::Failed(failure);
        self.note(TraceEntry { detail, ..self.arrival_line(TraceKind::Failed, hop) });
        self.record_failure(hop, failure);
        if hop.from == Node::Client {
            if failure == Failure::Poisoned {
                self.answer_client(hop, Reply::Failed(failure));
            }
            return;
        }
        self.nack(hop);
    }

    /// The message's moment of truth for crash rules. True if the node went down.
    pub(super) fn maybe_crash(&mut self, hop: &Hop, moment: Moment) -> bool {
        let Some(id) = self.letter(hop.message).map(|letter| letter.id) else { return false };
        let attempt = transmit::address(hop);
        let Some((FaultId(rule), span)) = self.faults.crash_at(self.seed, self.now, hop.to, moment, id, attempt) else {
            return false;
        };
        self.crash(hop.to, rule, span);
        true
    }

    /// A message is born.
    pub(super) fn birth(&mut self, id: MessageId, cause: MessageNo, source: Node, body: Body) -> MessageNo {
        let number = MessageNo(u32::try_from(self.letters.len()).unwrap_or(u32::MAX));
        let root = self.letter(cause).map_or(number, |letter| letter.root);
        self.letters.push(Letter { id, cause, root, born: self.now, source, body });
        number
    }

    /// A message that `hop`'s handling gives birth to, as its child number `place`.
    pub(super) fn child(&mut self, hop: &Hop, place: u64, source: Node, body: Body) -> MessageNo {
        let id = self.child_id(hop, place);
        self.birth(id, hop.message, source, body)
    }

    pub(super) fn child_id(&self, hop: &Hop, place: u64) -> MessageId {
        let parent = self.letter(hop.message).map_or(MessageId(0), |letter| letter.id);
        parent.child((u64::from(transmit::address(hop)) << 16) | place)
    }
}

/// What order and inventory do of their own accord when they hear an event.
fn reaction_of(event: &Event) -> Option<Command> {
    match event {
        Event::Shipping(ShippingEvent::Created { order }) => {
            Some(Command::Inventory(InventoryCommand::Ship { order: *order }))
        }
        Event::Shipping(ShippingEvent::Dispatched { order }) => {
            Some(Command::Order(OrderCommand::Ship { order: *order }))
        }
        Event::Shipping(
            ShippingEvent::Refused { .. }
            | ShippingEvent::Cancelled { .. }
            | ShippingEvent::Voided { .. }
            | ShippingEvent::CancellationFailed { .. },
        )
        | Event::Order(
            OrderEvent::Placed { .. }
            | OrderEvent::Noted { .. }
            | OrderEvent::CancellationRequested { .. }
            | OrderEvent::Confirmed { .. }
            | OrderEvent::Shipped { .. }
            | OrderEvent::Cancelled { .. },
        )
        | Event::Inventory(_)
        | Event::Payment(_) => None,
    }
}
