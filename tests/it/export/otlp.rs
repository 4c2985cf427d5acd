//! Traces: a span for each handling, linked to the one that sent its message.

use std::collections::{BTreeMap, BTreeSet};

use eventarium::messaging::Place;
use eventarium::session::{ExportFormat, Goal, Session, scenarios};
use eventarium::world::{TraceEntry, TraceKind};
use serde_json::Value;

use super::played;

fn spans(session: &Session) -> Vec<Value> {
    let whole: Value = serde_json::from_str(&session.export(ExportFormat::Otlp).unwrap()).unwrap();
    let resources = whole["resourceSpans"].as_array().unwrap();
    let mut spans = Vec::new();
    for resource in resources {
        assert_eq!(resource["resource"]["attributes"][0]["key"], "service.name");
        spans.extend(resource["scopeSpans"][0]["spans"].as_array().unwrap().clone());
    }
    spans
}

fn said<'a>(span: &'a Value, key: &str) -> Option<&'a str> {
    let found = span["attributes"].as_array().unwrap().iter().find(|attribute| attribute["key"] == key)?;
    found["value"]["stringValue"].as_str().or(found["value"]["intValue"].as_str())
}

fn nanos(span: &Value, field: &str) -> u64 {
    span[field].as_str().unwrap().parse().unwrap()
}

#[test]
fn each_handling_is_a_span_and_each_message_a_link() {
    for scenario in scenarios() {
        let session = played(scenario.id);
        let spans = spans(&session);
        let received = session.world().trace.iter().filter(|line| line.kind == TraceKind::Received).count();
        assert_eq!(spans.len(), received, "{}", scenario.id);
        let by_id: BTreeMap<&str, &Value> = spans.iter().map(|span| (span["spanId"].as_str().unwrap(), span)).collect();
        assert_eq!(by_id.len(), spans.len(), "{}: ids are told apart", scenario.id);
        for span in &spans {
            assert_eq!((span["traceId"].as_str().unwrap().len(), span["spanId"].as_str().unwrap().len()), (32, 16));
            assert!(nanos(span, "startTimeUnixNano") <= nanos(span, "endTimeUnixNano"));
            assert!(nanos(span, "startTimeUnixNano") >= 1_767_225_600_000_000_000);
            for link in span["links"].as_array().unwrap() {
                let origin = by_id[link["spanId"].as_str().unwrap()];
                assert_eq!(origin["traceId"], link["traceId"]);
                assert!(nanos(origin, "startTimeUnixNano") <= nanos(span, "startTimeUnixNano"));
            }
            let id = said(span, "messaging.message.id").unwrap();
            let sent = session.world().letters.iter().find(|letter| letter.id.to_string() == id).unwrap();
            let linked = !span["links"].as_array().unwrap().is_empty();
            let sender = |line: &&TraceEntry| {
                let there = line.kind == TraceKind::Received && line.place == Place::Node(sent.source);
                there && sent.cause.known() == Some(line.message)
            };
            assert_eq!(linked, session.world().trace.iter().any(|line| sender(&line)), "{}: {span}", scenario.id);
        }
        let stories: BTreeSet<&str> = spans.iter().map(|span| span["traceId"].as_str().unwrap()).collect();
        assert!(!stories.is_empty(), "{}", scenario.id);
    }
}

#[test]
fn what_failed_is_an_error_and_what_was_rejected_is_not() {
    let failed = spans(&played("shipping-unavailable"));
    let failed: Vec<_> = failed.iter().filter(|span| said(span, "eventarium.outcome") == Some("failed")).collect();
    assert!(failed.len() >= 2);
    for span in failed {
        assert_eq!((&span["status"]["code"], &span["status"]["message"]), (&2.into(), &"Unavailable".into()));
        assert_eq!(said(span, "messaging.destination.name"), Some("shipping"));
    }
    let all = spans(&played("happy-path"));
    assert!(all.iter().all(|span| span["status"] == serde_json::json!({})));
    assert!(all.iter().all(|span| said(span, "eventarium.order.id") == Some("ord-1")));
}

#[test]
fn a_handling_that_goes_on_ends_at_the_cursor() {
    let mut session = played("happy-path");
    session.seek(Goal::Step(2)).unwrap();
    let going = spans(&session);
    let going: Vec<_> = going.iter().filter(|span| said(span, "eventarium.outcome") == Some("under-way")).collect();
    assert_eq!(going.len(), 1);
    let until = 1_767_225_600_000_000_000 + session.world().now.micros() * 1_000;
    assert_eq!(nanos(going[0], "endTimeUnixNano"), until);
}
