//! The way back: what was done, or may have been done, is undone from last to first (SG-01, SG-03).
//!
//! One compensation runs at a time. One that gives up does not stop the others: they still run, and only then the
//! saga is stuck and waits for a person.

use super::super::order::CancelReason;
use super::{
    Call, Compensation, CompensationStatus, Fulfilment, Phase, Resolution, SagaNote, SagaOutput, SagaRejection, Step,
    StepStatus,
};

impl Fulfilment {
    /// Marks what has to be undone and begins. A step known not done leaves nothing behind (SG-02).
    pub(super) fn turn_back(&mut self, reason: CancelReason, outputs: &mut Vec<SagaOutput>) {
        self.phase = Phase::Compensating;
        self.reason = Some(reason);
        for step in Step::ALL {
            let needed = match self.step(step).status {
                StepStatus::Done | StepStatus::Unknown => step.compensation(),
                StepStatus::Waiting | StepStatus::Running | StepStatus::Refused => None,
            };
            if let Some(compensation) = needed {
                self.compensation_mut(compensation).status = CompensationStatus::Waiting;
            }
        }
        self.go_on(outputs);
    }

    /// True if an answer to this compensation still matters: it was asked for and nobody has ended it. An answer may
    /// come after it was given up, or while a person's retry waits for its turn.
    pub(super) fn awaits(&self, compensation: Compensation) -> bool {
        let state = self.compensation(compensation);
        match state.status {
            CompensationStatus::Running | CompensationStatus::Failed => true,
            CompensationStatus::Waiting => state.attempts > 0,
            CompensationStatus::NotNeeded
            | CompensationStatus::Done
            | CompensationStatus::ByHand
            | CompensationStatus::WrittenOff => false,
        }
    }

    pub(super) fn end_compensation(
        &mut self,
        compensation: Compensation,
        status: CompensationStatus,
        note: SagaNote,
        outputs: &mut Vec<SagaOutput>,
    ) {
        self.compensation_mut(compensation).status = status;
        outputs.push(SagaOutput::Note(note));
        self.go_on(outputs);
    }

    /// A person decides about a compensation that gave up. A retry takes its turn among those still to run.
    pub(super) fn resolved(
        &mut self,
        compensation: Compensation,
        resolution: Resolution,
        outputs: &mut Vec<SagaOutput>,
    ) -> Result<(), SagaRejection> {
        if self.compensation(compensation).status != CompensationStatus::Failed {
            return Err(SagaRejection::NothingToResolve);
        }
        let note = SagaNote::CompensationResolved(compensation, resolution);
        match resolution {
            Resolution::Retry => {
                self.phase = Phase::Compensating;
                self.compensation_mut(compensation).status = CompensationStatus::Waiting;
                self.go_on(outputs);
            }
            Resolution::DoneByHand => self.end_compensation(compensation, CompensationStatus::ByHand, note, outputs),
            Resolution::WriteOff => self.end_compensation(compensation, CompensationStatus::WrittenOff, note, outputs),
        }
        Ok(())
    }

    /// The next compensation, unless one is running; after the last one the order is cancelled, unless a person has
    /// to decide first.
    fn go_on(&mut self, outputs: &mut Vec<SagaOutput>) {
        if self.last_with(CompensationStatus::Running).is_some() {
            return;
        }
        if let Some(compensation) = self.last_with(CompensationStatus::Waiting) {
            self.compensation_mut(compensation).status = CompensationStatus::Running;
            outputs.push(SagaOutput::Note(SagaNote::CompensationStarted(compensation)));
            self.send_fresh(Call::Compensation(compensation), outputs);
        } else if self.last_with(CompensationStatus::Failed).is_none() {
            self.phase = Phase::Compensating;
            self.send_fresh(Call::CancelOrder, outputs);
        } else if self.phase != Phase::Stuck {
            self.phase = Phase::Stuck;
            outputs.push(SagaOutput::Note(SagaNote::Stuck));
        }
    }

    fn last_with(&self, status: CompensationStatus) -> Option<Compensation> {
        Compensation::ALL.into_iter().rev().find(|compensation| self.compensation(*compensation).status == status)
    }
}
