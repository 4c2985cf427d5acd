//! Settings from outside and for outside.

use eventarium::exchange::{Code, Refused, SettingsDraft, SettingsView, Wire};
use eventarium::kernel::Span;
use eventarium::world::Settings;

fn read(json: &str) -> Result<Settings, Refused> {
    SettingsDraft::read(&Wire::from_json(json, 10_000, Code::BadSetting).unwrap(), "")?.check(Settings::default())
}

#[test]
fn what_settings_say_can_be_set_again() {
    let changed = read(
        r#"{"delivery": "at-most-once", "outbox": false, "idempotency": false, "stepTimeoutMs": 1500.25,
            "retries": {"attempts": 5, "baseMs": 50, "capMs": 1000, "jitter": "equal"}, "ackTimeoutMs": 900,
            "history": {"snapshotEvery": 3, "snapshotRevisions": "ignored", "orderLogic": 2, "projections": 2,
                "mails": "read-model", "producer": 1, "consumers": 1, "upcasters": "faulty"}}"#,
    );
    let changed = changed.unwrap();
    assert_eq!((changed.outbox, changed.step_timeout), (false, Span::from_micros(1_500_250)));
    let said = serde_json::to_string(&SettingsView::from(changed)).unwrap();
    assert_eq!(read(&said), Ok(changed));
}

#[test]
fn the_beginning_has_the_settings_of_the_book() {
    let said = serde_json::to_value(SettingsView::from(Settings::default())).unwrap();
    let expected = serde_json::json!({
        "transport": "bus", "delivery": "at-least-once", "outbox": true, "idempotency": true, "saga": "orchestrated",
        "retries": {"attempts": 3, "baseMs": 100.0, "capMs": 10_000.0, "jitter": "full"},
        "stepTimeoutMs": 10_000.0, "ackTimeoutMs": 2_000.0,
        "history": {"snapshotEvery": 0, "snapshotRevisions": "checked", "orderLogic": 1, "projections": 1,
            "mails": "reactor", "producer": 2, "consumers": 2, "upcasters": "on"},
    });
    assert_eq!(said, expected);
}

#[test]
fn what_does_not_exist_is_refused() {
    let cases = [
        (r#"{"transport": "kafka"}"#, "transport"),
        (r#"{"saga": "choreographed"}"#, "saga"),
        (r#"{"delivery": "exactly-once"}"#, "delivery"),
        (r#"{"outbox": 1}"#, "outbox"),
        (r#"{"retries": {"attempts": 0}}"#, "retries.attempts"),
        (r#"{"retries": {"attempts": 21}}"#, "retries.attempts"),
        (r#"{"retries": {"baseMs": 500, "capMs": 100}}"#, "retries.capMs"),
        (r#"{"retries": {"jitter": "some"}}"#, "retries.jitter"),
        (r#"{"retries": 3}"#, "retries"),
        (r#"{"retries": {"tries": 3}}"#, "retries.tries"),
        (r#"{"stepTimeoutMs": 0}"#, "stepTimeoutMs"),
        (r#"{"stepTimeoutMs": -1}"#, "stepTimeoutMs"),
        (r#"{"ackTimeoutMs": 9007199254740992}"#, "ackTimeoutMs"),
        (r#"{"history": 1}"#, "history"),
        (r#"{"history": {"snapshotEvery": 65536}}"#, "history.snapshotEvery"),
        (r#"{"history": {"snapshotRevisions": "guessed"}}"#, "history.snapshotRevisions"),
        (r#"{"history": {"orderLogic": 3}}"#, "history.orderLogic"),
        (r#"{"history": {"future": 3}}"#, "history.future"),
        (r#"{"colour": "red"}"#, "colour"),
    ];
    for (json, field) in cases {
        let refused = read(json).unwrap_err();
        assert_eq!((refused.code, refused.field.as_str()), (Code::BadSetting, field), "{json}: {refused}");
    }
}
