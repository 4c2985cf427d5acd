//! Time, chance, order and identity.
//!
//! What everything else stands on: integer time, addressed luck, an agenda that breaks ties by ticket, names that
//! become small numbers, and containers whose clones share what did not change. Knows nothing about messages,
//! orders or the screen, and never reads a real clock or real randomness.

mod chance;
mod hash;
mod identity;
mod index;
mod log;
mod names;
mod pages;
mod rank;
mod room;
mod scheduler;
mod sparse;
mod time;

pub use chance::{Purpose, Ratio, Seed, SeedError};
pub use hash::{Digest, DigestError, FileHasher, RowHasher, StableHasher, mix};
pub use identity::{MessageId, MessageNo};
pub use index::IdIndex;
pub use log::Log;
pub use names::{Names, Symbol};
pub use pages::Table;
pub use rank::ranks;
pub use room::{ROOM_BYTES_LEAST, has_room, make_room};
pub use scheduler::{Scheduler, Ticket};
pub use sparse::Sparse;
pub use time::{Span, VirtualTime};
