//! A poisoned message is parked, seen with its spoilt body, corrected and delivered again.

use eventarium::exchange::{Wire, payload};
use eventarium::kernel::{MessageNo, Span};
use eventarium::session::{Session, scenarios};
use eventarium::world::Body;

use super::{fault, order, story, wire};

const MINUTES: Span = Span::from_secs(120);

/// A run in which one message to payment is poisoned, until its dead letter is parked.
fn parked() -> Session {
    let mut session = Session::new();
    session.inject(&fault(r#"{"kind": "poison", "target": "payment", "count": 1}"#)).unwrap();
    session.send(&order()).unwrap();
    while session.dead_letters().is_empty() {
        assert!(session.timeline().next_due().is_some());
        session.step();
    }
    session
}

#[test]
fn the_dead_letter_shows_what_is_wrong_with_it() {
    let session = parked();
    let dead = serde_json::to_value(session.dead_letters()).unwrap();
    assert_eq!(dead[0]["type"], "ChargePayment");
    assert_eq!((&dead[0]["reason"], &dead[0]["poisoned"]), (&"handler-failed".into(), &true.into()));
    assert_eq!(dead[0]["body"]["amountCents"], "259,98");
    assert_eq!(session.queues().iter().find(|queue| queue.consumer == "payment").unwrap().dead, 1);
}

#[test]
fn a_corrected_body_is_handled() {
    for text in [false, true] {
        let mut session = parked();
        let body = r#"{"orderId": "ord-1001", "customerId": "cust-441", "amountCents": 25998}"#;
        let body = if text { Wire::from(body) } else { wire(body) };
        assert_eq!(session.redrive(0, Some(&body)), Ok(true));
        assert_eq!(session.redrive(0, Some(&body)), Ok(false));
        session.run_until_quiet(MINUTES);
        assert_eq!(session.order("ord-1001").unwrap().status, "shipped");
    }
}

#[test]
fn without_a_correction_it_fails_again_and_it_can_be_given_up() {
    let mut session = parked();
    assert_eq!(session.redrive(0, None), Ok(true));
    session.run_until_quiet(MINUTES);
    assert_eq!(session.dead_letters().len(), 1);
    assert!(session.discard(1) && !session.discard(1) && !session.discard(7));
    assert!(session.dead_letters().is_empty());
}

#[test]
fn a_body_that_is_still_wrong_changes_nothing() {
    let mut session = parked();
    let hash = session.hash();
    let cases = [
        (r#"{"orderId": "ord-1001", "customerId": "cust-441", "amountCents": "259,98"}"#, "body.amountCents"),
        (r#"{"orderId": "ord-1001", "customerId": "cust-441", "amountCents": -1}"#, "body.amountCents"),
        (r#"{"orderId": "ord-1001", "customerId": "cust-441"}"#, "body.amountCents"),
        (r#"{"orderId": "ord-2", "customerId": "cust-441", "amountCents": 5}"#, "body.orderId"),
        (r#"{"orderId": "ord-1001", "customerId": "cust-441", "amountCents": 5, "tip": 1}"#, "body.tip"),
        (r#"[]"#, "body"),
    ];
    for (body, field) in cases {
        let refused = session.redrive(0, Some(&wire(body))).unwrap_err();
        assert_eq!((refused.code.name(), refused.field.as_str()), ("bad-argument", field));
    }
    let refused = session.redrive(0, Some(&"no json".into())).unwrap_err();
    assert_eq!((refused.code.name(), refused.field.as_str()), ("bad-argument", "body"));
    let huge = Wire::Text(" ".repeat(10_000_000));
    assert_eq!(session.redrive(0, Some(&huge)).unwrap_err().code.name(), "too-large");
    assert_eq!(session.hash(), hash);
}

/// Whatever can be parked can be corrected: every body that was ever written reads back, and no spoilt one does.
#[test]
fn every_body_reads_back() {
    for scenario in scenarios() {
        let mut session = story(scenario.id);
        session.run_until_quiet(MINUTES);
        let world = session.world();
        for (number, letter) in world.letters.iter().enumerate() {
            let message = MessageNo(number as u32);
            let named = world.event_of(message).is_some() || matches!(letter.body, Body::Command(_));
            let body = payload::of_message(world, message);
            // An order of the first version has no goods: whoever corrects what is about it names some.
            let named = named && body.get("items") != Some(&Wire::List(Vec::new()));
            assert_eq!(payload::correction(world, message, &body).is_ok(), named, "{} {body:?}", scenario.id);
            if named {
                let spoilt = payload::poisoned(&body);
                assert_ne!(spoilt, body);
                assert!(payload::correction(world, message, &spoilt).is_err(), "{spoilt:?}");
            }
        }
    }
}
