//! The saga's transitions and standing, as sentences.

use super::reasons::{call_name, cancel_reason, compensation_name, resolution_name, step_name};
use super::subjects::{capitalised, order};
use crate::domain::OrderId;
use crate::domain::fulfilment::{Call, Compensation, CompensationStatus, Fulfilment, Phase, SagaNote, StepStatus};
use crate::world::World;

/// A transition of the saga of `id`.
pub fn saga_sentence(world: &World, id: OrderId, note: SagaNote) -> String {
    let name = order(world, id);
    match note {
        SagaNote::Started => format!("The saga of {name} begins."),
        SagaNote::StepStarted(step) => format!("The saga of {name} begins to {}.", step_name(step)),
        SagaNote::StepDone(step) => format!("Saga of {name}: {} is done.", step_name(step)),
        SagaNote::StepRefused(step) => {
            format!(
                "Saga of {name}: {} was refused; nothing was done there, so there is nothing to undo.",
                step_name(step)
            )
        }
        SagaNote::StepUnknown(step) => {
            format!(
                "Saga of {name}: {} had no answer in time. Nobody knows whether it was done, so it is undone first.",
                step_name(step)
            )
        }
        SagaNote::CompensationStarted(compensation) => {
            format!("The saga of {name} turns back: {}.", compensation_name(compensation))
        }
        SagaNote::CompensationDone(compensation) => {
            format!("Saga of {name}: {} is done.", compensation_name(compensation))
        }
        SagaNote::CompensationFailed(compensation) => {
            format!(
                "Saga of {name}: {} gave up; a person must decide. The other compensations still run.",
                compensation_name(compensation)
            )
        }
        SagaNote::CompensationResolved(compensation, resolution) => {
            format!(
                "Saga of {name}: a person decided about {}: {}.",
                compensation_name(compensation),
                resolution_name(resolution).to_ascii_lowercase()
            )
        }
        SagaNote::Completed => format!("The saga of {name} is complete."),
        SagaNote::Compensated => format!("The saga of {name} has undone all that was done."),
        SagaNote::Stuck => format!("The saga of {name} is stuck: it needs a person."),
        SagaNote::IgnoredLate(call) => {
            format!("Saga of {name}: an answer or timer about {} came too late and changes nothing.", call_name(call))
        }
    }
}

/// Where the saga stands and why, in one or two sentences.
pub fn saga_standing(saga: &Fulfilment) -> String {
    let why = saga.reason.map(cancel_reason).unwrap_or_default();
    match saga.phase {
        Phase::NotStarted => "The saga has not begun.".to_owned(),
        Phase::Running => "The saga is on its way forward.".to_owned(),
        Phase::Completed => "The saga is complete: the order is confirmed.".to_owned(),
        Phase::Compensating => format!("{why} {}", undoing(saga)).trim().to_owned(),
        Phase::Compensated => format!("{why} All that was done is undone.").trim().to_owned(),
        Phase::Stuck => format!("{why} A compensation gave up: this needs a person.").trim().to_owned(),
    }
}

/// "The saga is releasing the stock it had reserved."
fn undoing(saga: &Fulfilment) -> &'static str {
    let running = [Compensation::CancelShipment, Compensation::RefundPayment, Compensation::ReleaseInventory]
        .into_iter()
        .find(|compensation| {
            saga.compensations
                .get(*compensation as usize)
                .is_some_and(|state| state.status == CompensationStatus::Running)
        });
    match running {
        Some(Compensation::ReleaseInventory) => "The saga is releasing the stock it had reserved.",
        Some(Compensation::RefundPayment) => "The saga is refunding the payment.",
        Some(Compensation::CancelShipment) => "The saga is cancelling the shipment.",
        None => "The saga is cancelling the order.",
    }
}

pub const fn phase_word(phase: Phase) -> &'static str {
    match phase {
        Phase::NotStarted => "not started",
        Phase::Running => "running",
        Phase::Completed => "complete",
        Phase::Compensating => "turning back",
        Phase::Compensated => "undone",
        Phase::Stuck => "needs a person",
    }
}

pub const fn step_status_word(status: StepStatus) -> &'static str {
    match status {
        StepStatus::Waiting => "waiting",
        StepStatus::Running => "running",
        StepStatus::Done => "done",
        StepStatus::Refused => "refused",
        StepStatus::Unknown => "unknown",
    }
}

pub const fn compensation_status_word(status: CompensationStatus) -> &'static str {
    match status {
        CompensationStatus::NotNeeded => "not needed",
        CompensationStatus::Waiting => "waiting",
        CompensationStatus::Running => "running",
        CompensationStatus::Done => "done",
        CompensationStatus::Failed => "needs a person",
        CompensationStatus::ByHand => "done by hand",
        CompensationStatus::WrittenOff => "written off",
    }
}

/// "Charge payment".
pub fn call_title(call: Call) -> String {
    capitalised(call_name(call).to_owned())
}
