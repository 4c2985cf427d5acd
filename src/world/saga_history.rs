//! What a saga has heard, read from the trace, and the saga folded from it.
//!
//! A saga's state is no aggregate: it is made of what reached it - events, timers, decisions of people - in the order in
//! which it did. The trace remembers all of it, so the saga can be folded again, without sending anything.

use super::saga::is_under_way;
use super::*;
use crate::domain::answer::{call_of, saga_input};
use crate::domain::fulfilment::{CompensationStatus, Phase, SagaInput};

/// With which change of the log a saga hears its history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hearing {
    AsItWas,
    Without(MessageNo),
    Twice(MessageNo),
    /// In its new place among the other events.
    Moved(MessageNo),
}

/// One thing that reached a saga.
#[derive(Clone, Debug)]
enum Heard {
    Event(MessageNo),
    Other(SagaInput),
}

/// Something that reached a saga, and what the saga was after it.
#[derive(Clone, Debug, PartialEq)]
pub struct SagaHeard {
    /// The event; for a timer or a person's decision the command that it is about.
    pub message: MessageNo,
    pub input: SagaInput,
    pub time: VirtualTime,
    pub saga: Fulfilment,
}

impl World {
    /// The saga of an order as the fold that it is, one step for each thing that reached it, oldest first.
    pub fn saga_steps(&self, order: OrderId) -> Vec<SagaHeard> {
        let mut saga = Fulfilment::default();
        let lines = self.trace.iter().filter(|line| line.place == crate::messaging::Place::Node(Node::Saga));
        let mut steps = Vec::new();
        for (line, heard) in lines.filter_map(|line| Some((line, self.heard_by(order, line)?))) {
            let input = match heard {
                Heard::Event(message) => self.event_of(message).and_then(|event| saga_input(&event)),
                Heard::Other(input) => Some(input),
            };
            let Some(input) = input else { continue };
            if saga.react(&input, self.settings.retries.attempts_max).is_ok() {
                steps.push(SagaHeard { message: line.message, input, time: line.time, saga: saga.clone() });
            }
        }
        steps
    }

    /// The message of a timer that rang for a call, if the saga acted on it.
    pub fn timer_message(&self, call: MessageNo, attempt: u8) -> Option<MessageNo> {
        let id = self.letter(call)?.id.child(saga::timer_place(attempt));
        let later = self.letters.from(call.index()).position(|letter| letter.id == id)?;
        Some(MessageNo(call.0.saturating_add(u32::try_from(later).ok()?)))
    }

    /// The saga of an order, folded from what reached it: the saga that runs, unless the retry policy was changed.
    pub fn saga_from_history(&self, order: OrderId) -> Fulfilment {
        self.saga_heard(order, Hearing::AsItWas)
    }

    fn saga_heard(&self, order: OrderId, hearing: Hearing) -> Fulfilment {
        let mut heard = self.what_reached(order);
        match hearing {
            Hearing::AsItWas => {}
            Hearing::Without(message) => heard.retain(|heard| !heard.is(message)),
            Hearing::Twice(message) => {
                heard = heard
                    .into_iter()
                    .flat_map(|heard| {
                        let copies = if heard.is(message) { 2 } else { 1 };
                        std::iter::repeat_n(heard, copies)
                    })
                    .collect();
            }
            Hearing::Moved(message) => self.put_in_place(&mut heard, message),
        }
        let mut saga = Fulfilment::default();
        for heard in heard {
            let input = match heard {
                Heard::Event(message) => self.event_of(message).and_then(|event| saga_input(&event)),
                Heard::Other(input) => Some(input),
            };
            if let Some(input) = input {
                // What it asks for was sent long ago; a refusal changes nothing, as it did then.
                let _ = saga.react(&input, self.settings.retries.attempts_max);
            }
        }
        saga
    }

    fn what_reached(&self, order: OrderId) -> Vec<Heard> {
        let lines = self.trace.iter().filter(|line| line.place == crate::messaging::Place::Node(Node::Saga));
        lines.filter_map(|line| self.heard_by(order, line)).collect()
    }

    fn heard_by(&self, order: OrderId, line: &TraceEntry) -> Option<Heard> {
        if let (TraceKind::TaskResolved, Detail::Number(number)) = (line.kind, line.detail) {
            let task = self.tasks.get(number as usize).filter(|task| task.order == order)?;
            let Some((TaskEnd::Person(resolution), _)) = task.resolved else { return None };
            return Some(Heard::Other(SagaInput::Resolved(task.compensation, resolution)));
        }
        if self.order_of(line.message) != Some(order) {
            return None;
        }
        if line.kind == TraceKind::Handled {
            return Some(Heard::Event(line.message));
        }
        let Body::Command(command) = &self.letter(line.message)?.body else { return None };
        let call = call_of(command).filter(|_| line.kind == TraceKind::TimerRang)?;
        Some(Heard::Other(SagaInput::TimerRang { call, attempt: line.attempt }))
    }

    /// Takes an event from where it was heard to where it lies in the log now, seen from the other events.
    fn put_in_place(&self, heard: &mut Vec<Heard>, message: MessageNo) {
        let position = |message: MessageNo| match self.letter(message).map(|letter| &letter.body) {
            Some(Body::Event { position } | Body::Corrected { position, .. }) => Some(*position),
            Some(Body::Command(_) | Body::Reply(_) | Body::Timer { .. }) | None => None,
        };
        let Some(from) = heard.iter().position(|heard| heard.is(message)) else { return };
        let moved = heard.remove(from);
        let later = heard.iter().position(|other| match other {
            Heard::Event(other) => position(*other) > position(message),
            Heard::Other(_) => false,
        });
        heard.insert(later.unwrap_or(heard.len()), moved);
    }

    /// The saga becomes what the edited log makes of it. Where it waits for something, it waits with a timer, as after
    /// a restart.
    pub(super) fn fold_saga_again(&mut self, order: OrderId, hearing: Hearing) {
        let saga = self.saga_heard(order, hearing);
        let Some(known) = self.sagas.get(order.index()).map(|record| record.saga.clone()) else { return };
        if known == saga {
            return;
        }
        let (before, after) = (u32::from(is_under_way(known.phase)), u32::from(is_under_way(saga.phase)));
        self.under_way = (self.under_way + after).saturating_sub(before);
        let awaited = awaited(&saga);
        self.sagas.row(order.index()).saga = saga;
        if let Some((call, attempt)) = awaited {
            let timer = Occurrence::SagaTimer { order, call, attempt };
            if !self.agenda.iter().any(|(_, due)| *due == timer) {
                self.start_saga_timer(order, call, attempt);
            }
        }
    }
}

impl Heard {
    fn is(&self, message: MessageNo) -> bool {
        matches!(self, Self::Event(own) if *own == message)
    }
}

/// The call whose answer a saga waits for, and its attempt.
pub(super) fn awaited(saga: &Fulfilment) -> Option<(Call, u8)> {
    let running = |compensation: &Compensation| saga.compensation(*compensation).status == CompensationStatus::Running;
    let call = match saga.phase {
        Phase::Running => Call::Step(saga.running_step()?),
        Phase::Compensating => {
            Compensation::ALL.into_iter().find(running).map_or(Call::CancelOrder, Call::Compensation)
        }
        Phase::NotStarted | Phase::Completed | Phase::Compensated | Phase::Stuck => return None,
    };
    Some((call, saga.attempts(call)))
}
