//! "Who are our customers?": orders and money by customer.

use eventarium::event_store::RecordedEvent;
use eventarium::kernel::Table;
use eventarium::projection::Projection;

use crate::domain::{CustomerId, Event};

/// Amounts are cents.
#[derive(Clone, Copy, Debug, Default)]
pub struct CustomerRow {
    pub orders: u32,
    pub shipped: u32,
    pub cancelled: u32,
    pub paid: u64,
    pub refunded: u64,
}

#[derive(Clone, Debug, Default)]
pub struct CustomersModel {
    rows: Table<CustomerRow>,
}

impl Projection<Event> for CustomersModel {
    #[inline]
    fn project(&mut self, recorded: &RecordedEvent<Event>) {
        match recorded.event() {
            Event::Placed { customer, .. } => self.row(*customer).orders += 1,
            Event::Paid { customer, amount, .. } => self.row(*customer).paid += u64::from(*amount),
            Event::Shipped { customer, .. } => self.row(*customer).shipped += 1,
            Event::Refunded { customer, amount, .. } => self.row(*customer).refunded += u64::from(*amount),
            Event::Cancelled { customer, .. } => self.row(*customer).cancelled += 1,
            Event::Reserved { .. } | Event::Released { .. } => {}
        }
    }
}

impl CustomersModel {
    /// The row of a customer who has placed an order.
    pub fn get(&self, customer: CustomerId) -> Option<&CustomerRow> {
        self.rows.get(usize::from(customer.0)).filter(|row| row.orders > 0)
    }

    pub fn bytes(&self) -> usize {
        self.rows.bytes()
    }

    fn row(&mut self, customer: CustomerId) -> &mut CustomerRow {
        self.rows.row(usize::from(customer.0))
    }
}
