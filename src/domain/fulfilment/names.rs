//! The names of the saga's parts, and which compensation undoes which step.

use super::{Call, Compensation, CompensationStatus, Phase, SagaNote, Step, StepStatus};

impl Step {
    /// In the order in which they run.
    pub const ALL: [Self; 4] = [Self::ReserveInventory, Self::ChargePayment, Self::CreateShipment, Self::ConfirmOrder];

    pub const fn name(self) -> &'static str {
        match self {
            Self::ReserveInventory => "reserve-inventory",
            Self::ChargePayment => "charge-payment",
            Self::CreateShipment => "create-shipment",
            Self::ConfirmOrder => "confirm-order",
        }
    }

    /// What undoes the step. Confirming is beyond the pivot: it is repeated until it succeeds and never undone.
    pub const fn compensation(self) -> Option<Compensation> {
        match self {
            Self::ReserveInventory => Some(Compensation::ReleaseInventory),
            Self::ChargePayment => Some(Compensation::RefundPayment),
            Self::CreateShipment => Some(Compensation::CancelShipment),
            Self::ConfirmOrder => None,
        }
    }

    /// The step after this one.
    pub const fn next(self) -> Option<Self> {
        match self {
            Self::ReserveInventory => Some(Self::ChargePayment),
            Self::ChargePayment => Some(Self::CreateShipment),
            Self::CreateShipment => Some(Self::ConfirmOrder),
            Self::ConfirmOrder => None,
        }
    }
}

impl Compensation {
    /// In the order of the steps that they undo; they run from last to first.
    pub const ALL: [Self; 3] = [Self::ReleaseInventory, Self::RefundPayment, Self::CancelShipment];

    pub const fn name(self) -> &'static str {
        match self {
            Self::ReleaseInventory => "release-inventory",
            Self::RefundPayment => "refund-payment",
            Self::CancelShipment => "cancel-shipment",
        }
    }

    pub const fn undoes(self) -> Step {
        match self {
            Self::ReleaseInventory => Step::ReserveInventory,
            Self::RefundPayment => Step::ChargePayment,
            Self::CancelShipment => Step::CreateShipment,
        }
    }
}

impl Call {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Step(step) => step.name(),
            Self::Compensation(compensation) => compensation.name(),
            Self::CancelOrder => "cancel-order",
        }
    }
}

impl SagaNote {
    /// The step or compensation that a transition is about; none where it is about the whole saga.
    pub const fn call(self) -> Option<Call> {
        match self {
            Self::StepStarted(step) | Self::StepDone(step) | Self::StepRefused(step) | Self::StepUnknown(step) => {
                Some(Call::Step(step))
            }
            Self::CompensationStarted(compensation)
            | Self::CompensationDone(compensation)
            | Self::CompensationFailed(compensation)
            | Self::CompensationResolved(compensation, _) => Some(Call::Compensation(compensation)),
            Self::IgnoredLate(call) => Some(call),
            Self::Started | Self::Completed | Self::Compensated | Self::Stuck => None,
        }
    }
}

impl Phase {
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotStarted => "not-started",
            Self::Running => "running",
            Self::Completed => "completed",
            Self::Compensating => "compensating",
            Self::Compensated => "compensated",
            Self::Stuck => "stuck",
        }
    }
}

impl StepStatus {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
        }
    }
}

impl CompensationStatus {
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotNeeded => "not-needed",
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::ByHand => "by-hand",
            Self::WrittenOff => "written-off",
        }
    }
}
