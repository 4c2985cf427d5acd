//! "How is business?": how many orders stand where, and the money taken in and given back.

use eventarium::event_store::RecordedEvent;
use eventarium::projection::Projection;

use crate::domain::{Event, Kind, Reason};

/// How many events of each kind there were, and the money: where an order stands follows from what happened to all.
#[derive(Clone, Debug, Default)]
pub struct CountersModel {
    /// By [`Kind`] and [`Reason`].
    counts: [[u32; Reason::COUNT]; Kind::COUNT],
    /// Cents that they told, by [`Kind`].
    sums: [u64; Kind::COUNT],
}

impl Projection<Event> for CountersModel {
    #[inline]
    fn project(&mut self, recorded: RecordedEvent<'_, Event>) {
        let Event { kind, reason, amount, .. } = *recorded.event();
        // There is a place for each.
        #[allow(clippy::indexing_slicing)]
        {
            self.counts[kind as usize][reason as usize] += 1;
            self.sums[kind as usize] += u64::from(amount);
        }
    }
}

impl CountersModel {
    /// How many orders stand where, in the order of [`Kind`].
    pub const fn by_status(&self) -> [u32; Kind::COUNT] {
        let [[placed, ..], [reserved, ..], [paid, ..], [shipped, ..], refunded, released, cancelled] = self.counts;
        let ([_, _, refunded], [_, declined, failed]) = (refunded, released);
        let [_, after_decline, after_failure] = cancelled;
        let cancelled = after_decline + after_failure;
        [
            placed - reserved,
            reserved - paid - declined,
            paid - shipped - refunded,
            shipped,
            refunded - failed,
            declined + failed - cancelled,
            cancelled,
        ]
    }

    /// Cents taken in.
    pub const fn revenue(&self) -> u64 {
        let [_, _, paid, ..] = self.sums;
        paid
    }

    /// Cents given back.
    pub const fn refunded(&self) -> u64 {
        let [_, _, _, _, refunded, ..] = self.sums;
        refunded
    }
}
