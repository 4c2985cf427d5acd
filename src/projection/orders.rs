//! "What about my order?": the orders by id.

use crate::domain::order::OrderEvent;
use crate::domain::{CustomerId, Event, Lines, Money, OrderId};
use crate::kernel::{Table, VirtualTime};

use super::Recorded;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OrderStatus {
    Placed,
    Confirmed,
    Shipped,
    Cancelled,
}

impl OrderStatus {
    pub const ALL: [Self; 4] = [Self::Placed, Self::Confirmed, Self::Shipped, Self::Cancelled];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Placed => "placed",
            Self::Confirmed => "confirmed",
            Self::Shipped => "shipped",
            Self::Cancelled => "cancelled",
        }
    }
}

/// One order as its reader sees it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OrderRow {
    pub customer: CustomerId,
    pub lines: Lines,
    pub total: Money,
    pub status: OrderStatus,
    /// The version of the order's stream that this row reflects.
    pub version: u32,
    pub updated_at: VirtualTime,
}

#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub struct OrdersModel {
    rows: Table<Option<OrderRow>>,
}

impl OrdersModel {
    /// Everything in an order's stream counts, if only for the row's version.
    pub const fn handles(event: &Event) -> bool {
        match event {
            Event::Order(_) => true,
            Event::Inventory(_) | Event::Payment(_) | Event::Shipping(_) => false,
        }
    }

    pub fn apply(&mut self, recorded: Recorded<'_>) {
        match recorded.event {
            Event::Order(OrderEvent::Placed { order, customer, lines, total }) => {
                *self.rows.row(order.0 as usize) = Some(OrderRow {
                    customer: *customer,
                    lines: lines.clone(),
                    total: *total,
                    status: OrderStatus::Placed,
                    version: recorded.version,
                    updated_at: recorded.time,
                });
            }
            Event::Order(OrderEvent::Noted { order } | OrderEvent::CancellationRequested { order }) => {
                self.update(*order, None, recorded);
            }
            Event::Order(OrderEvent::Confirmed { order }) => {
                self.update(*order, Some(OrderStatus::Confirmed), recorded);
            }
            Event::Order(OrderEvent::Shipped { order }) => self.update(*order, Some(OrderStatus::Shipped), recorded),
            Event::Order(OrderEvent::Cancelled { order, reason: _ }) => {
                self.update(*order, Some(OrderStatus::Cancelled), recorded);
            }
            Event::Inventory(_) | Event::Payment(_) | Event::Shipping(_) => {}
        }
    }

    pub fn get(&self, order: OrderId) -> Option<&OrderRow> {
        self.rows.get(order.0 as usize)?.as_ref()
    }

    /// All placed orders, by id.
    pub fn iter(&self) -> impl Iterator<Item = (OrderId, &OrderRow)> {
        (0_u32..).map(OrderId).zip(self.rows.iter()).filter_map(|(order, row)| Some((order, row.as_ref()?)))
    }

    /// See [`Table::open`].
    pub fn open(&mut self) {
        self.rows.open();
    }

    /// See [`Table::seal`].
    pub fn seal(&mut self) {
        self.rows.seal();
    }

    /// Bytes held by the rows (not by their lines, which every message shares).
    pub fn bytes(&self) -> usize {
        self.rows.bytes()
    }

    /// Bytes that a clone holds which a later state of the same does not share with it.
    pub fn bytes_beside(&self, later: &Self) -> usize {
        self.rows.bytes_beside(&later.rows)
    }

    /// An order that was never placed has no row, and a note does not make one.
    fn update(&mut self, order: OrderId, status: Option<OrderStatus>, recorded: Recorded<'_>) {
        if self.get(order).is_none() {
            return;
        }
        if let Some(row) = self.rows.row(order.0 as usize) {
            row.status = status.unwrap_or(row.status);
            row.version = recorded.version;
            row.updated_at = recorded.time;
        }
    }
}
