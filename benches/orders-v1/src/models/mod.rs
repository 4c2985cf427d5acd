//! The four read models, each with its own checkpoint.

mod counters;
mod customers;
mod inventory;
mod orders;

use eventarium::event_store::RecordedEvent;
use eventarium::projection::{Follower, Projection};

use crate::domain::Event;

pub use counters::CountersModel;
pub use customers::{CustomerRow, CustomersModel};
pub use inventory::{InventoryModel, StockRow};
pub use orders::{OrderRow, OrdersModel, Status};

#[derive(Clone, Debug, Default)]
pub struct ReadModels {
    orders: Follower<OrdersModel>,
    inventory: Follower<InventoryModel>,
    counters: Follower<CountersModel>,
    customers: Follower<CustomersModel>,
}

impl Projection<Event> for ReadModels {
    fn project(&mut self, recorded: &RecordedEvent<Event>) {
        self.orders.take(recorded);
        self.inventory.take(recorded);
        self.counters.take(recorded);
        self.customers.take(recorded);
    }
}

impl ReadModels {
    pub const fn orders(&self) -> &OrdersModel {
        self.orders.model()
    }

    pub const fn inventory(&self) -> &InventoryModel {
        self.inventory.model()
    }

    pub const fn counters(&self) -> &CountersModel {
        self.counters.model()
    }

    pub const fn customers(&self) -> &CustomersModel {
        self.customers.model()
    }

    /// Bytes held by the rows.
    pub fn bytes(&self) -> usize {
        size_of::<Self>() + self.orders().bytes() + self.customers().bytes()
    }
}
