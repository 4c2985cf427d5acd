//! The little shop of the workload: an order is placed, reserved, paid and shipped, or undone on the way.

use std::hash::{Hash, Hasher};

use eventarium::domain::Decider;

/// So many SKUs are sold.
pub const SKUS: usize = 50;
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

impl Item {
    /// No item, in this place of an order.
    const fn none(place: u8) -> Self {
        Self { sku: Sku(SKUS as u8 + place), quantity: 0, unit_price: 0 }
    }
}

/// The items of an order, in its own row: an order has at most [`ITEMS_MAX`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Items([Item; ITEMS_MAX]);

impl Default for Items {
    fn default() -> Self {
        Self::NONE
    }
}

impl Items {
    /// A place without an item has a SKU of its own, so that counting none of it waits for nothing else.
    pub const NONE: Self = Self([Item::none(0), Item::none(1), Item::none(2), Item::none(3)]);

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

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Reason {
    #[default]
    None,
    PaymentDeclined,
    ShipmentFailed,
}

impl Reason {
    pub const COUNT: usize = 3;
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

/// What can happen to an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Kind {
    Placed,
    Reserved,
    Paid,
    Shipped,
    Refunded,
    Released,
    Cancelled,
}

impl Kind {
    pub const COUNT: usize = 7;
}

/// A fact: what happened, in columns that all kinds share, so that every row of the store has the same shape. A column
/// that a kind does not tell holds nothing: adding it up changes nothing, and a read model need not ask first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    pub kind: Kind,
    /// Told by `Refunded`, `Released` and `Cancelled`.
    pub reason: Reason,
    /// Told by all but `Reserved` and `Released`.
    pub customer: CustomerId,
    pub order: OrderId,
    /// The payment's number, told by `Paid`; the parcel's, told by `Shipped`.
    pub number: u32,
    /// Cents, told by `Placed`, `Paid` and `Refunded`.
    pub amount: u32,
    /// Told by `Placed`, `Reserved`, `Shipped` and `Released`.
    pub items: Items,
}

impl Event {
    const fn of(kind: Kind, order: OrderId) -> Self {
        let (reason, customer, items) = (Reason::None, CustomerId(0), Items::NONE);
        Self { kind, reason, customer, order, number: 0, amount: 0, items }
    }

    pub fn placed(order: OrderId, customer: CustomerId, items: Items) -> Self {
        Self { customer, amount: items.total(), items, ..Self::of(Kind::Placed, order) }
    }

    pub const fn reserved(order: OrderId, items: Items) -> Self {
        Self { items, ..Self::of(Kind::Reserved, order) }
    }

    pub const fn paid(order: OrderId, customer: CustomerId, payment: u32, amount: u32) -> Self {
        Self { customer, number: payment, amount, ..Self::of(Kind::Paid, order) }
    }

    pub const fn shipped(order: OrderId, customer: CustomerId, parcel: u32, items: Items) -> Self {
        Self { customer, number: parcel, items, ..Self::of(Kind::Shipped, order) }
    }

    pub const fn refunded(order: OrderId, customer: CustomerId, amount: u32, reason: Reason) -> Self {
        Self { customer, amount, reason, ..Self::of(Kind::Refunded, order) }
    }

    pub const fn released(order: OrderId, items: Items, reason: Reason) -> Self {
        Self { items, reason, ..Self::of(Kind::Released, order) }
    }

    pub const fn cancelled(order: OrderId, customer: CustomerId, reason: Reason) -> Self {
        Self { customer, reason, ..Self::of(Kind::Cancelled, order) }
    }
}

/// Four words in all: the store hashes every event that it keeps.
impl Hash for Event {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { kind, reason, customer, order, number, amount, items } = *self;
        let small = (kind as u64) | ((reason as u64) << 8) | (u64::from(customer.0) << 16);
        state.write_u64(small | (u64::from(order.0) << 32));
        state.write_u64(u64::from(number) | (u64::from(amount) << 32));
        items.hash(state);
    }
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
    type Events = [Event; 1];
    type Rejection = NotNow;

    fn decide(command: &Command, state: &Order) -> Result<[Event; 1], NotNow> {
        let event = match (*command, state) {
            (Command::Place { order, customer, items }, Order::NotPlaced) => Event::placed(order, customer, items),
            (Command::Reserve { order }, Order::Placed(basket)) => Event::reserved(order, basket.items),
            (Command::Confirm { order, payment }, Order::Reserved(basket)) => {
                Event::paid(order, basket.customer, payment, basket.total)
            }
            (Command::Ship { order, parcel }, Order::Paid(basket)) => {
                Event::shipped(order, basket.customer, parcel, basket.items)
            }
            (Command::Refund { order, reason }, Order::Paid(basket)) => {
                Event::refunded(order, basket.customer, basket.total, reason)
            }
            (Command::Release { order, reason: reason @ Reason::PaymentDeclined }, Order::Reserved(basket))
            | (Command::Release { order, reason: reason @ Reason::ShipmentFailed }, Order::Refunded(basket)) => {
                Event::released(order, basket.items, reason)
            }
            (Command::Cancel { order, reason }, Order::Released(basket)) => {
                Event::cancelled(order, basket.customer, reason)
            }
            _ => return Err(NotNow),
        };
        Ok([event])
    }

    fn evolve(state: &mut Order, event: &Event) {
        *state = match (event.kind, &*state) {
            (Kind::Placed, _) => {
                Order::Placed(Basket { customer: event.customer, items: event.items, total: event.amount })
            }
            (Kind::Reserved, Order::Placed(basket)) => Order::Reserved(*basket),
            (Kind::Paid, Order::Reserved(basket)) => Order::Paid(*basket),
            (Kind::Shipped, _) => Order::Shipped,
            (Kind::Refunded, Order::Paid(basket)) => Order::Refunded(*basket),
            (Kind::Released, Order::Reserved(basket) | Order::Refunded(basket)) => Order::Released(*basket),
            (Kind::Cancelled, _) => Order::Cancelled,
            _ => return,
        };
    }
}
