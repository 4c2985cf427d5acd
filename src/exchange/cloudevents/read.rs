//! Reads one event and says what is wrong with it.

use crate::exchange::check::exact;
use crate::exchange::limits::TEXT_BYTES_MAX;
use crate::exchange::{Code, Refused, Wire};

use super::timestamp::is_timestamp;
use super::{Attribute, CloudEvent, Data, SPEC_VERSION};

/// The attributes of the specification and the two members for data.
const KNOWN: [&str; 10] =
    ["specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema", "data", "data_base64"];

impl CloudEvent {
    /// Reads an event from its JSON object. An attribute that is `null` counts as absent.
    ///
    /// # Errors
    /// The first attribute that breaks the specification, with the reason.
    pub fn read(event: &Wire) -> Result<Self, Refused> {
        let Wire::Object(fields) = event else { return Err(bad("", "an event is a JSON object")) };
        if required(event, "specversion")? != SPEC_VERSION {
            return Err(bad("specversion", "only version 1.0 is read"));
        }
        let time = text(event, "time")?;
        if time.as_deref().is_some_and(|time| !is_timestamp(time)) {
            return Err(bad("time", "an RFC 3339 timestamp was expected"));
        }
        let others = fields.iter().filter(|(name, value)| !KNOWN.contains(&name.as_str()) && *value != Wire::Nothing);
        Ok(Self {
            id: required(event, "id")?,
            source: required(event, "source")?,
            kind: required(event, "type")?,
            subject: text(event, "subject")?,
            time,
            content_type: text(event, "datacontenttype")?,
            schema: text(event, "dataschema")?,
            extensions: others
                .map(|(name, value)| Ok::<_, Refused>((name.clone(), attribute(name, value)?)))
                .collect::<Result<_, _>>()?,
            data: data(event)?,
        })
    }
}

fn bad(field: &str, reason: &str) -> Refused {
    Refused::new(Code::BadCloudEvent, field, reason)
}

fn too_large(field: &str) -> Refused {
    Refused::new(Code::TooLarge, field, format!("at most {TEXT_BYTES_MAX} bytes are read"))
}

fn present<'a>(event: &'a Wire, name: &str) -> Option<&'a Wire> {
    event.get(name).filter(|value| **value != Wire::Nothing)
}

/// A text that is not empty, if it is there.
fn text(event: &Wire, name: &str) -> Result<Option<String>, Refused> {
    match present(event, name) {
        None | Some(Wire::Nothing) => Ok(None),
        Some(Wire::Text(text)) if text.is_empty() => Err(bad(name, "this attribute is empty")),
        Some(Wire::Text(text)) if text.len() > TEXT_BYTES_MAX => Err(too_large(name)),
        Some(Wire::Text(text)) => Ok(Some(text.clone())),
        Some(Wire::Bool(_) | Wire::Number(_) | Wire::List(_) | Wire::Object(_)) => {
            Err(bad(name, "a text was expected"))
        }
    }
}

fn required(event: &Wire, name: &str) -> Result<String, Refused> {
    text(event, name)?.ok_or_else(|| bad(name, "this required attribute is missing"))
}

fn data(event: &Wire) -> Result<Data, Refused> {
    match (present(event, "data"), present(event, "data_base64")) {
        (None, None) => Ok(Data::None),
        (Some(value), None) => Ok(Data::Json(value.clone())),
        (None, Some(Wire::Text(text))) if is_base64(text) => Ok(Data::Base64(text.clone())),
        (None, Some(_)) => Err(bad("data_base64", "base64 text was expected")),
        (Some(_), Some(_)) => Err(bad("data_base64", "an event carries data or data_base64, not both")),
    }
}

fn attribute(name: &str, value: &Wire) -> Result<Attribute, Refused> {
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
        return Err(bad(name, "the name of an attribute has lower-case letters and digits only"));
    }
    match value {
        Wire::Bool(flag) => Ok(Attribute::Flag(*flag)),
        Wire::Number(number) => {
            exact(*number).map(Attribute::Whole).ok_or_else(|| bad(name, "a whole number was expected"))
        }
        Wire::Text(text) if text.len() > TEXT_BYTES_MAX => Err(too_large(name)),
        Wire::Text(text) => Ok(Attribute::Text(text.clone())),
        Wire::Nothing | Wire::List(_) | Wire::Object(_) => {
            Err(bad(name, "a text, a whole number or a boolean was expected"))
        }
    }
}

/// Base64 of RFC 4648 with its padding.
fn is_base64(text: &str) -> bool {
    let unpadded = text.trim_end_matches('=');
    let padding = text.len().saturating_sub(unpadded.len());
    text.len().is_multiple_of(4)
        && padding <= 2
        && unpadded.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/')
}
