//! Acts are recorded, replace the future, and can be taken back.

use eventarium::exchange::SettingsDraft;
use eventarium::fault::FaultId;
use eventarium::kernel::Span;
use eventarium::session::{Answer, Beginning, Goal, Intent, Session, TaskVerdict, Window};

use super::{command, fault, order, story};

const MINUTES: Span = Span::from_secs(120);

#[test]
fn orders_without_an_id_are_numbered_by_the_run() {
    let mut session = Session::new();
    session
        .send(&command(
            r#"{"type": "PlaceOrder", "orderId": "ord-1002", "customerId": "c",
            "items": [{"sku": "PROD-112", "quantity": 1, "unitPriceCents": 1}]}"#,
        ))
        .unwrap();
    (0..3).for_each(|_| drop(session.send(&order()).unwrap()));
    session.run_until_quiet(MINUTES);
    for id in ["ord-1001", "ord-1002", "ord-1003", "ord-1004"] {
        assert!(session.order(id).is_some(), "{id}");
    }
    // The same acts after going back give the same run.
    let hash = session.hash();
    session.seek(Goal::Step(1)).unwrap();
    (0..3).for_each(|_| drop(session.send(&order()).unwrap()));
    assert!(session.order("ord-1005").is_none());
    session.run_until_quiet(MINUTES);
    assert!(session.order("ord-1004").is_some());
    assert_ne!(session.hash(), hash, "inputs have numbers of their own");
}

#[test]
fn a_sent_command_is_found_in_the_trace_by_its_id() {
    let mut session = Session::new();
    let sent = session.send(&order()).unwrap();
    let lines = session.trace(&Window::default());
    assert_eq!((lines[0].kind, lines[0].step), ("acted", 1));
    let line = lines.iter().find(|line| line.message_id.as_deref() == Some(&sent.message_id)).unwrap();
    assert_eq!((line.kind, line.message, line.causation_id.clone()), ("sent", Some("PlaceOrder"), None));
    session.run_until_quiet(MINUTES);
    let events = session.events(&Window::default()).unwrap();
    let correlations = events.iter().map(|event| serde_json::to_value(event).unwrap()["correlationid"].clone());
    assert!(correlations.into_iter().all(|id| id == sent.correlation_id.as_str()));
}

#[test]
fn acting_in_the_past_replaces_the_future_and_undo_brings_it_back() {
    let mut session = Session::new();
    session.send(&order()).unwrap();
    assert_eq!(session.replaced(), None);
    session.run_until_quiet(MINUTES);
    let (end, steps) = (session.hash(), session.timeline().step());
    session.seek(Goal::Step(5)).unwrap();
    let then = session.hash();
    session.inject(&fault(r#"{"kind": "decline"}"#)).unwrap();
    assert_eq!(session.replaced().unwrap().steps, steps - 5);
    session.run_until_quiet(MINUTES);
    assert_eq!(session.order("ord-1001").unwrap().status, "cancelled");
    assert!(session.can_undo() && session.undo());
    assert_eq!(session.hash(), then);
    session.seek(Goal::Step(steps)).unwrap();
    assert_eq!(session.hash(), end);
}

#[test]
fn a_story_goes_on_when_a_person_breaks_its_beginning() {
    let mut session = story("happy-path");
    session.inject(&fault(r#"{"kind": "decline"}"#)).unwrap();
    session.run_until_quiet(MINUTES);
    assert_eq!(session.order("ord-1").unwrap().status, "cancelled");
}

#[test]
fn faults_are_armed_listed_and_lifted() {
    let mut session = Session::new();
    let slow = session.inject(&fault(r#"{"kind": "slow", "target": "stock", "by": 750.5}"#)).unwrap();
    let drops = session.inject(&fault(r#"{"kind": "drop", "chance": 20, "direction": "from"}"#)).unwrap();
    let listed = serde_json::to_value(session.faults()).unwrap();
    assert_eq!(
        listed,
        serde_json::json!([
            {"id": slow, "kind": "slow", "target": "stock", "by": 750.5, "hits": 0, "active": true},
            {"id": drops, "kind": "drop", "chance": 20, "direction": "from", "hits": 0, "active": true},
        ])
    );
    assert!(session.clear(FaultId(slow)));
    assert!(!session.clear(FaultId(slow)));
    assert_eq!(session.faults().len(), 1);
    session.clear_all();
    assert_eq!(session.faults().len(), 0);
}

#[test]
fn a_message_on_its_way_can_be_aimed_at() {
    let mut session = Session::new();
    let sent = session.send(&order()).unwrap();
    let aimed = format!(r#"{{"kind": "drop", "message": "{}", "count": 1}}"#, sent.message_id);
    let rule = session.inject(&fault(&aimed)).unwrap();
    let lines = session.trace(&Window::default());
    assert!(lines.iter().any(|line| line.kind == "dropped" && line.rule == Some(rule)), "{lines:?}");
    session.run_until_quiet(MINUTES);
    assert_eq!(session.order("ord-1001").unwrap().status, "shipped", "the client repeats");
}

#[test]
fn settings_change_when_they_are_set() {
    let mut session = Session::new();
    session.send(&order()).unwrap();
    session.advance(Span::from_millis(500));
    session.set(&SettingsDraft { outbox: Some(false), ..SettingsDraft::default() }).unwrap();
    assert!(!session.settings().outbox && session.settings().idempotency);
    session.seek(Goal::Step(1)).unwrap();
    assert!(session.settings().outbox);
    session.reset(&Beginning::default()).unwrap();
    assert!(session.settings().outbox);
}

#[test]
fn a_stuck_saga_is_ended_by_a_person() {
    for (verdict, status) in [("retry", "done"), ("done", "by-hand"), ("write-off", "written-off")] {
        let mut session = story("stuck");
        session.run_until_quiet(MINUTES);
        assert_eq!(session.saga("ord-1").unwrap().state, "stuck");
        let tasks = session.tasks();
        assert_eq!((tasks.len(), tasks[0].compensation, tasks[0].undoes), (1, "refund-payment", "charge-payment"));
        session.clear_all();
        assert!(session.resolve(tasks[0].id, TaskVerdict::from_name(verdict).unwrap()));
        assert!(!session.resolve(tasks[0].id, TaskVerdict::from_name(verdict).unwrap()));
        session.run_until_quiet(MINUTES);
        let saga = session.saga("ord-1").unwrap();
        assert_eq!(saga.state, "compensated", "{verdict}");
        let refund = saga.compensations.iter().find(|view| view.name == "refund-payment").unwrap();
        assert_eq!(refund.status, status);
        assert!(session.tasks().is_empty());
    }
}

#[test]
fn an_intent_gives_the_answer_of_its_function() {
    let mut session = Session::new();
    assert!(matches!(session.apply(Intent::Send(order())), Ok(Answer::Sent(_))));
    assert!(matches!(session.apply(Intent::Inject(fault(r#"{"kind": "drop"}"#))), Ok(Answer::Armed(1))));
    assert_eq!(session.apply(Intent::Clear(FaultId(1))), Ok(Answer::Done));
    assert_eq!(session.apply(Intent::Clear(FaultId(1))), Ok(Answer::Nothing));
    assert_eq!(session.apply(Intent::Undo), Ok(Answer::Nothing));
    assert!(matches!(session.apply(Intent::Seek(Goal::Step(0))), Ok(Answer::Moved(_))));
    assert!(session.apply(Intent::Traffic { orders_per_second: -1.0 }).is_err());
}
