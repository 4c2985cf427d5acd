//! The four read models. They are fed together, event after event; where they stand, the caller knows.

mod counters;
mod customers;
mod inventory;
mod orders;

use eventarium::event_store::RecordedEvent;
use eventarium::projection::Projection;

use crate::domain::Event;

pub use counters::CountersModel;
pub use customers::{CustomerRow, CustomersModel};
pub use inventory::{InventoryModel, StockRow};
pub use orders::{OrderRow, OrdersModel};

#[derive(Clone, Debug, Default)]
pub struct ReadModels {
    orders: OrdersModel,
    inventory: InventoryModel,
    counters: CountersModel,
    customers: CustomersModel,
}

impl Projection<Event> for ReadModels {
    #[inline(always)]
    fn project(&mut self, recorded: RecordedEvent<'_, Event>) {
        self.orders.project(recorded);
        self.inventory.project(recorded);
        self.counters.project(recorded);
        self.customers.project(recorded);
    }

    fn open(&mut self) {
        self.orders.open();
        self.customers.open();
    }

    fn seal(&mut self) {
        self.orders.seal();
        self.customers.seal();
    }
}

impl ReadModels {
    pub const fn orders(&self) -> &OrdersModel {
        &self.orders
    }

    pub const fn inventory(&self) -> &InventoryModel {
        &self.inventory
    }

    pub const fn counters(&self) -> &CountersModel {
        &self.counters
    }

    pub const fn customers(&self) -> &CustomersModel {
        &self.customers
    }

    /// Makes room for the rows of so many orders and of all customers.
    pub fn reserve(&mut self, orders: usize) {
        self.orders.reserve(orders);
        self.customers.reserve();
    }

    /// Bytes held by the rows.
    pub fn bytes(&self) -> usize {
        size_of::<Self>() + self.orders().bytes() + self.customers().bytes()
    }
}
