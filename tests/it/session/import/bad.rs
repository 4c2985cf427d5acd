//! What is no history is refused by line, field and reason, and changes nothing.

use std::time::Instant;

use eventarium::exchange::{Code, Refused};
use eventarium::session::Session;

use super::{lines, played};
use crate::swarm::luck::Luck;

fn refused(text: &str) -> Refused {
    let mut session = played("happy-path");
    let hash = session.hash();
    let started = Instant::now();
    let refused = session.import(text).expect_err("this is no history");
    assert!(started.elapsed().as_millis() < 1_000, "{refused}");
    assert!(!refused.reason.is_empty() && refused.reason.len() < 1_500, "{refused}");
    assert_eq!(session.hash(), hash);
    refused
}

/// A run's events with something replaced in the third.
fn with(what: &str, by: &str) -> String {
    let text = lines(&played("happy-path"));
    let spoilt = text.lines().enumerate().map(|(place, line)| {
        if place != 2 {
            return line.to_owned();
        }
        assert!(line.contains(what), "{line}");
        line.replacen(what, by, 1)
    });
    spoilt.collect::<Vec<_>>().join("\n")
}

#[test]
fn each_mistake_has_its_name() {
    let id = |place: usize| {
        let text = lines(&played("happy-path"));
        let event: serde_json::Value = serde_json::from_str(text.lines().nth(place).unwrap()).unwrap();
        event["id"].as_str().unwrap().to_owned()
    };
    let own = id(2);
    let wrong = [
        (with(&format!("\"id\":\"{own}\","), ""), "line 3, id", "this required attribute is missing"),
        (with(&own, &id(0)), "line 3, id", "line 1 has this id already"),
        (with("\"specversion\":\"1.0\"", "\"specversion\":\"0.3\""), "line 3, specversion", "only version 1.0 is read"),
        (with("\"amountCents\":30997", "\"amountCents\":NaN"), "line 3", "this is not JSON"),
        (with("\"amountCents\":30997", "\"amountCents\":1e999"), "line 3", "this is not JSON"),
        (with("\"amountCents\":30997", "\"amountCents\":0.5"), "line 3, data.amountCents", "a whole number from 1"),
        (with("\"amountCents\":30997", "\"amountCents\":\"x\""), "line 3, data.amountCents", "a number was expected"),
        (with("\"amountCents\":30997", "\"oops\":1,\"amountCents\":1"), "line 3, data.oops", "there is no such field"),
        (with("PaymentCharged", "PaymentMade"), "line 3, type", "the shop records no such event"),
        (with("\"time\":\"2026", "\"time\":\"2018"), "line 3, time", "a time within ten years"),
        (with("T00:00:01", "T00:00:00"), "line 3, time", "this is before the event before it"),
        (with("\"data\":{", "\"data_base64\":\"Zm9v\",\"unused\":{"), "line 3, unused", "a text, a whole number"),
        (
            with("\"amountCents\":30997", "\"amountCents\":null"),
            "line 3, data.amountCents",
            "a number was expected, not null",
        ),
        (with("\"orderId\":\"ord-1\"", "\"orderId\":null"), "line 3, data.orderId", "a text was expected, not null"),
        (with("{", "["), "line 3", "this is not JSON"),
        ("{\n\"resourceSpans\":[]}".to_owned(), "line 1", "this is neither a saved run nor events"),
        ("[]".to_owned(), "", "there is no event"),
        (String::new(), "", "there is no event"),
        ("[1]".to_owned(), "event 1", "an event is a JSON object"),
        ("null".to_owned(), "line 1", "an event is a JSON object"),
    ];
    for (text, field, reason) in wrong {
        let refused = refused(&text);
        assert_eq!(refused.field, field, "{refused}");
        assert!(refused.reason.starts_with(reason), "{refused}");
        let unknown = reason.starts_with("the shop records");
        assert_eq!(refused.code, if unknown { Code::UnknownName } else { Code::BadImport }, "{refused}");
    }
}

fn caused(id: &str, cause: &str) -> String {
    format!(
        r#"{{"specversion":"1.0","id":"{id}","source":"/s","type":"OrderConfirmed","causationid":"{cause}","data":{{"orderId":"A"}}}}"#
    )
}

#[test]
fn causes_that_go_round_in_a_circle_are_found() {
    let alone = refused(&caused("a", "a"));
    assert_eq!((alone.field.as_str(), &alone.reason[..16]), ("line 1, causationid", "cyclic causation"));
    let pair = refused(&[caused("a", "b"), caused("b", "a")].join("\n"));
    assert_eq!(pair.field, "line 2, causationid");
    assert!(pair.reason.starts_with("cyclic causation: this event and the one at line 1"), "{pair}");
    let three = refused(&[caused("a", "c"), caused("b", "a"), caused("c", "b")].join("\n"));
    assert_eq!(three.field, "line 3, causationid");
    assert!(three.reason.starts_with("cyclic causation"), "{three}");
    let late = refused(&[caused("a", "b"), caused("b", "elsewhere")].join("\n"));
    assert_eq!(late.reason, "it comes after its effect at line 1");
}

fn good_line() -> String {
    lines(&played("happy-path")).lines().next().unwrap().to_owned()
}

#[test]
fn what_is_too_large_is_not_looked_at() {
    assert_eq!(refused(&" ".repeat(10 * 1_024 * 1_024 + 1)).code, Code::TooLarge);
    let long = format!("{{\"id\": \"{}\"}}", "x".repeat(65_536));
    assert_eq!((refused(&long).code, refused(&long).field), (Code::TooLarge, "line 1".to_owned()));
    let deep = format!("{}1{}", "[".repeat(70), "]".repeat(70));
    assert!(refused(&format!("{{\"data\": {deep}}}")).reason.contains("more than 64 levels"));
    assert!(refused(&deep).reason.contains("more than 64 levels"));
    let behind = refused(&format!("[{}]\n[1]", good_line()));
    assert_eq!((behind.field.as_str(), &behind.reason[..16]), ("", "this is not JSON"));
}

#[test]
fn any_text_is_a_history_or_refused() {
    let good = lines(&played("poison"));
    for seed in 0..1_500 {
        let mut luck = Luck::new(seed);
        let mut bytes = good.clone().into_bytes();
        for _ in 0..1 + luck.below(3) {
            let place = luck.below(bytes.len() as u64) as usize;
            match luck.below(3) {
                0 => bytes[place] = *luck.of(b"{}[]\",:0123456789eE.-ntf\\ \n"),
                1 => drop(bytes.remove(place)),
                _ => bytes.truncate(place.max(1)),
            }
        }
        let mut session = Session::new();
        if session.import(&String::from_utf8_lossy(&bytes)).is_ok() {
            session.run_until_quiet(eventarium::kernel::Span::from_secs(60));
        }
    }
}
