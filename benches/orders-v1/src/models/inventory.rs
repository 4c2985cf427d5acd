//! "Is it in stock?": the pieces of each SKU.

use eventarium::event_store::RecordedEvent;
use eventarium::projection::Projection;

use crate::domain::{Event, ITEMS_MAX, Item, Kind, SKUS, Sku};

/// So many pieces of each SKU there are at the beginning.
const INITIAL_STOCK: u32 = 1_000_000;

/// The pieces of one SKU that were moved so far: reserved, released, shipped; the last place takes those that an event
/// only names.
#[derive(Clone, Copy, Debug, Default)]
pub struct StockRow([u32; 4]);

/// Where a kind of event counts its pieces, in the order of [`Kind`].
const MOVES: [usize; Kind::COUNT] = [3, 0, 3, 2, 3, 1, 3];

impl StockRow {
    /// What lies in the warehouse, reserved or not.
    pub const fn on_hand(&self) -> u32 {
        let Self([_, _, shipped, _]) = *self;
        INITIAL_STOCK - shipped
    }

    pub const fn reserved(&self) -> u32 {
        let Self([reserved, released, shipped, _]) = *self;
        reserved - released - shipped
    }
}

/// Room for the number of each SKU and of each place of an order that holds no item; a power of two.
const ROWS: usize = (SKUS + ITEMS_MAX).next_power_of_two();

#[derive(Clone, Debug)]
pub struct InventoryModel {
    rows: [StockRow; ROWS],
}

impl Default for InventoryModel {
    fn default() -> Self {
        Self { rows: [StockRow::default(); ROWS] }
    }
}

impl Projection<Event> for InventoryModel {
    #[inline]
    fn project(&mut self, recorded: RecordedEvent<'_, Event>) {
        let Event { kind, items, .. } = recorded.event();
        // Each kind has a place in each row, and each SKU has a row.
        #[allow(clippy::indexing_slicing)]
        {
            let place = MOVES[*kind as usize];
            for Item { sku: Sku(sku), quantity, .. } in items.places() {
                self.rows[usize::from(*sku) % ROWS].0[place] += u32::from(*quantity);
            }
        }
    }
}

impl InventoryModel {
    /// All SKUs in order.
    pub fn iter(&self) -> impl Iterator<Item = (Sku, &StockRow)> {
        (0..).map(Sku).zip(self.rows.iter().take(SKUS))
    }
}
