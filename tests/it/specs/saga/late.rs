//! Answers and timers that come when nobody waits for them any more.

use eventarium::domain::Refusal;
use eventarium::domain::fulfilment::{
    Call, Compensation, CompensationStatus, Phase, Resolution, SagaInput, SagaNote, Step,
};

use super::stages::{
    ATTEMPTS_MAX, Given, ORDER_CANCELLED, cancels_the_order, gave_up, notes, rang, refused, resolved, running,
    sends_again, step_done, undoes, undone,
};

use Compensation::{CancelShipment, RefundPayment, ReleaseInventory};

fn completed() -> Given {
    running(Step::ConfirmOrder).and(step_done(Step::ConfirmOrder))
}

fn compensated() -> Given {
    running(Step::ChargePayment)
        .and(refused(Step::ChargePayment, Refusal::CardDeclined))
        .and(undone(ReleaseInventory))
        .and(ORDER_CANCELLED)
}

fn every_call() -> impl Iterator<Item = Call> {
    let steps = Step::ALL.into_iter().map(Call::Step);
    steps.chain(Compensation::ALL.into_iter().map(Call::Compensation)).chain([Call::CancelOrder])
}

#[test]
fn sg_09_the_timer_of_a_step_that_was_answered_still_rings_and_is_ignored() {
    let reserve = Call::Step(Step::ReserveInventory);
    running(Step::ChargePayment).when(rang(reserve, 1)).then_ignored(reserve);
    running(Step::ConfirmOrder).when(rang(reserve, 1)).then_ignored(reserve);
}

#[test]
fn sg_09_the_timer_of_an_earlier_attempt_is_ignored() {
    let confirm = Call::Step(Step::ConfirmOrder);
    let repeated = running(Step::ConfirmOrder).and(rang(confirm, 1));
    repeated.clone().when(rang(confirm, 1)).then_ignored(confirm);
    repeated.when(rang(confirm, 2)).then([sends_again(confirm, 3)]);
}

#[test]
fn sg_10_every_timer_of_an_ended_saga_is_ignored() {
    for call in every_call() {
        for attempt in 0..=2 {
            completed().when(rang(call, attempt)).then_ignored(call);
            compensated().when(rang(call, attempt)).then_ignored(call);
        }
    }
}

#[test]
fn sg_10_every_answer_to_an_ended_saga_is_ignored() {
    for call in every_call() {
        for saga in [completed(), compensated()] {
            saga.clone().when(SagaInput::Done(call)).then_ignored(call);
            saga.clone().when(SagaInput::Refused(call, Refusal::CalledOff)).then_ignored(call);
            saga.when(SagaInput::Refused(call, Refusal::AlreadyDone)).then_ignored(call);
        }
    }
}

#[test]
fn sg_12_whichever_of_answer_and_timer_comes_second_is_ignored() {
    for step in [Step::ReserveInventory, Step::ChargePayment, Step::CreateShipment] {
        let call = Call::Step(step);
        running(step).and(step_done(step)).when(rang(call, 1)).then_ignored(call);
        running(step).and(rang(call, 1)).when(step_done(step)).then_ignored(call);
        running(step).and(rang(call, 1)).when(refused(step, Refusal::CardDeclined)).then_ignored(call);
        running(step).and(refused(step, Refusal::CardDeclined)).when(rang(call, 1)).then_ignored(call);
    }
}

#[test]
fn an_answer_that_comes_twice_counts_once() {
    let reserve = Step::ReserveInventory;
    running(Step::ChargePayment).when(step_done(reserve)).then_ignored(Call::Step(reserve));
    let undoing = running(Step::CreateShipment)
        .and(refused(Step::CreateShipment, Refusal::Unavailable { attempts: 3 }))
        .and(undone(RefundPayment));
    undoing.clone().when(undone(RefundPayment)).then_ignored(Call::Compensation(RefundPayment));
    undoing.when(gave_up(RefundPayment)).then_ignored(Call::Compensation(RefundPayment));
}

#[test]
fn an_answer_to_a_step_that_was_not_asked_for_is_ignored() {
    let charge = Step::ChargePayment;
    running(Step::ReserveInventory).when(step_done(charge)).then_ignored(Call::Step(charge));
    running(Step::ReserveInventory).when(undone(RefundPayment)).then_ignored(Call::Compensation(RefundPayment));
    running(Step::ReserveInventory).when(ORDER_CANCELLED).then_ignored(Call::CancelOrder);
    let waiting = running(Step::CreateShipment).and(rang(Call::Step(Step::CreateShipment), 1));
    waiting.when(undone(ReleaseInventory)).then_ignored(Call::Compensation(ReleaseInventory));
}

#[test]
fn the_answer_of_a_compensation_that_gave_up_ends_it_after_all() {
    let call = Call::Compensation(ReleaseInventory);
    let mut saga = running(Step::ChargePayment).and(refused(Step::ChargePayment, Refusal::CardDeclined));
    for attempt in 1..=ATTEMPTS_MAX {
        saga = saga.and(rang(call, attempt));
    }
    saga.when(undone(ReleaseInventory))
        .then([notes(SagaNote::CompensationDone(ReleaseInventory)), cancels_the_order()])
        .and_it_is(Phase::Compensating)
        .with_compensation(ReleaseInventory, CompensationStatus::Done);
}

#[test]
fn the_late_answer_of_one_does_not_end_another_that_gave_up() {
    let stuck = running(Step::CreateShipment)
        .and(rang(Call::Step(Step::CreateShipment), 1))
        .and(gave_up(CancelShipment))
        .and(gave_up(RefundPayment))
        .and(undone(ReleaseInventory));
    stuck
        .when(undone(CancelShipment))
        .then([notes(SagaNote::CompensationDone(CancelShipment))])
        .and_it_is(Phase::Stuck)
        .with_compensation(RefundPayment, CompensationStatus::Failed);
}

#[test]
fn what_a_person_ended_stays_on_record_when_the_answer_comes() {
    let call = Call::Compensation(ReleaseInventory);
    for resolution in [Resolution::DoneByHand, Resolution::WriteOff] {
        running(Step::ChargePayment)
            .and(refused(Step::ChargePayment, Refusal::CardDeclined))
            .and(gave_up(ReleaseInventory))
            .and(resolved(ReleaseInventory, resolution))
            .when(undone(ReleaseInventory))
            .then_ignored(call);
    }
}

#[test]
fn a_retry_that_waits_for_its_turn_is_ended_by_the_answer_to_the_first_attempt() {
    running(Step::CreateShipment)
        .and(rang(Call::Step(Step::CreateShipment), 1))
        .and(gave_up(CancelShipment))
        .and(resolved(CancelShipment, Resolution::Retry))
        .and(undone(CancelShipment))
        .when(undone(RefundPayment))
        .then([notes(SagaNote::CompensationDone(RefundPayment)), undoes(ReleaseInventory, 1)])
        .with_compensation(CancelShipment, CompensationStatus::Done);
}
