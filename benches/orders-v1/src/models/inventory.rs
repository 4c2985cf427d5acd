//! "Is it in stock?": the pieces of each SKU.

use eventarium::event_store::RecordedEvent;
use eventarium::projection::Projection;

use crate::domain::{Event, Kind, Sku};
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
        let Event { kind, items, .. } = recorded.event();
        let (on_hand, reserved) = moves(*kind);
        for item in items.places() {
            if let Some(row) = self.rows.get_mut(usize::from(item.sku.0)) {
                row.on_hand += on_hand * i32::from(item.quantity);
                row.reserved += reserved * i32::from(item.quantity);
            }
        }
    }
}

/// How often the items are added to what is on hand and to what is reserved.
const fn moves(kind: Kind) -> (i32, i32) {
    match kind {
        Kind::Reserved => (0, 1),
        Kind::Released => (0, -1),
        Kind::Shipped => (-1, -1),
        Kind::Placed | Kind::Paid | Kind::Refunded | Kind::Cancelled => (0, 0),
    }
}

impl InventoryModel {
    /// All SKUs in order.
    pub fn iter(&self) -> impl Iterator<Item = (Sku, &StockRow)> {
        (0..).map(Sku).zip(&self.rows)
    }
}
