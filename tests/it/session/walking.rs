//! Seeking equals running straight, slices equal one go, and walking changes nothing but the cursor.

use eventarium::kernel::{Purpose, Seed, Span, VirtualTime};
use eventarium::scenario::SCENARIOS;
use eventarium::session::{Goal, Session};

use super::{fault, order, story};

const MINUTES: Span = Span::from_secs(120);

/// The hash after each step of a run, from its start.
fn straight(session: &mut Session) -> Vec<String> {
    session.seek(Goal::Step(0)).unwrap();
    let mut hashes = vec![session.hash()];
    while !session.timeline().is_quiet() {
        session.step();
        hashes.push(session.hash());
    }
    hashes
}

#[test]
fn seeking_to_any_step_equals_running_straight() {
    for scenario in &SCENARIOS {
        let mut session = story(scenario.id);
        let hashes = straight(&mut session);
        for draw in 0..40 {
            let step = Seed(9).below(hashes.len() as u64, Purpose::Campaign, draw, 0);
            let moved = session.seek(Goal::Step(step as u32)).unwrap();
            assert_eq!(u64::from(moved.step), step, "{}", scenario.id);
            assert_eq!(session.hash(), hashes[step as usize], "{} at step {step}", scenario.id);
        }
        assert_eq!(session.timeline().diverged_at(), None);
    }
}

#[test]
fn slices_equal_one_go() {
    for scenario in &SCENARIOS {
        let mut at_once = story(scenario.id);
        at_once.advance(MINUTES);
        let mut sliced = story(scenario.id);
        while sliced.now() < VirtualTime::ZERO.after(MINUTES) {
            sliced.advance(Span::from_micros(16_667).plus(Span::from_micros(sliced.now().micros() % 1_000)));
        }
        sliced.seek(Goal::Time(VirtualTime::ZERO.after(MINUTES))).unwrap();
        assert_eq!(sliced.hash(), at_once.hash(), "{}", scenario.id);
    }
}

/// Inputs before, between and after two occurrences that are due at the same time keep their side of the tie.
#[test]
fn an_input_on_a_tie_stays_where_it_was() {
    for side in 0..4 {
        let mut session = Session::new();
        (0..3).for_each(|_| drop(session.send(&order()).unwrap()));
        // Two faults with the same window end at the same time; the input is recorded `side` steps into that tie.
        for _ in 0..2 {
            session.inject(&fault(r#"{"kind": "latency", "target": "client", "until": 150}"#)).unwrap();
            session.inject(&fault(r#"{"kind": "drop", "target": "payment", "from": 150}"#)).unwrap();
        }
        session.advance(Span::from_micros(149_999));
        for _ in 0..side {
            session.step();
        }
        session.send(&order()).unwrap();
        session.run_until_quiet(MINUTES);
        let (end, last) = (session.hash(), session.timeline().step());
        let hashes = straight(&mut session);
        assert_eq!(hashes.last(), Some(&end), "side {side}");
        for step in (0..=last).rev().step_by(7).chain([0, last]) {
            session.seek(Goal::Step(step)).unwrap();
            assert_eq!(session.hash(), hashes[step as usize], "side {side}, step {step}");
        }
        assert_eq!(session.timeline().diverged_at(), None);
    }
}

#[test]
fn seeking_to_a_time_stands_after_everything_due_then() {
    let mut session = story("happy-path");
    session.run_until_quiet(MINUTES);
    let lines: Vec<(u32, VirtualTime)> = session.world().trace.iter().map(|entry| (entry.step, entry.time)).collect();
    for (_, time) in lines.iter().step_by(5) {
        session.seek(Goal::Time(*time)).unwrap();
        let last = lines.iter().filter(|(_, at)| at <= time).map(|(step, _)| *step).max().unwrap();
        assert!(session.timeline().step() >= last);
        assert!(session.timeline().next_due().is_none_or(|due| due > *time));
        assert_eq!(session.now(), *time);
    }
}

#[test]
fn seeking_past_the_end_runs_on() {
    let mut session = story("happy-path");
    let moved = session.seek(Goal::Time(VirtualTime::from_millis(60_000))).unwrap();
    assert_eq!(moved.now, 60_000.0);
    assert_eq!(session.order("ord-1").unwrap().status, "shipped");
    let mut other = story("happy-path");
    let moved = other.seek(Goal::Step(1_000_000)).unwrap();
    assert!(moved.step > 50 && moved.step < 1_000_000);
}

#[test]
fn a_position_is_where_its_event_was_appended() {
    let mut session = story("card-declined");
    for position in [3, 0, 2] {
        session.seek(Goal::Position(position)).unwrap();
        assert_eq!(session.world().store.len(), position as usize + 1);
    }
    session.seek(Goal::Time(VirtualTime::from_millis(1_234))).unwrap();
    let (hash, now) = (session.hash(), session.now());
    let refused = session.seek(Goal::Position(1_000)).unwrap_err();
    assert_eq!((refused.code.name(), refused.field.as_str()), ("bad-argument", "position"));
    assert_eq!((session.hash(), session.now()), (hash, now));
}

#[test]
fn steps_go_forward_and_back() {
    let mut session = story("happy-path");
    assert_eq!(session.step_back().step, 0);
    let first = session.hash();
    assert_eq!(session.step().step, 1);
    let second = session.hash();
    assert_ne!(first, second);
    assert_eq!(session.step_back().step, 0);
    assert_eq!(session.hash(), first);
    assert_eq!(session.step().step, 1);
    assert_eq!(session.hash(), second);
}

#[test]
fn quiet_is_when_nothing_more_happens() {
    let mut session = Session::new();
    let idle = session.run_until_quiet(MINUTES);
    assert_eq!((idle.now, idle.steps, idle.quiet), (0.0, 0, true));
    session.send(&order()).unwrap();
    let run = session.run_until_quiet(MINUTES);
    assert!(run.quiet && run.steps > 50);
    assert_eq!(session.now(), session.world().now);
    session.traffic(2.0).unwrap();
    let run = session.run_until_quiet(Span::from_secs(5));
    assert!(!run.quiet);
    assert_eq!(run.now, session.now_ms());
}
