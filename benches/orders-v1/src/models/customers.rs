//! "Who are our customers?": orders and money by customer.

use eventarium::event_store::RecordedEvent;
use eventarium::kernel::Table;
use eventarium::projection::Projection;

use crate::domain::{CustomerId, Event, Kind};
use crate::schedule::CUSTOMERS;

/// What is counted and summed up of a customer; the last place of each takes what is no business of this model.
#[derive(Clone, Copy, Debug, Default)]
pub struct CustomerRow {
    counts: [u32; 4],
    /// Cents.
    sums: [u64; 3],
}

/// Where a kind of event counts: placed, shipped, cancelled, or nowhere. In the order of [`Kind`].
const COUNTS: [usize; Kind::COUNT] = [0, 3, 3, 1, 3, 3, 2];
/// Where its amount is added: paid, refunded, or nowhere.
const SUMS: [usize; Kind::COUNT] = [2, 2, 0, 2, 1, 2, 2];

impl CustomerRow {
    pub const fn orders(&self) -> u32 {
        self.counts[0]
    }

    pub const fn shipped(&self) -> u32 {
        self.counts[1]
    }

    pub const fn cancelled(&self) -> u32 {
        self.counts[2]
    }

    pub const fn paid(&self) -> u64 {
        self.sums[0]
    }

    pub const fn refunded(&self) -> u64 {
        self.sums[1]
    }
}

#[derive(Clone, Debug, Default)]
pub struct CustomersModel {
    rows: Table<CustomerRow>,
}

impl Projection<Event> for CustomersModel {
    #[inline]
    fn project(&mut self, recorded: RecordedEvent<'_, Event>) {
        let Event { kind, customer, amount, .. } = *recorded.event();
        let row = self.rows.row(usize::from(customer.0));
        // Each table holds a place for each kind.
        #[allow(clippy::indexing_slicing)]
        {
            row.counts[COUNTS[kind as usize]] += 1;
            row.sums[SUMS[kind as usize]] += u64::from(amount);
        }
    }

    fn open(&mut self) {
        self.rows.open();
    }

    fn seal(&mut self) {
        self.rows.seal();
    }
}

impl CustomersModel {
    /// The row of a customer who has placed an order.
    pub fn get(&self, customer: CustomerId) -> Option<&CustomerRow> {
        self.rows.get(usize::from(customer.0)).filter(|row| row.orders() > 0)
    }

    /// Makes room for all customers.
    pub fn reserve(&mut self) {
        self.rows.reserve(CUSTOMERS as usize);
    }

    pub fn bytes(&self) -> usize {
        self.rows.bytes()
    }
}
