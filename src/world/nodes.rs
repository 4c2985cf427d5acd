//! Nodes go down and come back.

use super::*;
use crate::fault::{FaultId, FaultRule};
use crate::messaging::Place;

/// What comes due while a node is down is put off until just after its return.
pub(super) const PUT_OFF: Span = Span::from_micros(1);

impl World {
    /// A node goes down: what it was handling is lost, what is stored stays.
    pub(super) fn crash(&mut self, node: Node, rule: u32, span: Span) {
        let Some(state) = self.nodes.get_mut(node.index()) else { return };
        let until = self.now.after(span);
        if state.down_until.is_some_and(|before| before >= until) {
            return;
        }
        state.down_until = Some(until);
        state.down_by = rule;
        state.crashes = state.crashes.saturating_add(1);
        state.working = 0;
        let crash = state.crashes;
        let line = TraceEntry { rule, detail: Detail::Until(until), ..self.line(TraceKind::Crashed, node) };
        self.note(line);
        self.schedule_at(until, Occurrence::Restart { node, crash });
        self.lose_work(node, rule);
    }

    fn lose_work(&mut self, node: Node, rule: u32) {
        let lost: Vec<_> = self
            .agenda
            .iter()
            .filter_map(|(key, occurrence)| Some((key, occurrence.work()?.hop)))
            .filter(|(_, hop)| hop.to == node)
            .collect();
        for (key, hop) in lost {
            self.cancel(key);
            self.note(TraceEntry { rule, ..self.arrival_line(TraceKind::Lost, &hop) });
            self.hold(&hop);
        }
    }

    pub(super) fn restart_due(&mut self, node: Node, crash: u32) {
        if self.node(node).crashes == crash {
            self.restart(node);
        }
    }

    pub(super) fn restart(&mut self, node: Node) {
        let Some(state) = self.nodes.get_mut(node.index()) else { return };
        let Some(until) = state.down_until.take() else { return };
        let rule = state.down_by;
        self.note(TraceEntry { rule, ..self.line(TraceKind::Restarted, node) });
        self.release_held(node);
        if until > self.now {
            self.call_back(node, until);
        }
    }

    /// A node is back before its time: what was put off until then is due now.
    fn call_back(&mut self, node: Node, until: VirtualTime) {
        let put_off = until..=until.after(PUT_OFF);
        let found: Vec<_> = self
            .agenda
            .iter()
            .filter(|((due, _), occurrence)| put_off.contains(due) && self.waits_for(occurrence, node))
            .map(|(key, occurrence)| (key, *occurrence))
            .collect();
        for (key, occurrence) in found {
            self.cancel(key);
            let timer = self.schedule(PUT_OFF, occurrence);
            if let Occurrence::DispatchAgain(message) = occurrence
                && let Some(waiting) = self.outbox.waiting.get_mut(&message)
            {
                waiting.timer = timer;
            }
        }
    }

    /// True for what is put off while a node is down.
    fn waits_for(&self, occurrence: &Occurrence, node: Node) -> bool {
        match occurrence {
            Occurrence::SagaTimer { .. } => node == Node::Saga,
            Occurrence::Dispatch => node == Node::EventStore,
            Occurrence::DispatchAgain(message) => {
                self.outbox.waiting.get(message).is_some_and(|waiting| waiting.from == node)
            }
            Occurrence::ParcelLeaves { .. } => matches!(node, Node::Shipping | Node::EventStore),
            Occurrence::Arrive(_)
            | Occurrence::Finish(_)
            | Occurrence::AckTimeout(_)
            | Occurrence::Redeliver(_)
            | Occurrence::AnswerTimeout { .. }
            | Occurrence::Project(_)
            | Occurrence::Restart { .. }
            | Occurrence::FaultEdge { .. }
            | Occurrence::Traffic { .. }
            | Occurrence::Rebuild(_) => false,
        }
    }

    /// A rule was lifted: a node that it downed comes back.
    pub(super) fn lifted(&mut self, rule: u32, node: Node) {
        self.note(TraceEntry { rule, ..self.line(TraceKind::FaultLifted, node) });
        for node in Node::ALL {
            if self.is_down(node) && self.node(node).down_by == rule {
                self.restart(node);
            }
        }
    }

    /// Takes what a window opens or closes at this moment.
    pub(super) fn fault_edge(&mut self) {
        let rules: Vec<(FaultId, FaultRule)> = self.faults.rules().map(|(id, rule, ..)| (*id, *rule)).collect();
        for (id, rule) in rules {
            if rule.from == Some(self.now) {
                self.note(TraceEntry { rule: id.0, ..self.line(TraceKind::FaultArmed, scene_of(&rule)) });
                self.crash_at_once(id, &rule);
            }
            if rule.until == Some(self.now) {
                self.note(TraceEntry { rule: id.0, ..self.line(TraceKind::FaultLifted, scene_of(&rule)) });
            }
        }
    }

    /// A crash that waits for no message.
    pub(super) fn crash_at_once(&mut self, id: FaultId, rule: &FaultRule) {
        if rule.is_immediate_crash()
            && rule.from.is_none_or(|from| from <= self.now)
            && let Some(Place::Node(node)) = rule.target
        {
            self.faults.count_hit(id);
            self.crash(node, id.0, rule.downtime(self.now));
        }
    }
}

/// The node at which the arming and lifting of a rule is told.
pub(super) fn scene_of(rule: &FaultRule) -> Node {
    match rule.target {
        Some(Place::Node(node)) => node,
        Some(Place::ReadModel(_)) => Node::EventStore,
        None => Node::Client,
    }
}
