//! From the bus to a consumer and back: attempts, acknowledgements, back-off, dead letters.

use super::*;
use crate::fault::Moment;
use crate::messaging::Place;
use crate::transport::bus::{DeadReason, DeliveryNo, DeliveryState};

impl World {
    /// Hands a delivery over (once more).
    pub(super) fn send_delivery(&mut self, number: DeliveryNo) {
        let Some(delivery) = self.bus.delivery(number).copied() else { return };
        if self.is_down(delivery.consumer) || self.is_down(Node::Bus) {
            self.set_delivery(number, DeliveryState::Held);
            return;
        }
        let attempt = delivery.attempts.saturating_add(1);
        let received = self.inbox_row(delivery.message);
        received.attempts = received.attempts.max(attempt);
        let keep = self.settings.delivery == DeliveryGuarantee::AtLeastOnce;
        if keep {
            let timer = self.schedule(self.settings.ack_timeout, Occurrence::AckTimeout(number));
            if let Some(delivery) = self.bus.delivery_mut(number) {
                delivery.attempts = attempt;
                delivery.state = DeliveryState::InFlight;
                delivery.timer = Some(timer);
            }
        } else {
            self.bus.forget(number);
        }
        let hop = Hop {
            message: delivery.message,
            from: Node::Bus,
            to: delivery.consumer,
            attempt,
            copy: 0,
            poisoned: delivery.poisoned,
            sent_at: self.now,
            delivery: keep.then_some(number),
        };
        self.perform(Effect::Transmit(hop));
    }

    /// The consumer is down: the bus keeps the message and does not count the attempt.
    pub(super) fn hold(&mut self, hop: &Hop) {
        let Some(number) = hop.delivery else { return };
        let newest = self.bus.delivery(number).is_some_and(|delivery| delivery.attempts == hop.attempt);
        if newest {
            self.set_delivery(number, DeliveryState::Held);
            if let Some(delivery) = self.bus.delivery_mut(number) {
                delivery.attempts = delivery.attempts.saturating_sub(1);
            }
        }
    }

    /// Hands over what was held while a node was down.
    pub(super) fn release_held(&mut self, node: Node) {
        let held: Vec<DeliveryNo> = self
            .bus
            .deliveries()
            .filter(|(_, delivery)| delivery.state == DeliveryState::Held)
            .filter(|(_, delivery)| node == Node::Bus || delivery.consumer == node)
            .map(|(number, _)| number)
            .collect();
        for number in held {
            self.send_delivery(number);
        }
    }

    /// Changes a delivery's state; whatever timer ran for it is taken back.
    pub(super) fn set_delivery(&mut self, number: DeliveryNo, state: DeliveryState) {
        let Some(delivery) = self.bus.delivery_mut(number) else { return };
        delivery.state = state;
        if let Some(timer) = delivery.timer.take() {
            self.cancel(timer);
        }
    }

    pub(super) fn acknowledge(&mut self, hop: &Hop) {
        let Some(number) = hop.delivery else { return };
        if self.faults.partitioned(self.now, hop.to).is_some() {
            return;
        }
        let Some(delivery) = self.bus.acknowledge(number) else { return };
        if let Some(timer) = delivery.timer {
            self.cancel(timer);
        }
        let line = TraceEntry {
            message: delivery.message,
            peer: Place::Node(delivery.consumer),
            attempt: hop.attempt,
            ..self.line(TraceKind::Acknowledged, Node::Bus)
        };
        self.note(line);
        self.maybe_crash(hop, Moment::AfterAck);
    }

    pub(super) fn ack_timed_out(&mut self, number: DeliveryNo) {
        let Some(delivery) = self.bus.delivery_mut(number) else { return };
        delivery.timer = None;
        self.note_delivery(TraceKind::TimedOut, number, Detail::None);
        self.try_again(number, DeadReason::NotAcknowledged);
    }

    pub(super) fn redeliver(&mut self, number: DeliveryNo) {
        if let Some(delivery) = self.bus.delivery_mut(number) {
            delivery.timer = None;
            self.send_delivery(number);
        }
    }

    /// True if a failure of this attempt is final.
    pub(super) fn is_last_attempt(&self, hop: &Hop) -> bool {
        let delivery = hop.delivery.and_then(|number| self.bus.delivery(number));
        delivery.is_none_or(|delivery| self.is_used_up(hop.attempt, delivery.attempts_before))
    }

    /// A message that has had as many attempts as can be counted, over all its lives, is not tried again either.
    const fn is_used_up(&self, attempts: u8, before: u8) -> bool {
        attempts.saturating_sub(before) >= self.settings.retries.attempts_max || attempts == u8::MAX
    }

    /// The consumer could not: back-off and another attempt, or the dead-letter queue.
    pub(super) fn nack(&mut self, hop: &Hop) {
        let Some(number) = hop.delivery else { return };
        if self.bus.delivery(number).is_some_and(|delivery| delivery.attempts == hop.attempt) {
            self.set_delivery(number, DeliveryState::InFlight);
            self.try_again(number, DeadReason::HandlerFailed);
        }
    }

    fn try_again(&mut self, number: DeliveryNo, reason: DeadReason) {
        let Some(delivery) = self.bus.delivery(number).copied() else { return };
        let Some(id) = self.letter(delivery.message).map(|letter| letter.id) else { return };
        let tried = delivery.attempts.saturating_sub(delivery.attempts_before);
        if self.is_used_up(delivery.attempts, delivery.attempts_before) {
            if let Some(dead) = self.bus.park(number, reason, self.now) {
                let line = TraceEntry {
                    message: delivery.message,
                    peer: Place::Node(delivery.consumer),
                    attempt: delivery.attempts,
                    detail: Detail::Number(dead),
                    ..self.line(TraceKind::DeadLettered, Node::Bus)
                };
                self.note(line);
            }
            return;
        }
        let about = id.child(delivery.consumer as u64);
        let until = self.now.after(self.settings.retries.delay(self.seed, about, u32::from(tried.max(1))));
        let timer = self.schedule_at(until, Occurrence::Redeliver(number));
        if let Some(delivery) = self.bus.delivery_mut(number) {
            delivery.state = DeliveryState::BackOff { until };
            delivery.timer = Some(timer);
        }
        self.note_delivery(TraceKind::RetryScheduled, number, Detail::Due(until));
    }

    fn note_delivery(&mut self, kind: TraceKind, number: DeliveryNo, detail: Detail) {
        let Some(delivery) = self.bus.delivery(number).copied() else { return };
        let line = TraceEntry {
            message: delivery.message,
            peer: Place::Node(delivery.consumer),
            attempt: delivery.attempts,
            detail,
            ..self.line(kind, Node::Bus)
        };
        self.note(line);
    }
}
