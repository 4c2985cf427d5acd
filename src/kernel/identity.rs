//! Who a message is: a derived id for the outside, a small number for the inside.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::{Builder, Uuid};

use super::chance::{Purpose, Seed};
use super::hash::{mix, unmix};

/// The id of a message: derived from the seed, its parent's id and its place among the parent's children, so that an
/// added message shifts nobody else's id. Printed as a UUID of version 8.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageId(pub u64);

impl MessageId {
    /// The id of what enters the run from outside as number `ordinal`.
    pub const fn first(seed: Seed, ordinal: u64) -> Self {
        Self(seed.draw(Purpose::Identity, ordinal, 0))
    }

    /// The id of this message's child at `place`.
    #[must_use]
    pub const fn child(self, place: u64) -> Self {
        Self(mix(self.0 ^ mix(place)))
    }

    /// The id that is printed as this UUID; `None` for a UUID that no run prints. Four bits of the number give way to
    /// the UUID's version; the second half of the UUID tells which they were.
    pub fn of_uuid(uuid: Uuid) -> Option<Self> {
        let (high, low) = uuid.as_u64_pair();
        Self::of_words(high, low)
    }

    /// The same by the two halves of the UUID.
    pub fn of_words(high: u64, low: u64) -> Option<Self> {
        const VERSION: u64 = 0xF000;
        const VARIANT: u64 = 0b11 << 62;
        if high & VERSION != 0x8000 || low & VARIANT != 0b10 << 62 {
            return None;
        }
        // The second half is a mix of the number but for the two bits of the variant.
        let mixed = (0..4).map(|bits| low & !VARIANT | bits << 62);
        mixed.map(unmix).filter(|id| id & !VERSION == high & !VERSION).min().map(Self)
    }

    pub fn uuid(self) -> Uuid {
        let mut bytes = [0_u8; 16];
        let words = [self.0.to_be_bytes(), mix(self.0).to_be_bytes()];
        for (byte, from) in bytes.iter_mut().zip(words.iter().flatten()) {
            *byte = *from;
        }
        Builder::from_custom_bytes(bytes).into_uuid()
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.uuid().hyphenated().fmt(f)
    }
}

/// The number of a message in its run, in the order of birth from 0: how the engine refers to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MessageNo(pub u32);

impl MessageNo {
    /// Stands where there is no message.
    pub const NONE: Self = Self(u32::MAX);

    pub fn known(self) -> Option<Self> {
        (self != Self::NONE).then_some(self)
    }

    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_back_from_its_uuid_and_from_no_other() {
        for number in (0..2_000).map(mix).chain([0, 1, 0xF000, u64::MAX]) {
            let uuid = MessageId(number).uuid();
            assert_eq!(MessageId::of_uuid(uuid), Some(MessageId(number)));
            for bit in 0..128 {
                let other = Uuid::from_u128(uuid.as_u128() ^ 1 << bit);
                let is_own = |id: &MessageId| id.uuid() == other;
                assert_eq!(MessageId::of_uuid(other).filter(is_own), MessageId::of_uuid(other), "bit {bit}");
            }
        }
        assert_eq!(MessageId::of_uuid(Uuid::nil()), None);
    }
}
