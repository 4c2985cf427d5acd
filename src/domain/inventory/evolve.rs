//! How the warehouse changes by what happened.

use super::super::{Line, OrderId};
use super::{InventoryEvent, Reservation, StockLevel, Warehouse};

pub(super) fn evolve(state: &mut Warehouse, event: &InventoryEvent) {
    match event {
        InventoryEvent::Reserved { order, lines } => {
            book(state, lines, |level, pieces| level.reserved = level.reserved.saturating_add(pieces));
            state.set_reservation(*order, Reservation::Reserved(lines.clone()));
        }
        InventoryEvent::Released { order, lines } => release(state, *order, lines),
        InventoryEvent::ReservationVoided { order } => state.set_reservation(*order, Reservation::Released),
        InventoryEvent::Shipped { order, lines } => {
            book(state, lines, |level, pieces| {
                level.reserved = level.reserved.saturating_sub(pieces);
                level.on_hand = level.on_hand.saturating_sub(pieces);
                level.shipped = level.shipped.saturating_add(pieces);
            });
            state.set_reservation(*order, Reservation::Shipped(lines.clone()));
        }
        InventoryEvent::Restocked { sku, quantity } => {
            if let Some(level) = state.level_mut(*sku) {
                level.on_hand = level.on_hand.saturating_add(u64::from(*quantity));
                level.received = level.received.saturating_add(u64::from(*quantity));
            }
        }
        InventoryEvent::ReservationRefused { order: _, refusal: _ }
        | InventoryEvent::ReleaseFailed { order: _, attempts: _ } => {}
    }
}

/// Where the goods come back from depends on how far they had got.
fn release(state: &mut Warehouse, order: OrderId, lines: &[Line]) {
    match state.reservation(order) {
        Reservation::Reserved(_) => {
            book(state, lines, |level, pieces| level.reserved = level.reserved.saturating_sub(pieces));
        }
        Reservation::Shipped(_) => book(state, lines, |level, pieces| {
            level.shipped = level.shipped.saturating_sub(pieces);
            level.on_hand = level.on_hand.saturating_add(pieces);
        }),
        Reservation::None | Reservation::Released => {}
    }
    state.set_reservation(order, Reservation::Released);
}

fn book(state: &mut Warehouse, lines: &[Line], change: impl Fn(&mut StockLevel, u64)) {
    for line in lines {
        if let Some(level) = state.level_mut(line.sku) {
            change(level, u64::from(line.quantity));
        }
    }
}
