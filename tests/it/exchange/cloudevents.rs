//! CloudEvents, statement by statement.

use eventarium::exchange::cloudevents::{CloudEvent, Data};
use eventarium::exchange::{Code, Refused, Wire};

fn read(json: &str) -> Result<CloudEvent, Refused> {
    CloudEvent::read(&Wire::from_json(json, 10_000, Code::BadCloudEvent).unwrap())
}

/// A valid event with more fields.
fn with(fields: &str) -> Result<CloudEvent, Refused> {
    read(&format!(r#"{{"specversion": "1.0", "id": "A", "source": "/s", "type": "t"{fields}}}"#))
}

#[test]
fn dg_05_required_attributes_are_texts_that_are_not_empty() {
    assert!(with("").is_ok());
    for missing in ["id", "source", "specversion", "type"] {
        for value in ["null", "\"\"", "5", "{}"] {
            let refused = with(&format!(r#", "{missing}": {value}"#)).unwrap_err();
            assert_eq!((refused.code, refused.field.as_str()), (Code::BadCloudEvent, missing), "{value}");
        }
    }
    assert_eq!(with(r#", "specversion": "0.3""#).unwrap_err().field, "specversion");
}

#[test]
fn dg_05_time_is_a_timestamp_and_null_means_absent() {
    assert_eq!(
        with(r#", "time": "2018-04-05T17:31:00.5+02:00""#).unwrap().time.unwrap(),
        "2018-04-05T17:31:00.5+02:00"
    );
    assert_eq!(with(r#", "time": "yesterday""#).unwrap_err().field, "time");
    assert_eq!(with(r#", "time": 5"#).unwrap_err().field, "time");
    let event = with(r#", "time": null, "subject": null, "someextension": null, "data": null"#).unwrap();
    assert_eq!(event, with("").unwrap());
}

#[test]
fn dg_05_attributes_have_simple_names_and_values() {
    assert!(with(r#", "abc1": true, "n": -5, "s": """#).is_ok());
    for bad in [r#""Upper": 1"#, r#""with_line": 1"#, r#""": 1"#, r#""list": []"#, r#""object": {}"#, r#""half": 0.5"#]
    {
        assert_eq!(with(&format!(", {bad}")).unwrap_err().code, Code::BadCloudEvent, "{bad}");
    }
}

#[test]
fn dg_06_data_and_bytes_exclude_each_other() {
    assert_eq!(with(r#", "data": 1, "data_base64": "Zm9v""#).unwrap_err().field, "data_base64");
    assert_eq!(with(r#", "data_base64": "Zm9v""#).unwrap().data, Data::Base64("Zm9v".into()));
    for bad in ["***", "Zm9", "Zm9v====", "=", "Zm 9"] {
        assert_eq!(with(&format!(r#", "data_base64": "{bad}""#)).unwrap_err().field, "data_base64", "{bad}");
    }
}

#[test]
fn dg_06_a_text_is_not_parsed_again() {
    let event = with(r#", "datacontenttype": "application/json", "data": "{\"a\": 1}""#).unwrap();
    assert_eq!(event.data, Data::Json("{\"a\": 1}".into()));
}

#[test]
fn dg_07_data_without_a_type_is_json_and_bytes_are_anything() {
    assert_eq!(with(r#", "data": {"a": 1}"#).unwrap().effective_content_type(), Some("application/json"));
    assert_eq!(with(r#", "data_base64": "Zm9v""#).unwrap().effective_content_type(), None);
    let stated = with(r#", "datacontenttype": "application/xml", "data": "<a/>""#).unwrap();
    assert_eq!(stated.effective_content_type(), Some("application/xml"));
}
