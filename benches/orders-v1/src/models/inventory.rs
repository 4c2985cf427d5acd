//! "Is it in stock?": the pieces of each SKU.

use eventarium::event_store::RecordedEvent;
use eventarium::projection::Projection;

use crate::domain::{Event, Items, Sku};
use crate::schedule::SKUS;

/// So many pieces of each SKU there are at the beginning.
const INITIAL_STOCK: i32 = 1_000_000;

/// The pieces of one SKU; on hand includes what is reserved.
#[derive(Clone, Copy, Debug)]
pub struct StockRow {
    pub on_hand: i32,
    pub reserved: i32,
}

#[derive(Clone, Debug)]
pub struct InventoryModel {
    rows: [StockRow; SKUS],
}

impl Default for InventoryModel {
    fn default() -> Self {
        Self { rows: [StockRow { on_hand: INITIAL_STOCK, reserved: 0 }; SKUS] }
    }
}

impl Projection<Event> for InventoryModel {
    #[inline]
    fn project(&mut self, recorded: &RecordedEvent<Event>) {
        match recorded.event() {
            Event::Reserved { items, .. } => self.count(items, 0, 1),
            Event::Released { items, .. } => self.count(items, 0, -1),
            Event::Shipped { items, .. } => self.count(items, -1, -1),
            Event::Placed { .. } | Event::Paid { .. } | Event::Refunded { .. } | Event::Cancelled { .. } => {}
        }
    }
}

impl InventoryModel {
    /// All SKUs in order.
    pub fn iter(&self) -> impl Iterator<Item = (Sku, &StockRow)> {
        (0..).map(Sku).zip(&self.rows)
    }

    /// Adds so many times the items to what is on hand and reserved.
    fn count(&mut self, items: &Items, on_hand: i32, reserved: i32) {
        for item in items.places() {
            if let Some(row) = self.rows.get_mut(usize::from(item.sku.0)) {
                row.on_hand += on_hand * i32::from(item.quantity);
                row.reserved += reserved * i32::from(item.quantity);
            }
        }
    }
}
