//! A hash that is the same on every machine: fixed-width words, fixed order, no random state.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

/// A good 64-bit mix of one word (the finaliser of splitmix64).
pub const fn mix(word: u64) -> u64 {
    let mut z = word.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// The word that [`mix`] makes this of: no two words are mixed into the same.
pub const fn unmix(word: u64) -> u64 {
    let z = (word ^ (word >> 31) ^ (word >> 62)).wrapping_mul(0x3196_42B2_D24D_8EC3);
    let z = (z ^ (z >> 27) ^ (z >> 54)).wrapping_mul(0x96DE_1B17_3F11_9089);
    (z ^ (z >> 30) ^ (z >> 60)).wrapping_sub(0x9E37_79B9_7F4A_7C15)
}

/// The digest of a state or a trace; printed as 16 hexadecimal digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Digest(u64);

impl Digest {
    pub fn of<T: Hash + ?Sized>(value: &T) -> Self {
        let mut hasher = StableHasher::default();
        value.hash(&mut hasher);
        Self(hasher.finish())
    }

    /// This digest followed by one more word.
    #[must_use]
    pub const fn with(self, word: u64) -> Self {
        Self(mix(self.0.rotate_left(5) ^ word))
    }

    pub const fn word(self) -> u64 {
        self.0
    }

    /// The digest that was written down as this word.
    pub const fn of_word(word: u64) -> Self {
        Self(word)
    }
}

/// Why a text is not a digest: it has not 16 hexadecimal digits in lower case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DigestError;

impl FromStr for Digest {
    type Err = DigestError;

    fn from_str(text: &str) -> Result<Self, DigestError> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() != 16 || !text.bytes().all(is_digit) {
            return Err(DigestError);
        }
        u64::from_str_radix(text, 16).map(Self).map_err(|_| DigestError)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// The bytes as words, the least byte first; what is missing from the last one is zero.
#[inline]
fn words(bytes: &[u8], mut each: impl FnMut(u64)) {
    let (whole, rest) = bytes.as_chunks::<8>();
    whole.iter().for_each(|word| each(u64::from_le_bytes(*word)));
    if !rest.is_empty() {
        each(rest.iter().rev().fold(0, |word, byte| (word << 8) | u64::from(*byte)));
    }
}

/// A [`Hasher`] whose result depends on the values alone: `usize` counts as 64 bits everywhere.
#[derive(Clone, Copy, Debug, Default)]
pub struct StableHasher(Digest);

impl Hasher for StableHasher {
    fn finish(&self) -> u64 {
        self.0.word()
    }

    fn write(&mut self, bytes: &[u8]) {
        words(bytes, |word| self.write_u64(word));
    }

    fn write_u8(&mut self, i: u8) {
        self.write_u64(u64::from(i));
    }

    fn write_u16(&mut self, i: u16) {
        self.write_u64(u64::from(i));
    }

    fn write_u32(&mut self, i: u32) {
        self.write_u64(u64::from(i));
    }

    fn write_u64(&mut self, i: u64) {
        self.0 = self.0.with(i);
    }

    fn write_usize(&mut self, i: usize) {
        self.write_u64(i as u64);
    }

    fn write_isize(&mut self, i: isize) {
        self.write_u64(i as i64 as u64);
    }
}

/// A [`Hasher`] for rows that are written all the time: one multiplication a word. It finds every change of one word,
/// for each step can be undone; the mixing is left to [`Digest::with`].
#[derive(Clone, Copy, Debug, Default)]
pub struct RowHasher(u64);

impl Hasher for RowHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        words(bytes, |word| self.write_u64(word));
    }

    fn write_u8(&mut self, i: u8) {
        self.write_u64(u64::from(i));
    }

    fn write_u16(&mut self, i: u16) {
        self.write_u64(u64::from(i));
    }

    fn write_u32(&mut self, i: u32) {
        self.write_u64(u64::from(i));
    }

    fn write_u64(&mut self, i: u64) {
        self.0 = (self.0.rotate_left(26) ^ i).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn write_usize(&mut self, i: usize) {
        self.write_u64(i as u64);
    }

    fn write_isize(&mut self, i: isize) {
        self.write_u64(i as i64 as u64);
    }
}

/// The digest of a file that is read chunk by chunk, however it is cut. Four words are hashed beside each other, for a
/// file is long and none of them has to wait.
#[derive(Clone, Debug, Default)]
pub struct FileHasher {
    lanes: [RowHasher; 4],
    bytes: u64,
    /// What came in and does not fill a block.
    rest: Vec<u8>,
}

/// A word for each lane.
const BLOCK: usize = 32;

impl FileHasher {
    pub fn write(&mut self, mut bytes: &[u8]) {
        self.bytes = self.bytes.wrapping_add(bytes.len() as u64);
        if !self.rest.is_empty() {
            let (missing, after) = bytes.split_at(bytes.len().min(BLOCK - self.rest.len()));
            self.rest.extend_from_slice(missing);
            bytes = after;
            if self.rest.len() < BLOCK {
                return;
            }
            let rest = std::mem::take(&mut self.rest);
            self.blocks(&rest);
        }
        let rest = self.blocks(bytes);
        self.rest.extend_from_slice(rest);
    }

    /// Takes in the whole blocks and returns what is behind them.
    fn blocks<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        let (words, _) = bytes.as_chunks::<8>();
        let (blocks, _) = words.as_chunks::<4>();
        let mut lanes = self.lanes;
        for block in blocks {
            for (lane, word) in lanes.iter_mut().zip(block) {
                lane.write_u64(u64::from_le_bytes(*word));
            }
        }
        self.lanes = lanes;
        bytes.get(blocks.len() * BLOCK..).unwrap_or_default()
    }

    /// Of everything that was written.
    pub fn digest(&self) -> Digest {
        let mut hasher = StableHasher(Digest(self.bytes));
        self.lanes.iter().for_each(|lane| hasher.write_u64(lane.finish()));
        hasher.write(&self.rest);
        hasher.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_of_a_value_never_changes() {
        assert_eq!(Digest::of(&(7_u32, "ord-1", -1_isize)).to_string(), "84f2458003c0a63a");
    }

    #[test]
    fn what_was_mixed_is_unmixed() {
        for word in (0..1_000).map(mix).chain([0, 1, u64::MAX]) {
            assert_eq!((unmix(mix(word)), mix(unmix(word))), (word, word));
        }
    }

    #[test]
    fn the_digest_of_a_file_is_that_of_its_bytes_however_it_is_cut() {
        let bytes: Vec<u8> = (0..500).map(|number| mix(number) as u8).collect();
        let digest = |cuts: &[usize]| {
            let (mut hasher, mut from) = (FileHasher::default(), 0);
            for cut in cuts.iter().copied().chain([bytes.len()]) {
                hasher.write(&bytes[from..cut]);
                from = cut;
            }
            hasher.digest()
        };
        for cut in 0..bytes.len() {
            assert_eq!(digest(&[cut]), digest(&[]));
            assert_eq!(digest(&[cut / 3, cut / 2, cut]), digest(&[]));
        }
        for place in 0..bytes.len() {
            let mut other = bytes.clone();
            other[place] ^= 1;
            let mut hasher = FileHasher::default();
            hasher.write(&other);
            assert_ne!(hasher.digest(), digest(&[]), "{place}");
        }
        let (mut short, mut padded) = (FileHasher::default(), FileHasher::default());
        short.write(&[1, 2]);
        padded.write(&[1, 2, 0]);
        assert_ne!(short.digest(), padded.digest());
    }

    #[test]
    fn order_matters() {
        assert_ne!(Digest::of(&[1_u8, 2]), Digest::of(&[2_u8, 1]));
    }
}
