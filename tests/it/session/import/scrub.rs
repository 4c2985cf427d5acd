//! An imported history is a past like any other: one walks about in it, and may act there.

use eventarium::event_store::GlobalPosition;
use eventarium::exchange::import::Next;
use eventarium::kernel::{Span, VirtualTime};
use eventarium::session::{ExportFormat, Goal, Importing, Session};
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

/// Moments are kept all along it, so that no walk is long, not even one that jumps to and fro.
#[test]
fn no_walk_in_a_long_history_is_long() {
    let mut session = imported(&lines(&busy(20_000)));
    let kept = session.timeline().keyframes();
    assert!(kept >= 10, "{kept}");
    let all = session.timeline().step();
    let mut longest = 0;
    for place in (0..50).map(|place| place * 37 % 50) {
        let goal = all / 50 * place;
        let far = session.timeline().way_to(goal);
        session.seek(Goal::Step(goal)).unwrap();
        assert_eq!(session.timeline().step(), goal);
        longest = longest.max(far);
    }
    assert!(longest < all / 8, "{longest} of {all} steps, with {kept} moments kept");
}

#[test]
fn who_acts_within_a_history_ends_it_there() {
    let original = busy(3_000);
    let mut session = imported(&lines(&original));
    let (whole, end) = (session.hash(), session.now());
    session.seek(Goal::Position(1_500)).unwrap();
    session.send(&order()).unwrap();
    assert!(session.world().history.as_ref().is_none_or(|import| import.progress().1 == 0), "nothing more comes of it");
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

/// Without times all events happen at the beginning, one after the other all the same.
#[test]
fn events_without_times_come_in_slices_too() {
    let untimed: Vec<String> = lines(&busy(3_000))
        .lines()
        .map(|line| {
            let (before, after) = line.split_once("\"time\":\"").unwrap();
            format!("{before}{}", after.split_once("\",").unwrap().1)
        })
        .collect();
    let mut import = Importing::default();
    import.push(untimed.join("\n").as_bytes()).unwrap();
    import.end();
    while import.work(256).unwrap().built == 0 {}
    let mut slices = 0;
    while import.work(256).unwrap().next == Next::Work {
        slices += 1;
    }
    assert!(slices >= untimed.len() / 256, "{slices}");
    let (mut session, imported) = import.finish().unwrap();
    assert_eq!((imported.events as usize, session.now()), (untimed.len(), VirtualTime::ZERO));
    assert!(session.timeline().step() as usize > untimed.len());
    let hash = session.hash();
    session.seek(Goal::Position(1_000)).unwrap();
    assert_eq!(session.world().store.len(), 1_001);
    session.stand_at_end();
    assert_eq!(session.hash(), hash);
}

/// What was under way where somebody acts goes on by slices.
#[test]
fn an_act_within_a_history_is_no_long_step() {
    let placed: Vec<String> = (0..10_000)
        .map(|order| {
            format!(
                "{{\"specversion\":\"1.0\",\"id\":\"placed-{order}\",\"source\":\"/elsewhere\",\"type\":\"OrderPlaced\",\
                 \"time\":\"2026-01-01T00:{:02}:{:02}Z\",\"data\":{{\"orderId\":\"o-{order}\",\"customerId\":\"cust-1\",\
                 \"items\":[{{\"sku\":\"PROD-207\",\"quantity\":1,\"unitPriceCents\":100}}],\"totalCents\":100,\"currency\":\"EUR\"}}}}",
                order / 600 % 60,
                order / 10 % 60
            )
        })
        .collect();
    let mut session = imported(&placed.join("\n"));
    session.seek(Goal::Position(9_000)).unwrap();
    let lines = session.world().trace.len();
    session.send(&order()).unwrap();
    assert!(session.world().trace.len() < lines + 1_000, "the act alone is done");
    session.run_until_quiet(Span::from_secs(3_600));
    assert!(session.world().history.is_none());
    assert_eq!((session.world().sagas_under_way(), broken(&session)), (0, Vec::new()));
}
