//! The way back: from last to first, repeated where no answer comes, and no compensation stops the others.

use eventarium::domain::Refusal;
use eventarium::domain::fulfilment::{Call, Compensation, CompensationStatus, Phase, SagaInput, SagaNote, Step};

use super::stages::{
    ATTEMPTS_MAX, Given, ORDER_CANCELLED, cancels_the_order, gave_up, notes, rang, refused, running, sends_again,
    undoes, undone,
};

use Compensation::{CancelShipment, RefundPayment, ReleaseInventory};

/// The shipment timed out: everything has to be undone.
fn all_to_undo() -> Given {
    running(Step::CreateShipment).and(rang(Call::Step(Step::CreateShipment), 1))
}

/// The shipment was refused: charge and reservation have to be undone.
fn two_to_undo() -> Given {
    running(Step::CreateShipment).and(refused(Step::CreateShipment, Refusal::Unavailable { attempts: 3 }))
}

/// The card was declined: only the reservation has to be undone.
fn one_to_undo() -> Given {
    running(Step::ChargePayment).and(refused(Step::ChargePayment, Refusal::CardDeclined))
}

#[test]
fn sg_01_done_steps_are_undone_from_last_to_first() {
    all_to_undo()
        .when(undone(CancelShipment))
        .then([notes(SagaNote::CompensationDone(CancelShipment)), undoes(RefundPayment, 1)]);
    all_to_undo()
        .and(undone(CancelShipment))
        .when(undone(RefundPayment))
        .then([notes(SagaNote::CompensationDone(RefundPayment)), undoes(ReleaseInventory, 1)]);
    two_to_undo()
        .when(undone(RefundPayment))
        .then([notes(SagaNote::CompensationDone(RefundPayment)), undoes(ReleaseInventory, 1)]);
}

#[test]
fn sg_01_one_compensation_runs_at_a_time() {
    let then = all_to_undo()
        .when(rang(Call::Step(Step::CreateShipment), 1))
        .then([notes(SagaNote::IgnoredLate(Call::Step(Step::CreateShipment)))]);
    then.with_compensation(CancelShipment, CompensationStatus::Running)
        .with_compensation(RefundPayment, CompensationStatus::Waiting)
        .with_compensation(ReleaseInventory, CompensationStatus::Waiting);
}

#[test]
fn sg_02_a_step_known_not_done_is_not_undone() {
    two_to_undo()
        .and(undone(RefundPayment))
        .when(undone(ReleaseInventory))
        .then([notes(SagaNote::CompensationDone(ReleaseInventory)), cancels_the_order()])
        .with_compensation(CancelShipment, CompensationStatus::NotNeeded);
}

#[test]
fn after_the_last_compensation_the_order_is_cancelled() {
    one_to_undo()
        .when(undone(ReleaseInventory))
        .then([notes(SagaNote::CompensationDone(ReleaseInventory)), cancels_the_order()])
        .and_it_is(Phase::Compensating);
    let then = one_to_undo()
        .and(undone(ReleaseInventory))
        .when(ORDER_CANCELLED)
        .then([notes(SagaNote::Compensated)])
        .and_it_is(Phase::Compensated);
    assert!(then.0.is_terminal());
}

#[test]
fn the_cancelling_of_the_order_is_repeated_until_it_succeeds() {
    let mut saga = one_to_undo().and(undone(ReleaseInventory));
    for attempt in 1..u8::MAX {
        saga.clone().when(rang(Call::CancelOrder, attempt)).then([sends_again(Call::CancelOrder, attempt + 1)]);
        saga = saga.and(rang(Call::CancelOrder, attempt));
    }
    saga.clone().when(rang(Call::CancelOrder, u8::MAX)).then([sends_again(Call::CancelOrder, u8::MAX)]);
    saga.clone().when(SagaInput::Refused(Call::CancelOrder, Refusal::CalledOff)).then_nothing();
    saga.when(ORDER_CANCELLED).then([notes(SagaNote::Compensated)]).and_it_is(Phase::Compensated);
}

#[test]
fn a_compensation_without_an_answer_is_sent_again_until_its_attempts_are_used_up() {
    for compensation in [CancelShipment, RefundPayment, ReleaseInventory] {
        let call = Call::Compensation(compensation);
        let mut saga = undoing(compensation);
        for attempt in 1..ATTEMPTS_MAX {
            saga.clone().when(rang(call, attempt)).then([sends_again(call, attempt + 1)]);
            saga = saga.and(rang(call, attempt));
        }
        let next = match compensation {
            CancelShipment => undoes(RefundPayment, 1),
            RefundPayment => undoes(ReleaseInventory, 1),
            ReleaseInventory => notes(SagaNote::Stuck),
        };
        saga.when(rang(call, ATTEMPTS_MAX)).then([notes(SagaNote::CompensationFailed(compensation)), next]);
    }
}

#[test]
fn sg_04_a_compensation_that_gives_up_does_not_stop_the_others() {
    all_to_undo()
        .when(gave_up(CancelShipment))
        .then([notes(SagaNote::CompensationFailed(CancelShipment)), undoes(RefundPayment, 1)])
        .and_it_is(Phase::Compensating)
        .with_compensation(CancelShipment, CompensationStatus::Failed);
    all_to_undo()
        .and(gave_up(CancelShipment))
        .when(gave_up(RefundPayment))
        .then([notes(SagaNote::CompensationFailed(RefundPayment)), undoes(ReleaseInventory, 1)]);
}

#[test]
fn sg_19_with_a_compensation_that_gave_up_the_saga_is_stuck_once_all_others_ended() {
    let then = all_to_undo()
        .and(gave_up(CancelShipment))
        .and(undone(RefundPayment))
        .when(undone(ReleaseInventory))
        .then([notes(SagaNote::CompensationDone(ReleaseInventory)), notes(SagaNote::Stuck)])
        .and_it_is(Phase::Stuck);
    assert!(!then.0.is_terminal());
    assert_eq!(then.0.failed_compensations().collect::<Vec<_>>(), [CancelShipment]);
    one_to_undo()
        .when(gave_up(ReleaseInventory))
        .then([notes(SagaNote::CompensationFailed(ReleaseInventory)), notes(SagaNote::Stuck)])
        .and_it_is(Phase::Stuck);
}

#[test]
fn a_compensation_that_was_already_done_is_done() {
    one_to_undo()
        .when(SagaInput::Refused(Call::Compensation(ReleaseInventory), Refusal::AlreadyDone))
        .then([notes(SagaNote::CompensationDone(ReleaseInventory)), cancels_the_order()]);
}

/// A saga that undoes `compensation` just now, everything after it being undone.
fn undoing(compensation: Compensation) -> Given {
    let later = [CancelShipment, RefundPayment, ReleaseInventory].into_iter();
    later.take_while(|later| *later != compensation).fold(all_to_undo(), |saga, later| saga.and(undone(later)))
}
