//! The order saga (the field also says process manager): it changes its own state and asks for calls, nothing else.

mod backward;
mod forward;
mod names;
mod react;
mod state;

use super::order::CancelReason;
use super::{CustomerId, Lines, Money, OrderId, Refusal};

/// The forward steps in order. The shipment is the pivot: up to it a step can be undone, after it only retried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    ReserveInventory,
    ChargePayment,
    CreateShipment,
    ConfirmOrder,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum StepStatus {
    #[default]
    Waiting,
    Running,
    Done,
    /// Known not done.
    Refused,
    /// Timed out: done or not, nobody here knows.
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Compensation {
    ReleaseInventory,
    RefundPayment,
    CancelShipment,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CompensationStatus {
    #[default]
    NotNeeded,
    Waiting,
    Running,
    Done,
    /// Gave up: a task waits for a person.
    Failed,
    ByHand,
    WrittenOff,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Phase {
    #[default]
    NotStarted,
    Running,
    Completed,
    Compensating,
    Compensated,
    /// Compensating, with at least one compensation that gave up and all others ended.
    Stuck,
}

/// What the saga calls: a step, a compensation, or the final cancelling of the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Call {
    Step(Step),
    Compensation(Compensation),
    CancelOrder,
}

/// What a person decides about a compensation that gave up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Resolution {
    Retry,
    DoneByHand,
    WriteOff,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SagaInput {
    /// `OrderPlaced` reached the saga.
    Placed { order: OrderId, customer: CustomerId, lines: Lines, total: Money },
    /// `OrderCancellationRequested` reached the saga.
    CancellationRequested,
    /// A call was answered: done.
    Done(Call),
    /// A call was answered: refused (a step; known not done), or gave up (a compensation).
    Refused(Call, Refusal),
    /// The timer of a call's attempt rang; it cannot be revoked, so it may be late (SG-09).
    TimerRang { call: Call, attempt: u8 },
    /// A person resolves a compensation that gave up.
    Resolved(Compensation, Resolution),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SagaOutput {
    /// Send the call's command. `attempt` counts from 1; `fresh` asks for a new message instead of the same one again.
    Send { call: Call, attempt: u8, fresh: bool },
    /// Start the timer of that attempt.
    StartTimer { call: Call, attempt: u8 },
    /// A transition worth a line in the trace.
    Note(SagaNote),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SagaNote {
    Started,
    StepStarted(Step),
    StepDone(Step),
    StepRefused(Step),
    StepUnknown(Step),
    CompensationStarted(Compensation),
    CompensationDone(Compensation),
    CompensationFailed(Compensation),
    /// A person ended it: by hand, or written off.
    CompensationResolved(Compensation, Resolution),
    Completed,
    Compensated,
    Stuck,
    /// An answer or a timer came too late and changes nothing (SG-10, SG-12).
    IgnoredLate(Call),
}

/// Why the saga does not take an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SagaRejection {
    /// No order placed yet: the message must be tried again later.
    NotStarted,
    AlreadyStarted,
    /// Cancelling after the pivot.
    PastPivot,
    AlreadyCompensating,
    /// No person is asked about this compensation.
    NothingToResolve,
}

/// One run of a step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct StepState {
    pub status: StepStatus,
    pub attempts: u8,
}

/// One compensation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct CompensationState {
    pub status: CompensationStatus,
    pub attempts: u8,
}

/// The saga of one order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Fulfilment {
    pub order: OrderId,
    pub customer: CustomerId,
    pub lines: Option<Lines>,
    pub total: Money,
    pub phase: Phase,
    /// In the order of [`Step`].
    pub steps: [StepState; 4],
    /// In the order of [`Compensation`]; run from last to first.
    pub compensations: [CompensationState; 3],
    /// Why it turned back.
    pub reason: Option<CancelReason>,
    /// Attempts of the final `CancelOrder`.
    pub cancel_attempts: u8,
}
