//! To the bus: the outbox that repeats until the bus has accepted, or the naive publish that does not.

use super::*;
use crate::fault::FaultId;
use crate::kernel::Purpose;
use crate::messaging::{Draft, Metadata, Middleware, Report};
use crate::transport::bus::Topic;

/// The dispatcher looks at the store this long after an append.
const DISPATCH_LEAST: Span = Span::from_millis(5);
const DISPATCH_MOST: Span = Span::from_millis(20);
/// The publisher repeats after this long without an acceptance, later after a multiple of it.
const PATIENCE: Span = Span::from_secs(1);
/// The most multiples.
const PATIENCE_TIMES_MAX: u8 = 8;
/// While the store is out its readers look again after this long.
pub(super) const STORE_OUT_PAUSE: Span = Span::from_millis(500);
/// The most events that one look sends.
const DISPATCH_MAX: u32 = 256;

impl World {
    pub(super) fn subscribe_all(&mut self) {
        for (topic, subscribers) in bodies::SUBSCRIPTIONS {
            for subscriber in subscribers {
                self.bus.subscribe(topic, *subscriber);
            }
        }
    }

    /// Lets the dispatcher look soon.
    pub(super) fn wake_dispatcher(&mut self) {
        if !self.outbox.scheduled && self.outbox.next < self.store.end().0 {
            self.outbox.scheduled = true;
            let about = u64::from(self.outbox.next);
            let span = self.seed.span(DISPATCH_LEAST, DISPATCH_MOST, Purpose::Dispatch, about, 0);
            self.schedule(span, Occurrence::Dispatch);
        }
    }

    pub(super) fn dispatch(&mut self) {
        self.outbox.scheduled = false;
        if let Some(until) = self.store_out() {
            self.outbox.scheduled = true;
            self.schedule_at(until, Occurrence::Dispatch);
            return;
        }
        let end = self.store.end().0.min(self.outbox.next.saturating_add(DISPATCH_MAX));
        while self.outbox.next < end {
            let message = self.event_message(u64::from(self.outbox.next));
            self.outbox.next += 1;
            self.publish(message, Node::EventStore, 1);
        }
        self.wake_dispatcher();
    }

    /// Sends a message to the bus; with the outbox it is repeated until the bus has accepted it.
    pub(super) fn publish(&mut self, message: MessageNo, from: Node, attempt: u8) {
        if self.settings.outbox {
            self.await_acceptance(message, from, attempt, PATIENCE);
        }
        let hop =
            Hop { message, from, to: Node::Bus, attempt, copy: 0, poisoned: false, sent_at: self.now, delivery: None };
        self.perform(Effect::Transmit(hop));
    }

    /// Keeps a message until the bus has accepted it, to be sent (again) after `patience`.
    pub(super) fn await_acceptance(&mut self, message: MessageNo, from: Node, attempts: u8, patience: Span) {
        let times = u64::from(attempts.clamp(1, PATIENCE_TIMES_MAX));
        let span = Span::from_micros(patience.micros().saturating_mul(times));
        let timer = self.schedule(span, Occurrence::DispatchAgain(message));
        if let Some(before) = self.outbox.waiting.insert(message, Waiting { from, attempts, timer }) {
            self.cancel(before.timer);
        }
    }

    pub(super) fn dispatch_again(&mut self, message: MessageNo) {
        let Some(waiting) = self.outbox.waiting.get(&message).copied() else { return };
        let out = if waiting.from == Node::EventStore { self.store_out() } else { self.node(waiting.from).down_until };
        if let Some(until) = out {
            let timer = self.schedule_at(until.after(nodes::PUT_OFF), Occurrence::DispatchAgain(message));
            self.outbox.waiting.insert(message, Waiting { timer, ..waiting });
            return;
        }
        self.outbox.waiting.remove(&message);
        self.publish(message, waiting.from, waiting.attempts.saturating_add(1));
    }

    pub(super) fn bus_takes(&mut self, hop: Hop) {
        let down = self.is_down(Node::Bus).then(|| self.node(Node::Bus).down_by);
        let out = down.or_else(|| self.faults.outage(self.now, Node::Bus).map(|FaultId(rule)| rule));
        let route = self.route(hop.message);
        let full = match &route {
            Route::To(node) => self.bus.depth_of(*node) >= crate::transport::bus::QUEUE_MAX,
            Route::Topic(topic) => !self.bus.has_room(*topic),
        };
        let passed = if out.is_some() || full { None } else { self.through_middleware(hop.message) };
        let Some(report) = passed else {
            let rule = out.unwrap_or(TraceEntry::NO_RULE);
            self.note(TraceEntry { rule, ..self.arrival_line(TraceKind::Refused, &hop) });
            return;
        };
        if report.did(Middleware::Log) {
            self.note(self.arrival_line(TraceKind::Published, &hop));
        }
        if let Some(waiting) = self.outbox.waiting.remove(&hop.message) {
            self.cancel(waiting.timer);
        }
        // A message that is published again has new attempts before it, with luck of their own.
        let before = self.attempts_of(hop.message);
        match route {
            Route::To(node) => self.deliver(hop, node, before),
            Route::Topic(topic) => {
                for place in 0..self.bus.subscribers(topic).len() {
                    if let Some(node) = self.bus.subscribers(topic).get(place).copied() {
                        self.deliver(hop, node, before);
                    }
                }
            }
        }
    }

    fn deliver(&mut self, hop: Hop, node: Node, attempts_before: u8) {
        let number = self.bus.open_after(hop.message, node, hop.poisoned, attempts_before);
        self.send_delivery(number);
    }

    /// The bus's middleware stamps, validates and logs; `None` for what it refuses.
    fn through_middleware(&self, message: MessageNo) -> Option<Report> {
        let letter = self.letter(message)?;
        let cause = self.letter(letter.cause).map(|cause| self.metadata_of(cause));
        let draft = Draft::new(letter.id, letter.born, letter.source);
        self.bus.chain().run(draft, cause.as_ref()).ok().map(|(_, report)| report)
    }

    fn metadata_of(&self, letter: &Letter) -> Metadata {
        let id_of = |message| self.letter(message).map_or(letter.id, |letter| letter.id);
        Metadata {
            message: letter.id,
            correlation: id_of(letter.root),
            causation: id_of(letter.cause),
            time: letter.born,
            source: letter.source,
        }
    }

    fn route(&self, message: MessageNo) -> Route {
        match self.letter(message).map(|letter| &letter.body) {
            Some(Body::Command(command)) => Route::To(bodies::service_of(command)),
            Some(Body::Event { .. } | Body::Corrected { .. } | Body::Reply(_) | Body::Timer { .. }) | None => {
                Route::Topic(self.event_of(message).map_or(Topic(255), |event| bodies::topic_of(&event)))
            }
        }
    }

    /// Until when the store takes and gives nothing; `None` while it works.
    pub(super) fn store_out(&self) -> Option<VirtualTime> {
        if let Some(until) = self.node(Node::EventStore).down_until {
            return Some(until);
        }
        let out = self.faults.outage(self.now, Node::EventStore).is_some()
            || self.faults.partitioned(self.now, Node::EventStore).is_some();
        out.then(|| self.now.after(STORE_OUT_PAUSE))
    }
}

enum Route {
    To(Node),
    Topic(Topic),
}
