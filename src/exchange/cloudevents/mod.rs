//! CloudEvents 1.0 in their JSON format (DG-05 to DG-07).
//!
//! Source: the CloudEvents specification, `cloudevents/formats/json-format.md` and `cloudevents.json`.

mod read;
mod timestamp;

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::exchange::Wire;

pub use timestamp::{is_timestamp, timestamp, virtual_time};

/// The version of the specification that is read and written.
pub const SPEC_VERSION: &str = "1.0";

/// An event in the words of the specification.
#[derive(Clone, Debug, PartialEq)]
pub struct CloudEvent {
    pub id: String,
    pub source: String,
    pub kind: String,
    pub subject: Option<String>,
    /// RFC 3339.
    pub time: Option<String>,
    pub content_type: Option<String>,
    pub schema: Option<String>,
    pub extensions: BTreeMap<String, Attribute>,
    pub data: Data,
}

/// The value of an extension attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attribute {
    Flag(bool),
    Whole(i64),
    Text(String),
}

/// What an event carries.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    None,
    /// A JSON value; a text stays a text and is never parsed again (DG-06).
    Json(Wire),
    /// Bytes, kept in their base64 form.
    Base64(String),
}

impl CloudEvent {
    /// What the data is: as stated, JSON where nothing is stated, and no assumption about bytes (DG-07).
    pub fn effective_content_type(&self) -> Option<&str> {
        match (&self.content_type, &self.data) {
            (Some(stated), _) => Some(stated),
            (None, Data::Json(_)) => Some("application/json"),
            (None, Data::None | Data::Base64(_)) => None,
        }
    }
}

impl Serialize for Attribute {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Whole(number) => serializer.serialize_i64(*number),
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}

impl Serialize for CloudEvent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("specversion", SPEC_VERSION)?;
        map.serialize_entry("id", &self.id)?;
        map.serialize_entry("source", &self.source)?;
        map.serialize_entry("type", &self.kind)?;
        let optional = [
            ("subject", &self.subject),
            ("time", &self.time),
            ("datacontenttype", &self.content_type),
            ("dataschema", &self.schema),
        ];
        for (name, value) in optional {
            if let Some(text) = value {
                map.serialize_entry(name, text)?;
            }
        }
        for (name, value) in &self.extensions {
            map.serialize_entry(name, value)?;
        }
        match &self.data {
            Data::None => {}
            Data::Json(value) => map.serialize_entry("data", value)?,
            Data::Base64(text) => map.serialize_entry("data_base64", text)?,
        }
        map.end()
    }
}
