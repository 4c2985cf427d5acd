//! The README tells what scripts may rely on.

use eventarium::domain::fulfilment::{Call, Compensation, Resolution, SagaNote, Step};
use eventarium::exchange::{FORMAT_VERSION, INPUTS_MAX, VIEW_CHARS_MAX, limits, link, session_file};
use eventarium::session::{CALL_STEPS_MAX, ExportFormat};
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
fn what_leaves_and_enters_is_as_it_is_told() {
    assert_eq!((link::READ_CHARS_MAX, link::INFLATED_MAX, link::RATIO_MAX), (65_536, 1 << 20, 100));
    assert_eq!((link::CHARS_MAX, link::LONG_CHARS, link::PARAMETER), (32_000, 8_000, "run="));
    assert_eq!((session_file::BYTES_MAX, INPUTS_MAX, limits::DEPTH_MAX), (10 << 20, 200_000, 64));
    assert_eq!((FORMAT_VERSION, VIEW_CHARS_MAX), (2, 200));
    for format in ExportFormat::ALL {
        assert!(README.contains(&format!("`{}`", format.name())), "{} is not listed", format.name());
    }
}

#[test]
fn the_bounds_are_those_of_the_program() {
    assert_eq!((limits::LINES_MAX, limits::QUANTITY_MAX), (1_000, 1_000_000));
    assert_eq!((limits::CENTS_MAX, limits::ID_CHARS_MAX, CALL_STEPS_MAX), (100_000_000_000, 256, 4_000_000));
}
