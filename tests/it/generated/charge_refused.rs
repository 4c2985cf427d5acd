//! Written by Eventarium from a run: a file for the folder `tests`.
//!
//! - 0 ms: fault decline
//! - 0 ms: PlaceOrder ord-1

use eventarium::session::{Goal, Session};

const RUN: &str = "ATEBLADT_-JCHWNhcmQtZGVjbGluZWQSMTELAuZAQOZBQeUDQQXgnvsBCGS_Ko0GXt_KFyKG8g";

#[test]
fn step_31() {
    // Given this run at the step before,
    let mut run = Session::new();
    run.open(RUN).expect("a run");
    run.seek(Goal::Step(30)).expect("a step");
    let lines = run.world().trace.len();
    // when one more thing happens,
    run.step();
    // then this is what came of it.
    let told = run.world().trace.from(lines).map(|line| (line.place.name(), line.kind.name()));
    let expected: Vec<(&str, &str)> = vec![
        ("payment", "appended"),
        ("payment", "handled"),
        ("bus", "acknowledged"),
    ];
    assert_eq!(told.collect::<Vec<_>>(), expected);
}
