//! The customer wants the order cancelled, at every point of the saga.

use eventarium::domain::Refusal;
use eventarium::domain::fulfilment::{
    Call, Compensation, CompensationStatus, Phase, SagaInput, SagaNote, SagaRejection, Step, StepStatus,
};
use eventarium::domain::order::CancelReason;

use super::stages::{Given, ORDER_CANCELLED, gave_up, given, notes, rang, refused, running, step_done, undoes, undone};

use Compensation::{CancelShipment, RefundPayment, ReleaseInventory};

const WISH: SagaInput = SagaInput::CancellationRequested;

fn completed() -> Given {
    running(Step::ConfirmOrder).and(step_done(Step::ConfirmOrder))
}

#[test]
fn before_the_order_is_placed_the_wish_must_be_tried_again_later() {
    given([]).when(WISH).then_rejected(SagaRejection::NotStarted);
}

#[test]
fn before_the_pivot_is_done_the_step_under_way_counts_as_unknown_and_is_undone_first() {
    for (step, compensation) in [
        (Step::ReserveInventory, ReleaseInventory),
        (Step::ChargePayment, RefundPayment),
        (Step::CreateShipment, CancelShipment),
    ] {
        let then = running(step)
            .when(WISH)
            .then([notes(SagaNote::StepUnknown(step)), undoes(compensation, 1)])
            .and_it_is(Phase::Compensating)
            .with_step(step, StepStatus::Unknown);
        assert_eq!(then.0.reason, Some(CancelReason::CustomerRequest));
    }
}

#[test]
fn what_was_done_before_is_undone_too() {
    running(Step::ChargePayment)
        .and(WISH)
        .when(undone(RefundPayment))
        .then([notes(SagaNote::CompensationDone(RefundPayment)), undoes(ReleaseInventory, 1)])
        .with_compensation(CancelShipment, CompensationStatus::NotNeeded);
}

#[test]
fn past_the_pivot_the_wish_comes_too_late() {
    running(Step::ConfirmOrder).when(WISH).then_rejected(SagaRejection::PastPivot);
    completed().when(WISH).then_rejected(SagaRejection::PastPivot);
}

#[test]
fn a_saga_that_turned_back_does_not_turn_back_again() {
    let declined = running(Step::ChargePayment).and(refused(Step::ChargePayment, Refusal::CardDeclined));
    declined.clone().when(WISH).then_rejected(SagaRejection::AlreadyCompensating);
    declined.clone().and(gave_up(ReleaseInventory)).when(WISH).then_rejected(SagaRejection::AlreadyCompensating);
    let cancelling = declined.and(undone(ReleaseInventory));
    cancelling.clone().when(WISH).then_rejected(SagaRejection::AlreadyCompensating);
    cancelling.and(ORDER_CANCELLED).when(WISH).then_rejected(SagaRejection::AlreadyCompensating);
}

#[test]
fn the_answer_that_was_no_longer_waited_for_changes_nothing() {
    let step = Step::CreateShipment;
    running(step).and(WISH).when(step_done(step)).then_ignored(Call::Step(step));
    running(step).and(WISH).when(refused(step, Refusal::CalledOff)).then_ignored(Call::Step(step));
    running(step).and(WISH).when(rang(Call::Step(step), 1)).then_ignored(Call::Step(step));
}
