//! The client: sends commands straight to a service, waits for the answer, repeats with the same id, gives up.

use super::*;
use crate::domain::Command;
use crate::kernel::MessageId;
use crate::messaging::Place;

/// How long the client waits for an answer before it repeats.
const PATIENCE: Span = Span::from_secs(2);

impl World {
    /// Sends a command that no message caused.
    pub(super) fn client_sends(&mut self, id: MessageId, command: Command) -> MessageNo {
        let to = bodies::service_of(&command);
        let message = self.birth(id, MessageNo::NONE, Node::Client, Body::Command(command));
        self.client_transmits(message, to, 1);
        message
    }

    fn client_transmits(&mut self, message: MessageNo, to: Node, attempt: u8) {
        let timer = self.schedule(PATIENCE, Occurrence::AnswerTimeout { message });
        self.pending.insert(message, Pending { to, attempts: attempt, timer });
        self.perform(Effect::Transmit(direct(message, Node::Client, to, attempt)));
    }

    pub(super) fn answer_timed_out(&mut self, message: MessageNo) {
        let Some(pending) = self.pending.remove(&message) else { return };
        let attempts_max = self.settings.retries.attempts_max;
        let kind = if pending.attempts < attempts_max { TraceKind::Repeated } else { TraceKind::GaveUp };
        let line = TraceEntry {
            message,
            peer: Place::Node(pending.to),
            attempt: pending.attempts,
            ..self.line(kind, Node::Client)
        };
        self.note(line);
        if kind == TraceKind::Repeated {
            self.client_transmits(message, pending.to, pending.attempts.saturating_add(1));
        }
    }

    pub(super) fn client_receives(&mut self, hop: Hop) {
        self.note(self.arrival_line(TraceKind::Received, &hop));
        let Some(asked) = self.letter(hop.message).map(|letter| letter.cause) else { return };
        if let Some(pending) = self.pending.remove(&asked) {
            self.cancel(pending.timer);
        }
    }

    /// Answers a client's command; the same answer again for the same command (ID-02).
    pub(super) fn answer_client(&mut self, hop: &Hop, reply: Reply) {
        let known = self.known_answer(hop.message);
        let answer = match known.filter(|_| self.settings.idempotency) {
            Some(answer) => answer,
            None => self.child(hop, 255, hop.to, Body::Reply(reply)),
        };
        self.inbox_row(hop.message).answer = answer.0 + 1;
        self.perform(Effect::Transmit(direct(answer, hop.to, Node::Client, hop.attempt)));
    }
}

/// A hop that does not go over the bus.
fn direct(message: MessageNo, from: Node, to: Node, attempt: u8) -> Hop {
    Hop { message, from, to, attempt, copy: 0, poisoned: false, sent_at: VirtualTime::ZERO, delivery: None }
}
