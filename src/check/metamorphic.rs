//! I32, as far as a run shows it by itself: events of different orders are independent, so exchanging them leaves the
//! end as it is.

use super::Invariant;
use super::watch::Watch;
use crate::domain::inventory::InventoryEvent;
use crate::domain::order::OrderEvent;
use crate::domain::payment::PaymentEvent;
use crate::domain::{Event, Line};
use crate::event_store::{GlobalPosition, RecordedEvent};
use crate::messaging::ReadModel;
use crate::projection::{CustomersModel, Recorded, RevenueModel, StockModel};
use crate::world::Fact;

/// Sums of amounts beyond this saturate, and then their order counts.
const CENTS_MAX: i64 = 1 << 50;
/// The same for pieces.
const PIECES_MAX: u32 = 1 << 28;

/// The same end by another way: whenever two neighbours in the log are independent, they are folded the other way
/// round. The rows of the orders are left out: each is made by one order alone.
#[derive(Clone, Debug, Default)]
pub(super) struct Exchanged {
    stock: StockModel,
    revenue: RevenueModel,
    customers: CustomersModel,
    /// An event that waits for its neighbour.
    held: Option<GlobalPosition>,
    /// Something too large to be added up was stored.
    is_beyond: bool,
}

impl Exchanged {
    /// A new event.
    pub(super) fn event(&mut self, watch: &Watch<'_>, recorded: RecordedEvent<'_, Fact>) {
        let Some(event) = recorded.event().shop() else { return };
        self.is_beyond |= is_beyond(&event);
        let held = self.held.take().and_then(|position| watch.world.store.event_at(position));
        match held {
            Some(held) if are_independent(held, &event) => {
                self.fold(recorded);
                self.fold(held);
            }
            Some(held) => {
                self.fold(held);
                self.held = Some(recorded.position());
            }
            None => self.held = Some(recorded.position()),
        }
    }

    fn fold(&mut self, recorded: RecordedEvent<'_, Fact>) {
        let Some(event) = recorded.event().shop() else { return };
        let (position, version) = (u64::from(recorded.position().0), recorded.version().0);
        let recorded = Recorded { position, version, time: recorded.time(), event: &event };
        self.stock.apply(recorded);
        self.revenue.apply(recorded);
        self.customers.apply(recorded);
    }

    /// The run became quiet: both ways lead to the same end.
    pub(super) fn quiet(&mut self, watch: &mut Watch<'_>) {
        let world = watch.world;
        if let Some(last) = self.held.take().and_then(|position| world.store.event_at(position)) {
            self.fold(last);
        }
        let differs = [
            (ReadModel::Stock, self.stock != world.models.stock),
            (ReadModel::Revenue, self.revenue != world.models.revenue),
            (ReadModel::Customers, self.customers != world.models.customers),
        ];
        if let Some((model, _)) = differs.iter().find(|(_, differs)| *differs).filter(|_| !self.is_beyond) {
            watch.broken(Invariant::I32, (world.store.len() as u64).checked_sub(1), |_| {
                format!("Events of different orders were exchanged, and the end of {} is another.", model.name())
            });
        }
    }

    pub(super) fn bytes(&self) -> usize {
        self.stock.bytes() + self.customers.bytes()
    }
}

fn are_independent(held: RecordedEvent<'_, Fact>, event: &Event) -> bool {
    let held = held.event().shop().and_then(|event| event.order());
    matches!((held, event.order()), (Some(one), Some(other)) if one != other)
}

fn is_beyond(event: &Event) -> bool {
    let too_many = |lines: &[Line]| lines.iter().any(|line| line.quantity > PIECES_MAX);
    match event {
        Event::Order(OrderEvent::Placed { total, .. }) => total.0 > CENTS_MAX,
        Event::Payment(PaymentEvent::Charged { amount, .. } | PaymentEvent::Refunded { amount, .. }) => {
            amount.0 > CENTS_MAX
        }
        Event::Inventory(InventoryEvent::Reserved { lines, .. }) => too_many(lines),
        Event::Inventory(InventoryEvent::Restocked { quantity, .. }) => *quantity > PIECES_MAX,
        Event::Order(_) | Event::Payment(_) | Event::Inventory(_) | Event::Shipping(_) => false,
    }
}
