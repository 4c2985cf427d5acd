//! A run as a short text that travels in the fragment of an address (SEC-20 to SEC-23).
//!
//! The text is base64url of: one byte of format version, the length of what follows as LEB128, the compressed bytes
//! (raw DEFLATE of packed plain data), and the CRC-32 of everything before it, big-endian. Every later version keeps
//! the first byte and the last four. Knows nothing about addresses of pages.

mod base64;
pub(in crate::exchange) mod checksum;
mod flaw;
mod pack;
mod unpack;
mod words;

pub use flaw::Flaw;

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

use super::limits::LIST_MAX;
use super::{Code, FORMAT_VERSION, Form, Refused, SharedRun};

/// The parameter of the fragment: `#run=…`.
pub const PARAMETER: &str = "run=";
/// Links of more characters may not pass everywhere (RFC 9110 asks for 8,000).
pub const LONG_CHARS: usize = 8_000;
/// No longer link is made: address bars hold about as much.
pub const CHARS_MAX: usize = 32_000;
/// No longer link is read (SEC-22).
pub const READ_CHARS_MAX: usize = 64 * 1_024;
/// Bytes of a link after decompression (SEC-22).
pub const INFLATED_MAX: usize = 1 << 20;
/// No link has more bytes for each one before decompression (SEC-22), small ones apart.
pub const RATIO_MAX: usize = 100;

const RATIO_COUNTS_FROM: usize = 4_096;
const CHECKSUM_BYTES: usize = 4;
/// The best that the compressor can.
const LEVEL: u8 = 10;

/// A run as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    text: String,
    branches_left_out: usize,
}

impl Link {
    /// Writes a run down. Where its branches do not fit, the one that is walked on goes alone.
    ///
    /// # Errors
    /// `too-large`: there is more in this run than a link can hold; a file can.
    pub fn of(run: &SharedRun) -> Result<Self, Refused> {
        Self::whole(run).or_else(|refused| {
            let others = run.branches.len().saturating_sub(1);
            if others == 0 {
                return Err(refused);
            }
            Self::whole(&run.alone()).map(|link| Self { branches_left_out: others, ..link })
        })
    }

    fn whole(run: &SharedRun) -> Result<Self, Refused> {
        let too_large = |what: String| {
            let reason = format!("{what}; save it as a session file instead");
            Refused::new(Code::TooLarge, "link", reason)
        };
        let inputs = run.inputs();
        if inputs > LIST_MAX {
            return Err(too_large(format!("a link holds {LIST_MAX} inputs at most, this run has {inputs}")));
        }
        let text = seal(&pack::pack(&run.to_wire(Form::Short)), run.format());
        if text.len() > CHARS_MAX {
            return Err(too_large(format!("a link has {CHARS_MAX} characters at most, this run takes {}", text.len())));
        }
        Ok(Self { text, branches_left_out: 0 })
    }

    /// So many branches did not fit.
    pub const fn branches_left_out(&self) -> usize {
        self.branches_left_out
    }

    /// The bare text: letters, digits, `-` and `_`.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What comes after the `#` of the page's address.
    pub fn fragment(&self) -> String {
        format!("{PARAMETER}{}", self.text)
    }

    /// True where the link may be cut on its way.
    pub const fn is_long(&self) -> bool {
        self.text.len() > LONG_CHARS
    }
}

/// Reads the run of a link: the bare text, a fragment, or an address with one.
///
/// # Errors
/// `too-large`, `unknown-name` or `bad-link`: what is wrong with it, with the field where one is to blame.
pub fn read(text: &str) -> Result<SharedRun, Refused> {
    let bytes = open(found_in(text)?)?;
    let value = unpack::unpack(&bytes).ok_or(Flaw::Nonsense)?;
    SharedRun::from_wire(&value, Code::BadLink)
}

/// The link within a text.
fn found_in(text: &str) -> Result<&str, Flaw> {
    let text = text.trim();
    let fragment = text.rsplit_once('#').map_or(text, |(_, fragment)| fragment);
    let rest = fragment.split_once(PARAMETER).map_or(fragment, |(_, rest)| rest);
    let end = rest.find(|letter| !base64::is_digit(letter)).unwrap_or(rest.len());
    match rest.get(..end) {
        Some(found) if found.len() > READ_CHARS_MAX => Err(Flaw::TooLong { chars: found.len() }),
        Some(found) if !found.is_empty() => Ok(found),
        Some(_) | None => Err(Flaw::Missing),
    }
}

/// The text of packed bytes.
fn seal(packed: &[u8], format: u32) -> String {
    let compressed = compress_to_vec(packed, LEVEL);
    let mut bytes = vec![u8::try_from(format).unwrap_or(u8::MAX)];
    let mut length = compressed.len();
    while length > 0x7F {
        bytes.push(u8::try_from(length & 0x7F).unwrap_or(0) | 0x80);
        length >>= 7;
    }
    bytes.push(u8::try_from(length).unwrap_or(0));
    bytes.extend(compressed);
    let checksum = checksum::crc32(&bytes);
    bytes.extend(checksum.to_be_bytes());
    base64::encode(&bytes)
}

/// The packed bytes of a text. The checksum is looked at first.
fn open(text: &str) -> Result<Vec<u8>, Flaw> {
    let (bytes, exact) = base64::decode(text).ok_or(Flaw::Damaged)?;
    let (sealed, checksum) = bytes.split_at_checked(bytes.len().saturating_sub(CHECKSUM_BYTES)).ok_or(Flaw::Damaged)?;
    let intact = exact && checksum::crc32(sealed).to_be_bytes() == *checksum;
    let (version, rest) = sealed.split_first().ok_or(Flaw::Truncated)?;
    let (length, compressed) = length(rest).ok_or(Flaw::Truncated)?;
    if !intact {
        return Err(if length > compressed.len() { Flaw::Truncated } else { Flaw::Damaged });
    }
    match u32::from(*version) {
        0 => return Err(Flaw::Damaged),
        1..=FORMAT_VERSION => {}
        newer => return Err(Flaw::Future { format: newer }),
    }
    if length != compressed.len() {
        return Err(Flaw::Damaged);
    }
    let most = compressed.len().saturating_mul(RATIO_MAX).clamp(RATIO_COUNTS_FROM, INFLATED_MAX);
    decompress_to_vec_with_limit(compressed, most).map_err(|error| {
        let goes_on = error.status == TINFLStatus::HasMoreOutput;
        if goes_on { Flaw::Bomb { bytes: compressed.len(), most } } else { Flaw::Nonsense }
    })
}

fn length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut length = 0_usize;
    for (place, byte) in bytes.iter().enumerate().take(4) {
        length |= usize::from(byte & 0x7F) << place.saturating_mul(7);
        if byte & 0x80 == 0 {
            return Some((length, bytes.get(place.saturating_add(1)..)?));
        }
    }
    None
}

#[cfg(test)]
mod tests;
