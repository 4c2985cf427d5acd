//! A run that begins with events from elsewhere.

mod bad;
mod scrub;
mod slices;

use eventarium::kernel::Span;
use eventarium::session::{Beginning, ExportFormat, Goal, Session, scenarios};
use serde_json::to_value;

use super::share::random_run;
use super::{order, story};

fn played(id: &str) -> Session {
    let mut session = story(id);
    session.run_until_quiet(Span::from_secs(120));
    session
}

fn lines(session: &Session) -> String {
    session.export(ExportFormat::CloudEvents).unwrap()
}

fn broken(session: &Session) -> Vec<&'static str> {
    session.invariants().iter().filter(|report| !report.ok).map(|report| report.id).collect()
}

#[track_caller]
fn imported(text: &str) -> Session {
    let mut session = Session::new();
    let imported = session.import(text).unwrap();
    assert_eq!(imported.events as usize, session.world().store.len());
    session
}

#[test]
fn what_was_exported_is_imported_as_it_was() {
    for scenario in scenarios() {
        let original = played(scenario.id);
        let text = lines(&original);
        let session = imported(&text);
        for model in ["orders", "stock", "revenue", "customers"] {
            let of = |session: &Session| to_value(session.read_model(model).unwrap()).unwrap();
            // A story about read models that were built wrongly imports the events, not the mistake.
            if original.invariants().iter().all(|report| report.ok) {
                assert_eq!(of(&session), of(&original), "{}: {model}", scenario.id);
            }
        }
        assert_eq!(session.streams(), original.streams(), "{}", scenario.id);
        if !text.contains("EventHandlerFailed") {
            assert_eq!(lines(&session), text, "{}", scenario.id);
        }
        assert!(session.now() <= original.now());
    }
}

#[test]
fn a_json_list_is_read_as_well() {
    let text = lines(&played("happy-path"));
    let list = format!("[{}]", text.lines().collect::<Vec<_>>().join(",\n"));
    assert_eq!(imported(&list).hash(), imported(&text).hash());
    assert_eq!(imported(&format!("\u{feff}\n{}\n\n", text.replace('\n', "\r\n"))).hash(), imported(&text).hash());
}

#[test]
fn every_promise_holds_behind_a_history_that_kept_it() {
    for scenario in scenarios() {
        let original = played(scenario.id);
        if !broken(&original).is_empty() {
            continue;
        }
        let mut session = imported(&lines(&original));
        assert_eq!(broken(&session), Vec::<&str>::new(), "{}", scenario.id);
        session.send(&order()).unwrap();
        session.run_until_quiet(Span::from_secs(120));
        assert_eq!(broken(&session), Vec::<&str>::new(), "{}", scenario.id);
        assert!(session.order("ord-1001").is_some());
    }
}

/// Exports a run at one step after the other, and lets each import go on to its end.
#[test]
fn what_was_under_way_goes_on() {
    for id in ["happy-path", "card-declined", "shipping-unavailable", "cancelled-in-time", "last-item"] {
        let mut original = played(id);
        let last = original.timeline().step();
        for step in (0..last).step_by(3) {
            original.seek(Goal::Step(step)).unwrap();
            let text = lines(&original);
            if text.is_empty() {
                continue;
            }
            let mut session = imported(&text);
            let quieted = session.run_until_quiet(Span::from_secs(600));
            assert!(quieted.quiet, "{id}, step {step}");
            assert_eq!(broken(&session), Vec::<&str>::new(), "{id}, step {step}");
            for order in session.world().order_names.clone().len().checked_sub(1).into_iter().flat_map(|last| 0..=last)
            {
                let row = session.world().orders.get(order).unwrap();
                let ends = matches!(
                    row,
                    eventarium::domain::order::Order::Shipped(_) | eventarium::domain::order::Order::Cancelled { .. }
                );
                assert!(ends, "{id}, step {step}: {row:?}");
            }
        }
    }
}

#[test]
fn a_stuck_saga_waits_for_a_person_after_the_import_too() {
    let mut session = imported(&lines(&played("stuck")));
    assert_eq!(session.tasks().len(), 1);
    let task = session.tasks()[0].id;
    assert!(session.resolve(task, eventarium::session::TaskVerdict::from_name("retry").unwrap()));
    session.run_until_quiet(Span::from_secs(120));
    assert_eq!(session.saga("ord-1").unwrap().state, "compensated");
    assert_eq!(broken(&session), Vec::<&str>::new());
}

#[test]
fn an_import_is_kept_by_a_session_file_and_a_short_one_by_a_link() {
    for seed in 0..12 {
        let run = random_run(seed);
        let text = lines(&run);
        // A log that was rewritten may hold an event twice, which no import takes.
        if text.is_empty() || !run.world().store.verify_chain() {
            continue;
        }
        let mut session = imported(&text);
        session.send(&order()).unwrap();
        session.advance(Span::from_secs(5));
        let mut elsewhere = Session::new();
        assert_eq!(elsewhere.open(&session.export(ExportFormat::Session).unwrap()).unwrap().warnings, []);
        assert_eq!(elsewhere.hash(), session.hash());
        assert_eq!(elsewhere.timeline().record(), session.timeline().record());
        if let Ok(link) = session.link("") {
            assert_eq!(elsewhere.open(link.text()).unwrap().warnings, []);
            assert_eq!(elsewhere.hash(), session.hash());
        }
    }
}

#[test]
fn an_import_begins_a_run_of_its_own() {
    let mut session = story("stuck");
    session.advance(Span::from_secs(3));
    session.import(&lines(&played("happy-path"))).unwrap();
    assert!(session.scenario().is_none() && session.timeline().inputs().len() == 1);
    let before = session.world().store.len();
    session.seek(Goal::Step(0)).unwrap();
    assert_eq!(session.world().store.len(), 0);
    session.seek(Goal::Position(2)).unwrap();
    assert_eq!(session.world().store.len(), 3);
    session.stand_at_end();
    assert_eq!(session.world().store.len(), before);
    session.reset(&Beginning::default()).unwrap();
    assert_eq!(session.hash(), Session::new().hash());
}

#[test]
fn foreign_ids_are_told_apart_and_keep_their_causes() {
    let event = |id: &str, kind: &str, more: &str, time: u32| {
        format!(
            r#"{{"specversion": "1.0", "id": "{id}", "source": "/shop", "type": "{kind}"{more},
                "time": "2026-02-03T04:05:{time:02}+01:00", "data": {{"orderId": "A"}}}}"#
        )
        .replace('\n', " ")
    };
    let text = [
        event("a-1", "OrderConfirmed", "", 6),
        event("a-2", "OrderShipped", r#", "causationid": "a-1", "correlationid": "a-1""#, 7),
    ];
    let session = imported(&text.join("\n"));
    let events = to_value(session.events(&eventarium::session::Window::default()).unwrap()).unwrap();
    assert_eq!(events[1]["causationid"], events[0]["id"]);
    assert_eq!(events[1]["correlationid"], events[0]["id"]);
    assert_ne!(events[1]["id"], events[0]["id"]);
    assert_eq!(events[0]["time"], "2026-02-03T03:05:06.000000Z");
    assert_eq!((events[0]["subject"].as_str(), events[1]["streamversion"].as_u64()), (Some("order-A"), Some(1)));
}
