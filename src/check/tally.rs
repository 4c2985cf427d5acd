//! Sums over the log, kept apart from the code of the read models.

use crate::domain::catalogue::{ARTICLES, INITIAL_STOCK};
use crate::domain::inventory::InventoryEvent;
use crate::domain::order::OrderEvent;
use crate::domain::payment::PaymentEvent;
use crate::domain::{CustomerId, Event, Line, OrderId, Sku};
use crate::kernel::Table;
use crate::projection::{OrderStatus, RevenueModel, StockModel};
use crate::world::World;

use super::watch::euros;

/// Pieces of one SKU: on hand, reserved, shipped.
type Pieces = [i64; 3];

/// The stock that the log gives.
#[derive(Clone, Debug)]
pub(super) struct StockTally {
    pieces: [Pieces; ARTICLES.len()],
    /// What was reserved (1) or shipped (2) for an order, so that a release knows where it comes back from.
    held: Table<u8>,
}

impl Default for StockTally {
    fn default() -> Self {
        Self { pieces: [[i64::from(INITIAL_STOCK), 0, 0]; ARTICLES.len()], held: Table::default() }
    }
}

impl StockTally {
    pub(super) fn count(&mut self, event: &Event) {
        let Event::Inventory(event) = event else { return };
        match event {
            InventoryEvent::Reserved { order, lines } => {
                self.add(lines, [0, 1, 0]);
                self.hold(*order, 1);
            }
            InventoryEvent::Shipped { order, lines } => {
                self.add(lines, [-1, -1, 1]);
                self.hold(*order, 2);
            }
            InventoryEvent::Released { order, lines } => {
                match self.held.get(order.0 as usize).copied().unwrap_or(0) {
                    1 => self.add(lines, [0, -1, 0]),
                    2 => self.add(lines, [1, 0, -1]),
                    _ => {}
                }
                self.hold(*order, 0);
            }
            InventoryEvent::Restocked { sku, quantity } => self.add_one(*sku, i64::from(*quantity), [1, 0, 0]),
            InventoryEvent::ReservationRefused { .. }
            | InventoryEvent::ReservationVoided { .. }
            | InventoryEvent::ReleaseFailed { .. } => {}
        }
    }

    /// What is wrong with the rows that the event touches.
    pub(super) fn wrong(&self, model: &StockModel, event: &Event) -> Option<String> {
        let Event::Inventory(event) = event else { return None };
        match event {
            InventoryEvent::Reserved { lines, .. }
            | InventoryEvent::Shipped { lines, .. }
            | InventoryEvent::Released { lines, .. } => lines.iter().find_map(|line| self.wrong_row(model, line.sku)),
            InventoryEvent::Restocked { sku, .. } => self.wrong_row(model, *sku),
            InventoryEvent::ReservationRefused { .. }
            | InventoryEvent::ReservationVoided { .. }
            | InventoryEvent::ReleaseFailed { .. } => None,
        }
    }

    fn wrong_row(&self, model: &StockModel, sku: Sku) -> Option<String> {
        let own = self.pieces.get(usize::from(sku.0))?;
        let row = model.get(sku)?;
        let told = [row.on_hand, row.reserved, row.shipped];
        let same = own.iter().zip(told).all(|(own, told)| i64::try_from(told) == Ok(*own));
        let name = ARTICLES.get(usize::from(sku.0)).map_or("", |article| article.sku);
        (!same).then(|| format!("{name} is {told:?} on hand, reserved and shipped instead of {own:?}"))
    }

    fn add(&mut self, lines: &[Line], factors: Pieces) {
        for line in lines {
            self.add_one(line.sku, i64::from(line.quantity), factors);
        }
    }

    fn add_one(&mut self, sku: Sku, quantity: i64, factors: Pieces) {
        if let Some(pieces) = self.pieces.get_mut(usize::from(sku.0)) {
            for (piece, factor) in pieces.iter_mut().zip(factors) {
                *piece += factor * quantity;
            }
        }
    }

    fn hold(&mut self, order: OrderId, held: u8) {
        *self.held.row(order.0 as usize) = held;
    }

    pub(super) fn bytes(&self) -> usize {
        self.held.bytes()
    }

    pub(super) fn bytes_beside(&self, later: &Self) -> usize {
        self.held.bytes_beside(&later.held)
    }
}

/// The revenue that the log gives.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RevenueTally {
    captured: i64,
    refunded: i64,
    placed: i64,
    confirmed: i64,
    shipped: i64,
    cancelled: i64,
}

impl RevenueTally {
    pub(super) const fn count(&mut self, event: &Event) {
        match event {
            Event::Payment(PaymentEvent::Charged { amount, .. }) => {
                self.captured = self.captured.saturating_add(amount.0);
            }
            Event::Payment(PaymentEvent::Refunded { amount, .. }) => {
                self.refunded = self.refunded.saturating_add(amount.0);
            }
            Event::Order(OrderEvent::Placed { .. }) => self.placed += 1,
            Event::Order(OrderEvent::Confirmed { .. }) => self.confirmed += 1,
            Event::Order(OrderEvent::Shipped { .. }) => self.shipped += 1,
            Event::Order(OrderEvent::Cancelled { .. }) => self.cancelled += 1,
            Event::Order(OrderEvent::Noted { .. } | OrderEvent::CancellationRequested { .. })
            | Event::Payment(
                PaymentEvent::Declined { .. } | PaymentEvent::Voided { .. } | PaymentEvent::RefundFailed { .. },
            )
            | Event::Inventory(_)
            | Event::Shipping(_) => {}
        }
    }

    /// An order is confirmed once at most, and only a confirmed one is shipped: what is left over stands where it was.
    pub(super) fn wrong(&self, model: &RevenueModel) -> Option<String> {
        let own = [
            self.placed - self.confirmed - self.cancelled,
            self.confirmed - self.shipped,
            self.shipped,
            self.cancelled,
        ];
        let told = OrderStatus::ALL.map(|status| i64::from(model.by_status.get(status)));
        let differs =
            OrderStatus::ALL.into_iter().zip(told.into_iter().zip(own)).filter(|(_, (told, own))| told != own);
        let differs: Vec<String> = differs.map(|(status, (told, own))| wrong_count(status, told, own)).collect();
        if !differs.is_empty() {
            return Some(differs.join("; "));
        }
        let (captured, refunded) = (model.captured.0, model.refunded.0);
        let same = (captured, refunded) == (self.captured, self.refunded);
        (!same).then(|| {
            let (own, told) = ([self.captured, self.refunded].map(euros), [captured, refunded].map(euros));
            format!("{} taken and {} returned instead of {} and {}", told[0], told[1], own[0], own[1])
        })
    }
}

/// "it counts 2 orders as placed, and the log 1".
fn wrong_count(status: OrderStatus, told: i64, own: i64) -> String {
    let name = status.name();
    let orders = if told == 1 { "order" } else { "orders" };
    match own.unsigned_abs() {
        more if own < 0 => {
            let orders_left = if more == 1 { "order" } else { "orders" };
            format!(
                "it counts {told} {orders} as {name}, and in the log {more} {orders_left} more left that status than came to it"
            )
        }
        own => format!("it counts {told} {orders} as {name}, and the log {own}"),
    }
}

/// The customers that the log gives: orders and cents.
#[derive(Clone, Debug, Default)]
pub(super) struct CustomersTally(Table<(u32, i64)>);

impl CustomersTally {
    pub(super) fn count(&mut self, event: &Event) {
        if let Some((customer, orders, cents)) = touched(event) {
            let row = self.0.row(customer.0 as usize);
            row.0 += orders;
            row.1 = row.1.saturating_add(cents);
        }
    }

    pub(super) fn wrong(&self, world: &World, event: &Event) -> Option<String> {
        let (customer, ..) = touched(event)?;
        let own = self.0.get(customer.0 as usize).copied().unwrap_or_default();
        let told = world.models.customers.get(customer).map_or((0, 0), |row| (row.orders, row.spent.0));
        let name = world.customer_name(customer);
        (own != told).then(|| {
            let (told_cents, own_cents) = (euros(told.1), euros(own.1));
            format!("{name} has {} orders over {told_cents}, not {} over {own_cents}", told.0, own.0)
        })
    }

    pub(super) fn bytes(&self) -> usize {
        self.0.bytes()
    }

    pub(super) fn bytes_beside(&self, later: &Self) -> usize {
        self.0.bytes_beside(&later.0)
    }
}

/// Whom an event concerns as a customer, with one more order or so many cents.
const fn touched(event: &Event) -> Option<(CustomerId, u32, i64)> {
    match event {
        Event::Order(OrderEvent::Placed { customer, .. }) => Some((*customer, 1, 0)),
        Event::Payment(PaymentEvent::Charged { customer, amount, .. }) => Some((*customer, 0, amount.0)),
        Event::Payment(PaymentEvent::Refunded { customer, amount, .. }) => Some((*customer, 0, -amount.0)),
        Event::Order(
            OrderEvent::Noted { .. }
            | OrderEvent::CancellationRequested { .. }
            | OrderEvent::Confirmed { .. }
            | OrderEvent::Shipped { .. }
            | OrderEvent::Cancelled { .. },
        )
        | Event::Payment(
            PaymentEvent::Declined { .. } | PaymentEvent::Voided { .. } | PaymentEvent::RefundFailed { .. },
        )
        | Event::Inventory(_)
        | Event::Shipping(_) => None,
    }
}
