//! What the saga does with each input.
//!
//! An answer or a timer for what is not running any more changes nothing: a timer cannot be revoked (SG-09), it may
//! outlive its saga (SG-10) and race the answer (SG-12).

use super::super::Refusal;
use super::super::order::CancelReason;
use super::{
    Call, CompensationStatus, Fulfilment, Phase, SagaInput, SagaNote, SagaOutput, SagaRejection, Step, StepStatus,
};

impl Fulfilment {
    /// Takes an input and says what follows, in order.
    ///
    /// `attempts_max` is how often a compensation is sent before it gives up for want of an answer; at least once.
    ///
    /// # Errors
    /// The named reason why the input cannot be taken; the saga is then unchanged.
    pub fn react(&mut self, input: &SagaInput, attempts_max: u8) -> Result<Vec<SagaOutput>, SagaRejection> {
        let mut outputs = Vec::new();
        match (self.phase, input) {
            (Phase::NotStarted, SagaInput::Placed { order, customer, lines, total }) => {
                *self = Self {
                    order: *order,
                    customer: *customer,
                    lines: Some(lines.clone()),
                    total: *total,
                    ..Self::default()
                };
                self.start(&mut outputs);
            }
            (Phase::NotStarted, _) => return Err(SagaRejection::NotStarted),
            (_, SagaInput::Placed { .. }) => return Err(SagaRejection::AlreadyStarted),
            (_, SagaInput::CancellationRequested) => self.cancellation_requested(&mut outputs)?,
            (_, SagaInput::Done(call)) => self.done(*call, &mut outputs),
            (_, SagaInput::Refused(call, refusal)) => self.refused(*call, *refusal, &mut outputs),
            (_, SagaInput::TimerRang { call, attempt }) => {
                self.timer_rang(*call, *attempt, attempts_max, &mut outputs);
            }
            (_, SagaInput::Resolved(compensation, resolution)) => {
                self.resolved(*compensation, *resolution, &mut outputs)?;
            }
        }
        Ok(outputs)
    }

    /// Before the pivot is done the saga turns back. The step under way may or may not succeed, its answer is no
    /// longer waited for: its outcome counts as unknown.
    fn cancellation_requested(&mut self, outputs: &mut Vec<SagaOutput>) -> Result<(), SagaRejection> {
        match self.phase {
            Phase::NotStarted => Err(SagaRejection::NotStarted),
            Phase::Completed => Err(SagaRejection::PastPivot),
            Phase::Compensating | Phase::Compensated | Phase::Stuck => Err(SagaRejection::AlreadyCompensating),
            Phase::Running if self.step(Step::CreateShipment).status == StepStatus::Done => {
                Err(SagaRejection::PastPivot)
            }
            Phase::Running => {
                if let Some(step) = self.running_step() {
                    self.end_step(step, StepStatus::Unknown, SagaNote::StepUnknown(step), outputs);
                }
                self.turn_back(CancelReason::CustomerRequest, outputs);
                Ok(())
            }
        }
    }

    fn done(&mut self, call: Call, outputs: &mut Vec<SagaOutput>) {
        match call {
            Call::Step(step) if self.step(step).status == StepStatus::Running => self.step_done(step, outputs),
            Call::Compensation(compensation) if self.awaits(compensation) => {
                let note = SagaNote::CompensationDone(compensation);
                self.end_compensation(compensation, CompensationStatus::Done, note, outputs);
            }
            Call::CancelOrder if self.is_cancelling() => {
                self.phase = Phase::Compensated;
                outputs.push(SagaOutput::Note(SagaNote::Compensated));
            }
            Call::Step(_) | Call::Compensation(_) | Call::CancelOrder => ignore_late(call, outputs),
        }
    }

    fn refused(&mut self, call: Call, refusal: Refusal, outputs: &mut Vec<SagaOutput>) {
        match (call, refusal) {
            // Done before by the same command, whose answer was lost: it is done.
            (_, Refusal::AlreadyDone) => self.done(call, outputs),
            (Call::Step(step), _) if self.step(step).status == StepStatus::Running => match step {
                Step::ReserveInventory | Step::ChargePayment | Step::CreateShipment => {
                    self.end_step(step, StepStatus::Refused, SagaNote::StepRefused(step), outputs);
                    self.turn_back(CancelReason::Refused(refusal), outputs);
                }
                // Past the pivot there is no way back: the timer of this attempt will send it again.
                Step::ConfirmOrder => {}
            },
            (Call::Compensation(compensation), _)
                if self.compensation(compensation).status == CompensationStatus::Running =>
            {
                let note = SagaNote::CompensationFailed(compensation);
                self.end_compensation(compensation, CompensationStatus::Failed, note, outputs);
            }
            // The last call is repeated by its timer like the confirmation.
            (Call::CancelOrder, _) if self.is_cancelling() => {}
            (Call::Step(_) | Call::Compensation(_) | Call::CancelOrder, _) => ignore_late(call, outputs),
        }
    }

    fn timer_rang(&mut self, call: Call, attempt: u8, attempts_max: u8, outputs: &mut Vec<SagaOutput>) {
        if !self.is_running(call) || attempt != self.attempts(call) {
            ignore_late(call, outputs);
            return;
        }
        match call {
            Call::Step(step @ (Step::ReserveInventory | Step::ChargePayment | Step::CreateShipment)) => {
                self.end_step(step, StepStatus::Unknown, SagaNote::StepUnknown(step), outputs);
                self.turn_back(CancelReason::NoAnswer, outputs);
            }
            Call::Step(Step::ConfirmOrder) | Call::CancelOrder => self.send_again(call, outputs),
            Call::Compensation(_) if attempt < attempts_max => self.send_again(call, outputs),
            Call::Compensation(compensation) => {
                let note = SagaNote::CompensationFailed(compensation);
                self.end_compensation(compensation, CompensationStatus::Failed, note, outputs);
            }
        }
    }

    fn is_running(&self, call: Call) -> bool {
        match call {
            Call::Step(step) => self.step(step).status == StepStatus::Running,
            Call::Compensation(compensation) => self.compensation(compensation).status == CompensationStatus::Running,
            Call::CancelOrder => self.is_cancelling(),
        }
    }

    /// True from the moment when everything is undone until the order is cancelled.
    fn is_cancelling(&self) -> bool {
        self.phase == Phase::Compensating && self.cancel_attempts > 0
    }
}

/// Says that an answer or a timer came too late.
fn ignore_late(call: Call, outputs: &mut Vec<SagaOutput>) {
    outputs.push(SagaOutput::Note(SagaNote::IgnoredLate(call)));
}
