//! Written by Eventarium from a run: a file for the folder `tests`.
//!
//! - 0 ms: PlaceOrder ord-1

use eventarium::session::{Goal, Session};

const RUN: &str = "ASoBJQDa_-JCGmhhcHB5LXBhdGgRNwsB5kBA5QNbBdX7uAMItR1d8a0R-0a39aeM";

#[test]
fn step_27() {
    // Given this run at the step before,
    let mut run = Session::new();
    run.open(RUN).expect("a run");
    run.seek(Goal::Step(26)).expect("a step");
    let lines = run.world().trace.len();
    // when one more thing happens,
    run.step();
    // then this is what came of it.
    let told = run.world().trace.from(lines).map(|line| (line.place.name(), line.kind.name()));
    let expected: Vec<(&str, &str)> = vec![
        ("saga", "saga"),
        ("saga", "saga"),
        ("saga", "timer-set"),
        ("saga", "handled"),
        ("saga", "sent"),
        ("bus", "acknowledged"),
    ];
    assert_eq!(told.collect::<Vec<_>>(), expected);
}
