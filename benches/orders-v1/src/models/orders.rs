//! "What about my order?": the orders by id, and the orders of each customer.

use eventarium::event_store::RecordedEvent;
use eventarium::kernel::{Table, VirtualTime};
use eventarium::projection::Projection;

use crate::domain::{CustomerId, Event, Items, Kind, OrderId};
use crate::schedule::CUSTOMERS;

#[derive(Clone, Copy, Debug, Default)]
pub struct OrderRow {
    pub customer: CustomerId,
    pub items: Items,
    /// Cents.
    pub total: u32,
    /// What happened last: an order is placed, reserved, paid and so on. `None` before all.
    pub status: Option<Kind>,
    /// The version of the order's stream that the row reflects, from 0.
    pub version: u32,
    pub placed_at: VirtualTime,
    pub updated_at: VirtualTime,
    /// The customer's order before this one, plus one; 0 for the first.
    before: u32,
}

/// The orders of one customer: a chain through their rows.
#[derive(Clone, Copy, Debug, Default)]
struct Chain {
    /// The customer's last order, plus one; 0 where there is none.
    last: u32,
    count: u32,
}

#[derive(Clone, Debug, Default)]
pub struct OrdersModel {
    rows: Table<OrderRow>,
    customers: Table<Chain>,
}

impl Projection<Event> for OrdersModel {
    #[inline]
    fn project(&mut self, recorded: RecordedEvent<'_, Event>) {
        let Event { kind, order, customer, items, amount, .. } = *recorded.event();
        let (version, time) = (recorded.version().0, recorded.time());
        let row = self.rows.row(order.0 as usize);
        row.status = Some(kind);
        row.version = version;
        row.updated_at = time;
        if kind == Kind::Placed {
            let chain = self.customers.row(usize::from(customer.0));
            row.before = std::mem::replace(&mut chain.last, order.0 + 1);
            chain.count += 1;
            row.customer = customer;
            row.items = items;
            row.total = amount;
            row.placed_at = time;
        }
    }

    fn open(&mut self) {
        self.rows.open();
        self.customers.open();
    }

    fn seal(&mut self) {
        self.rows.seal();
        self.customers.seal();
    }
}

impl OrdersModel {
    pub fn get(&self, order: OrderId) -> Option<&OrderRow> {
        self.rows.get(order.0 as usize).filter(|row| row.status.is_some())
    }

    /// All orders, by id.
    pub fn iter(&self) -> impl Iterator<Item = (OrderId, &OrderRow)> {
        (0..).map(OrderId).zip(self.rows.iter()).filter(|(_, row)| row.status.is_some())
    }

    /// How many orders a customer has placed.
    pub fn count_of(&self, customer: CustomerId) -> u32 {
        self.chain(customer).count
    }

    /// The orders of a customer, the last first.
    pub fn of(&self, customer: CustomerId) -> impl Iterator<Item = OrderId> {
        let order = |plus_one: u32| plus_one.checked_sub(1).map(OrderId);
        std::iter::successors(order(self.chain(customer).last), move |last| order(self.get(*last)?.before))
    }

    /// Makes room for so many orders.
    pub fn reserve(&mut self, orders: usize) {
        self.rows.reserve(orders);
        self.customers.reserve(CUSTOMERS as usize);
    }

    pub fn bytes(&self) -> usize {
        self.rows.bytes() + self.customers.bytes()
    }

    fn chain(&self, customer: CustomerId) -> Chain {
        self.customers.get(usize::from(customer.0)).copied().unwrap_or_default()
    }
}
