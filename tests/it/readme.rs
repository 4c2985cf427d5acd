//! The README tells what scripts may rely on.

use eventarium::domain::fulfilment::{Call, Compensation, Resolution, SagaNote, Step};
use eventarium::exchange::limits;
use eventarium::session::CALL_STEPS_MAX;
use eventarium::world::{TraceKind, saga_note_name};

const README: &str = include_str!("../../README.md");

#[test]
fn every_kind_of_line_is_listed() {
    let (step, undo) = (Step::ChargePayment, Compensation::RefundPayment);
    let notes = [
        SagaNote::Started,
        SagaNote::StepStarted(step),
        SagaNote::StepDone(step),
        SagaNote::StepRefused(step),
        SagaNote::StepUnknown(step),
        SagaNote::CompensationStarted(undo),
        SagaNote::CompensationDone(undo),
        SagaNote::CompensationFailed(undo),
        SagaNote::CompensationResolved(undo, Resolution::Retry),
        SagaNote::Completed,
        SagaNote::Compensated,
        SagaNote::Stuck,
        SagaNote::IgnoredLate(Call::Step(step)),
    ];
    let kinds = TraceKind::ALL.into_iter().filter(|kind| *kind != TraceKind::Saga).map(TraceKind::name);
    for name in kinds.chain(notes.map(saga_note_name)) {
        assert!(README.contains(&format!("`{name}`")), "{name} is not listed");
    }
}

#[test]
fn the_bounds_are_those_of_the_program() {
    assert_eq!((limits::LINES_MAX, limits::QUANTITY_MAX), (1_000, 1_000_000));
    assert_eq!((limits::CENTS_MAX, limits::ID_CHARS_MAX, CALL_STEPS_MAX), (100_000_000_000, 256, 4_000_000));
}
