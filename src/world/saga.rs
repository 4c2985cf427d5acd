//! The saga node: hands events and timers to the order's saga and carries out what it asks for.

use super::handle::{Outcome, Produced};
use super::*;
use crate::domain::Event;
use crate::domain::answer::saga_input;
use crate::domain::fulfilment::{
    CompensationStatus, Phase, SagaInput, SagaNote, SagaOutput, SagaRejection, StepStatus,
};
use crate::kernel::MessageId;

/// What a saga hears by, and whether it was long ago.
#[derive(Clone, Copy)]
struct Heard {
    cause: MessageNo,
    /// The commands that it asks for are children of this.
    base: MessageId,
    is_history: bool,
}

impl World {
    pub(super) fn saga_hears(&mut self, hop: &Hop, event: &Event, produced: &mut Produced) -> Outcome {
        let (Some(input), Some(order)) = (saga_input(event), event.order()) else { return Outcome::Done };
        let base = self.child_id(hop, 0);
        match self.saga_reacts(order, &input, hop.message, base, produced) {
            Ok(()) => Outcome::Done,
            Err(SagaRejection::NotStarted) => Outcome::Failed(Failure::SagaMissing),
            Err(rejection) => Outcome::Rejected(Rejection::Saga(rejection)),
        }
    }

    /// The saga takes an input caused by `cause`; the commands it asks for are children of `base`.
    pub(super) fn saga_reacts(
        &mut self,
        order: OrderId,
        input: &SagaInput,
        cause: MessageNo,
        base: MessageId,
        produced: &mut Produced,
    ) -> Result<(), SagaRejection> {
        self.saga_takes(order, input, Heard { cause, base, is_history: false }, produced)
    }

    /// The saga takes an input of long ago: what it asked for then is known as its calls, and no timer is set.
    pub(super) fn saga_hears_history(
        &mut self,
        order: OrderId,
        input: &SagaInput,
        cause: MessageNo,
        base: MessageId,
    ) -> Result<(), SagaRejection> {
        self.saga_takes(order, input, Heard { cause, base, is_history: true }, &mut Produced::new())
    }

    fn saga_takes(
        &mut self,
        order: OrderId,
        input: &SagaInput,
        heard: Heard,
        produced: &mut Produced,
    ) -> Result<(), SagaRejection> {
        let Heard { cause, base, is_history } = heard;
        let attempts_max = self.settings.retries.attempts_max;
        let known = self.sagas.get(order.0 as usize).map_or(Phase::NotStarted, |record| record.saga.phase);
        if known == Phase::NotStarted && !matches!(input, SagaInput::Placed { .. }) {
            return Err(SagaRejection::NotStarted);
        }
        let saga = &mut self.sagas.row(order.0 as usize).saga;
        let outputs = saga.react(input, attempts_max)?;
        let (before, after) = (u32::from(is_under_way(known)), u32::from(is_under_way(saga.phase)));
        self.under_way = (self.under_way + after).saturating_sub(before);
        for (place, output) in (0_u64..).zip(outputs) {
            match output {
                SagaOutput::Note(note) => self.note_saga(order, note, cause),
                SagaOutput::Send { call, fresh, .. } => {
                    if let Some(message) = self.call(order, call, fresh, cause, base.child(place)) {
                        produced.push(message);
                    }
                }
                SagaOutput::StartTimer { .. } if is_history => {}
                SagaOutput::StartTimer { call, attempt } => self.start_saga_timer(order, call, attempt),
            }
        }
        Ok(())
    }

    /// The message of a call: the same one again, or a new one.
    fn call(&mut self, order: OrderId, call: Call, fresh: bool, cause: MessageNo, id: MessageId) -> Option<MessageNo> {
        if !fresh && let Some(message) = self.call_message(order, call) {
            return Some(message);
        }
        let command = self.sagas.get(order.0 as usize)?.saga.command(call)?;
        let message = self.birth(id, cause, Node::Saga, Body::Command(command));
        if let Some(slot) = self.sagas.row(order.0 as usize).calls.get_mut(call_slot(call)) {
            *slot = MessageNo(message.0 + 1);
        }
        Some(message)
    }

    pub(super) fn start_saga_timer(&mut self, order: OrderId, call: Call, attempt: u8) {
        let timeout = self.settings.step_timeout;
        self.schedule(timeout, Occurrence::SagaTimer { order, call, attempt });
        let line = TraceEntry {
            message: self.call_message(order, call).unwrap_or(MessageNo::NONE),
            attempt,
            detail: Detail::Due(self.now.after(timeout)),
            ..self.line(TraceKind::TimerSet, Node::Saga)
        };
        self.note(line);
    }

    fn note_saga(&mut self, order: OrderId, note: SagaNote, cause: MessageNo) {
        let detail = Detail::Saga(order, note);
        self.note(TraceEntry { message: cause, detail, ..self.line(TraceKind::Saga, Node::Saga) });
        match note {
            SagaNote::CompensationFailed(compensation) => self.open_task(order, compensation, cause),
            SagaNote::CompensationDone(compensation) => self.close_task(order, compensation, TaskEnd::AnsweredLate),
            SagaNote::Started
            | SagaNote::StepStarted(_)
            | SagaNote::StepDone(_)
            | SagaNote::StepRefused(_)
            | SagaNote::StepUnknown(_)
            | SagaNote::CompensationStarted(_)
            | SagaNote::CompensationResolved(..)
            | SagaNote::Completed
            | SagaNote::Compensated
            | SagaNote::Stuck
            | SagaNote::IgnoredLate(_) => {}
        }
    }

    fn open_task(&mut self, order: OrderId, compensation: Compensation, cause: MessageNo) {
        let task = self.tasks.push(Task { order, compensation, opened: self.now, resolved: None });
        let task = u32::try_from(task).unwrap_or(u32::MAX);
        if let Some(open) = self.sagas.row(order.0 as usize).tasks.get_mut(compensation as usize) {
            *open = task.saturating_add(1);
        }
        let detail = Detail::Number(task);
        self.note(TraceEntry { message: cause, detail, ..self.line(TraceKind::TaskOpened, Node::Saga) });
    }

    pub(super) fn close_task(&mut self, order: OrderId, compensation: Compensation, end: TaskEnd) {
        let known = self.sagas.get(order.0 as usize).and_then(|record| record.tasks.get(compensation as usize));
        let Some(number) = known.and_then(|open| open.checked_sub(1)) else { return };
        if let Some(open) = self.sagas.row(order.0 as usize).tasks.get_mut(compensation as usize) {
            *open = 0;
        }
        if let Some(task) = self.tasks.get_mut(number as usize) {
            task.resolved = Some((end, self.now));
        }
        let call = self.call_message(order, Call::Compensation(compensation)).unwrap_or(MessageNo::NONE);
        let detail = Detail::Number(number);
        self.note(TraceEntry { message: call, detail, ..self.line(TraceKind::TaskResolved, Node::Saga) });
    }

    pub(super) fn saga_timer_rang(&mut self, order: OrderId, call: Call, attempt: u8) {
        if let Some(until) = self.node(Node::Saga).down_until {
            self.schedule_at(until.after(nodes::PUT_OFF), Occurrence::SagaTimer { order, call, attempt });
            return;
        }
        let command = self.call_message(order, call).unwrap_or(MessageNo::NONE);
        let matters = self.saga_timer_matters(order, call, attempt);
        self.note(TraceEntry { message: command, attempt, ..self.line(TraceKind::TimerRang, Node::Saga) });
        let Some(parent) = self.letter(command).map(|letter| letter.id) else { return };
        let id = parent.child(timer_place(attempt));
        let cause =
            if matters { self.birth(id, command, Node::Saga, Body::Timer { order, call, attempt }) } else { command };
        let mut produced = Produced::new();
        let input = SagaInput::TimerRang { call, attempt };
        if self.saga_reacts(order, &input, cause, id, &mut produced).is_ok() {
            for message in produced {
                self.publish(message, Node::Saga, attempt);
            }
        }
    }

    /// A person ends or retries a compensation that gave up.
    pub(super) fn resolve_task(&mut self, number: u32, resolution: Resolution) {
        let Some(task) = self.tasks.get(number as usize).copied() else { return };
        if task.resolved.is_some() {
            return;
        }
        let Some(cause) = self.call_message(task.order, Call::Compensation(task.compensation)) else { return };
        let Some(parent) = self.letter(cause).map(|letter| letter.id) else { return };
        self.close_task(task.order, task.compensation, TaskEnd::Person(resolution));
        let base = parent.child((2 << 48) | u64::from(number));
        let mut produced = Produced::new();
        let input = SagaInput::Resolved(task.compensation, resolution);
        if self.saga_reacts(task.order, &input, cause, base, &mut produced).is_ok() {
            for message in produced {
                self.publish(message, Node::Saga, 1);
            }
        }
    }

    /// Sagas that run or compensate.
    pub const fn sagas_under_way(&self) -> u32 {
        self.under_way
    }

    /// True if the saga would still act on this timer.
    pub fn saga_timer_matters(&self, order: OrderId, call: Call, attempt: u8) -> bool {
        let Some(record) = self.sagas.get(order.0 as usize) else { return false };
        let saga = &record.saga;
        match call {
            Call::Step(step) => saga
                .steps
                .get(step as usize)
                .is_some_and(|state| state.status == StepStatus::Running && state.attempts == attempt),
            Call::Compensation(compensation) => saga
                .compensations
                .get(compensation as usize)
                .is_some_and(|state| state.status == CompensationStatus::Running && state.attempts == attempt),
            Call::CancelOrder => saga.phase == Phase::Compensating && saga.cancel_attempts == attempt,
        }
    }
}

/// The place of a ringing timer among the children of the command that it is about.
pub(super) const fn timer_place(attempt: u8) -> u64 {
    (1 << 48) | attempt as u64
}

pub(super) const fn is_under_way(phase: Phase) -> bool {
    matches!(phase, Phase::Running | Phase::Compensating)
}
