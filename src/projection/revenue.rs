//! "How is business?": money taken in and given back, and how many orders stand where.

use crate::domain::order::OrderEvent;
use crate::domain::payment::PaymentEvent;
use crate::domain::{Event, Money};

use super::{OrderStatus, Recorded};

/// How many orders are in each status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct StatusCounts {
    pub placed: u32,
    pub confirmed: u32,
    pub shipped: u32,
    pub cancelled: u32,
}

impl StatusCounts {
    pub const fn get(&self, status: OrderStatus) -> u32 {
        match status {
            OrderStatus::Placed => self.placed,
            OrderStatus::Confirmed => self.confirmed,
            OrderStatus::Shipped => self.shipped,
            OrderStatus::Cancelled => self.cancelled,
        }
    }

    const fn get_mut(&mut self, status: OrderStatus) -> &mut u32 {
        match status {
            OrderStatus::Placed => &mut self.placed,
            OrderStatus::Confirmed => &mut self.confirmed,
            OrderStatus::Shipped => &mut self.shipped,
            OrderStatus::Cancelled => &mut self.cancelled,
        }
    }

    const fn enter(&mut self, status: OrderStatus) {
        let count = self.get_mut(status);
        *count = count.saturating_add(1);
    }

    const fn leave(&mut self, status: OrderStatus) {
        let count = self.get_mut(status);
        *count = count.saturating_sub(1);
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct RevenueModel {
    pub captured: Money,
    pub refunded: Money,
    pub by_status: StatusCounts,
}

impl RevenueModel {
    pub const fn handles(event: &Event) -> bool {
        match event {
            Event::Order(
                OrderEvent::Placed { .. }
                | OrderEvent::Confirmed { .. }
                | OrderEvent::Shipped { .. }
                | OrderEvent::Cancelled { .. },
            )
            | Event::Payment(PaymentEvent::Charged { .. } | PaymentEvent::Refunded { .. }) => true,
            Event::Order(OrderEvent::Noted { .. } | OrderEvent::CancellationRequested { .. })
            | Event::Payment(
                PaymentEvent::Declined { .. } | PaymentEvent::Voided { .. } | PaymentEvent::RefundFailed { .. },
            )
            | Event::Inventory(_)
            | Event::Shipping(_) => false,
        }
    }

    /// An order's events say by themselves where it stood before: it is confirmed or cancelled from placed, shipped
    /// from confirmed.
    pub const fn apply(&mut self, recorded: Recorded<'_>) {
        match recorded.event {
            Event::Order(OrderEvent::Placed { .. }) => self.by_status.enter(OrderStatus::Placed),
            Event::Order(OrderEvent::Confirmed { .. }) => self.pass(OrderStatus::Placed, OrderStatus::Confirmed),
            Event::Order(OrderEvent::Shipped { .. }) => self.pass(OrderStatus::Confirmed, OrderStatus::Shipped),
            Event::Order(OrderEvent::Cancelled { .. }) => self.pass(OrderStatus::Placed, OrderStatus::Cancelled),
            Event::Payment(PaymentEvent::Charged { amount, .. }) => self.captured = self.captured.plus(*amount),
            Event::Payment(PaymentEvent::Refunded { amount, .. }) => self.refunded = self.refunded.plus(*amount),
            Event::Order(OrderEvent::Noted { .. } | OrderEvent::CancellationRequested { .. })
            | Event::Payment(
                PaymentEvent::Declined { .. } | PaymentEvent::Voided { .. } | PaymentEvent::RefundFailed { .. },
            )
            | Event::Inventory(_)
            | Event::Shipping(_) => {}
        }
    }

    /// What stays: captured less refunded.
    pub const fn net(&self) -> Money {
        self.captured.minus(self.refunded)
    }

    const fn pass(&mut self, from: OrderStatus, to: OrderStatus) {
        self.by_status.leave(from);
        self.by_status.enter(to);
    }
}
