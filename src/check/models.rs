//! I18 and I19: a read model is the fold of the log up to its checkpoint, and building it again gives the same.

use super::Invariant;
use super::tally::{CustomersTally, RevenueTally, StockTally};
use super::watch::Watch;
use crate::domain::Event;
use crate::domain::order::OrderEvent;
use crate::event_store::{GlobalPosition, RecordedEvent, StreamId, StreamVersion};
use crate::messaging::ReadModel;
use crate::projection::{OrderRow, OrderStatus, Projection, ReadModels};
use crate::world::Fact;

/// Follows each read model's checkpoint with sums of its own, and builds all of them anew beside the shop's.
#[derive(Clone, Debug, Default)]
pub(super) struct Models {
    checkpoints: [u64; ReadModel::ALL.len()],
    stock: StockTally,
    revenue: RevenueTally,
    customers: CustomersTally,
    /// Built from zero by the same code, one event after the other.
    rebuilt: ReadModels,
}

impl Models {
    /// A new event of the log, for the models that are built anew.
    pub(super) fn event(&mut self, recorded: RecordedEvent<'_, Fact>) {
        self.rebuilt.project(recorded);
    }

    pub(super) const fn rebuilt(&self) -> &ReadModels {
        &self.rebuilt
    }

    /// Every read model that has read on: its rows, held against the log (I18).
    pub(super) fn step(&mut self, watch: &mut Watch<'_>) {
        for model in ReadModel::ALL {
            let to = watch.world.models.checkpoint(model).0;
            let Some(from) = self.checkpoints.get_mut(model.index()) else { continue };
            let from = std::mem::replace(from, to);
            if to != from {
                self.follow(watch, model, from, to);
            }
        }
    }

    fn follow(&mut self, watch: &mut Watch<'_>, model: ReadModel, from: u64, to: u64) {
        let world = watch.world;
        if to < from || to > world.store.len() as u64 {
            watch.broken(Invariant::I18, Some(to), |_| {
                format!("The checkpoint of {} went from {from} to {to}.", model.name())
            });
            return;
        }
        let first = GlobalPosition(u32::try_from(from).unwrap_or(u32::MAX));
        let count = usize::try_from(to - from).unwrap_or(usize::MAX);
        for recorded in world.store.read_all(first).take(count) {
            let Some(event) = recorded.event().shop() else { continue };
            let event = event.as_ref();
            match model {
                ReadModel::Orders => {}
                ReadModel::Stock => self.stock.count(event),
                ReadModel::Revenue => self.revenue.count(event),
                ReadModel::Customers => self.customers.count(event),
            }
        }
        for recorded in world.store.read_all(first).take(count) {
            let Some(event) = recorded.event().shop() else { continue };
            let event = event.as_ref();
            let wrong = match model {
                ReadModel::Orders => wrong_order(watch, event, recorded.stream(), to),
                ReadModel::Stock => self.stock.wrong(&world.models.stock, event),
                ReadModel::Revenue => self.revenue.wrong(&world.models.revenue),
                ReadModel::Customers => self.customers.wrong(world, event),
            };
            if let Some(what) = wrong {
                let position = u64::from(recorded.position().0);
                watch.broken(Invariant::I18, Some(position), |_| {
                    format!("The read model {} says otherwise than the log up to {to}: {what}.", model.name())
                });
            }
        }
    }

    /// The run became quiet: nobody lags behind (I18), and the models built anew are the shop's (I19).
    pub(super) fn quiet(&self, watch: &mut Watch<'_>) {
        let world = watch.world;
        let end = world.store.len() as u64;
        for model in ReadModel::ALL {
            let lag = world.models.checkpoint(model).lag(end);
            if lag > 0 {
                watch.broken(Invariant::I18, end.checked_sub(1), |_| {
                    format!("The read model {} is {lag} events behind although all is quiet.", model.name())
                });
            }
        }
        if self.rebuilt != world.models {
            let (own, told) = (&self.rebuilt, &world.models);
            let differs = [
                (ReadModel::Orders, own.orders != told.orders),
                (ReadModel::Stock, own.stock != told.stock),
                (ReadModel::Revenue, own.revenue != told.revenue),
                (ReadModel::Customers, own.customers != told.customers),
            ];
            let model = differs.iter().find(|(_, differs)| *differs).map_or("checkpoint", |(model, _)| model.name());
            watch.broken(Invariant::I19, end.checked_sub(1), |_| {
                format!("Built again from the first event, the read model {model} is another.")
            });
        }
    }

    pub(super) fn bytes(&self) -> usize {
        self.rebuilt.bytes() + self.stock.bytes() + self.customers.bytes()
    }

    pub(super) fn bytes_beside(&self, later: &Self) -> usize {
        self.rebuilt.bytes_beside(&later.rebuilt)
            + self.stock.bytes_beside(&later.stock)
            + self.customers.bytes_beside(&later.customers)
    }
}

/// An order's row, held against the fold of its stream up to a checkpoint.
fn wrong_order(watch: &Watch<'_>, event: &Event, stream: StreamId, checkpoint: u64) -> Option<String> {
    let Event::Order(event) = event else { return None };
    let order = event.order();
    let world = watch.world;
    let mut row: Option<OrderRow> = None;
    let read = world.store.read_stream(stream, StreamVersion::FIRST);
    for recorded in read.take_while(|recorded| u64::from(recorded.position().0) < checkpoint) {
        let Some(event) = recorded.event().shop() else { continue };
        let Event::Order(event) = event.as_ref() else { continue };
        if let OrderEvent::Placed { customer, lines, total, .. } = event {
            row = Some(OrderRow {
                customer: *customer,
                lines: lines.clone(),
                total: *total,
                status: OrderStatus::Placed,
                version: 0,
                updated_at: recorded.time(),
            });
        }
        let Some(row) = &mut row else { continue };
        row.status = status_after(event).unwrap_or(row.status);
        row.version = recorded.version().0;
        row.updated_at = recorded.time();
    }
    (row.as_ref() != world.models.orders.get(order)).then(|| format!("the row of {} differs", world.order_name(order)))
}

const fn status_after(event: &OrderEvent) -> Option<OrderStatus> {
    match event {
        OrderEvent::Placed { .. } => Some(OrderStatus::Placed),
        OrderEvent::Confirmed { .. } => Some(OrderStatus::Confirmed),
        OrderEvent::Shipped { .. } => Some(OrderStatus::Shipped),
        OrderEvent::Cancelled { .. } => Some(OrderStatus::Cancelled),
        OrderEvent::Noted { .. } | OrderEvent::CancellationRequested { .. } => None,
    }
}
