//! The saga of an order: the way forward, and the way back beside it.

use crate::domain::OrderId;
use crate::domain::fulfilment::{Call, Compensation, CompensationStatus, Fulfilment, Phase, Step, StepStatus};
use crate::kernel::MessageNo;
use crate::scene::words;
use crate::world::World;

/// The saga as the inspector draws it.
#[derive(Clone, Debug, PartialEq)]
pub struct Track {
    pub order: OrderId,
    pub name: String,
    pub phase: Phase,
    pub phase_word: &'static str,
    pub standing: String,
    /// Each step with the compensation that undoes it.
    pub rows: Vec<(TrackCell, Option<TrackCell>)>,
    /// Where the track turns back: the row of the step that was refused or had no answer.
    pub turns_at: Option<usize>,
    pub tasks: Vec<StuckTask>,
}

/// A step or a compensation.
#[derive(Clone, Debug, PartialEq)]
pub struct TrackCell {
    /// The name of the step or compensation, as `why_saga` takes it.
    pub field: &'static str,
    pub title: String,
    pub status: &'static str,
    /// A word for the style sheet: `done`, `bad`, `busy`, `idle` or `person`.
    pub look: &'static str,
    pub attempts: u8,
    /// After it there is no way back.
    pub is_pivot: bool,
    /// The message that carried the call.
    pub message: Option<MessageNo>,
}

/// A compensation that waits for a person.
#[derive(Clone, Debug, PartialEq)]
pub struct StuckTask {
    pub number: u32,
    pub title: String,
}

const STEPS: [Step; 4] = [Step::ReserveInventory, Step::ChargePayment, Step::CreateShipment, Step::ConfirmOrder];

/// The compensation of each step; the last is never undone.
const fn undo_of(step: Step) -> Option<Compensation> {
    match step {
        Step::ReserveInventory => Some(Compensation::ReleaseInventory),
        Step::ChargePayment => Some(Compensation::RefundPayment),
        Step::CreateShipment => Some(Compensation::CancelShipment),
        Step::ConfirmOrder => None,
    }
}

/// The track of an order's saga; `None` where no saga began.
pub fn track(world: &World, order: OrderId) -> Option<Track> {
    let saga = &world.sagas.get(order.0 as usize)?.saga;
    if saga.phase == Phase::NotStarted {
        return None;
    }
    let rows = STEPS.map(|step| {
        (step_cell(world, saga, order, step), undo_of(step).map(|undo| undo_cell(world, saga, order, undo)))
    });
    let turns_at = matches!(saga.phase, Phase::Compensating | Phase::Compensated | Phase::Stuck)
        .then(|| saga.steps.iter().rposition(|step| !matches!(step.status, StepStatus::Waiting)).unwrap_or(0));
    let tasks = world.open_tasks().filter(|(_, task)| task.order == order);
    Some(Track {
        order,
        name: words::order(world, order),
        phase: saga.phase,
        phase_word: words::phase_word(saga.phase),
        standing: words::saga_standing(saga),
        rows: rows.into(),
        turns_at,
        tasks: tasks
            .map(|(number, task)| StuckTask { number, title: words::call_title(Call::Compensation(task.compensation)) })
            .collect(),
    })
}

fn step_cell(world: &World, saga: &Fulfilment, order: OrderId, step: Step) -> TrackCell {
    let state = saga.steps.get(step as usize).copied().unwrap_or_default();
    TrackCell {
        field: step.name(),
        title: words::call_title(Call::Step(step)),
        status: words::step_status_word(state.status),
        look: match state.status {
            StepStatus::Waiting => "idle",
            StepStatus::Running => "busy",
            StepStatus::Done => "done",
            StepStatus::Refused | StepStatus::Unknown => "bad",
        },
        attempts: state.attempts,
        is_pivot: step == Step::CreateShipment,
        message: world.call_message(order, Call::Step(step)),
    }
}

fn undo_cell(world: &World, saga: &Fulfilment, order: OrderId, undo: Compensation) -> TrackCell {
    let state = saga.compensations.get(undo as usize).copied().unwrap_or_default();
    TrackCell {
        field: undo.name(),
        title: words::call_title(Call::Compensation(undo)),
        status: words::compensation_status_word(state.status),
        look: match state.status {
            CompensationStatus::NotNeeded => "idle",
            CompensationStatus::Waiting | CompensationStatus::Running => "busy",
            CompensationStatus::Done | CompensationStatus::ByHand | CompensationStatus::WrittenOff => "done",
            CompensationStatus::Failed => "person",
        },
        attempts: state.attempts,
        is_pivot: false,
        message: world.call_message(order, Call::Compensation(undo)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::{FaultKind, FaultRule};
    use crate::messaging::{Node, Place};
    use crate::scene::samples::one_order;

    #[test]
    fn a_refused_shipment_turns_the_track_at_its_row() {
        let refusing = FaultRule { target: Some(Place::Node(Node::Shipping)), ..FaultRule::of(FaultKind::Unavailable) };
        let world = one_order(&[refusing]);
        let track = track(&world, OrderId(0)).unwrap_or_else(|| unreachable!("the saga began"));
        assert_eq!(track.phase, Phase::Compensated);
        assert_eq!(track.turns_at, Some(2));
        let looks: Vec<_> =
            track.rows.iter().map(|(step, undo)| (step.look, undo.as_ref().map(|undo| undo.look))).collect();
        assert_eq!(looks, [("done", Some("done")), ("done", Some("done")), ("bad", Some("idle")), ("idle", None)]);
        assert!(track.rows.get(2).is_some_and(|(step, _)| step.is_pivot));
    }
}
