//! How `OrderPlaced` was recorded before it named the goods, and what it means today.

use super::super::{CustomerId, Event, Money, OrderId};
use super::OrderEvent;

/// `OrderPlaced` in its first version: an amount in cents, and nothing about goods or currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OrderPlacedV1 {
    pub order: OrderId,
    pub customer: CustomerId,
    pub amount: Money,
}

impl OrderPlacedV1 {
    /// What is left of an order where only its amount counts.
    pub fn of(event: &Event) -> Option<Self> {
        let Event::Order(OrderEvent::Placed { order, customer, lines: _, total }) = event else { return None };
        Some(Self { order: *order, customer: *customer, amount: *total })
    }

    /// In the words of the second version: no goods are known, the amount is the total, and the shop has one currency.
    pub fn upcast(&self) -> Event {
        let (order, customer, total) = (self.order, self.customer, self.amount);
        Event::Order(OrderEvent::Placed { order, customer, lines: [].into(), total })
    }

    /// The same with the mistake of an upcaster's author who took the cents for euros.
    pub fn upcast_wrongly(&self) -> Event {
        Self { amount: self.amount.times(100), ..*self }.upcast()
    }
}
