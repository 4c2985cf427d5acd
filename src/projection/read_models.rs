//! All read models, each with its own checkpoint: one that is slow or stopped holds up no other.

use crate::domain::Event;
use crate::kernel::VirtualTime;
use crate::messaging::ReadModel;

use super::{Checkpoint, CustomersModel, OrdersModel, Progress, ProjectionVersion, Recorded, RevenueModel, StockModel};

/// Rows and checkpoints change together, or not at all.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub struct ReadModels {
    pub orders: OrdersModel,
    pub stock: StockModel,
    pub revenue: RevenueModel,
    pub customers: CustomersModel,
    /// In the order of [`ReadModel`].
    checkpoints: [Checkpoint; ReadModel::ALL.len()],
}

impl ReadModels {
    /// Feeds a read model the event that it reads next and moves its checkpoint. Any other event changes nothing.
    pub fn apply(
        &mut self,
        model: ReadModel,
        position: u64,
        version: u32,
        time: VirtualTime,
        event: &Event,
    ) -> Progress {
        self.apply_by(ProjectionVersion::First, model, Recorded { position, version, time, event })
    }

    /// The same by a version of the read model's code.
    pub fn apply_by(&mut self, code: ProjectionVersion, model: ReadModel, recorded: Recorded<'_>) -> Progress {
        self.apply_each(code, model, recorded, [recorded.event])
    }

    /// Feeds a read model all that one stored event is read as; the checkpoint moves after the last of them (PR-09).
    pub fn apply_each<'a>(
        &mut self,
        code: ProjectionVersion,
        model: ReadModel,
        stored: Recorded<'_>,
        events: impl IntoIterator<Item = &'a Event>,
    ) -> Progress {
        if self.checkpoint(model) != Checkpoint(stored.position) {
            return Progress::OutOfTurn;
        }
        let mut progress = Progress::PassedOver;
        for event in events {
            if !Self::handles(model, event) || !code.knows(event) {
                continue;
            }
            let Recorded { position, version, time, event: _ } = stored;
            let recorded = Recorded { position, version, time, event };
            match model {
                ReadModel::Orders => self.orders.apply(recorded),
                ReadModel::Stock => self.stock.apply(recorded),
                ReadModel::Revenue => self.revenue.apply(recorded),
                ReadModel::Customers => self.customers.apply(recorded),
            }
            progress = Progress::Applied;
        }
        self.move_on(model);
        progress
    }

    /// Moves a checkpoint past a record that is no event of the shop and so tells no read model anything.
    pub fn pass_over(&mut self, model: ReadModel, position: u64) -> Progress {
        if self.checkpoint(model) != Checkpoint(position) {
            return Progress::OutOfTurn;
        }
        self.move_on(model);
        Progress::PassedOver
    }

    /// True if the event tells the read model something.
    pub const fn handles(model: ReadModel, event: &Event) -> bool {
        match model {
            ReadModel::Orders => OrdersModel::handles(event),
            ReadModel::Stock => StockModel::handles(event),
            ReadModel::Revenue => RevenueModel::handles(event),
            ReadModel::Customers => CustomersModel::handles(event),
        }
    }

    /// Where a read model reads next.
    pub const fn checkpoint(&self, model: ReadModel) -> Checkpoint {
        let [orders, stock, revenue, customers] = self.checkpoints;
        match model {
            ReadModel::Orders => orders,
            ReadModel::Stock => stock,
            ReadModel::Revenue => revenue,
            ReadModel::Customers => customers,
        }
    }

    /// True if both say the same and have read as far.
    pub fn same(&self, model: ReadModel, other: &Self) -> bool {
        let rows = match model {
            ReadModel::Orders => self.orders == other.orders,
            ReadModel::Stock => self.stock == other.stock,
            ReadModel::Revenue => self.revenue == other.revenue,
            ReadModel::Customers => self.customers == other.customers,
        };
        rows && self.checkpoint(model) == other.checkpoint(model)
    }

    /// Another version of a read model takes its place, with its checkpoint.
    pub fn take_over(&mut self, model: ReadModel, other: Self) {
        *self.checkpoint_mut(model) = other.checkpoint(model);
        match model {
            ReadModel::Orders => self.orders = other.orders,
            ReadModel::Stock => self.stock = other.stock,
            ReadModel::Revenue => self.revenue = other.revenue,
            ReadModel::Customers => self.customers = other.customers,
        }
    }

    /// Throws a read model away: it is empty and reads from the beginning.
    pub fn reset(&mut self, model: ReadModel) {
        match model {
            ReadModel::Orders => self.orders = OrdersModel::default(),
            ReadModel::Stock => self.stock = StockModel::default(),
            ReadModel::Revenue => self.revenue = RevenueModel::default(),
            ReadModel::Customers => self.customers = CustomersModel::default(),
        }
        *self.checkpoint_mut(model) = Checkpoint::default();
    }

    /// Bytes that grow with the run.
    pub fn bytes(&self) -> usize {
        self.orders.bytes() + self.stock.bytes() + self.customers.bytes()
    }

    /// Bytes that a clone holds which a later state of the same does not share with it.
    pub fn bytes_beside(&self, later: &Self) -> usize {
        self.orders.bytes_beside(&later.orders)
            + self.stock.bytes_beside(&later.stock)
            + self.customers.bytes_beside(&later.customers)
    }

    const fn move_on(&mut self, model: ReadModel) {
        let checkpoint = self.checkpoint_mut(model);
        checkpoint.0 = checkpoint.0.saturating_add(1);
    }

    const fn checkpoint_mut(&mut self, model: ReadModel) -> &mut Checkpoint {
        let [orders, stock, revenue, customers] = &mut self.checkpoints;
        match model {
            ReadModel::Orders => orders,
            ReadModel::Stock => stock,
            ReadModel::Revenue => revenue,
            ReadModel::Customers => customers,
        }
    }
}
