//! Tests written from runs. The files in `tests/it/generated` are such tests, compiled and run with all others.

use eventarium::session::{ExportFormat, Goal, Session};
use eventarium::world::{TraceKind, World};

use super::{is_golden, played};

/// The first step with a line of this kind about this message.
fn step_of(world: &World, kind: TraceKind, message: &str) -> u32 {
    let found = world.trace.iter().find(|line| line.kind == kind && world.message_name(line.message) == message);
    found.unwrap_or_else(|| panic!("no {} {message}", kind.name())).step
}

fn of_step(session: &Session, kind: TraceKind, message: &str) -> String {
    session.test_of_step(step_of(session.world(), kind, message)).unwrap()
}

#[test]
fn generated_tests_are_as_they_were() {
    let happy = played("happy-path");
    let stuck = played("stuck");
    let cancelled = played("cancelled-in-time");
    let last = played("last-item");
    let mut half = played("shipping-unavailable");
    half.seek(Goal::Step(60)).unwrap();
    let files = [
        ("place_order", of_step(&happy, TraceKind::Handled, "PlaceOrder")),
        ("charge_payment", of_step(&happy, TraceKind::Handled, "ChargePayment")),
        ("reserve_inventory", of_step(&last, TraceKind::Handled, "ReserveInventory")),
        ("release_inventory", of_step(&stuck, TraceKind::Handled, "ReleaseInventory")),
        ("cancel_order", of_step(&cancelled, TraceKind::Handled, "CancelOrder")),
        ("saga_hears", of_step(&happy, TraceKind::Handled, "InventoryReserved")),
        ("charge_refused", of_step(&played("card-declined"), TraceKind::Appended, "PaymentDeclined")),
        ("happy_path", happy.export(ExportFormat::Test).unwrap()),
        ("until_half", half.export(ExportFormat::Test).unwrap()),
    ];
    for (name, text) in files {
        is_golden(&format!("it/generated/{name}.rs"), &text);
    }
}

#[test]
fn every_step_of_every_story_has_a_test() {
    let mut sentences = 0;
    for scenario in eventarium::session::scenarios() {
        let session = played(scenario.id);
        for step in 1..=session.timeline().step() {
            let text = session.test_of_step(step).unwrap();
            assert!(text.contains("#[test]\n"), "{}, step {step}", scenario.id);
            sentences += u32::from(text.contains("Decider::decide"));
        }
    }
    assert!(sentences > 60, "{sentences}");
    let session = played("happy-path");
    assert!(session.test_of_step(0).is_err() && session.test_of_step(100_000).is_err());
}

#[test]
fn a_decision_that_a_fault_took_is_told_as_a_run() {
    let declined = played("card-declined");
    let text = of_step(&declined, TraceKind::Appended, "PaymentDeclined");
    assert!(text.contains("run.open(RUN)") && !text.contains("Decider"));
}
