//! What a person or script does to the run.

use super::*;
use crate::fault::{FaultId, FaultRule};
use crate::kernel::{MessageId, Ticket};
use crate::transport::bus::DeadState;

impl World {
    /// Lets a recorded input happen: a step like any other.
    pub fn take(&mut self, recorded: &RecordedInput) {
        self.begin_step(recorded.at);
        let detail = Detail::Number(recorded.number);
        self.note(TraceEntry { detail, ..self.line(TraceKind::Acted, Node::Client) });
        match &recorded.input {
            Input::Send { command, order, customer } => {
                let mut command = command.clone();
                let order = order.as_deref().map(|name| OrderId(self.order_names.intern(name).0));
                let customer = customer.as_deref().map(|name| CustomerId(self.customer_names.intern(name).0));
                bodies::rename_command(&mut command, order, customer);
                let id = MessageId::first(self.seed, u64::from(recorded.number));
                self.client_sends(id, command);
            }
            Input::Traffic { per_mille } => self.set_traffic(*per_mille),
            Input::Inject(rule) => self.inject(recorded.number, rule),
            Input::Clear(id) => {
                if self.faults.lift(*id) {
                    self.lifted(id.0);
                }
            }
            Input::ClearAll => {
                let ids: Vec<FaultId> = self.faults.rules().map(|armed| armed.id).collect();
                for id in ids {
                    self.faults.lift(id);
                    self.lifted(id.0);
                }
            }
            Input::Set(settings) => {
                self.settings = *settings;
                self.note(self.line(TraceKind::SettingChanged, Node::Client));
                self.wake_dispatcher();
            }
            Input::Resolve { task, resolution } => self.resolve_task(*task, *resolution),
            Input::Redrive { dead_letter, correction } => self.redrive(*dead_letter, correction.as_ref()),
            Input::Discard { dead_letter } => {
                if let Some(dead) = self.bus.unpark(*dead_letter, DeadState::Discarded) {
                    self.note_dead(TraceKind::Discarded, *dead_letter, dead.message, dead.consumer);
                }
            }
        }
    }

    /// The id of a rule is the number of the input that armed it.
    fn inject(&mut self, number: u32, rule: &FaultRule) {
        if self.faults.arm(rule.clone(), self.now, FaultId(number)).is_err() {
            return;
        }
        let place = match rule.target {
            Some(crate::messaging::Place::Node(node)) => node,
            Some(crate::messaging::Place::ReadModel(_)) | None => Node::Client,
        };
        if rule.from.is_none_or(|from| from <= self.now) {
            self.note(TraceEntry { rule: number, ..self.line(TraceKind::FaultArmed, place) });
            self.crash_at_once(number, rule);
        }
        for (edge, opens) in [(rule.from, true), (rule.until, false)] {
            if let Some(edge) = edge.filter(|edge| *edge > self.now) {
                self.schedule_at(edge, Occurrence::FaultEdge { opens });
            }
        }
        if let Some(message) = rule.message {
            self.strike_in_flight(FaultId(number), message);
        }
    }

    /// A rule aimed at one message meets it on its way: the verdict is spoken there.
    fn strike_in_flight(&mut self, rule: FaultId, message: MessageId) {
        let found: Vec<_> = self
            .agenda
            .iter()
            .filter_map(|(key, occurrence)| match occurrence {
                Occurrence::Arrive(hop) => Some((key, *hop)),
                _ => None,
            })
            .filter(|(_, hop)| self.letter(hop.message).is_some_and(|letter| letter.id == message))
            .collect();
        for (key, hop) in found {
            self.strike(rule, key, hop, message);
        }
    }

    fn strike(&mut self, rule: FaultId, key: (VirtualTime, Ticket), mut hop: Hop, id: MessageId) {
        let now = self.now;
        let Some(verdict) = self.faults.strike(rule, now, hop.from, hop.to) else { return };
        self.cancel(key);
        let mut due = key.0;
        let mut lines = Vec::new();
        if verdict.dropped.is_some() {
            lines.push((TraceKind::Dropped, Detail::None));
        }
        if verdict.poisoned.is_some() {
            self.poison(&mut hop);
            lines.push((TraceKind::Poisoned, Detail::None));
        }
        if let Some((_, by)) = verdict.delayed {
            due = due.after(by);
            lines.push((TraceKind::Delayed, Detail::Delay(by)));
        }
        if verdict.reordered.is_some() {
            due = self.behind_the_next(due, &hop).unwrap_or_else(|| due.after(self.overtaken_by(&hop, id)));
            lines.push((TraceKind::Reordered, Detail::Due(due)));
        }
        if verdict.duplicated.is_some() {
            lines.push((TraceKind::Duplicated, Detail::None));
        }
        for (kind, detail) in lines {
            self.note(TraceEntry { rule: rule.0, detail, ..self.hop_line(kind, &hop) });
        }
        if verdict.dropped.is_none() {
            self.schedule_at(due, Occurrence::Arrive(hop));
        }
        if verdict.duplicated.is_some() {
            self.send_copy(hop, id);
        }
    }

    /// Just after the next message on the same way.
    fn behind_the_next(&self, due: VirtualTime, hop: &Hop) -> Option<VirtualTime> {
        self.agenda.iter().find_map(|((other, _), occurrence)| match occurrence {
            Occurrence::Arrive(next) if other >= due && next.to == hop.to && next.message != hop.message => {
                Some(other.after(Span::from_micros(1)))
            }
            _ => None,
        })
    }

    fn redrive(&mut self, number: u32, correction: Option<&Correction>) {
        let Some(dead) = self.bus.unpark(number, DeadState::Redriven) else { return };
        self.note_dead(TraceKind::Redriven, number, dead.message, dead.consumer);
        let (message, poisoned) = match correction.and_then(|correction| self.corrected(dead.message, correction)) {
            Some(message) => (message, false),
            None => (dead.message, dead.poisoned),
        };
        let delivery = self.bus.open_after(message, dead.consumer, poisoned, dead.attempts);
        self.send_delivery(delivery);
    }

    /// A copy of a message with a corrected body: same id, same cause; what is stored stays as it is.
    fn corrected(&mut self, message: MessageNo, correction: &Correction) -> Option<MessageNo> {
        let letter = self.letter(message)?.clone();
        let order = self.order_of(message);
        let body = match (correction, &letter.body) {
            (Correction::Command { command, customer }, Body::Command(_)) => {
                let mut command = command.clone();
                let customer = customer.as_deref().map(|name| CustomerId(self.customer_names.intern(name).0));
                bodies::rename_command(&mut command, order, customer);
                Body::Command(command)
            }
            (Correction::Event { event, customer }, Body::Event { position } | Body::Corrected { position, .. }) => {
                let mut event = event.clone();
                let customer = customer.as_deref().map(|name| CustomerId(self.customer_names.intern(name).0));
                bodies::rename_event(&mut event, order, customer);
                Body::Corrected { position: *position, event }
            }
            _ => return None,
        };
        Some(self.birth(letter.id, letter.cause, letter.source, body))
    }

    fn note_dead(&mut self, kind: TraceKind, number: u32, message: MessageNo, consumer: Node) {
        let line = TraceEntry {
            message,
            peer: crate::messaging::Place::Node(consumer),
            detail: Detail::Number(number),
            ..self.line(kind, Node::Bus)
        };
        self.note(line);
    }
}
