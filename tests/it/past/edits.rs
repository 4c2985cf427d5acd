//! One event skipped, doubled, moved or changed, story by story.

use eventarium::event_store::StreamVersion;
use eventarium::exchange::Code;
use eventarium::kernel::Span;
use eventarium::scene::branches::edited_sentence;
use eventarium::scene::words::sentence;
use eventarium::session::{EditDraft, Edited, Goal, Session};
use eventarium::timeline::BranchId;
use eventarium::world::TraceKind;
use serde_json::json;

use super::{draft, edit, position_of, ran};
use crate::session::wire;

fn broken(edited: &Edited) -> Vec<&'static str> {
    edited.broken.iter().map(|(id, _)| *id).collect()
}

fn field(edited: &Edited, model: &str, key: &str, field: &str) -> (serde_json::Value, serde_json::Value) {
    let model = edited.models.iter().find(|told| told.model == model).unwrap_or_else(|| panic!("{model} differs"));
    let row = model.rows.iter().find(|row| row.key == key).unwrap_or_else(|| panic!("{key} differs"));
    let field = row.fields.iter().find(|told| told.name == field).unwrap_or_else(|| panic!("{field} differs"));
    (field.before.clone(), field.after.clone())
}

#[test]
fn a_charge_that_is_taken_out_is_missing_everywhere() {
    let mut session = ran("happy-path");
    let (hash, events) = (session.hash(), session.world().store.len());
    let edited = edit(&mut session, "PaymentCharged", r#""how": "skip""#);
    assert_eq!(edited.event.kind, "PaymentCharged");
    assert_eq!(field(&edited, "revenue", "revenue", "netCents"), (json!(30_997), json!(0)));
    assert_eq!(field(&edited, "customers", "cust-441", "spentCents"), (json!(30_997), json!(0)));
    assert_eq!(edited.saga, Some(("completed", "running")));
    assert!(broken(&edited).contains(&"I13"), "{edited:?}");
    assert_eq!(session.world().store.len(), events - 1);
    assert!(!session.world().store.verify_chain());
    assert_eq!(session.saga("ord-1").unwrap().steps[1].status, "running");
    assert_eq!(edited_sentence(&edited).split(',').next(), Some("2 read models differ"));
    // The run that was is what it was.
    assert_eq!(session.branches()[1].name, "without PaymentCharged");
    session.switch_to(BranchId(0));
    assert_eq!(session.hash(), hash);
    assert!(session.world().store.verify_chain() && session.invariants().iter().all(|report| report.ok));
}

#[test]
fn the_shop_goes_on_from_the_edited_past() {
    let mut session = ran("happy-path");
    edit(&mut session, "PaymentCharged", r#""how": "skip""#);
    assert!(!session.world().is_quiet(), "the saga waits with a timer, as after a restart");
    session.advance(Span::from_secs(60));
    // Nobody answers, so it turns back. The parcel has left, so the order can not be cancelled, and it asks for ever.
    let saga = session.saga("ord-1").unwrap();
    assert_eq!((saga.state, saga.steps[1].status), ("compensating", "unknown"));
    let world = session.world();
    let asked = world.trace.iter().filter(|line| line.kind == TraceKind::Published);
    assert!(asked.filter(|line| world.message_name(line.message) == "CancelOrder").count() > 2);
    assert!(session.invariants().iter().any(|report| !report.ok && report.id != "I13"), "that cannot end well");
}

#[test]
fn a_doubled_event_counts_twice() {
    let mut session = ran("happy-path");
    let edited = edit(&mut session, "PaymentCharged", r#""how": "duplicate""#);
    assert_eq!(field(&edited, "revenue", "revenue", "capturedCents"), (json!(30_997), json!(61_994)));
    for id in ["I02", "I06", "I13"] {
        assert!(broken(&edited).contains(&id), "{id} in {edited:?}");
    }
    assert_eq!(edited.saga, None, "the saga had its answer");
    let world = session.world();
    let stream = world.find_stream("payment-ord-1").unwrap();
    let versions: Vec<u32> =
        world.store.read_stream(stream, StreamVersion::FIRST).map(|recorded| recorded.version().0).collect();
    assert_eq!(versions, [0, 1]);
}

#[test]
fn a_changed_amount_is_folded_into_everything() {
    let mut session = ran("happy-path");
    let body =
        r#""how": "change", "body": {"orderId": "ord-1", "customerId": "cust-441", "amountCents": 1, "charge": 1}"#;
    let edited = edit(&mut session, "PaymentCharged", body);
    assert_eq!(field(&edited, "revenue", "revenue", "netCents"), (json!(30_997), json!(1)));
    assert!(broken(&edited).contains(&"I13") && broken(&edited).contains(&"I05"), "{edited:?}");
}

#[test]
fn an_event_that_is_moved_before_its_cause_is_found_out_of_order() {
    let mut session = ran("happy-path");
    let to = position_of(&session, "OrderPlaced");
    let edited = edit(&mut session, "OrderConfirmed", &format!(r#""how": "move", "to": {to}"#));
    assert!(broken(&edited).contains(&"I13") && broken(&edited).contains(&"I15"), "{edited:?}");
    let kinds: Vec<_> = (0..2).map(|position| session.world().fact(position).unwrap().name()).collect();
    assert_eq!(kinds, ["OrderConfirmed", "OrderPlaced"]);
}

#[test]
fn an_edit_in_the_middle_of_a_run_changes_what_comes() {
    let mut session = ran("happy-path");
    let placed = position_of(&session, "InventoryReserved");
    session.seek(Goal::Position(placed)).unwrap();
    let edited = edit(&mut session, "InventoryReserved", r#""how": "skip""#);
    assert!(broken(&edited).contains(&"I13"));
    let line = session.world().trace.iter().find(|line| line.kind == TraceKind::Edited).unwrap();
    assert_eq!(
        sentence(session.world(), line),
        format!(
            "The past was edited: the removed InventoryReserved of ord-1, stored at position {placed}, was taken out. Everything folded from the log was folded again."
        )
    );
    assert!(session.run_until_quiet(Span::from_secs(3_600)).quiet);
    assert_ne!(session.saga("ord-1").unwrap().state, "running");
}

#[test]
fn what_has_left_the_house_is_not_called_back() {
    let mut session = ran("happy-path");
    let mails = session.world().mails.len();
    assert!(mails > 1);
    edit(&mut session, "OrderPlaced", r#""how": "skip""#);
    assert_eq!(session.world().mails.len(), mails);
    assert!(session.read_model("orders").is_ok_and(|rows| serde_json::to_value(rows).unwrap() == json!([])));
    assert!(session.order("ord-1").is_none());
}

#[test]
fn an_edit_that_is_none_is_refused_and_changes_nothing() {
    let mut session = ran("happy-path");
    let events = session.world().store.len();
    let (hash, branches) = (session.hash(), session.branches().len());
    let mut refused = |json: &str, field: &str, code: Code| {
        let told = session.edit(&draft(json)).unwrap_err();
        assert_eq!((told.field.split('.').next(), told.code), (Some(field), code), "{json}: {told}");
    };
    refused(&format!(r#"{{"position": {events}, "how": "skip"}}"#), "position", Code::BadArgument);
    refused(r#"{"position": -1, "how": "skip"}"#, "position", Code::BadArgument);
    refused(r#"{"position": 0.5, "how": "skip"}"#, "position", Code::BadArgument);
    refused(r#"{"position": 0, "how": "burn"}"#, "how", Code::UnknownName);
    refused(r#"{"position": 0, "how": "skip", "to": 1}"#, "how", Code::BadArgument);
    refused(r#"{"position": 0, "how": "move"}"#, "to", Code::BadArgument);
    refused(r#"{"position": 0, "how": "move", "to": 0}"#, "to", Code::BadArgument);
    refused(&format!(r#"{{"position": 0, "how": "move", "to": {events}}}"#), "to", Code::BadArgument);
    refused(r#"{"position": 0, "how": "change"}"#, "body", Code::BadArgument);
    refused(r#"{"position": 0, "how": "change", "body": {"orderId": "ord-2"}}"#, "body", Code::BadArgument);
    assert_eq!((session.hash(), session.branches().len()), (hash, branches));
    for bad in ["3", r#"{"how": "skip"}"#, r#"{"position": 1}"#, r#"{"position": 1, "how": "skip", "why": 1}"#] {
        assert_eq!(EditDraft::read(&wire(bad)).unwrap_err().code, Code::BadArgument, "{bad}");
    }
    while session.fork(eventarium::timeline::Commands::Cut).is_ok() {}
    assert_eq!(session.edit(&draft(r#"{"position": 0, "how": "skip"}"#)).unwrap_err().code, Code::TooLarge);
}

#[test]
fn a_link_carries_the_edit() {
    for rest in [
        r#""how": "skip""#,
        r#""how": "duplicate""#,
        r#""how": "move", "to": 1"#,
        r#""how": "change", "body": {"orderId": "ord-1", "customerId": "cust-9", "amountCents": 77, "charge": 1}"#,
    ] {
        let mut session = ran("happy-path");
        edit(&mut session, "PaymentCharged", rest);
        session.run_until_quiet(Span::from_secs(60));
        let link = session.link("").unwrap();
        let mut other = Session::new();
        let opened = other.open(link.text()).unwrap();
        assert!(opened.warnings.is_empty(), "{rest}: {:?}", opened.warnings);
        assert_eq!(other.hash(), session.hash(), "{rest}");
    }
}
