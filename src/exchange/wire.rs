//! A value from outside, of bounded size and of no particular shape.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::limits::{LIST_MAX, TEXT_BYTES_MAX};
use super::refused::{Code, Refused};

/// Plain data as JavaScript and JSON know it. Numbers may be anything that they may be there, NaN included.
#[derive(Clone, Debug, PartialEq)]
pub enum Wire {
    Nothing,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Wire>),
    /// In the order given.
    Object(Vec<(String, Wire)>),
}

impl Wire {
    /// Reads a JSON text.
    ///
    /// # Errors
    /// `too-large` beyond `bytes_max`, `code` for what is not JSON or holds more than the limits allow.
    pub fn from_json(text: &str, bytes_max: usize, code: Code) -> Result<Self, Refused> {
        if text.len() > bytes_max {
            return Err(Refused::new(Code::TooLarge, "", format!("at most {bytes_max} bytes of text are read")));
        }
        serde_json::from_str(text).map_err(|error| Refused::new(code, "", format!("this is not JSON: {error}")))
    }

    /// What kind of thing this is, in words.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

impl From<&str> for Wire {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<f64> for Wire {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl<'de> Deserialize<'de> for Wire {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WireVisitor)
    }
}

struct WireVisitor;

// A number beyond 2^53 loses digits here, and every reader of whole numbers refuses it for its size.
#[allow(clippy::as_conversions, clippy::cast_precision_loss)]
impl<'de> Visitor<'de> for WireVisitor {
    type Value = Wire;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("plain data")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Wire, E> {
        Ok(Wire::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Wire, E> {
        Ok(Wire::Number(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Wire, E> {
        Ok(Wire::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Wire, E> {
        Ok(Wire::Number(value))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Wire, E> {
        if value.len() > TEXT_BYTES_MAX {
            return Err(E::custom(format_args!("a text of more than {TEXT_BYTES_MAX} bytes")));
        }
        Ok(Wire::Text(value.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Wire, E> {
        Ok(Wire::Nothing)
    }

    fn visit_none<E>(self) -> Result<Wire, E> {
        Ok(Wire::Nothing)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Wire, D::Error> {
        Wire::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Wire, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element()? {
            if values.len() == LIST_MAX {
                return Err(de::Error::custom(format_args!("a list of more than {LIST_MAX} entries")));
            }
            values.push(value);
        }
        Ok(Wire::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Wire, A::Error> {
        let mut fields: Vec<(String, Wire)> = Vec::new();
        while let Some(entry) = map.next_entry()? {
            if fields.len() == LIST_MAX {
                return Err(de::Error::custom(format_args!("an object of more than {LIST_MAX} fields")));
            }
            fields.push(entry);
        }
        Ok(Wire::Object(fields))
    }
}
