//! The little shop of the workload: an order is placed, reserved, paid and shipped, or undone on the way.

use std::hash::{Hash, Hasher};

use eventarium::domain::Decider;

/// At most so many items in an order.
pub const ITEMS_MAX: usize = 4;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct OrderId(pub u32);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct CustomerId(pub u16);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sku(pub u8);

/// So many pieces of one SKU.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Item {
    pub sku: Sku,
    /// 0 where there is no item.
    pub quantity: u8,
    /// Cents.
    pub unit_price: u16,
}

/// The items of an order, in its own row: an order has at most [`ITEMS_MAX`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Items([Item; ITEMS_MAX]);

impl Items {
    /// Adds an item; one too many is left out.
    pub fn push(&mut self, item: Item) {
        if let Some(free) = self.0.iter_mut().find(|item| item.quantity == 0) {
            *free = item;
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = &Item> {
        self.0.iter().filter(|item| item.quantity > 0)
    }

    /// All places, those without an item too: they count nothing.
    pub const fn places(&self) -> &[Item; ITEMS_MAX] {
        &self.0
    }

    /// What they cost together, in cents.
    pub fn total(&self) -> u32 {
        self.0.iter().map(|item| u32::from(item.quantity) * u32::from(item.unit_price)).sum()
    }
}

/// Two words for four items: the store hashes every event that it keeps.
impl Hash for Items {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let word =
            |item: &Item| u64::from(item.sku.0) | (u64::from(item.quantity) << 8) | (u64::from(item.unit_price) << 16);
        let [first, second, third, fourth] = &self.0;
        state.write_u64(word(first) | (word(second) << 32));
        state.write_u64(word(third) | (word(fourth) << 32));
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    PaymentDeclined,
    ShipmentFailed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Place {
        order: OrderId,
        customer: CustomerId,
        items: Items,
    },
    Reserve {
        order: OrderId,
    },
    /// The number of the payment.
    Confirm {
        order: OrderId,
        payment: u32,
    },
    /// The number of the parcel.
    Ship {
        order: OrderId,
        parcel: u32,
    },
    Refund {
        order: OrderId,
        reason: Reason,
    },
    Release {
        order: OrderId,
        reason: Reason,
    },
    Cancel {
        order: OrderId,
        reason: Reason,
    },
}

impl Command {
    pub const fn order(&self) -> OrderId {
        match self {
            Self::Place { order, .. }
            | Self::Reserve { order }
            | Self::Confirm { order, .. }
            | Self::Ship { order, .. }
            | Self::Refund { order, .. }
            | Self::Release { order, .. }
            | Self::Cancel { order, .. } => *order,
        }
    }
}

/// Amounts are cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    Placed { order: OrderId, customer: CustomerId, items: Items, total: u32 },
    Reserved { order: OrderId, items: Items },
    Paid { order: OrderId, customer: CustomerId, payment: u32, amount: u32 },
    Shipped { order: OrderId, customer: CustomerId, parcel: u32, items: Items },
    Refunded { order: OrderId, customer: CustomerId, amount: u32, reason: Reason },
    Released { order: OrderId, items: Items, reason: Reason },
    Cancelled { order: OrderId, customer: CustomerId, reason: Reason },
}

/// What was agreed when the order was placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Basket {
    pub customer: CustomerId,
    pub items: Items,
    pub total: u32,
}

/// Where an order stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Order {
    #[default]
    NotPlaced,
    Placed(Basket),
    Reserved(Basket),
    Paid(Basket),
    Shipped,
    Refunded(Basket),
    Released(Basket),
    Cancelled,
}

/// The command does not fit the situation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotNow;

pub struct OrderDecider;

impl Decider for OrderDecider {
    type Command = Command;
    type State = Order;
    type Event = Event;
    type Rejection = NotNow;

    fn decide(command: &Command, state: &Order) -> Result<Vec<Event>, NotNow> {
        let event = match (*command, state) {
            (Command::Place { order, customer, items }, Order::NotPlaced) => {
                Event::Placed { order, customer, items, total: items.total() }
            }
            (Command::Reserve { order }, Order::Placed(basket)) => Event::Reserved { order, items: basket.items },
            (Command::Confirm { order, payment }, Order::Reserved(basket)) => {
                Event::Paid { order, customer: basket.customer, payment, amount: basket.total }
            }
            (Command::Ship { order, parcel }, Order::Paid(basket)) => {
                Event::Shipped { order, customer: basket.customer, parcel, items: basket.items }
            }
            (Command::Refund { order, reason }, Order::Paid(basket)) => {
                Event::Refunded { order, customer: basket.customer, amount: basket.total, reason }
            }
            (Command::Release { order, reason: reason @ Reason::PaymentDeclined }, Order::Reserved(basket))
            | (Command::Release { order, reason: reason @ Reason::ShipmentFailed }, Order::Refunded(basket)) => {
                Event::Released { order, items: basket.items, reason }
            }
            (Command::Cancel { order, reason }, Order::Released(basket)) => {
                Event::Cancelled { order, customer: basket.customer, reason }
            }
            _ => return Err(NotNow),
        };
        Ok(vec![event])
    }

    fn evolve(state: &mut Order, event: &Event) {
        *state = match (event, &*state) {
            (Event::Placed { customer, items, total, .. }, _) => {
                Order::Placed(Basket { customer: *customer, items: *items, total: *total })
            }
            (Event::Reserved { .. }, Order::Placed(basket)) => Order::Reserved(*basket),
            (Event::Paid { .. }, Order::Reserved(basket)) => Order::Paid(*basket),
            (Event::Shipped { .. }, _) => Order::Shipped,
            (Event::Refunded { .. }, Order::Paid(basket)) => Order::Refunded(*basket),
            (Event::Released { .. }, Order::Reserved(basket) | Order::Refunded(basket)) => Order::Released(*basket),
            (Event::Cancelled { .. }, _) => Order::Cancelled,
            _ => return,
        };
    }
}
