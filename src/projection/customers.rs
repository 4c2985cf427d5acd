//! "Who are our best customers?": orders and money by customer.

use crate::domain::order::OrderEvent;
use crate::domain::payment::PaymentEvent;
use crate::domain::{CustomerId, Event, Money};
use crate::kernel::Table;

use super::Recorded;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct CustomerRow {
    /// Orders placed, cancelled ones included.
    pub orders: u32,
    /// Captured less refunded.
    pub spent: Money,
}

#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub struct CustomersModel {
    rows: Table<Option<CustomerRow>>,
}

impl CustomersModel {
    pub const fn handles(event: &Event) -> bool {
        match event {
            Event::Order(OrderEvent::Placed { .. })
            | Event::Payment(PaymentEvent::Charged { .. } | PaymentEvent::Refunded { .. }) => true,
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
            | Event::Shipping(_) => false,
        }
    }

    pub fn apply(&mut self, recorded: Recorded<'_>) {
        match recorded.event {
            Event::Order(OrderEvent::Placed { customer, .. }) => {
                let row = self.row(*customer);
                row.orders = row.orders.saturating_add(1);
            }
            Event::Payment(PaymentEvent::Charged { customer, amount, .. }) => {
                let row = self.row(*customer);
                row.spent = row.spent.plus(*amount);
            }
            Event::Payment(PaymentEvent::Refunded { customer, amount, .. }) => {
                let row = self.row(*customer);
                row.spent = row.spent.minus(*amount);
            }
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
            | Event::Shipping(_) => {}
        }
    }

    pub fn get(&self, customer: CustomerId) -> Option<&CustomerRow> {
        self.rows.get(customer.0 as usize)?.as_ref()
    }

    /// All customers met so far, by id.
    pub fn iter(&self) -> impl Iterator<Item = (CustomerId, &CustomerRow)> {
        (0_u32..).map(CustomerId).zip(self.rows.iter()).filter_map(|(customer, row)| Some((customer, row.as_ref()?)))
    }

    /// See [`Table::open`].
    pub fn open(&mut self) {
        self.rows.open();
    }

    /// See [`Table::seal`].
    pub fn seal(&mut self) {
        self.rows.seal();
    }

    /// Bytes held by the rows.
    pub fn bytes(&self) -> usize {
        self.rows.bytes()
    }

    /// Bytes that a clone holds which a later state of the same does not share with it.
    pub fn bytes_beside(&self, later: &Self) -> usize {
        self.rows.bytes_beside(&later.rows)
    }

    fn row(&mut self, customer: CustomerId) -> &mut CustomerRow {
        self.rows.row(customer.0 as usize).get_or_insert_default()
    }
}
