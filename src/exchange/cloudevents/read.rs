//! Reads one event and says what is wrong with it.

use serde_json::{Map, Value};

use crate::exchange::limits::TEXT_BYTES_MAX;
use crate::exchange::refused::{Code, Refused};

use super::timestamp::is_timestamp;
use super::{Attribute, CloudEvent, Data, SPEC_VERSION};

impl CloudEvent {
    /// Reads an event from its JSON object. An attribute that is `null` counts as absent.
    ///
    /// # Errors
    /// The first attribute that breaks the specification, with the reason.
    pub fn read(value: &Value) -> Result<Self, Refused> {
        let Value::Object(fields) = value else { return Err(bad("", "an event is a JSON object")) };
        if required(fields, "specversion")? != SPEC_VERSION {
            return Err(bad("specversion", "only version 1.0 is read"));
        }
        let time = text(fields, "time")?;
        if time.as_deref().is_some_and(|time| !is_timestamp(time)) {
            return Err(bad("time", "an RFC 3339 timestamp was expected"));
        }
        Ok(Self {
            id: required(fields, "id")?,
            source: required(fields, "source")?,
            kind: required(fields, "type")?,
            subject: text(fields, "subject")?,
            time,
            content_type: text(fields, "datacontenttype")?,
            schema: text(fields, "dataschema")?,
            extensions: fields
                .iter()
                .filter_map(|(name, value)| extension(name, value).transpose())
                .collect::<Result<_, _>>()?,
            data: data(fields)?,
        })
    }
}

fn bad(field: &str, reason: impl Into<String>) -> Refused {
    Refused::new(Code::BadCloudEvent, field, reason)
}

fn present<'a>(fields: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    fields.get(name).filter(|value| !value.is_null())
}

/// A text that is not empty, if it is there.
fn text(fields: &Map<String, Value>, name: &str) -> Result<Option<String>, Refused> {
    match present(fields, name) {
        None => Ok(None),
        Some(Value::String(text)) if text.is_empty() => Err(bad(name, "this attribute is empty")),
        Some(Value::String(text)) if text.len() > TEXT_BYTES_MAX => {
            Err(Refused::new(Code::TooLarge, name, format!("at most {TEXT_BYTES_MAX} bytes are read")))
        }
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(bad(name, "a text was expected")),
    }
}

fn required(fields: &Map<String, Value>, name: &str) -> Result<String, Refused> {
    text(fields, name)?.ok_or_else(|| bad(name, "this required attribute is missing"))
}

fn data(fields: &Map<String, Value>) -> Result<Data, Refused> {
    match (fields.get("data"), present(fields, "data_base64")) {
        (None | Some(Value::Null), None) => Ok(Data::None),
        (Some(value), None) => Ok(Data::Json(value.clone())),
        (None | Some(Value::Null), Some(Value::String(text))) if is_base64(text) => Ok(Data::Base64(text.clone())),
        (None | Some(Value::Null), Some(_)) => Err(bad("data_base64", "base64 text was expected")),
        (Some(_), Some(_)) => Err(bad("data_base64", "an event carries data or data_base64, not both")),
    }
}

fn extension(name: &str, value: &Value) -> Result<Option<(String, Attribute)>, Refused> {
    const KNOWN: [&str; 10] = [
        "specversion",
        "id",
        "source",
        "type",
        "subject",
        "time",
        "datacontenttype",
        "dataschema",
        "data",
        "data_base64",
    ];
    if KNOWN.contains(&name) {
        return Ok(None);
    }
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
        return Err(bad(name, "the name of an attribute has lower-case letters and digits only"));
    }
    let attribute = match value {
        Value::Null => return Ok(None),
        Value::Bool(flag) => Attribute::Flag(*flag),
        Value::Number(number) => {
            Attribute::Whole(number.as_i64().ok_or_else(|| bad(name, "a whole number was expected"))?)
        }
        Value::String(text) if text.len() <= TEXT_BYTES_MAX => Attribute::Text(text.clone()),
        Value::String(_) => {
            return Err(Refused::new(Code::TooLarge, name, format!("at most {TEXT_BYTES_MAX} bytes are read")));
        }
        Value::Array(_) | Value::Object(_) => {
            return Err(bad(name, "a text, a whole number or a boolean was expected"));
        }
    };
    Ok(Some((name.to_owned(), attribute)))
}

/// Base64 of RFC 4648 with its padding.
fn is_base64(text: &str) -> bool {
    let unpadded = text.trim_end_matches('=');
    let padding = text.len().saturating_sub(unpadded.len());
    text.len().is_multiple_of(4)
        && padding <= 2
        && unpadded.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/')
}
