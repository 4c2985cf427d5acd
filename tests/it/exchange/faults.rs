//! Faults from outside.

use eventarium::exchange::{Code, FaultDraft, Refused, Wire};
use eventarium::fault::{FaultKind, FaultRule};
use eventarium::kernel::{MessageId, Span, VirtualTime};
use eventarium::messaging::{Node, Place};

fn read(json: &str) -> Result<FaultRule, Refused> {
    let draft = FaultDraft::read(&Wire::from_json(json, 10_000, Code::BadFault).unwrap())?;
    draft.check(|id| (id == "m-1").then_some(MessageId(7)))
}

#[test]
fn a_fault_is_read_with_all_its_fields() {
    let rule = read(
        r#"{"kind": "latency", "target": "payment", "chance": 30, "count": 2, "from": 1000.5, "until": 2000,
            "by": 250, "message": "m-1", "direction": "from"}"#,
    );
    let rule = rule.unwrap();
    assert_eq!((rule.kind, rule.target), (FaultKind::Latency, Some(Place::Node(Node::Payment))));
    assert_eq!((rule.chance, rule.count, rule.message), (Some(30), Some(2), Some(MessageId(7))));
    assert_eq!(rule.from, Some(VirtualTime::from_micros(1_000_500)));
    assert_eq!(rule.by, Some(Span::from_millis(250)));
}

#[test]
fn every_kind_can_be_told_by_its_name_alone() {
    for kind in FaultKind::ALL {
        assert_eq!(read(&format!(r#"{{"kind": "{}"}}"#, kind.name())), Ok(FaultRule::of(kind)));
    }
}

#[test]
fn nonsense_is_a_bad_fault_with_the_field_to_blame() {
    let cases = [
        (r#"{}"#, "kind"),
        (r#"{"kind": "explode"}"#, "kind"),
        (r#"{"kind": "decline", "target": "inventory"}"#, "target"),
        (r#"{"kind": "crash", "target": "client"}"#, "target"),
        (r#"{"kind": "drop", "target": "nobody"}"#, "target"),
        (r#"{"kind": "drop", "chance": 101}"#, "chance"),
        (r#"{"kind": "drop", "chance": -1}"#, "chance"),
        (r#"{"kind": "drop", "chance": 0.5}"#, "chance"),
        (r#"{"kind": "drop", "count": 0}"#, "count"),
        (r#"{"kind": "drop", "count": 9007199254740992}"#, "count"),
        (r#"{"kind": "drop", "from": -1}"#, "from"),
        (r#"{"kind": "drop", "from": 5, "until": 5}"#, "until"),
        (r#"{"kind": "drop", "until": 1e300}"#, "until"),
        (r#"{"kind": "drop", "by": 100}"#, "by"),
        (r#"{"kind": "latency", "by": 0}"#, "by"),
        (r#"{"kind": "latency", "by": 0.0001}"#, "by"),
        (r#"{"kind": "drop", "message": "m-2"}"#, "message"),
        (r#"{"kind": "drop", "message": ""}"#, "message"),
        (r#"{"kind": "drop", "moment": "after-ack"}"#, "moment"),
        (r#"{"kind": "crash", "moment": "sometimes"}"#, "moment"),
        (r#"{"kind": "drop", "direction": "up"}"#, "direction"),
        (r#"{"kind": "drop", "colour": "red"}"#, "colour"),
        (r#"{"kind": 5}"#, "kind"),
    ];
    for (json, field) in cases {
        let refused = read(json).unwrap_err();
        assert_eq!((refused.code, refused.field.as_str()), (Code::BadFault, field), "{json}: {refused}");
        assert!(!refused.reason.is_empty() && !refused.reason.starts_with(field), "{refused}");
    }
}
