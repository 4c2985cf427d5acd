//! "Is it in stock?": the pieces of each SKU.

use crate::domain::catalogue::{ARTICLES, INITIAL_STOCK};
use crate::domain::inventory::InventoryEvent;
use crate::domain::{Event, Line, OrderId, Sku};
use crate::kernel::Table;

use super::Recorded;

/// The pieces of one SKU; on hand includes what is reserved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct StockRow {
    pub on_hand: u64,
    pub reserved: u64,
    pub shipped: u64,
}

/// How far the goods of an order have got: a release says only that they are free again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
enum Held {
    #[default]
    Nothing,
    Reserved,
    Shipped,
}

/// Counts from the events alone and has its own idea of them: comparing it with the warehouse means something.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct StockModel {
    rows: [StockRow; ARTICLES.len()],
    held: Table<Held>,
}

impl Default for StockModel {
    fn default() -> Self {
        let row = StockRow { on_hand: u64::from(INITIAL_STOCK), ..StockRow::default() };
        Self { rows: [row; ARTICLES.len()], held: Table::default() }
    }
}

impl StockModel {
    pub const fn handles(event: &Event) -> bool {
        match event {
            Event::Inventory(
                InventoryEvent::Reserved { .. }
                | InventoryEvent::Released { .. }
                | InventoryEvent::Shipped { .. }
                | InventoryEvent::Restocked { .. },
            ) => true,
            Event::Inventory(
                InventoryEvent::ReservationRefused { .. }
                | InventoryEvent::ReservationVoided { .. }
                | InventoryEvent::ReleaseFailed { .. },
            )
            | Event::Order(_)
            | Event::Payment(_)
            | Event::Shipping(_) => false,
        }
    }

    pub fn apply(&mut self, recorded: Recorded<'_>) {
        match recorded.event {
            Event::Inventory(InventoryEvent::Reserved { order, lines }) => {
                self.count(lines, |row, pieces| row.reserved = row.reserved.saturating_add(pieces));
                self.hold(*order, Held::Reserved);
            }
            Event::Inventory(InventoryEvent::Released { order, lines }) => {
                self.release(*order, lines);
                self.hold(*order, Held::Nothing);
            }
            Event::Inventory(InventoryEvent::Shipped { order, lines }) => {
                self.count(lines, |row, pieces| {
                    row.on_hand = row.on_hand.saturating_sub(pieces);
                    row.reserved = row.reserved.saturating_sub(pieces);
                    row.shipped = row.shipped.saturating_add(pieces);
                });
                self.hold(*order, Held::Shipped);
            }
            Event::Inventory(InventoryEvent::Restocked { sku, quantity }) => {
                if let Some(row) = self.rows.get_mut(usize::from(sku.0)) {
                    row.on_hand = row.on_hand.saturating_add(u64::from(*quantity));
                }
            }
            Event::Inventory(
                InventoryEvent::ReservationRefused { .. }
                | InventoryEvent::ReservationVoided { .. }
                | InventoryEvent::ReleaseFailed { .. },
            )
            | Event::Order(_)
            | Event::Payment(_)
            | Event::Shipping(_) => {}
        }
    }

    pub fn get(&self, sku: Sku) -> Option<&StockRow> {
        self.rows.get(usize::from(sku.0))
    }

    /// All SKUs, in the order of the catalogue.
    pub fn iter(&self) -> impl Iterator<Item = (Sku, &StockRow)> {
        (0_u8..).map(Sku).zip(self.rows.iter())
    }

    /// Bytes held by what is remembered of each order.
    pub fn bytes(&self) -> usize {
        self.held.bytes()
    }

    /// Bytes that a clone holds which a later state of the same does not share with it.
    pub fn bytes_beside(&self, later: &Self) -> usize {
        self.held.bytes_beside(&later.held)
    }

    fn release(&mut self, order: OrderId, lines: &[Line]) {
        match self.held.get(order.0 as usize).copied().unwrap_or_default() {
            Held::Nothing => {}
            Held::Reserved => self.count(lines, |row, pieces| row.reserved = row.reserved.saturating_sub(pieces)),
            Held::Shipped => self.count(lines, |row, pieces| {
                row.shipped = row.shipped.saturating_sub(pieces);
                row.on_hand = row.on_hand.saturating_add(pieces);
            }),
        }
    }

    fn hold(&mut self, order: OrderId, held: Held) {
        *self.held.row(order.0 as usize) = held;
    }

    fn count(&mut self, lines: &[Line], change: impl Fn(&mut StockRow, u64)) {
        for line in lines {
            if let Some(row) = self.rows.get_mut(usize::from(line.sku.0)) {
                change(row, u64::from(line.quantity));
            }
        }
    }
}
