//! What lies in the warehouse, and for whom.

use super::super::catalogue::{ARTICLES, INITIAL_STOCK};
use super::super::{Decider, Lines, OrderId, Sku};
use super::{InventoryCommand, InventoryEvent, InventoryRejection, decide, evolve};
use crate::kernel::Table;

/// The aggregate of the warehouse; there is one, its stream holds every reservation.
pub struct InventoryDecider;

/// The pieces of one SKU. Always `reserved <= on_hand` and `on_hand + shipped = initial + received`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct StockLevel {
    /// Pieces in the warehouse, the reserved ones included.
    pub on_hand: u64,
    pub reserved: u64,
    pub shipped: u64,
    /// Pieces that came by restocking; the initial stock is not among them.
    pub received: u64,
}

impl StockLevel {
    /// Pieces that nobody has reserved.
    pub const fn free(&self) -> u64 {
        self.on_hand.saturating_sub(self.reserved)
    }
}

/// What the warehouse knows about an order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Reservation {
    #[default]
    None,
    Reserved(Lines),
    Shipped(Lines),
    /// Released, or called off before anything was reserved: a late reservation is refused.
    Released,
}

/// The stock of all SKUs and the reservations of all orders. A clone shares the reservations.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Warehouse {
    /// In the order of the catalogue.
    pub stock: [StockLevel; ARTICLES.len()],
    reservations: Table<Reservation>,
}

impl Default for Warehouse {
    fn default() -> Self {
        let level = StockLevel { on_hand: u64::from(INITIAL_STOCK), ..StockLevel::default() };
        Self { stock: [level; ARTICLES.len()], reservations: Table::default() }
    }
}

impl Warehouse {
    /// The stock of a SKU; nothing of what the shop does not sell.
    pub fn level(&self, sku: Sku) -> StockLevel {
        self.stock.get(usize::from(sku.0)).copied().unwrap_or_default()
    }

    pub fn reservation(&self, order: OrderId) -> &Reservation {
        self.reservations.get(order.0 as usize).unwrap_or(&Reservation::None)
    }

    /// Bytes held by the reservations (not by their lines, which every message shares).
    pub fn bytes(&self) -> usize {
        self.reservations.bytes()
    }

    /// Bytes that a clone holds which a later state of the same does not share with it.
    pub fn bytes_beside(&self, later: &Self) -> usize {
        self.reservations.bytes_beside(&later.reservations)
    }

    /// The number of lines in the reservation of each order that the warehouse has heard of.
    pub fn held_lines(&self) -> impl Iterator<Item = usize> {
        self.reservations.iter().filter_map(|reservation| match reservation {
            Reservation::None => None,
            Reservation::Reserved(lines) | Reservation::Shipped(lines) => Some(lines.len()),
            Reservation::Released => Some(0),
        })
    }

    pub(super) fn level_mut(&mut self, sku: Sku) -> Option<&mut StockLevel> {
        self.stock.get_mut(usize::from(sku.0))
    }

    pub(super) fn set_reservation(&mut self, order: OrderId, reservation: Reservation) {
        *self.reservations.row(order.0 as usize) = reservation;
    }
}

impl Decider for InventoryDecider {
    type Command = InventoryCommand;
    type State = Warehouse;
    type Event = InventoryEvent;
    type Events = Vec<InventoryEvent>;
    type Rejection = InventoryRejection;

    fn decide(command: &InventoryCommand, state: &Warehouse) -> Result<Vec<InventoryEvent>, InventoryRejection> {
        decide::decide(command, state).map(|event| vec![event])
    }

    fn evolve(state: &mut Warehouse, event: &InventoryEvent) {
        evolve::evolve(state, event);
    }
}
