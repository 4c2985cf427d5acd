//! "How is business?": how many orders stand where, and the money taken in and given back.

use eventarium::event_store::RecordedEvent;
use eventarium::projection::Projection;

use super::Status;
use crate::domain::{Event, Reason};

#[derive(Clone, Debug, Default)]
pub struct CountersModel {
    /// In the order of [`Status`].
    pub by_status: [u32; 7],
    /// Cents.
    pub revenue: u64,
    pub refunded: u64,
}

impl Projection<Event> for CountersModel {
    #[inline]
    fn project(&mut self, recorded: &RecordedEvent<Event>) {
        match recorded.event() {
            Event::Placed { .. } => self.enter(Status::Placed),
            Event::Reserved { .. } => self.pass(Status::Placed, Status::Reserved),
            Event::Paid { amount, .. } => {
                self.pass(Status::Reserved, Status::Paid);
                self.revenue += u64::from(*amount);
            }
            Event::Shipped { .. } => self.pass(Status::Paid, Status::Shipped),
            Event::Refunded { amount, .. } => {
                self.pass(Status::Paid, Status::Refunded);
                self.refunded += u64::from(*amount);
            }
            Event::Released { reason: Reason::PaymentDeclined, .. } => self.pass(Status::Reserved, Status::Released),
            Event::Released { reason: Reason::ShipmentFailed, .. } => self.pass(Status::Refunded, Status::Released),
            Event::Cancelled { .. } => self.pass(Status::Released, Status::Cancelled),
        }
    }
}

impl CountersModel {
    const fn enter(&mut self, status: Status) {
        *self.count(status) += 1;
    }

    const fn pass(&mut self, from: Status, to: Status) {
        *self.count(from) -= 1;
        *self.count(to) += 1;
    }

    const fn count(&mut self, status: Status) -> &mut u32 {
        // There are as many counts as there are statuses.
        #[allow(clippy::indexing_slicing)]
        &mut self.by_status[status as usize]
    }
}
