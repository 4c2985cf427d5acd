//! The warehouse: one stream, one consistency boundary over all SKUs.

mod decide;
mod evolve;
mod state;

pub use state::{InventoryDecider, Reservation, StockLevel, Warehouse};

use super::{Lines, OrderId, Refusal, Sku};

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum InventoryCommand {
    /// `ReserveInventory`
    Reserve { order: OrderId, lines: Lines },
    /// `ReleaseInventory`, the compensation of reserving; harmless where nothing was reserved.
    Release { order: OrderId },
    /// `ShipInventory`, the warehouse's own reaction to `ShipmentCreated`: from reserved to shipped.
    Ship { order: OrderId },
    /// `RestockInventory`
    Restock { sku: Sku, quantity: u32 },
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum InventoryEvent {
    /// `InventoryReserved`
    Reserved { order: OrderId, lines: Lines },
    /// `InventoryReservationRefused`
    ReservationRefused { order: OrderId, refusal: Refusal },
    /// `InventoryReleased`: what was reserved, or already booked as shipped, is free again.
    Released { order: OrderId, lines: Lines },
    /// `InventoryReservationVoided`: nothing had been reserved; a late reservation will be refused.
    ReservationVoided { order: OrderId },
    /// `InventoryReleaseFailed`
    ReleaseFailed { order: OrderId, attempts: u8 },
    /// `InventoryShipped`
    Shipped { order: OrderId, lines: Lines },
    /// `InventoryRestocked`
    Restocked { sku: Sku, quantity: u32 },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InventoryRejection {
    NothingReserved,
    AlreadyReserved,
    AlreadyReleased,
    AlreadyShipped,
    TooMuchStock,
}
