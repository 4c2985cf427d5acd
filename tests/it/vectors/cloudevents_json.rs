//! Events in the JSON format of CloudEvents 1.0: the valid ones are read and written back, the invalid ones are refused.

use eventarium::exchange::Wire;
use eventarium::exchange::cloudevents::CloudEvent;
use serde::Deserialize;

#[derive(Deserialize)]
struct Rows {
    valid: Vec<Wire>,
    invalid: Vec<Invalid>,
}

#[derive(Deserialize)]
struct Invalid {
    why: String,
    event: Wire,
}

/// The fields of an event, without those that are `null`: they count as absent.
fn present(event: &Wire) -> Vec<(String, Wire)> {
    let Wire::Object(fields) = event else { panic!("{event:?} is no event") };
    let mut present: Vec<_> = fields.iter().filter(|(_, value)| *value != Wire::Nothing).cloned().collect();
    present.sort_by(|(one, _), (other, _)| one.cmp(other));
    present
}

#[test]
fn cloudevents_json() {
    let rows: Rows = super::load("cloudevents_json.json");
    assert!(!rows.valid.is_empty() && !rows.invalid.is_empty());
    for row in rows.valid {
        let event = CloudEvent::read(&row).unwrap_or_else(|refused| panic!("{row:?}: {refused}"));
        let written: Wire = serde_json::from_str(&serde_json::to_string(&event).unwrap()).unwrap();
        assert_eq!(present(&written), present(&row));
    }
    for Invalid { why, event } in rows.invalid {
        let refused = CloudEvent::read(&event).expect_err(&why);
        assert_eq!(refused.code.name(), "bad-cloudevent", "{why}");
        assert!(!refused.reason.is_empty(), "{why}");
    }
}
