//! "How is business?": how many orders stand where, and the money taken in and given back.

use eventarium::event_store::RecordedEvent;
use eventarium::projection::Projection;

use crate::domain::{Event, Kind, Reason};

/// Where an order comes from when it is placed.
const NOWHERE: usize = Kind::COUNT;

#[derive(Clone, Debug, Default)]
pub struct CountersModel {
    /// The orders to which each kind of event happened last; those that came from nowhere are counted down.
    counts: [u32; Kind::COUNT + 1],
    /// Cents: paid, refunded, and what counts for neither.
    sums: [u64; 3],
}

/// Where the amount of a kind of event is added, in the order of [`Kind`].
const SUMS: [usize; Kind::COUNT] = [2, 2, 0, 2, 1, 2, 2];

impl Projection<Event> for CountersModel {
    #[inline]
    fn project(&mut self, recorded: &RecordedEvent<Event>) {
        let Event { kind, reason, amount, .. } = *recorded.event();
        self.add(before(kind, reason), u32::MAX);
        self.add(kind as usize, 1);
        // There is a sum for each kind.
        #[allow(clippy::indexing_slicing)]
        {
            self.sums[SUMS[kind as usize]] += u64::from(amount);
        }
    }
}

impl CountersModel {
    /// How many orders stand where, in the order of [`Kind`].
    pub const fn by_status(&self) -> [u32; Kind::COUNT] {
        let [placed, reserved, paid, shipped, refunded, released, cancelled, _] = self.counts;
        [placed, reserved, paid, shipped, refunded, released, cancelled]
    }

    /// Cents taken in.
    pub const fn revenue(&self) -> u64 {
        self.sums[0]
    }

    /// Cents given back.
    pub const fn refunded(&self) -> u64 {
        self.sums[1]
    }

    fn add(&mut self, place: usize, number: u32) {
        if let Some(count) = self.counts.get_mut(place) {
            *count = count.wrapping_add(number);
        }
    }
}

/// Where an order stood before an event, by [`Kind`].
const BEFORE: [usize; Kind::COUNT] = [
    NOWHERE,
    Kind::Placed as usize,
    Kind::Reserved as usize,
    Kind::Paid as usize,
    Kind::Paid as usize,
    Kind::Reserved as usize,
    Kind::Released as usize,
];

/// Goods are released after the payment was declined, or after it was refunded.
fn before(kind: Kind, reason: Reason) -> usize {
    let usual = BEFORE.get(kind as usize).copied().unwrap_or(NOWHERE);
    let refunded = kind == Kind::Released && reason == Reason::ShipmentFailed;
    if refunded { Kind::Refunded as usize } else { usual }
}
