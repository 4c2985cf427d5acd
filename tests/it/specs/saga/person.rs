//! A compensation gave up, and a person decides.

use eventarium::domain::Refusal;
use eventarium::domain::fulfilment::{
    Call, Compensation, CompensationStatus, Phase, Resolution, SagaNote, SagaRejection, Step,
};

use super::stages::{
    ATTEMPTS_MAX, Given, ORDER_CANCELLED, cancels_the_order, gave_up, given, notes, rang, refused, resolved, running,
    step_done, undoes, undone,
};

use Compensation::{CancelShipment, RefundPayment, ReleaseInventory};
use Resolution::{DoneByHand, Retry, WriteOff};

/// Charge and reservation are to be undone; the refund gave up, the release is done.
fn stuck() -> Given {
    running(Step::CreateShipment)
        .and(refused(Step::CreateShipment, Refusal::Unavailable { attempts: 3 }))
        .and(gave_up(RefundPayment))
        .and(undone(ReleaseInventory))
}

/// Both gave up.
fn stuck_twice() -> Given {
    running(Step::CreateShipment)
        .and(refused(Step::CreateShipment, Refusal::Unavailable { attempts: 3 }))
        .and(gave_up(RefundPayment))
        .and(gave_up(ReleaseInventory))
}

#[test]
fn a_retry_sends_a_new_message() {
    stuck()
        .when(resolved(RefundPayment, Retry))
        .then([undoes(RefundPayment, 2)])
        .and_it_is(Phase::Compensating)
        .with_compensation(RefundPayment, CompensationStatus::Running);
}

#[test]
fn a_retry_that_succeeds_ends_in_the_cancelled_order() {
    stuck()
        .and(resolved(RefundPayment, Retry))
        .when(undone(RefundPayment))
        .then([notes(SagaNote::CompensationDone(RefundPayment)), cancels_the_order()]);
}

#[test]
fn a_retry_that_fails_waits_for_a_person_again() {
    stuck()
        .and(resolved(RefundPayment, Retry))
        .when(gave_up(RefundPayment))
        .then([notes(SagaNote::CompensationFailed(RefundPayment)), notes(SagaNote::Stuck)])
        .and_it_is(Phase::Stuck);
}

#[test]
fn a_retry_past_the_attempts_is_one_more_attempt() {
    let call = Call::Compensation(ReleaseInventory);
    let mut saga = running(Step::ChargePayment).and(refused(Step::ChargePayment, Refusal::CardDeclined));
    for attempt in 1..=ATTEMPTS_MAX {
        saga = saga.and(rang(call, attempt));
    }
    saga.and(resolved(ReleaseInventory, Retry))
        .when(rang(call, ATTEMPTS_MAX + 1))
        .then([notes(SagaNote::CompensationFailed(ReleaseInventory)), notes(SagaNote::Stuck)]);
}

#[test]
fn retries_never_overflow_the_count_of_attempts() {
    let mut saga = stuck();
    for _ in 0..300 {
        saga = saga.and(resolved(RefundPayment, Retry)).and(gave_up(RefundPayment));
    }
    saga.when(resolved(RefundPayment, Retry)).then([undoes(RefundPayment, u8::MAX)]);
}

#[test]
fn done_by_hand_or_written_off_stays_on_record() {
    for (resolution, status) in [(DoneByHand, CompensationStatus::ByHand), (WriteOff, CompensationStatus::WrittenOff)] {
        stuck()
            .when(resolved(RefundPayment, resolution))
            .then([notes(SagaNote::CompensationResolved(RefundPayment, resolution)), cancels_the_order()])
            .and_it_is(Phase::Compensating)
            .with_compensation(RefundPayment, status);
        stuck()
            .and(resolved(RefundPayment, resolution))
            .when(ORDER_CANCELLED)
            .then([notes(SagaNote::Compensated)])
            .and_it_is(Phase::Compensated)
            .with_compensation(RefundPayment, status);
    }
}

#[test]
fn the_order_is_cancelled_only_when_every_task_is_decided() {
    stuck_twice()
        .when(resolved(RefundPayment, DoneByHand))
        .then([notes(SagaNote::CompensationResolved(RefundPayment, DoneByHand))])
        .and_it_is(Phase::Stuck);
    stuck_twice()
        .and(resolved(RefundPayment, DoneByHand))
        .when(resolved(ReleaseInventory, WriteOff))
        .then([notes(SagaNote::CompensationResolved(ReleaseInventory, WriteOff)), cancels_the_order()]);
}

#[test]
fn after_a_retry_the_saga_is_stuck_again_while_another_task_waits() {
    stuck_twice()
        .and(resolved(RefundPayment, Retry))
        .when(undone(RefundPayment))
        .then([notes(SagaNote::CompensationDone(RefundPayment)), notes(SagaNote::Stuck)])
        .and_it_is(Phase::Stuck);
}

#[test]
fn two_retries_run_one_after_the_other() {
    stuck_twice()
        .and(resolved(ReleaseInventory, Retry))
        .when(resolved(RefundPayment, Retry))
        .then([])
        .with_compensation(RefundPayment, CompensationStatus::Waiting);
    stuck_twice()
        .and(resolved(ReleaseInventory, Retry))
        .and(resolved(RefundPayment, Retry))
        .when(undone(ReleaseInventory))
        .then([notes(SagaNote::CompensationDone(ReleaseInventory)), undoes(RefundPayment, 2)]);
}

#[test]
fn a_task_can_be_decided_while_the_others_still_run() {
    let undoing =
        running(Step::CreateShipment).and(rang(Call::Step(Step::CreateShipment), 1)).and(gave_up(CancelShipment));
    undoing
        .when(resolved(CancelShipment, DoneByHand))
        .then([notes(SagaNote::CompensationResolved(CancelShipment, DoneByHand))])
        .and_it_is(Phase::Compensating)
        .with_compensation(RefundPayment, CompensationStatus::Running);
}

#[test]
fn nobody_is_asked_about_what_did_not_give_up() {
    for resolution in [Retry, DoneByHand, WriteOff] {
        given([]).when(resolved(RefundPayment, resolution)).then_rejected(SagaRejection::NotStarted);
        for saga in [
            running(Step::CreateShipment),
            running(Step::ConfirmOrder).and(step_done(Step::ConfirmOrder)),
            running(Step::CreateShipment).and(rang(Call::Step(Step::CreateShipment), 1)),
            stuck().and(resolved(RefundPayment, Retry)),
            stuck().and(resolved(RefundPayment, WriteOff)),
            stuck().and(undone(RefundPayment)),
        ] {
            saga.when(resolved(RefundPayment, resolution)).then_rejected(SagaRejection::NothingToResolve);
        }
    }
}
