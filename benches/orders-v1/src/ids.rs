//! The workload's identifiers. Each of its UUIDs is made of 64 bits, and the rest follows from them: an id is kept as
//! those 64 bits, which is what a [`MessageId`] holds, and written out in full when somebody asks for the envelope.

use eventarium::kernel::MessageId;

/// What an id names; ids of different kinds never meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Kind {
    Order = 1,
    Event = 2,
    Correlation = 3,
    Command = 4,
}

/// The id of number `number` of its kind.
pub const fn id(kind: Kind, seed: u32, number: u32) -> MessageId {
    let of_kind = mix32(seed ^ (kind as u32).wrapping_mul(0x9E37_79B1));
    MessageId(((mix32(of_kind ^ number) as u64) << 32) | number as u64)
}

/// The whole UUID.
pub fn uuid(id: MessageId) -> String {
    let (a, number) = ((id.0 >> 32) as u32, id.0 as u32);
    let b = mix32(a.wrapping_add(0x9E37_79B9));
    let third = 0x4000 | (((b >> 12) & 15) << 8) | (((b >> 8) & 15) << 4) | ((b >> 4) & 15);
    let fourth = 0x8000 | ((b & 15) << 8) | (((a >> 5) & 15) << 4) | ((b >> 5) & 15);
    format!("{a:08x}-{:04x}-{third:04x}-{fourth:04x}-{number:012x}", b >> 16)
}

/// The finaliser of murmur3.
const fn mix32(mut x: u32) -> u32 {
    x = (x ^ (x >> 16)).wrapping_mul(0x85EB_CA6B);
    x = (x ^ (x >> 13)).wrapping_mul(0xC2B2_AE35);
    x ^ (x >> 16)
}
