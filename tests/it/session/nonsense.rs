//! What is refused leaves the run as it was, its hash too.

use eventarium::exchange::{CommandDraft, FaultDraft, SettingsDraft, Wire};
use eventarium::kernel::Span;
use eventarium::session::{Ask, Beginning, Session, TaskVerdict};

use super::{order, wire};

/// A run in the middle of two orders.
fn running() -> Session {
    let mut session = Session::new();
    (0..2).for_each(|_| drop(session.send(&order()).unwrap()));
    session.advance(Span::from_millis(1_500));
    session
}

/// Everything that a person or script may type where something else was expected.
fn nonsense() -> Vec<Wire> {
    vec![
        Wire::Nothing,
        Wire::Bool(true),
        Wire::Number(0.0),
        Wire::Number(-1.0),
        Wire::Number(0.5),
        Wire::Number(f64::NAN),
        Wire::Number(f64::INFINITY),
        Wire::Number(9_007_199_254_740_992.0),
        Wire::Number(f64::MAX),
        Wire::from(""),
        Wire::from("\u{0}\u{1b}[31m"),
        Wire::Text("x".repeat(10_000_000)),
        Wire::List(vec![Wire::Nothing; 10_001]),
        Wire::List(vec![wire(r#"{"sku": "PROD-456", "quantity": 1, "unitPriceCents": 1}"#); 10_000]),
        wire(r#"{"deep": {"deeper": []}}"#),
    ]
}

/// `good` with one field after the other replaced by nonsense.
fn spoilt(good: &str) -> Vec<(String, Wire)> {
    let Wire::Object(fields) = wire(good) else { panic!("{good} is no object") };
    let mut spoilt = Vec::new();
    for (place, (name, _)) in fields.iter().enumerate() {
        for value in nonsense() {
            let mut changed = fields.clone();
            changed[place].1 = value;
            spoilt.push((name.clone(), Wire::Object(changed)));
        }
    }
    spoilt
}

/// Holds that everything refused names its field, and that whatever was refused changed nothing.
fn refusals(good: &str, attempt: impl Fn(&mut Session, &Wire) -> Result<(), eventarium::exchange::Refused>) {
    let mut session = running();
    let (hash, now) = (session.hash(), session.now());
    let mut refused_count = 0;
    for (field, value) in spoilt(good) {
        let before = session.hash();
        match attempt(&mut session, &value) {
            Ok(()) => session = running(),
            Err(refused) => {
                assert_eq!(session.hash(), before, "{field}: {refused}");
                assert!(refused.field.starts_with(&field) && !refused.reason.is_empty(), "{field}: {refused}");
                assert!(refused.reason.len() < 500, "{refused}");
                refused_count += 1;
            }
        }
    }
    assert!(refused_count > 8, "{good}: {refused_count}");
    assert_eq!((session.hash(), session.now()), (hash, now));
}

#[test]
fn commands() {
    let goods = [
        r#"{"type": "PlaceOrder", "orderId": "o", "customerId": "c",
            "items": [{"sku": "PROD-456", "quantity": 1, "unitPriceCents": 5}], "totalCents": 5}"#,
        r#"{"type": "RestockInventory", "sku": "PROD-112", "quantity": 5}"#,
        r#"{"type": "ChargePayment", "orderId": "o", "customerId": "c", "amountCents": 5}"#,
        r#"{"type": "CancelOrder", "orderId": "o"}"#,
        r#"{"type": "ReserveInventory", "orderId": "o", "items": [{"sku": "PROD-456", "quantity": 1}]}"#,
    ];
    for good in goods {
        refusals(good, |session, value| session.send(&CommandDraft::read(value)?).map(drop));
    }
}

#[test]
fn faults() {
    let good = r#"{"kind": "latency", "target": "payment", "chance": 50, "count": 2, "from": 2000, "until": 9000,
        "by": 100, "direction": "to"}"#;
    refusals(good, |session, value| session.inject(&FaultDraft::read(value)?).map(drop));
    let mut session = running();
    let hash = session.hash();
    let over = super::fault(r#"{"kind": "drop", "until": 1500}"#);
    assert_eq!(session.inject(&over).unwrap_err().field, "until");
    assert_eq!(session.hash(), hash);
    while session.inject(&super::fault(r#"{"kind": "drop", "from": 9000}"#)).is_ok() {}
    assert_eq!(session.faults().len(), 256);
}

#[test]
fn settings() {
    let good = r#"{"transport": "bus", "delivery": "at-least-once", "outbox": true, "idempotency": true,
        "saga": "orchestrated", "retries": {"attempts": 3}, "stepTimeoutMs": 100, "ackTimeoutMs": 100}"#;
    refusals(good, |session, value| session.set(&SettingsDraft::read(value, "")?).map(drop));
    let beginning = r#"{"scenario": "happy-path", "seed": "7", "settings": {"outbox": true}}"#;
    refusals(beginning, |session, value| session.reset(&Beginning::read(value)?));
}

#[test]
fn arguments() {
    let session = running();
    for value in nonsense() {
        let number = matches!(value, Wire::Number(number) if number == 0.0);
        assert_eq!(Ask::span(&value, "ms").is_ok(), number || value == Wire::Number(0.5), "{}", value.kind());
        assert_eq!(Ask::entry(&value, "id").is_ok(), number);
        assert!(Ask::id(&value, "orderId").is_err());
        assert_eq!(Ask::goal(&value).is_ok(), number || value == Wire::Number(0.5));
        assert_eq!(Ask::window(&value, true).is_ok(), value == Wire::Nothing);
    }
    for bad in [r#"{"step": -1}"#, r#"{"step": 1, "position": 1}"#, "{}", r#"{"steps": 1}"#, r#"{"step": "1"}"#] {
        assert_eq!(Ask::goal(&wire(bad)).unwrap_err().code.name(), "bad-argument", "{bad}");
    }
    for bad in [r#"{"from": -1}"#, r#"{"limit": 0.5}"#, r#"{"stream": 5}"#, r#"{"stream": "order-"}"#, r#"{"to": 1}"#] {
        assert_eq!(Ask::window(&wire(bad), true).unwrap_err().code.name(), "bad-argument", "{bad}");
    }
    assert_eq!(Ask::window(&wire(r#"{"stream": "inventory"}"#), false).unwrap_err().field, "stream");
    assert_eq!(TaskVerdict::from_name("burn").unwrap_err().code.name(), "unknown-name");
    assert_eq!(session.hash(), running().hash());
}

#[test]
fn traffic() {
    let mut session = running();
    let hash = session.hash();
    for bad in [-1.0, -0.001, 1_000.001, 0.000_1, f64::NAN, f64::INFINITY, 9_007_199_254_740_992.0] {
        assert_eq!(session.traffic(bad).unwrap_err().field, "ordersPerSecond", "{bad}");
    }
    assert_eq!(session.hash(), hash);
    for good in [0.0, 0.001, 2.5, 1_000.0] {
        assert_eq!(session.traffic(good), Ok(()));
    }
}

#[test]
fn what_is_not_there_is_nothing() {
    let mut session = running();
    let hash = session.hash();
    assert!(!session.clear(eventarium::fault::FaultId(99)));
    assert!(!session.resolve(0, TaskVerdict::from_name("retry").unwrap()));
    assert_eq!(session.redrive(0, None), Ok(false));
    assert!(!session.discard(0) && !session.undo());
    let unknown = Beginning { scenario: Some("nowhere".into()), ..Beginning::default() };
    assert_eq!(session.reset(&unknown).unwrap_err().code.name(), "unknown-name");
    for seed in ["", "-1", "1.5", "18446744073709551616", "one"] {
        let beginning = Beginning { seed: Some(seed.into()), ..Beginning::default() };
        assert_eq!(session.reset(&beginning).unwrap_err().field, "seed");
    }
    assert_eq!(session.hash(), hash);
}
