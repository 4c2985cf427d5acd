//! From wish to agenda. Here, and nowhere else, the fault plan has its say about a message on its way.

use super::*;
use crate::fault::{FaultId, Transmission, Verdict};
use crate::kernel::{MessageId, Purpose};
use crate::messaging::Place;

/// How much later a message comes that lets the next one overtake it.
const OVERTAKEN_LEAST: Span = Span::from_millis(400);
const OVERTAKEN_MOST: Span = Span::from_millis(800);

impl World {
    pub(super) fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Transmit(hop) => self.transmit(hop),
            Effect::Handle(hop) => self.begin_handling(hop),
        }
    }

    fn transmit(&mut self, mut hop: Hop) {
        let Some(letter) = self.letter(hop.message) else { return };
        let (id, origin) = (letter.id, letter.source);
        hop.sent_at = self.now;
        let verdict = self.faults.transmission(
            self.seed,
            &Transmission { now: self.now, from: hop.from, to: hop.to, origin, message: id, attempt: address(&hop) },
        );
        let mut span = self.hop_span(&hop, id);
        if let Some((_, by)) = verdict.delayed {
            span = span.plus(by);
        }
        if verdict.reordered.is_some() {
            span = span.plus(self.overtaken_by(&hop, id));
        }
        self.note(TraceEntry { detail: Detail::Due(self.now.after(span)), ..self.hop_line(TraceKind::Sent, &hop) });
        self.note_verdict(&hop, &verdict, span);
        if verdict.poisoned.is_some() {
            self.poison(&mut hop);
        }
        if verdict.dropped.is_none() {
            self.schedule(span, Occurrence::Arrive(hop));
        }
        if verdict.duplicated.is_some() {
            self.send_copy(hop, id);
        }
    }

    /// A second copy on the same way, with luck of its own.
    pub(super) fn send_copy(&mut self, hop: Hop, id: MessageId) {
        let copy = Hop { copy: hop.copy.saturating_add(1), ..hop };
        let span = self.hop_span(&copy, id);
        self.note(TraceEntry { detail: Detail::Due(self.now.after(span)), ..self.hop_line(TraceKind::Sent, &copy) });
        self.schedule(span, Occurrence::Arrive(copy));
    }

    pub(super) fn poison(&mut self, hop: &mut Hop) {
        hop.poisoned = true;
        if let Some(delivery) = hop.delivery.and_then(|number| self.bus.delivery_mut(number)) {
            delivery.poisoned = true;
        }
    }

    pub(super) fn overtaken_by(&self, hop: &Hop, id: MessageId) -> Span {
        self.seed.span(OVERTAKEN_LEAST, OVERTAKEN_MOST, Purpose::Hop, id.0 ^ 1, address(hop))
    }

    fn note_verdict(&mut self, hop: &Hop, verdict: &Verdict, span: Span) {
        let due = Detail::Due(self.now.after(span));
        let lines = [
            (TraceKind::Dropped, verdict.dropped, Detail::None),
            (
                TraceKind::Delayed,
                verdict.delayed.map(|(rule, _)| rule),
                Detail::Delay(verdict.delayed.map_or(Span::ZERO, |(_, by)| by)),
            ),
            (TraceKind::Reordered, verdict.reordered, due),
            (TraceKind::Poisoned, verdict.poisoned, Detail::None),
            (TraceKind::Duplicated, verdict.duplicated, Detail::None),
        ];
        for (kind, rule, detail) in lines {
            if let Some(FaultId(rule)) = rule {
                self.note(TraceEntry { rule, detail, ..self.hop_line(kind, hop) });
            }
        }
    }

    /// A line about a message on its way, told at the sender.
    pub(super) fn hop_line(&self, kind: TraceKind, hop: &Hop) -> TraceEntry {
        TraceEntry {
            peer: Place::Node(hop.to),
            attempt: hop.attempt,
            message: hop.message,
            ..self.line(kind, hop.from)
        }
    }

    /// A line about a message that has arrived, told at the receiver.
    pub(super) fn arrival_line(&self, kind: TraceKind, hop: &Hop) -> TraceEntry {
        TraceEntry {
            peer: Place::Node(hop.from),
            attempt: hop.attempt,
            message: hop.message,
            ..self.line(kind, hop.to)
        }
    }

    /// A hop takes 100 to 300 ms; over the bus it has two legs of 30 % and 70 %.
    fn hop_span(&self, hop: &Hop, id: MessageId) -> Span {
        let whole = self.seed.span(HOP_LEAST, HOP_MOST, Purpose::Hop, about(id, hop.to), address(hop)).micros();
        match (hop.from, hop.to) {
            (_, Node::Bus) => Span::from_micros(whole * 3 / 10),
            (Node::Bus, _) => Span::from_micros(whole * 7 / 10),
            _ => Span::from_micros(whole),
        }
    }

    fn arrive_lost(&mut self, hop: &Hop, kind: TraceKind, rule: u32) {
        self.note(TraceEntry { rule, ..self.arrival_line(kind, hop) });
    }

    pub(super) fn arrive(&mut self, hop: Hop) {
        if let Some(FaultId(rule)) = self.faults.partitioned(self.now, hop.to) {
            self.arrive_lost(&hop, TraceKind::Dropped, rule);
            return;
        }
        match hop.to {
            Node::Bus => self.bus_takes(hop),
            Node::Client => self.client_receives(hop),
            Node::EventStore => {}
            Node::Order
            | Node::Saga
            | Node::Inventory
            | Node::Payment
            | Node::Shipping
            | Node::Notification
            | Node::Analytics => self.node_receives(hop),
        }
    }

    fn node_receives(&mut self, hop: Hop) {
        let node = hop.to;
        if !self.is_down(node) {
            self.maybe_crash(&hop, crate::fault::Moment::BeforeReceive);
        }
        if self.is_down(node) {
            let rule = self.node(node).down_by;
            self.arrive_lost(&hop, TraceKind::Refused, rule);
            self.hold(&hop);
            return;
        }
        let forgotten = hop.from == Node::Bus && hop.delivery.is_none();
        if forgotten && self.maybe_crash(&hop, crate::fault::Moment::AfterAck) {
            let rule = self.node(node).down_by;
            self.arrive_lost(&hop, TraceKind::Lost, rule);
            return;
        }
        self.perform(Effect::Handle(hop));
    }

    fn begin_handling(&mut self, hop: Hop) {
        let Some(id) = self.letter(hop.message).map(|letter| letter.id) else { return };
        let node = hop.to;
        let own = self.seed.span(HANDLING_LEAST, HANDLING_MOST, Purpose::Handling, about(id, node), address(&hop));
        let (slower, rule) = self.faults.slowness(self.seed, self.now, Place::Node(node), about(id, node));
        let span = own.plus(slower);
        let line = TraceEntry {
            detail: Detail::Due(self.now.after(span)),
            rule: rule.map_or(TraceEntry::NO_RULE, |FaultId(rule)| rule),
            ..self.arrival_line(TraceKind::Received, &hop)
        };
        self.note(line);
        let work = Work { hop, began: self.now, crashes: self.node(node).crashes };
        if let Some(state) = self.nodes.get_mut(node.index()) {
            state.working = state.working.saturating_add(1);
        }
        self.schedule(span, Occurrence::Finish(work));
    }
}

/// What a message is to a node, as an address of luck.
pub(super) fn about(id: MessageId, node: Node) -> u64 {
    id.child(node as u64).0
}

/// Tells the transmissions of one message between two places apart.
pub(super) fn address(hop: &Hop) -> u32 {
    ((hop.from as u32) << 24) | ((hop.to as u32) << 16) | (u32::from(hop.copy) << 8) | u32::from(hop.attempt)
}
