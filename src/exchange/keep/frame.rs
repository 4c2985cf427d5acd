//! One record on its way to where it is kept: its length, its kind, the hash of the one before, what it says, and the
//! checksum of all that. Numbers are little-endian.
//!
//! | bytes | what |
//! |---|---|
//! | 4 | length of what it says |
//! | 1 | kind |
//! | 8 | hash of the record before |
//! | … | what it says |
//! | 4 | CRC-32 |

use std::hash::Hasher;

use crate::exchange::link::checksum::crc32;
use crate::kernel::{Digest, StableHasher};

const HEAD: usize = 13;
const CHECKSUM: usize = 4;

/// What a record says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Manifest,
    Base,
    Change,
}

impl Kind {
    const fn byte(self) -> u8 {
        match self {
            Self::Manifest => b'M',
            Self::Base => b'B',
            Self::Change => b'C',
        }
    }
}

/// A record that is whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame<'a> {
    pub before: Digest,
    pub says: &'a str,
    /// Of all its bytes; the next record names it.
    pub hash: Digest,
}

/// The bytes of a record, and their hash. `None` for one that is longer than can be said.
pub fn write(kind: Kind, before: Digest, says: &str) -> Option<(Vec<u8>, Digest)> {
    let length = u32::try_from(says.len()).ok()?;
    let mut bytes = Vec::with_capacity(says.len().saturating_add(HEAD).saturating_add(CHECKSUM));
    bytes.extend(length.to_le_bytes());
    bytes.push(kind.byte());
    bytes.extend(before.word().to_le_bytes());
    bytes.extend(says.as_bytes());
    bytes.extend(crc32(&bytes).to_le_bytes());
    let hash = hash_of(&bytes);
    Some((bytes, hash))
}

/// Reads one record that fills all the bytes. `None` where anything of it is not as it was written.
pub fn read(kind: Kind, bytes: &[u8]) -> Option<Frame<'_>> {
    let (sealed, checksum) = bytes.split_at_checked(bytes.len().checked_sub(CHECKSUM)?)?;
    if crc32(sealed).to_le_bytes() != *checksum {
        return None;
    }
    let (length, rest) = sealed.split_first_chunk::<4>()?;
    let (found, rest) = rest.split_first()?;
    let (before, says) = rest.split_first_chunk::<8>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    if *found != kind.byte() || length != says.len() {
        return None;
    }
    let before = Digest::of_word(u64::from_le_bytes(*before));
    Some(Frame { before, says: std::str::from_utf8(says).ok()?, hash: hash_of(bytes) })
}

fn hash_of(bytes: &[u8]) -> Digest {
    let mut hasher = StableHasher::default();
    hasher.write(bytes);
    Digest::of_word(hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_read_as_it_was_written_or_not_at_all() {
        let before = Digest::of_word(7);
        let (bytes, hash) = write(Kind::Change, before, "{\"é\": 1}").unwrap();
        assert_eq!(read(Kind::Change, &bytes), Some(Frame { before, says: "{\"é\": 1}", hash }));
        assert_eq!(read(Kind::Base, &bytes), None);
        for place in 0..bytes.len() {
            for bit in 0..8 {
                let mut flipped = bytes.clone();
                flipped[place] ^= 1 << bit;
                assert_eq!(read(Kind::Change, &flipped), None, "{place}.{bit}");
            }
            assert_eq!(read(Kind::Change, &bytes[..place]), None, "{place}");
        }
    }
}
