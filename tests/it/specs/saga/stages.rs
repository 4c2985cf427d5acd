//! The stages of a sentence about the saga, and the words in it.

use eventarium::domain::Refusal;
use eventarium::domain::fulfilment::{
    Call, Compensation, CompensationStatus, Fulfilment, Phase, Resolution, SagaInput, SagaNote, SagaOutput,
    SagaRejection, Step, StepStatus,
};

use crate::specs::{ADA, ORDER, TOTAL, lines};

/// Compensations are sent three times before they give up for want of an answer.
pub const ATTEMPTS_MAX: u8 = 3;

/// What the saga has been told.
#[must_use = "say when"]
#[derive(Clone)]
pub struct Given(Fulfilment);

/// What came of telling it more.
#[must_use = "say then"]
pub struct When {
    before: Fulfilment,
    after: Fulfilment,
    outcome: Result<Vec<SagaOutput>, SagaRejection>,
}

/// The saga afterwards.
pub struct Then(pub Fulfilment);

#[track_caller]
pub fn given(inputs: impl IntoIterator<Item = SagaInput>) -> Given {
    let mut saga = Fulfilment::default();
    for input in inputs {
        saga.react(&input, ATTEMPTS_MAX).expect("the saga should take what is given");
    }
    Given(saga)
}

impl Given {
    /// One more thing that it was told.
    #[track_caller]
    pub fn and(mut self, input: SagaInput) -> Self {
        self.0.react(&input, ATTEMPTS_MAX).expect("the saga should take what is given");
        self
    }

    pub fn when(self, input: SagaInput) -> When {
        let mut after = self.0.clone();
        let outcome = after.react(&input, ATTEMPTS_MAX);
        When { before: self.0, after, outcome }
    }
}

impl When {
    /// The outputs, in order.
    #[track_caller]
    pub fn then<const N: usize>(self, outputs: [Vec<SagaOutput>; N]) -> Then {
        assert_eq!(self.outcome.expect("the saga should take this"), outputs.concat());
        Then(self.after)
    }

    #[track_caller]
    pub fn then_rejected(self, reason: SagaRejection) {
        assert_eq!(self.outcome.expect_err("the saga should refuse this"), reason);
        assert_eq!(self.before, self.after, "a refused input changes nothing");
    }

    /// It came too late: a note, and everything as it was.
    #[track_caller]
    pub fn then_ignored(self, call: Call) {
        let ignored = notes(SagaNote::IgnoredLate(call));
        assert_eq!(self.outcome.expect("the saga should take this"), ignored);
        assert_eq!(self.before, self.after, "what is late changes nothing");
    }

    /// Nothing follows, not even a note.
    #[track_caller]
    pub fn then_nothing(self) {
        assert_eq!(self.outcome, Ok(Vec::new()));
        assert_eq!(self.before, self.after);
    }
}

impl Then {
    #[track_caller]
    pub fn and_it_is(self, phase: Phase) -> Self {
        assert_eq!(self.0.phase, phase);
        self
    }

    #[track_caller]
    pub fn with_step(self, step: Step, status: StepStatus) -> Self {
        assert_eq!(self.0.step(step).status, status, "{}", step.name());
        self
    }

    #[track_caller]
    pub fn with_compensation(self, compensation: Compensation, status: CompensationStatus) -> Self {
        assert_eq!(self.0.compensation(compensation).status, status, "{}", compensation.name());
        self
    }
}

pub fn placed() -> SagaInput {
    SagaInput::Placed { order: ORDER, customer: ADA, lines: lines(), total: TOTAL }
}

pub const fn step_done(step: Step) -> SagaInput {
    SagaInput::Done(Call::Step(step))
}

pub const fn refused(step: Step, refusal: Refusal) -> SagaInput {
    SagaInput::Refused(Call::Step(step), refusal)
}

pub const fn undone(compensation: Compensation) -> SagaInput {
    SagaInput::Done(Call::Compensation(compensation))
}

/// The service gave the compensation up.
pub const fn gave_up(compensation: Compensation) -> SagaInput {
    SagaInput::Refused(Call::Compensation(compensation), Refusal::Unavailable { attempts: 3 })
}

pub const ORDER_CANCELLED: SagaInput = SagaInput::Done(Call::CancelOrder);

pub const fn rang(call: Call, attempt: u8) -> SagaInput {
    SagaInput::TimerRang { call, attempt }
}

pub const fn resolved(compensation: Compensation, resolution: Resolution) -> SagaInput {
    SagaInput::Resolved(compensation, resolution)
}

/// A saga in which all steps before `step` are done and `step` is running.
pub fn running(step: Step) -> Given {
    let before = Step::ALL.into_iter().take_while(|done| *done != step).map(step_done);
    given([placed()].into_iter().chain(before))
}

pub fn notes(note: SagaNote) -> Vec<SagaOutput> {
    vec![SagaOutput::Note(note)]
}

/// A call goes out in a new message, with its timer.
pub fn sends(call: Call, attempt: u8) -> Vec<SagaOutput> {
    vec![SagaOutput::Send { call, attempt, fresh: true }, SagaOutput::StartTimer { call, attempt }]
}

/// The same message goes out once more, with a timer of its own.
pub fn sends_again(call: Call, attempt: u8) -> Vec<SagaOutput> {
    vec![SagaOutput::Send { call, attempt, fresh: false }, SagaOutput::StartTimer { call, attempt }]
}

pub fn starts(step: Step) -> Vec<SagaOutput> {
    [notes(SagaNote::StepStarted(step)), sends(Call::Step(step), 1)].concat()
}

pub fn undoes(compensation: Compensation, attempt: u8) -> Vec<SagaOutput> {
    [notes(SagaNote::CompensationStarted(compensation)), sends(Call::Compensation(compensation), attempt)].concat()
}

pub fn cancels_the_order() -> Vec<SagaOutput> {
    sends(Call::CancelOrder, 1)
}
