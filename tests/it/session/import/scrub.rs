//! An imported history is a past like any other: one walks about in it, and may act there.

use std::time::Instant;

use eventarium::event_store::GlobalPosition;
use eventarium::kernel::{Span, VirtualTime};
use eventarium::session::{ExportFormat, Goal, Session};
use eventarium::world::Input;

use super::slices::busy;
use super::{broken, imported, lines, order};
use crate::swarm::luck::Luck;

/// Events that were stored at or before the cursor's moment.
fn stored_until_now(session: &Session, whole: &Session) -> usize {
    let now = session.now();
    whole.world().store.read_all(GlobalPosition::START).take_while(|recorded| recorded.time() <= now).count()
}

#[test]
fn every_event_happens_at_its_own_time() {
    let original = busy(3_000);
    let whole = imported(&lines(&original));
    let mut session = imported(&lines(&original));
    let end = session.now();
    let mut luck = Luck::new(5);
    for _ in 0..60 {
        let time = VirtualTime::from_micros(luck.below(end.micros()));
        session.seek(Goal::Time(time)).unwrap();
        assert_eq!(session.world().store.len(), stored_until_now(&session, &whole));
        assert!(session.world().trace.iter().all(|line| line.time <= session.now()));
    }
    session.seek(Goal::Position(1_234)).unwrap();
    assert_eq!(session.world().store.len(), 1_235);
    let hash = session.hash();
    session.step_back();
    assert_eq!(session.world().store.len(), 1_234);
    session.timeline_mut().step_forward();
    assert_eq!(session.hash(), hash);
    session.stand_at_end();
    assert_eq!((session.hash(), session.timeline().diverged_at()), (whole.hash(), None));
}

/// Moments are kept all along it, so that no walk is long.
#[test]
fn no_walk_in_a_long_history_is_long() {
    let mut session = imported(&lines(&busy(20_000)));
    assert!(session.timeline().keyframes() >= 10, "{}", session.timeline().keyframes());
    let (all, begin) = (session.timeline().step(), Instant::now());
    for place in 0..50 {
        session.seek(Goal::Step(all / 50 * place)).unwrap();
    }
    // Some 25,000 events each way if none were kept.
    assert!(begin.elapsed().as_secs() < 20, "{:?}", begin.elapsed());
}

#[test]
fn who_acts_within_a_history_ends_it_there() {
    let original = busy(3_000);
    let mut session = imported(&lines(&original));
    let (whole, end) = (session.hash(), session.now());
    session.seek(Goal::Position(1_500)).unwrap();
    session.send(&order()).unwrap();
    assert!(session.world().history.is_none());
    session.run_until_quiet(Span::from_secs(600));
    assert_eq!(broken(&session), Vec::<&str>::new());
    assert!(session.order("ord-1001").is_some());
    assert!(session.world().sagas_under_way() == 0, "what was under way went on");
    assert_eq!(session.world().history_events, 1_501);
    let mut elsewhere = Session::new();
    assert_eq!(elsewhere.open(&session.export(ExportFormat::Session).unwrap()).unwrap().warnings, []);
    assert_eq!(elsewhere.hash(), session.hash());
    assert!(session.undo());
    session.stand_at_end();
    assert_eq!((session.hash(), session.now()), (whole, end));
}

/// A run that recorded its history as one act at its end still is what it was.
#[test]
fn a_history_that_was_taken_over_at_once_still_is() {
    let mut session = imported(&lines(&busy(500)));
    let Some(Input::Import(events)) = session.timeline().inputs().first().map(|recorded| recorded.input.clone()) else {
        panic!("there is a history")
    };
    let end = session.now();
    let mut at_once = Session::new();
    at_once.timeline_mut().advance(end.since(VirtualTime::ZERO), u32::MAX);
    at_once.timeline_mut().act(Input::Import(events));
    assert_eq!((at_once.timeline().step(), at_once.world().history_events), (1, session.world().history_events));
    session.run_until_quiet(Span::from_secs(600));
    at_once.run_until_quiet(Span::from_secs(600));
    assert_eq!(broken(&at_once), Vec::<&str>::new());
    assert_eq!(lines(&at_once), lines(&session));
}
