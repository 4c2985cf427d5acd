//! Seeking in a recorded log: where to, and what is asked there.

use eventarium::event_store::GlobalPosition;
use eventarium::projection::Past;

use crate::checksum::{Times, hash, probe, summary};
use crate::domain::{CustomerId, OrderId};
use crate::luck::SplitMix64;
use crate::models::ReadModels;
use crate::recording::Recording;
use crate::schedule::CUSTOMERS;

#[derive(Clone, Copy, Debug)]
pub struct Seek {
    /// As many events have happened.
    pub to: GlobalPosition,
    pub order: OrderId,
    pub customer: CustomerId,
}

/// So many seeks in a recording.
pub fn seeks(recording: &Recording, count: u32, seed: u32) -> Vec<Seek> {
    let (events, orders) = (recording.store.end().0, recording.orders.len() as u32);
    let mut luck = SplitMix64::new(seed ^ 0x5EEC_5EEC);
    let mut seek = || Seek {
        to: GlobalPosition(luck.below(events + 1)),
        order: OrderId(luck.below(orders)),
        customer: CustomerId(luck.below(CUSTOMERS) as u16),
    };
    (0..count).map(|_| seek()).collect()
}

/// Goes there, reads a little in every model, and continues the hash.
pub fn visit(past: &Past<ReadModels>, recording: &Recording, seek: &Seek, hash_so_far: u32) -> u32 {
    probe(&past.at(&recording.store, seek.to), seek, hash_so_far)
}

/// Goes there, reads every row of every model, and continues the hash.
///
/// # Errors
/// The summary could not be written down.
pub fn visit_all(
    past: &Past<ReadModels>,
    recording: &Recording,
    seek: &Seek,
    hash_so_far: u32,
) -> Result<u32, serde_json::Error> {
    let models = past.at(&recording.store, seek.to);
    let probed = hash(&[hash_so_far, probe(&models, seek, 0)]);
    let text = serde_json::to_string(&summary(&models, Times::Counted))?;
    Ok(text.bytes().fold(probed, |so_far, byte| hash(&[so_far, u32::from(byte)])))
}
