//! The way forward: one step after the other, each registered before its call.

use super::{Call, Fulfilment, Phase, SagaNote, SagaOutput, Step, StepStatus};

impl Fulfilment {
    pub(super) fn start(&mut self, outputs: &mut Vec<SagaOutput>) {
        self.phase = Phase::Running;
        outputs.push(SagaOutput::Note(SagaNote::Started));
        self.start_step(Step::ReserveInventory, outputs);
    }

    pub(super) fn step_done(&mut self, step: Step, outputs: &mut Vec<SagaOutput>) {
        self.end_step(step, StepStatus::Done, SagaNote::StepDone(step), outputs);
        match step.next() {
            Some(next) => self.start_step(next, outputs),
            None => {
                self.phase = Phase::Completed;
                outputs.push(SagaOutput::Note(SagaNote::Completed));
            }
        }
    }

    pub(super) fn end_step(&mut self, step: Step, status: StepStatus, note: SagaNote, outputs: &mut Vec<SagaOutput>) {
        self.step_mut(step).status = status;
        outputs.push(SagaOutput::Note(note));
    }

    fn start_step(&mut self, step: Step, outputs: &mut Vec<SagaOutput>) {
        self.step_mut(step).status = StepStatus::Running;
        outputs.push(SagaOutput::Note(SagaNote::StepStarted(step)));
        self.send_fresh(Call::Step(step), outputs);
    }

    /// A new message for a call that was not asked for yet, or is asked for anew.
    pub(super) fn send_fresh(&mut self, call: Call, outputs: &mut Vec<SagaOutput>) {
        self.send(call, Freshness::New, outputs);
    }

    /// The same message once more: whoever had taken it recognises it.
    pub(super) fn send_again(&mut self, call: Call, outputs: &mut Vec<SagaOutput>) {
        self.send(call, Freshness::Repeated, outputs);
    }

    fn send(&mut self, call: Call, freshness: Freshness, outputs: &mut Vec<SagaOutput>) {
        let attempt = self.count_attempt(call);
        outputs.push(SagaOutput::Send { call, attempt, fresh: freshness == Freshness::New });
        outputs.push(SagaOutput::StartTimer { call, attempt });
    }

    /// The number of the attempt that begins; it stays at the highest number there is.
    const fn count_attempt(&mut self, call: Call) -> u8 {
        let attempts = match call {
            Call::Step(step) => &mut self.step_mut(step).attempts,
            Call::Compensation(compensation) => &mut self.compensation_mut(compensation).attempts,
            Call::CancelOrder => &mut self.cancel_attempts,
        };
        *attempts = attempts.saturating_add(1);
        *attempts
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Freshness {
    New,
    Repeated,
}
