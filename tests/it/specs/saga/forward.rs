//! The way forward: every step done, refused, or without an answer.

use eventarium::domain::Refusal;
use eventarium::domain::fulfilment::{
    Call, Compensation, CompensationStatus, Phase, SagaNote, SagaRejection, Step, StepStatus,
};
use eventarium::domain::order::CancelReason;

use super::stages::{
    cancels_the_order, given, notes, placed, rang, refused, running, sends, sends_again, starts, step_done, undoes,
};

#[test]
fn a_placed_order_starts_its_saga_once() {
    given([])
        .when(placed())
        .then([notes(SagaNote::Started), starts(Step::ReserveInventory)])
        .and_it_is(Phase::Running)
        .with_step(Step::ReserveInventory, StepStatus::Running)
        .with_step(Step::ChargePayment, StepStatus::Waiting);
    for step in Step::ALL {
        running(step).when(placed()).then_rejected(SagaRejection::AlreadyStarted);
    }
}

#[test]
fn before_the_order_is_placed_every_answer_must_be_tried_again_later() {
    for step in Step::ALL {
        given([]).when(step_done(step)).then_rejected(SagaRejection::NotStarted);
        given([]).when(rang(Call::Step(step), 1)).then_rejected(SagaRejection::NotStarted);
        given([]).when(refused(step, Refusal::CardDeclined)).then_rejected(SagaRejection::NotStarted);
    }
}

#[test]
fn each_step_follows_the_one_before() {
    for (step, next) in [
        (Step::ReserveInventory, Step::ChargePayment),
        (Step::ChargePayment, Step::CreateShipment),
        (Step::CreateShipment, Step::ConfirmOrder),
    ] {
        running(step)
            .when(step_done(step))
            .then([notes(SagaNote::StepDone(step)), starts(next)])
            .and_it_is(Phase::Running)
            .with_step(step, StepStatus::Done)
            .with_step(next, StepStatus::Running);
    }
}

#[test]
fn a_confirmed_order_completes_its_saga() {
    let then = running(Step::ConfirmOrder)
        .when(step_done(Step::ConfirmOrder))
        .then([notes(SagaNote::StepDone(Step::ConfirmOrder)), notes(SagaNote::Completed)])
        .and_it_is(Phase::Completed);
    assert!(then.0.is_terminal());
    for compensation in Compensation::ALL {
        assert_eq!(then.0.compensation(compensation).status, CompensationStatus::NotNeeded);
    }
}

#[test]
fn a_refused_first_step_leaves_nothing_to_undo() {
    let refusal = Refusal::Unavailable { attempts: 3 };
    let then = running(Step::ReserveInventory)
        .when(refused(Step::ReserveInventory, refusal))
        .then([notes(SagaNote::StepRefused(Step::ReserveInventory)), cancels_the_order()])
        .and_it_is(Phase::Compensating)
        .with_step(Step::ReserveInventory, StepStatus::Refused)
        .with_compensation(Compensation::ReleaseInventory, CompensationStatus::NotNeeded);
    assert_eq!(then.0.reason, Some(CancelReason::Refused(refusal)));
}

#[test]
fn a_declined_card_undoes_the_reservation_only() {
    running(Step::ChargePayment)
        .when(refused(Step::ChargePayment, Refusal::CardDeclined))
        .then([notes(SagaNote::StepRefused(Step::ChargePayment)), undoes(Compensation::ReleaseInventory, 1)])
        .and_it_is(Phase::Compensating)
        .with_step(Step::ChargePayment, StepStatus::Refused)
        .with_compensation(Compensation::RefundPayment, CompensationStatus::NotNeeded)
        .with_compensation(Compensation::ReleaseInventory, CompensationStatus::Running);
}

#[test]
fn a_refused_shipment_undoes_the_charge_first() {
    running(Step::CreateShipment)
        .when(refused(Step::CreateShipment, Refusal::Unavailable { attempts: 3 }))
        .then([notes(SagaNote::StepRefused(Step::CreateShipment)), undoes(Compensation::RefundPayment, 1)])
        .with_compensation(Compensation::CancelShipment, CompensationStatus::NotNeeded)
        .with_compensation(Compensation::RefundPayment, CompensationStatus::Running)
        .with_compensation(Compensation::ReleaseInventory, CompensationStatus::Waiting);
}

#[test]
fn sg_03_a_step_without_an_answer_is_undone_first_as_if_it_were_done() {
    for (step, compensation) in [
        (Step::ReserveInventory, Compensation::ReleaseInventory),
        (Step::ChargePayment, Compensation::RefundPayment),
        (Step::CreateShipment, Compensation::CancelShipment),
    ] {
        let then = running(step)
            .when(rang(Call::Step(step), 1))
            .then([notes(SagaNote::StepUnknown(step)), undoes(compensation, 1)])
            .and_it_is(Phase::Compensating)
            .with_step(step, StepStatus::Unknown)
            .with_compensation(compensation, CompensationStatus::Running);
        assert_eq!(then.0.reason, Some(CancelReason::NoAnswer));
    }
}

#[test]
fn sg_17_past_the_pivot_the_confirmation_is_repeated_until_it_succeeds() {
    let confirm = Call::Step(Step::ConfirmOrder);
    let mut saga = running(Step::ConfirmOrder);
    for attempt in 1..u8::MAX {
        saga.clone().when(rang(confirm, attempt)).then([sends_again(confirm, attempt + 1)]);
        saga = saga.and(rang(confirm, attempt));
    }
    saga.clone()
        .when(rang(confirm, u8::MAX))
        .then([sends_again(confirm, u8::MAX)])
        .and_it_is(Phase::Running)
        .with_step(Step::ConfirmOrder, StepStatus::Running);
    saga.when(step_done(Step::ConfirmOrder))
        .then([notes(SagaNote::StepDone(Step::ConfirmOrder)), notes(SagaNote::Completed)]);
}

#[test]
fn a_refused_confirmation_waits_for_its_timer() {
    running(Step::ConfirmOrder).when(refused(Step::ConfirmOrder, Refusal::CalledOff)).then_nothing();
}

#[test]
fn a_step_that_was_already_done_is_done() {
    let step = Step::CreateShipment;
    running(step)
        .when(refused(step, Refusal::AlreadyDone))
        .then([notes(SagaNote::StepDone(step)), starts(Step::ConfirmOrder)])
        .with_step(step, StepStatus::Done);
}

#[test]
fn a_step_is_registered_before_its_call_goes_out() {
    let saga = given([placed()]).when(step_done(Step::ReserveInventory)).then([
        notes(SagaNote::StepDone(Step::ReserveInventory)),
        notes(SagaNote::StepStarted(Step::ChargePayment)),
        sends(Call::Step(Step::ChargePayment), 1),
    ]);
    assert_eq!(saga.0.step(Step::ChargePayment).attempts, 1);
    assert_eq!(saga.0.running_step(), Some(Step::ChargePayment));
}
