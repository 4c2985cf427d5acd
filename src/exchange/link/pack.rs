//! Plain data as few bytes. Each value begins with a tag; a text or the fields of an object that came before are named
//! by their number.
//!
//! | tag | value |
//! |---|---|
//! | `00` `01` `02` | nothing, false, true |
//! | `03` `04` | whole number: magnitude; `04` is negative |
//! | `05` `06` | thousandths: magnitude; `06` is negative |
//! | `07` | 8 bytes, a float, little-endian |
//! | `08` | text of 16 hexadecimal digits in lower case: 8 bytes, big-endian |
//! | `09` | text: length in bytes, UTF-8 |
//! | `0A` | text met before: number |
//! | `0B` | list: count, values |
//! | `0C` | object: count, names as texts, values |
//! | `0D` | object with the fields of one met before: number, values |
//! | `10`–`3F` | text of 0 to 47 bytes |
//! | `40`–`7F` | whole number 0 to 63 |
//! | `80`–`DF` | text 0 to 95 |
//! | `E0`–`FF` | object with fields 0 to 31 |
//!
//! Lengths, counts, numbers and magnitudes are unsigned LEB128.

use std::collections::BTreeMap;

use super::words::{SHAPES, WORDS};
use crate::exchange::check::exact;
use crate::exchange::limits::SAFE_INTEGER_MAX;
use crate::exchange::{Wire, millis_of_time};
use crate::kernel::{Digest, VirtualTime};

const SHORT_TEXTS: usize = 48;
const NEAR_TEXTS: usize = 96;
const NEAR_SHAPES: usize = 32;

/// Tags, and where their ranges begin.
pub(super) mod tag {
    pub const NOTHING: u8 = 0x00;
    pub const FALSE: u8 = 0x01;
    pub const TRUE: u8 = 0x02;
    pub const WHOLE: u8 = 0x03;
    pub const WHOLE_BELOW: u8 = 0x04;
    pub const THOUSANDTHS: u8 = 0x05;
    pub const THOUSANDTHS_BELOW: u8 = 0x06;
    pub const FLOAT: u8 = 0x07;
    pub const HASH: u8 = 0x08;
    pub const TEXT: u8 = 0x09;
    pub const TEXT_BEFORE: u8 = 0x0A;
    pub const LIST: u8 = 0x0B;
    pub const OBJECT: u8 = 0x0C;
    pub const OBJECT_BEFORE: u8 = 0x0D;
    pub const SHORT_TEXT: u8 = 0x10;
    pub const SMALL_NUMBER: u8 = 0x40;
    pub const NEAR_TEXT: u8 = 0x80;
    pub const NEAR_SHAPE: u8 = 0xE0;
}

/// The bytes of a value.
pub fn pack(value: &Wire) -> Vec<u8> {
    let texts = WORDS.iter().copied().zip(0..).collect();
    let mut packer = Packer { bytes: Vec::new(), texts, shapes: Vec::new() };
    packer.value(value);
    packer.bytes
}

struct Packer<'a> {
    bytes: Vec<u8>,
    texts: BTreeMap<&'a str, usize>,
    shapes: Vec<Vec<&'a str>>,
}

impl<'a> Packer<'a> {
    fn value(&mut self, value: &'a Wire) {
        match value {
            Wire::Nothing => self.bytes.push(tag::NOTHING),
            Wire::Bool(false) => self.bytes.push(tag::FALSE),
            Wire::Bool(true) => self.bytes.push(tag::TRUE),
            Wire::Number(number) => self.number(*number),
            Wire::Text(text) => self.text(text),
            Wire::List(values) => {
                self.bytes.push(tag::LIST);
                self.length(values.len());
                values.iter().for_each(|value| self.value(value));
            }
            Wire::Object(fields) => {
                self.shape(fields.iter().map(|(name, _)| name.as_str()).collect());
                fields.iter().for_each(|(_, value)| self.value(value));
            }
        }
    }

    fn number(&mut self, number: f64) {
        let (tags, magnitude) = match (exact(number), thousandths(number.abs())) {
            (Some(small @ 0..=63), _) => {
                self.bytes.push(tag::SMALL_NUMBER | u8::try_from(small).unwrap_or(0));
                return;
            }
            (Some(whole), _) => ([tag::WHOLE, tag::WHOLE_BELOW], whole.unsigned_abs()),
            (None, Some(thousandths)) => ([tag::THOUSANDTHS, tag::THOUSANDTHS_BELOW], thousandths),
            (None, None) => {
                self.bytes.push(tag::FLOAT);
                self.bytes.extend(number.to_le_bytes());
                return;
            }
        };
        let [above, below] = tags;
        self.bytes.push(if number < 0.0 { below } else { above });
        self.varint(magnitude);
    }

    fn text(&mut self, text: &'a str) {
        if let Ok(hash) = text.parse::<Digest>() {
            self.bytes.push(tag::HASH);
            self.bytes.extend(hash.word().to_be_bytes());
            return;
        }
        match self.texts.get(text) {
            Some(place) => self.known(*place, NEAR_TEXTS, tag::NEAR_TEXT, tag::TEXT_BEFORE),
            None => {
                self.known(text.len(), SHORT_TEXTS, tag::SHORT_TEXT, tag::TEXT);
                self.bytes.extend(text.bytes());
                self.texts.insert(text, self.texts.len());
            }
        }
    }

    fn shape(&mut self, names: Vec<&'a str>) {
        let known =
            SHAPES.iter().copied().chain(self.shapes.iter().map(Vec::as_slice)).position(|known| known == names);
        match known {
            Some(place) => self.known(place, NEAR_SHAPES, tag::NEAR_SHAPE, tag::OBJECT_BEFORE),
            None => {
                self.bytes.push(tag::OBJECT);
                self.length(names.len());
                names.iter().for_each(|name| self.text(name));
                self.shapes.push(names);
            }
        }
    }

    /// A number within the tag where it is small, behind one where it is not.
    fn known(&mut self, place: usize, near: usize, near_tag: u8, far_tag: u8) {
        match u8::try_from(place).ok().filter(|_| place < near) {
            Some(place) => self.bytes.push(near_tag.saturating_add(place)),
            None => {
                self.bytes.push(far_tag);
                self.length(place);
            }
        }
    }

    fn length(&mut self, length: usize) {
        self.varint(u64::try_from(length).unwrap_or(u64::MAX));
    }

    fn varint(&mut self, mut number: u64) {
        loop {
            let low = u8::try_from(number & 0x7F).unwrap_or(0);
            number >>= 7;
            self.bytes.push(if number == 0 { low } else { low | 0x80 });
            if number == 0 {
                return;
            }
        }
    }
}

/// The whole number of thousandths that a number is, if it is one and comes back as the same number.
#[allow(clippy::as_conversions, clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::float_arithmetic)]
fn thousandths(number: f64) -> Option<u64> {
    let scaled = (number * 1_000.0).round();
    let bounded = (0.0..=SAFE_INTEGER_MAX as f64).contains(&scaled).then_some(scaled as u64)?;
    (of_thousandths(bounded) == number).then_some(bounded)
}

/// One correctly rounded division: the float nearest to the decimal fraction.
pub(super) fn of_thousandths(thousandths: u64) -> f64 {
    millis_of_time(VirtualTime::from_micros(thousandths))
}
