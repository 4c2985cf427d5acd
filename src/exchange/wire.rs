//! A value from outside, of bounded size and of no particular shape.

use std::cell::Cell;
use std::fmt;

use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use crate::domain::Money;

use super::check::exact;
use super::limits::{DEPTH_MAX, LIST_MAX, TEXT_BYTES_MAX, VALUES_MAX};
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
        Self::from_json_within(text, &WireLimits { bytes_max, ..WireLimits::default() }, code)
    }

    /// The same within other limits.
    ///
    /// # Errors
    /// `too-large` beyond the bytes, `code` for what is not JSON or holds more than the other limits allow.
    pub fn from_json_within(text: &str, limits: &WireLimits, code: Code) -> Result<Self, Refused> {
        if text.len() > limits.bytes_max {
            let reason = format!("{} bytes of text; at most {} are read", text.len(), limits.bytes_max);
            return Err(Refused::new(Code::TooLarge, "", reason));
        }
        let not_json = |error| Refused::new(code, "", format!("this is not JSON: {error}"));
        let mut reader = serde_json::Deserializer::from_str(text);
        let value = limits.seed(&Cell::new(limits.values_max)).deserialize(&mut reader).map_err(not_json)?;
        reader.end().map_err(not_json)?;
        Ok(value)
    }

    /// What serde writes of a value of this program; nothing for a value that no JSON can hold.
    pub fn of_plain<T: Serialize>(value: &T) -> Self {
        let text = serde_json::to_string(value).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or(Self::Nothing)
    }

    /// An object with these fields in this order.
    pub fn object<const N: usize>(fields: [(&str, Self); N]) -> Self {
        Self::Object(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    /// The value of a field of an object.
    pub fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(fields) => fields.iter().rfind(|(given, _)| given == name).map(|(_, value)| value),
            Self::Nothing | Self::Bool(_) | Self::Number(_) | Self::Text(_) | Self::List(_) => None,
        }
    }

    /// One line of JSON. A number that is none there is written as `null`.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
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

impl From<String> for Wire {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u32> for Wire {
    fn from(number: u32) -> Self {
        Self::Number(f64::from(number))
    }
}

impl From<Money> for Wire {
    // Money that enters is bounded far below 2^53, and so are the sums of all orders that fit into memory.
    #[allow(clippy::as_conversions, clippy::cast_precision_loss)]
    fn from(money: Money) -> Self {
        Self::Number(money.0 as f64)
    }
}

/// Whole numbers are written without a fraction.
impl Serialize for Wire {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nothing => serializer.serialize_unit(),
            Self::Bool(flag) => serializer.serialize_bool(*flag),
            Self::Number(number) => match exact(*number) {
                Some(whole) => serializer.serialize_i64(whole),
                None => serializer.serialize_f64(*number),
            },
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(values) => {
                let mut seq = serializer.serialize_seq(Some(values.len()))?;
                values.iter().try_for_each(|value| seq.serialize_element(value))?;
                seq.end()
            }
            Self::Object(fields) => {
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                fields.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))?;
                map.end()
            }
        }
    }
}

/// How much is read (SEC-12). A text has at most [`TEXT_BYTES_MAX`] bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WireLimits {
    /// Of JSON.
    pub bytes_max: usize,
    /// Values in all, on all levels.
    pub values_max: usize,
    /// Entries of one list or object.
    pub list_max: usize,
}

impl Default for WireLimits {
    fn default() -> Self {
        Self { bytes_max: TEXT_BYTES_MAX, values_max: VALUES_MAX, list_max: LIST_MAX }
    }
}

impl WireLimits {
    const fn seed<'a>(&self, values_left: &'a Cell<usize>) -> WireSeed<'a> {
        WireSeed { values_left, list_max: self.list_max, depth_left: DEPTH_MAX }
    }
}

impl<'de> Deserialize<'de> for Wire {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        WireLimits::default().seed(&Cell::new(VALUES_MAX)).deserialize(deserializer)
    }
}

/// Reads one value and counts what is left of the limits.
#[derive(Clone, Copy)]
struct WireSeed<'a> {
    values_left: &'a Cell<usize>,
    list_max: usize,
    depth_left: usize,
}

impl WireSeed<'_> {
    fn deeper<E: de::Error>(self) -> Result<Self, E> {
        let depth_left = self.depth_left.checked_sub(1);
        let too_deep = || E::custom(format_args!("more than {DEPTH_MAX} levels"));
        depth_left.map(|depth_left| Self { depth_left, ..self }).ok_or_else(too_deep)
    }
}

impl<'de> DeserializeSeed<'de> for WireSeed<'_> {
    type Value = Wire;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Wire, D::Error> {
        let Some(left) = self.values_left.get().checked_sub(1) else {
            return Err(de::Error::custom("more values than are read"));
        };
        self.values_left.set(left);
        deserializer.deserialize_any(self)
    }
}

// A number beyond 2^53 loses digits here, and every reader of whole numbers refuses it for its size.
#[allow(clippy::as_conversions, clippy::cast_precision_loss)]
impl<'de> Visitor<'de> for WireSeed<'_> {
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
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Wire, A::Error> {
        let inner = self.deeper()?;
        let mut values = Vec::new();
        while let Some(value) = seq.next_element_seed(inner)? {
            if values.len() == self.list_max {
                return Err(de::Error::custom(format_args!("a list of more than {} entries", self.list_max)));
            }
            values.push(value);
        }
        Ok(Wire::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Wire, A::Error> {
        let inner = self.deeper()?;
        let mut fields: Vec<(String, Wire)> = Vec::new();
        while let Some(name) = map.next_key()? {
            if fields.len() == self.list_max {
                return Err(de::Error::custom(format_args!("an object of more than {} fields", self.list_max)));
            }
            fields.push((name, map.next_value_seed(inner)?));
        }
        Ok(Wire::Object(fields))
    }
}
