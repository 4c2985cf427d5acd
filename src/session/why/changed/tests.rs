use super::*;
use crate::kernel::{Span, mix};
use crate::scenario::SCENARIOS;
use crate::session::{Importing, Window};
use crate::world::{Edit, EditHow, Input};

/// Two folds of the events since the last state that is kept, and the streams that are folded whole.
const FOLDED_MAX: usize = 2 * 16_384 + 1_000;

fn with_traffic(mut session: Session, per_mille: u32, events: usize) -> Session {
    session.timeline_mut().act(Input::Traffic { per_mille });
    while session.world().store.len() < events {
        session.timeline_mut().advance(Span::from_millis(200), u32::MAX);
    }
    session
}

/// Some positions all over the log.
fn positions(session: &Session, count: u64) -> impl Iterator<Item = u64> + use<> {
    let len = u64::from(session.world().store.end().0);
    (0..count).map(move |place| mix(place).checked_rem(len).unwrap_or_default())
}

/// The same as by folding everything; the events that were folded.
fn proven(session: &Session, position: u64) -> usize {
    let told = session.what_changed(position).unwrap();
    let folded = told.folded;
    let whole = session.changed_from(position, |_, _| None).unwrap();
    assert_eq!(Changed { folded: whole.folded, ..told }, whole, "event {position}");
    folded
}

#[test]
fn from_a_kept_moment_on_comes_the_same_as_from_the_beginning() {
    let mut short = 0;
    for scenario in SCENARIOS.iter().step_by(4) {
        let mut session = Session::new();
        session.begin(Some(scenario), None, None);
        session.run_until_quiet(Span::from_secs(3_600));
        let mut session = with_traffic(session, 50_000, 20_000);
        for position in positions(&session, 16) {
            short += u32::from(proven(&session, position) < 10_000 && position > 16_384);
        }
        session.timeline_mut().act(Input::Edit(Edit { position: 2_000, how: EditHow::Skip }));
        session.timeline_mut().advance(Span::from_secs(3), u32::MAX);
        for position in positions(&session, 6) {
            proven(&session, position);
        }
    }
    assert!(short > 4, "{short} of them were a short way");
}

#[test]
fn a_click_on_an_event_of_a_long_run_folds_a_small_part_of_it() {
    let session = with_traffic(Session::new(), 60_000, 100_000);
    for position in positions(&session, 24) {
        let folded = proven(&session, position);
        assert!(folded <= FOLDED_MAX, "{folded} for event {position}");
    }
    let mut import = Importing::default();
    for from in (0..100_000).step_by(1_000) {
        for event in session.events(&Window { stream: None, from, limit: Some(1_000) }).unwrap() {
            import.push((serde_json::to_string(&event).unwrap() + "\n").as_bytes()).unwrap();
        }
        import.work(usize::MAX).unwrap();
    }
    import.end();
    while import.work(usize::MAX).unwrap().built == 0 {}
    let (imported, _) = import.finish().unwrap();
    assert!(imported.world().history_events >= 100_000);
    for position in positions(&imported, 24) {
        let folded = proven(&imported, position);
        assert!(folded <= FOLDED_MAX, "{folded} for imported event {position}");
    }
}

/// At 500 orders a second read models are tens of thousands of events behind.
#[test]
fn how_far_read_models_lag_makes_no_click_slow() {
    let session = with_traffic(Session::new(), 500_000, 150_000);
    let lag = |model| session.world().models.checkpoint(model).lag(u64::from(session.world().store.end().0));
    assert!(ReadModel::ALL.into_iter().any(|model| lag(model) > 20_000), "{:?}", ReadModel::ALL.map(lag));
    for position in positions(&session, 24) {
        let folded = proven(&session, position);
        assert!(folded <= FOLDED_MAX, "{folded} for event {position}");
    }
}
