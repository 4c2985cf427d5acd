//! What the warehouse accepts. Being short of stock is an answer to the saga, so it is an event and no rejection.

use super::super::catalogue::ARTICLES;
use super::super::{Line, Lines, OrderId, Refusal, Sku};
use super::{InventoryCommand, InventoryEvent, InventoryRejection, Reservation, Warehouse};

/// Pieces of one SKU that the warehouse can hold.
const ON_HAND_MAX: u64 = 1_000_000_000;

/// Every command that the warehouse accepts leaves exactly one event.
pub(super) fn decide(command: &InventoryCommand, state: &Warehouse) -> Result<InventoryEvent, InventoryRejection> {
    match command {
        InventoryCommand::Reserve { order, lines } => reserve(*order, lines, state),
        InventoryCommand::Release { order } => release(*order, state),
        InventoryCommand::Ship { order } => ship(*order, state),
        InventoryCommand::Restock { sku, quantity } => restock(*sku, *quantity, state),
    }
}

/// All lines or none. A refusal leaves no mark: the same order may try again.
fn reserve(order: OrderId, lines: &Lines, state: &Warehouse) -> Result<InventoryEvent, InventoryRejection> {
    match state.reservation(order) {
        Reservation::None => Ok(match shortage(lines, state) {
            None => InventoryEvent::Reserved { order, lines: lines.clone() },
            Some(refusal) => InventoryEvent::ReservationRefused { order, refusal },
        }),
        Reservation::Reserved(_) | Reservation::Shipped(_) => Err(InventoryRejection::AlreadyReserved),
        Reservation::Released => Ok(InventoryEvent::ReservationRefused { order, refusal: Refusal::CalledOff }),
    }
}

/// The first SKU in the order of the catalogue of which the lines together want more than is free.
fn shortage(lines: &[Line], state: &Warehouse) -> Option<Refusal> {
    let unsold = lines.iter().find(|line| usize::from(line.sku.0) >= ARTICLES.len()).map(|line| line.sku);
    let sold = (0..ARTICLES.len()).filter_map(|place| u8::try_from(place).ok()).map(Sku);
    sold.chain(unsold).find_map(|sku| {
        let wanted = wanted(lines, sku);
        let free = state.level(sku).free();
        (wanted > free).then(|| Refusal::OutOfStock { sku, wanted: narrow(wanted), free: narrow(free) })
    })
}

/// Pieces of a SKU over all lines that name it.
fn wanted(lines: &[Line], sku: Sku) -> u64 {
    lines.iter().filter(|line| line.sku == sku).fold(0_u64, |sum, line| sum.saturating_add(u64::from(line.quantity)))
}

fn narrow(pieces: u64) -> u32 {
    u32::try_from(pieces).unwrap_or(u32::MAX)
}

/// Also takes back what was already booked as shipped; where nothing was reserved it leaves a mark that calls a late
/// reservation off.
fn release(order: OrderId, state: &Warehouse) -> Result<InventoryEvent, InventoryRejection> {
    match state.reservation(order) {
        Reservation::Reserved(lines) | Reservation::Shipped(lines) => {
            Ok(InventoryEvent::Released { order, lines: lines.clone() })
        }
        Reservation::None => Ok(InventoryEvent::ReservationVoided { order }),
        Reservation::Released => Err(InventoryRejection::AlreadyReleased),
    }
}

fn ship(order: OrderId, state: &Warehouse) -> Result<InventoryEvent, InventoryRejection> {
    match state.reservation(order) {
        Reservation::Reserved(lines) => Ok(InventoryEvent::Shipped { order, lines: lines.clone() }),
        Reservation::None => Err(InventoryRejection::NothingReserved),
        Reservation::Shipped(_) => Err(InventoryRejection::AlreadyShipped),
        Reservation::Released => Err(InventoryRejection::AlreadyReleased),
    }
}

fn restock(sku: Sku, quantity: u32, state: &Warehouse) -> Result<InventoryEvent, InventoryRejection> {
    let after = state.level(sku).on_hand.saturating_add(u64::from(quantity));
    if after > ON_HAND_MAX {
        return Err(InventoryRejection::TooMuchStock);
    }
    Ok(InventoryEvent::Restocked { sku, quantity })
}
