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
    /// Cents.
    pub revenue: u64,
    pub refunded: u64,
}

impl Projection<Event> for CountersModel {
    #[inline]
    fn project(&mut self, recorded: &RecordedEvent<Event>) {
        let Event { kind, reason, amount, .. } = *recorded.event();
        self.add(before(kind, reason), u32::MAX);
        self.add(kind as usize, 1);
        self.revenue += if kind == Kind::Paid { u64::from(amount) } else { 0 };
        self.refunded += if kind == Kind::Refunded { u64::from(amount) } else { 0 };
    }
}

impl CountersModel {
    /// How many orders stand where, in the order of [`Kind`].
    pub const fn by_status(&self) -> [u32; Kind::COUNT] {
        let [placed, reserved, paid, shipped, refunded, released, cancelled, _] = self.counts;
        [placed, reserved, paid, shipped, refunded, released, cancelled]
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
