//! What a person or script does to the run.

use super::*;
use crate::fault::{Direction, FaultId, FaultKind, FaultRule};
use crate::kernel::{MessageId, Purpose, Ratio, Ticket, mix};
use crate::messaging::Place;
use crate::transport::bus::DeadState;

impl World {
    /// Lets a recorded input happen: a step like any other.
    pub fn take(&mut self, recorded: &RecordedInput) {
        self.begin_act(recorded);
        self.leave_history(&recorded.input);
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
            Input::Clear(id) => self.clear(*id),
            Input::ClearAll => {
                let ids: Vec<FaultId> = self.faults.rules().map(|(id, ..)| *id).collect();
                ids.into_iter().for_each(|id| self.clear(id));
            }
            Input::Set(settings) => {
                let before = std::mem::replace(&mut self.settings, *settings);
                if before.history.order_logic != settings.history.order_logic {
                    self.refold_orders();
                }
                if before.history != settings.history {
                    ReadModel::ALL.into_iter().for_each(|model| {
                        self.resume(model);
                        self.resume_rebuild(model);
                    });
                }
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
            Input::Rebuild(model) => self.begin_rebuild(*model),
            Input::Promote(model) => self.want_rebuild(*model),
            Input::Edit(edit) => self.edit(edit),
            Input::Replace(edit) => self.replace(edit, CopyScope::Log),
            Input::ReplaceStream(edit) => self.replace(edit, CopyScope::Stream),
            Input::Import(events) => self.begin_import(events),
            Input::ForgetSnapshots => {
                self.snapshots.forget();
                self.note(self.line(TraceKind::SnapshotsForgotten, Node::EventStore));
            }
        }
    }

    pub(super) fn begin_act(&mut self, recorded: &RecordedInput) {
        self.begin_step(recorded.at);
        let detail = Detail::Number(recorded.number);
        self.note(TraceEntry { detail, ..self.line(TraceKind::Acted, Node::Client) });
    }

    fn clear(&mut self, id: FaultId) {
        let node = self.faults.rule(id).map(nodes::scene_of);
        if let (Some(node), true) = (node, self.faults.lift(id)) {
            self.lifted(id.0, node);
        }
    }

    /// The id of a rule is the number of the input that armed it.
    fn inject(&mut self, number: u32, rule: &FaultRule) {
        let id = FaultId(number);
        if self.faults.arm(*rule, self.now, id).is_err() {
            return;
        }
        if rule.from.is_none_or(|from| from <= self.now) {
            self.note(TraceEntry { rule: number, ..self.line(TraceKind::FaultArmed, nodes::scene_of(rule)) });
            self.crash_at_once(id, rule);
        }
        for (edge, opens) in [(rule.from, true), (rule.until, false)] {
            if let Some(edge) = edge.filter(|edge| *edge > self.now) {
                self.schedule_at(edge, Occurrence::FaultEdge { opens });
            }
        }
        if let Some(message) = rule.message {
            self.strike_in_flight(id, message);
        }
    }

    /// A rule aimed at one message meets it on its way: the verdict is spoken there.
    fn strike_in_flight(&mut self, rule: FaultId, message: MessageId) {
        let found: Vec<_> = self
            .agenda
            .iter()
            .filter_map(|(key, occurrence)| Some((key, *occurrence.hop()?)))
            .filter(|(_, hop)| self.letter(hop.message).is_some_and(|letter| letter.id == message))
            .collect();
        for (key, hop) in found {
            self.strike(rule, key, hop, message);
        }
    }

    fn strike(&mut self, id: FaultId, key: (VirtualTime, Ticket), mut hop: Hop, message: MessageId) {
        let Some(rule) = self.faults.rule(id).copied() else { return };
        if !self.faults.is_active(id, self.now) || !self.aims_at(&rule, &hop) {
            return;
        }
        let chance = Ratio::percent(u32::from(rule.chance.unwrap_or(100)));
        if !self.seed.happens(chance, Purpose::Fault, mix(u64::from(id.0)) ^ message.0, 0) {
            return;
        }
        self.faults.count_hit(id);
        self.cancel(key);
        let due = key.0;
        let (kind, due, detail) = match rule.kind {
            FaultKind::Drop => (TraceKind::Dropped, None, Detail::None),
            FaultKind::Poison => {
                self.poison(&mut hop);
                (TraceKind::Poisoned, Some(due), Detail::None)
            }
            FaultKind::Latency => (TraceKind::Delayed, Some(due.after(rule.span())), Detail::Delay(rule.span())),
            FaultKind::Reorder => {
                let due = self.behind_the_next(due, &hop).unwrap_or(due.after(self.overtaken_by(&hop, message)));
                (TraceKind::Reordered, Some(due), Detail::Due(due))
            }
            FaultKind::Duplicate => (TraceKind::Duplicated, Some(due), Detail::None),
            FaultKind::Decline
            | FaultKind::Unavailable
            | FaultKind::Crash
            | FaultKind::Slow
            | FaultKind::Partition
            | FaultKind::Outage
            | FaultKind::FailCompensation
            | FaultKind::ConcurrentWriter => return,
        };
        self.note(TraceEntry { rule: id.0, detail, ..self.hop_line(kind, &hop) });
        if let Some(due) = due {
            self.schedule_at(due, Occurrence::Arrive(hop));
        }
        if kind == TraceKind::Duplicated {
            self.send_copy(hop, message);
        }
    }

    fn aims_at(&self, rule: &FaultRule, hop: &Hop) -> bool {
        let Some(target) = rule.target else { return true };
        let origin = self.letter(hop.message).map_or(hop.from, |letter| letter.source);
        match rule.direction {
            Direction::To => target == Place::Node(hop.to),
            Direction::From => target == Place::Node(hop.from) || target == Place::Node(origin),
        }
    }

    /// Just after the next message on the same way.
    fn behind_the_next(&self, due: VirtualTime, hop: &Hop) -> Option<VirtualTime> {
        let hops = self.agenda.iter().filter_map(|((other, _), occurrence)| Some((other, occurrence.hop()?)));
        let mut later = hops.filter(|(other, next)| *other >= due && next.to == hop.to && next.message != hop.message);
        later.next().map(|(other, _)| other.after(Span::from_micros(1)))
    }

    fn redrive(&mut self, number: u32, correction: Option<&Correction>) {
        let Some(dead) = self.bus.unpark(number, DeadState::Redriven) else { return };
        self.note_dead(TraceKind::Redriven, number, dead.message, dead.consumer);
        let (message, poisoned) = match correction.and_then(|correction| self.corrected(dead.message, correction)) {
            Some(message) => (message, false),
            None => (dead.message, dead.poisoned),
        };
        let before = self.attempts_of(message);
        let delivery = self.bus.open_after(message, dead.consumer, poisoned, before);
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
        let original = self.original(message);
        let copy = self.birth(letter.id, letter.cause, letter.source, body);
        self.copies.insert(copy, original);
        Some(copy)
    }

    fn note_dead(&mut self, kind: TraceKind, number: u32, message: MessageNo, consumer: Node) {
        let line = TraceEntry {
            message,
            peer: Place::Node(consumer),
            detail: Detail::Number(number),
            ..self.line(kind, Node::Bus)
        };
        self.note(line);
    }
}
