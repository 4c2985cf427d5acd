//! Whatever arrives, it is a run or a named refusal, and a refusal changes nothing.

use std::time::Instant;

use eventarium::exchange::{Code, Refused, Wire, session_file};
use eventarium::kernel::Span;
use eventarium::session::{ENGINE_VERSION, Opening, Session};

use super::super::{order, wire};
use super::ten_actions;
use crate::swarm::luck::Luck;

fn refused(text: &str) -> Refused {
    let started = Instant::now();
    let refused = Opening::read(text).map(drop).expect_err("this is no run");
    assert!(started.elapsed().as_millis() < 500, "{refused}");
    assert!(!refused.reason.is_empty() && refused.reason.len() < 1_000, "{refused}");
    refused
}

fn file() -> String {
    session_file::write(&ten_actions().shared("").unwrap()).unwrap()
}

/// The file with one field replaced.
fn file_with(path: &[&str], value: &str) -> String {
    let mut whole = wire(&file());
    let mut place = &mut whole;
    for name in path {
        place = match place {
            Wire::Object(fields) => &mut fields.iter_mut().find(|(given, _)| given == name).expect(name).1,
            Wire::List(values) => &mut values[name.parse::<usize>().unwrap()],
            other => panic!("{name} in {other:?}"),
        };
    }
    *place = if value == "NaN" { Wire::Number(f64::NAN) } else { wire(value) };
    serde_json::to_string(&whole).unwrap()
}

#[test]
fn what_is_refused_changes_nothing() {
    let mut session = Session::new();
    session.send(&order()).unwrap();
    session.advance(Span::from_secs(2));
    let (hash, now) = (session.hash(), session.now());
    for bad in ["", "garbage", "{", "{}", "https://example.org/", "#run=", "[1]", "null", "ü", "\u{0}"] {
        assert!(session.open(bad).is_err(), "{bad}");
    }
    assert_eq!((session.hash(), session.now()), (hash, now));
}

#[test]
fn a_changed_character_is_found_out_wherever_it_is() {
    let link = ten_actions().link("").unwrap().text().to_owned();
    for place in 0..link.len() {
        for other in ['A', 'z', '-', '0'] {
            if link[place..].starts_with(other) {
                continue;
            }
            let mut changed = link.clone();
            changed.replace_range(place..=place, &other.to_string());
            assert_eq!(refused(&changed).code, Code::BadLink, "{place}");
        }
    }
}

#[test]
fn a_link_without_its_end_is_said_to_be_one() {
    let link = ten_actions().link("").unwrap().text().to_owned();
    for end in 1..link.len() {
        let refused = refused(&link[..end]);
        assert_eq!(refused.code, Code::BadLink);
        if end > 10 {
            assert!(refused.reason.contains("the end of this link is missing"), "{end}: {refused}");
        }
    }
    assert!(refused(&format!("{link}{link}")).reason.contains("changed on its way"));
}

#[test]
fn a_link_that_is_too_long_is_not_looked_at() {
    let refused = refused(&format!("#run={}", "A".repeat(65_537)));
    assert_eq!(refused.code, Code::TooLarge);
}

#[test]
fn random_bytes_are_refused_or_opened_and_never_worse() {
    let good = [ten_actions().link("").unwrap().text().to_owned(), file()];
    for seed in 0..3_000 {
        let mut luck = Luck::new(seed);
        let text = good[luck.below(2) as usize].clone();
        let mut bytes = text.into_bytes();
        for _ in 0..1 + luck.below(6) {
            if bytes.len() < 2 {
                break;
            }
            let place = luck.below(bytes.len() as u64) as usize;
            match luck.below(4) {
                0 => bytes[place] = luck.below(256) as u8,
                1 => drop(bytes.remove(place)),
                2 => bytes.insert(place, *luck.of(b"{}[]\",:0123456789eE.-ntf\\")),
                _ => bytes.truncate(place.max(1)),
            }
        }
        let text = String::from_utf8_lossy(&bytes);
        if let Ok(mut opening) = Opening::read(&text) {
            opening.advance(5_000);
            opening.finish();
        }
    }
}

#[test]
fn a_session_from_the_future_is_named() {
    let future = refused(&file_with(&["formatVersion"], "3"));
    assert_eq!((future.code, future.field.as_str()), (Code::BadSession, "formatVersion"));
    assert!(future.reason.contains("a newer version wrote this: format 3"), "{future}");
}

#[test]
fn what_is_wrong_in_a_file_is_named_by_its_field() {
    let wrong = [
        (&["scenario"][..], r#""nowhere""#, Code::UnknownName, "scenario"),
        (&["seed"], r#""-1""#, Code::BadSession, "seed"),
        (&["seed"], "5", Code::BadSession, "seed"),
        (&["engine"], "-1", Code::BadSession, "engine"),
        (&["settings", "delivery"], r#""never""#, Code::BadSession, "settings.delivery"),
        (&["settings", "retries", "attempts"], "0", Code::BadSession, "settings.retries.attempts"),
        (
            &["inputs", "3", "send", "items", "0", "quantity"],
            "0.5",
            Code::BadSession,
            "inputs[3].send.items[0].quantity",
        ),
        (
            &["inputs", "3", "send", "items", "0", "quantity"],
            "NaN",
            Code::BadSession,
            "inputs[3].send.items[0].quantity",
        ),
        (&["inputs", "3", "send", "type"], r#""Fly""#, Code::BadSession, "inputs[3].send.type"),
        (&["inputs", "8", "inject", "kind"], r#""gremlin""#, Code::BadSession, "inputs[8].inject.kind"),
        (&["inputs", "8", "inject"], r#"{"kind": "drop", "oops": 1}"#, Code::BadSession, "inputs[8].inject.oops"),
        (&["inputs", "1", "number"], "0", Code::BadSession, "inputs[1].number"),
        (&["inputs", "1", "ms"], "-1", Code::BadSession, "inputs[1].ms"),
        (&["inputs"], "7", Code::BadSession, "inputs"),
        (&["end", "hash"], r#""xyz""#, Code::BadSession, "end.hash"),
        (&["end"], "{}", Code::BadSession, "end.step"),
    ];
    for (path, value, code, field) in wrong {
        let mut text = file();
        if path == ["scenario"] {
            text = text.replacen('{', r#"{"scenario": "nowhere","#, 1);
        } else {
            text = file_with(path, value);
        }
        let refused = refused(&text);
        assert_eq!((refused.code, refused.field.as_str()), (code, field), "{refused}");
    }
    assert_eq!(refused(&file().replacen('{', r#"{"oops": 1,"#, 1)).field, "oops");
    let no_act = refused(&file_with(&["inputs", "0"], r#"{"ms": 0, "number": 0}"#));
    assert_eq!((no_act.field.as_str(), no_act.reason.as_str()), ("inputs[0]", "this input says no act"));
}

#[test]
fn files_beyond_the_limits_are_named() {
    assert_eq!(refused(&format!("{{{}", " ".repeat(10 * 1_024 * 1_024))).code, Code::TooLarge);
    let deep = format!("{{\"inputs\": {}1{}}}", "[".repeat(100), "]".repeat(100));
    assert!(refused(&deep).reason.contains("more than 64 levels"));
    let wide = format!("{{\"inputs\": [{}1]}}", "1,".repeat(200_001));
    assert!(refused(&wide).reason.contains("a list of more than 200000 entries"));
    let many = format!("{{\"inputs\": [{}[1]]}}", format!("[{}1],", "1,".repeat(999)).repeat(1_100));
    assert!(refused(&many).reason.contains("more values than are read"));
}

#[test]
fn another_engine_is_said_only_where_it_makes_a_difference() {
    let other = file().replacen(&format!("\"engine\": {ENGINE_VERSION}"), "\"engine\": 99", 1);
    assert_eq!(Session::new().open(&other).unwrap().warnings, []);
    let hash = ten_actions().head().digest().to_string();
    let different = other.replace(&hash, "0123456789abcdef");
    let mut session = Session::new();
    let warnings = session.open(&different).unwrap().warnings;
    let told = format!("engine 99 made this run, and engine {ENGINE_VERSION} ends it differently");
    assert!(warnings[0].to_string().starts_with(&told));
    assert_eq!(session.hash(), hash, "the run opens all the same");
    let same_engine = file().replace(&hash, "0123456789abcdef");
    let warnings = Session::new().open(&same_engine).unwrap().warnings;
    assert!(warnings[0].to_string().starts_with("this run ends differently"), "{}", warnings[0]);
}

#[test]
fn a_run_too_large_for_a_link_fits_into_a_file() {
    let mut session = Session::new();
    let mut luck = Luck::new(1);
    for number in 0..3_000 {
        let id = format!("{:x}-{number}", luck.below(u64::MAX));
        let text = format!(r#"{{"type": "CancelOrder", "orderId": "{id}"}}"#);
        session.send(&super::super::command(&text)).unwrap();
    }
    let refused = session.link("").unwrap_err();
    assert_eq!((refused.code, refused.field.as_str()), (Code::TooLarge, "link"));
    assert!(refused.reason.contains("session file"), "{refused}");
    let text = session_file::write(&session.shared("").unwrap()).unwrap();
    let mut elsewhere = Session::new();
    assert_eq!(elsewhere.open(&text).unwrap().warnings, []);
    assert_eq!(elsewhere.hash(), session.hash());
}

#[test]
fn a_long_link_is_said_to_be_long() {
    let mut session = Session::new();
    let mut luck = Luck::new(2);
    for _ in 0..600 {
        let text = format!(r#"{{"type": "CancelOrder", "orderId": "{:x}"}}"#, luck.below(u64::MAX));
        session.send(&super::super::command(&text)).unwrap();
    }
    let link = session.link("").unwrap();
    assert!(link.is_long() && link.text().len() < 32_000, "{}", link.text().len());
    assert!(session.shared(&"x".repeat(201)).is_err() && session.shared("a\nb").is_err());
}
