//! Seeking in a recorded log: where to, and what is asked there.

use eventarium::event_store::{EventStore, GlobalPosition};
use eventarium::projection::{Past, Projection};

use crate::checksum::{Times, hash, probe, summary};
use crate::domain::{CustomerId, Event, OrderId};
use crate::luck::SplitMix64;
use crate::models::ReadModels;
use crate::recording::Recording;
use crate::schedule::CUSTOMERS;

/// The read models are kept whenever so many events were stored: they are all that this shop holds beside its log.
const EVENTS_BETWEEN: u32 = 512;
/// They are kept so many times at most.
const KEPT_MAX: usize = 16_384;

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

/// Folds the whole log and keeps the read models now and then.
pub fn past(store: &EventStore<Event>) -> Past<ReadModels> {
    let (mut past, mut models) = (Past::new(EVENTS_BETWEEN, KEPT_MAX), ReadModels::default());
    for from in (0..=store.end().0).step_by(EVENTS_BETWEEN as usize) {
        past.offer(GlobalPosition(from), || models.clone());
        models.replay(store, GlobalPosition(from), GlobalPosition(from + EVENTS_BETWEEN).min(store.end()));
    }
    past
}

/// The read models after the first `to` events.
fn as_of(past: &Past<ReadModels>, store: &EventStore<Event>, to: GlobalPosition) -> ReadModels {
    let (from, mut models) = past.before(to).next().map(|(from, kept)| (from, kept.clone())).unwrap_or_default();
    models.replay(store, from, to);
    models
}

/// Goes there, reads a little in every model, and continues the hash.
pub fn visit(past: &Past<ReadModels>, recording: &Recording, seek: &Seek, hash_so_far: u32) -> u32 {
    probe(&as_of(past, &recording.store, seek.to), seek, hash_so_far)
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
    let models = as_of(past, &recording.store, seek.to);
    let probed = hash(&[hash_so_far, probe(&models, seek, 0)]);
    let text = serde_json::to_string(&summary(&models, Times::Counted))?;
    Ok(text.bytes().fold(probed, |so_far, byte| hash(&[so_far, u32::from(byte)])))
}
