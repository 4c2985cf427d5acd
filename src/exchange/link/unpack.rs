//! Plain data from bytes, within limits.

use super::pack::{of_thousandths, tag};
use super::words::{SHAPES, WORDS};
use crate::exchange::Wire;
use crate::exchange::limits::{DEPTH_MAX, LIST_MAX, SAFE_INTEGER_MAX, TEXT_BYTES_MAX, VALUES_MAX};
use crate::kernel::Digest;

/// Bytes of all texts together, each as often as it is named.
const TEXTS_BYTES_MAX: usize = 1 << 20;

/// The value that these bytes say; `None` where they say none, say more than one, or more than the limits allow.
pub fn unpack(bytes: &[u8]) -> Option<Wire> {
    let mut reader = Unpacker {
        bytes,
        texts: WORDS.iter().map(|word| (*word).to_owned()).collect(),
        shapes: SHAPES.iter().map(|names| names.iter().map(|name| (*name).to_owned()).collect()).collect(),
        values_left: VALUES_MAX,
        text_bytes_left: TEXTS_BYTES_MAX,
    };
    let value = reader.value(DEPTH_MAX)?;
    reader.bytes.is_empty().then_some(value)
}

struct Unpacker<'a> {
    bytes: &'a [u8],
    texts: Vec<String>,
    shapes: Vec<Vec<String>>,
    values_left: usize,
    text_bytes_left: usize,
}

impl Unpacker<'_> {
    fn value(&mut self, depth: usize) -> Option<Wire> {
        self.values_left = self.values_left.checked_sub(1)?;
        let tag = self.byte()?;
        Some(match tag {
            tag::NOTHING => Wire::Nothing,
            tag::FALSE => Wire::Bool(false),
            tag::TRUE => Wire::Bool(true),
            tag::WHOLE | tag::WHOLE_BELOW => {
                let whole = i64::try_from(self.varint()?).ok().filter(|whole| *whole <= SAFE_INTEGER_MAX)?;
                signed(whole_number(whole), tag == tag::WHOLE_BELOW)
            }
            tag::THOUSANDTHS | tag::THOUSANDTHS_BELOW => {
                let thousandths = self.varint()?;
                i64::try_from(thousandths).ok().filter(|whole| *whole <= SAFE_INTEGER_MAX)?;
                signed(of_thousandths(thousandths), tag == tag::THOUSANDTHS_BELOW)
            }
            tag::FLOAT => Wire::Number(f64::from_le_bytes(self.eight()?)),
            tag::LIST => {
                let (depth, count) = (depth.checked_sub(1)?, self.count()?);
                Wire::List((0..count).map(|_| self.value(depth)).collect::<Option<_>>()?)
            }
            tag::OBJECT | tag::OBJECT_BEFORE | tag::NEAR_SHAPE..=0xFF => {
                let depth = depth.checked_sub(1)?;
                let names = self.shape(tag)?;
                let field = |name| Some((name, self.value(depth)?));
                Wire::Object(names.into_iter().map(field).collect::<Option<_>>()?)
            }
            tag::SMALL_NUMBER..tag::NEAR_TEXT => Wire::Number(f64::from(tag & !tag::SMALL_NUMBER)),
            _ => Wire::Text(self.text(tag)?),
        })
    }

    fn shape(&mut self, tag: u8) -> Option<Vec<String>> {
        let place = match tag {
            tag::OBJECT => {
                let count = self.count()?;
                let mut names = Vec::new();
                for _ in 0..count {
                    let tag = self.byte()?;
                    names.push(self.text(tag)?);
                }
                self.shapes.push(names.clone());
                return Some(names);
            }
            tag::OBJECT_BEFORE => self.length()?,
            near => usize::from(near.checked_sub(tag::NEAR_SHAPE)?),
        };
        let names = self.shapes.get(place)?.clone();
        self.account(names.iter().map(String::len).sum())?;
        Some(names)
    }

    /// The text of a tag that stands for one.
    fn text(&mut self, tag: u8) -> Option<String> {
        let length = match tag {
            tag::HASH => {
                let text = Digest::of_word(u64::from_be_bytes(self.eight()?)).to_string();
                self.account(text.len())?;
                return Some(text);
            }
            tag::TEXT_BEFORE => {
                let place = self.length()?;
                return self.text_before(place);
            }
            tag::NEAR_TEXT..tag::NEAR_SHAPE => return self.text_before(usize::from(tag.checked_sub(tag::NEAR_TEXT)?)),
            tag::TEXT => self.length()?,
            tag::SHORT_TEXT..tag::SMALL_NUMBER => usize::from(tag.checked_sub(tag::SHORT_TEXT)?),
            _ => return None,
        };
        if length > TEXT_BYTES_MAX {
            return None;
        }
        self.account(length)?;
        let text = String::from_utf8(self.take(length)?.to_vec()).ok()?;
        self.texts.push(text.clone());
        Some(text)
    }

    fn text_before(&mut self, place: usize) -> Option<String> {
        let text = self.texts.get(place)?.clone();
        self.account(text.len())?;
        Some(text)
    }

    fn account(&mut self, bytes: usize) -> Option<()> {
        self.text_bytes_left = self.text_bytes_left.checked_sub(bytes)?;
        Some(())
    }

    fn count(&mut self) -> Option<usize> {
        // Each entry takes a byte at least.
        self.length().filter(|count| *count <= LIST_MAX && *count <= self.bytes.len())
    }

    fn length(&mut self) -> Option<usize> {
        usize::try_from(self.varint()?).ok()
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*first)
    }

    fn eight(&mut self) -> Option<[u8; 8]> {
        self.take(8)?.try_into().ok()
    }

    fn take(&mut self, count: usize) -> Option<&[u8]> {
        let (taken, rest) = self.bytes.split_at_checked(count)?;
        self.bytes = rest;
        Some(taken)
    }

    fn varint(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..70).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7F);
            let shifted = bits.checked_shl(shift)?;
            if shifted.checked_shr(shift) != Some(bits) {
                return None;
            }
            number |= shifted;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }
}

// A whole number below 2^53 is a float exactly.
#[allow(clippy::as_conversions, clippy::cast_precision_loss)]
const fn whole_number(whole: i64) -> f64 {
    whole as f64
}

#[allow(clippy::float_arithmetic)]
const fn signed(number: f64, below: bool) -> Wire {
    Wire::Number(if below { -number } else { number })
}
