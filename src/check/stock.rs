//! I03: pieces are conserved and nothing is sold twice.

use super::Invariant;
use super::orders::{Goods, OrderAccount};
use super::watch::Watch;
use crate::domain::catalogue::{ARTICLES, INITIAL_STOCK, article_of};
use crate::domain::inventory::InventoryEvent;
use crate::domain::{Line, OrderId, Sku};

/// The pieces of one SKU as the raw events give them.
#[derive(Clone, Copy, Debug)]
struct Pieces {
    on_hand: i64,
    reserved: i64,
    shipped: i64,
    received: i64,
}

/// The pieces of all SKUs.
#[derive(Clone, Debug)]
pub(super) struct Stock([Pieces; ARTICLES.len()]);

impl Default for Stock {
    fn default() -> Self {
        Self([Pieces { on_hand: i64::from(INITIAL_STOCK), reserved: 0, shipped: 0, received: 0 }; ARTICLES.len()])
    }
}

impl Stock {
    pub(super) fn restocked(&mut self, watch: &mut Watch<'_>, position: u64, sku: Sku, quantity: u32) {
        if let Some(pieces) = self.0.get_mut(usize::from(sku.0)) {
            pieces.on_hand += i64::from(quantity);
            pieces.received += i64::from(quantity);
        }
        self.compare(watch, position, sku);
    }

    pub(super) fn event(
        &mut self,
        watch: &mut Watch<'_>,
        position: u64,
        order: OrderId,
        account: &mut OrderAccount,
        event: &InventoryEvent,
    ) {
        match event {
            InventoryEvent::Reserved { lines, .. } => {
                account.goods = Goods::Reserved;
                self.book(watch, (position, order), lines, |pieces, count| pieces.reserved += count);
            }
            InventoryEvent::Released { lines, .. } => {
                let from = account.goods;
                account.goods = Goods::Released;
                self.book(watch, (position, order), lines, |pieces, count| match from {
                    Goods::Reserved => pieces.reserved -= count,
                    Goods::Shipped => {
                        pieces.shipped -= count;
                        pieces.on_hand += count;
                    }
                    Goods::Nowhere | Goods::Released => {}
                });
            }
            InventoryEvent::Shipped { lines, .. } => {
                account.goods = Goods::Shipped;
                self.book(watch, (position, order), lines, |pieces, count| {
                    pieces.on_hand -= count;
                    pieces.reserved -= count;
                    pieces.shipped += count;
                });
            }
            InventoryEvent::ReservationVoided { .. } => account.goods = Goods::Released,
            InventoryEvent::ReservationRefused { .. }
            | InventoryEvent::ReleaseFailed { .. }
            | InventoryEvent::Restocked { .. } => {}
        }
    }

    fn book(
        &mut self,
        watch: &mut Watch<'_>,
        (position, order): (u64, OrderId),
        lines: &[Line],
        change: impl Fn(&mut Pieces, i64),
    ) {
        for line in lines {
            if let Some(pieces) = self.0.get_mut(usize::from(line.sku.0)) {
                change(pieces, i64::from(line.quantity));
            }
        }
        for line in lines {
            self.check(watch, position, order, line.sku);
        }
    }

    fn check(&self, watch: &mut Watch<'_>, position: u64, order: OrderId, sku: Sku) {
        let Some(pieces) = self.0.get(usize::from(sku.0)) else { return };
        let Pieces { on_hand, reserved, shipped, .. } = *pieces;
        if reserved < 0 || reserved > on_hand || shipped < 0 {
            watch.broken(Invariant::I03, Some(position), |watch| {
                let (order, sku) = (watch.world.order_name(order), name_of(sku));
                format!("With {order}, {reserved} of {on_hand} {sku} on hand are reserved and {shipped} shipped.")
            });
        }
        self.compare(watch, position, sku);
    }

    /// The warehouse, held against the raw events and against the sum that must stay. Where events came in one go it
    /// knows them all, so it is asked at the last.
    fn compare(&self, watch: &mut Watch<'_>, position: u64, sku: Sku) {
        let Some(pieces) = self.0.get(usize::from(sku.0)) else { return };
        let level = watch.world.warehouse.level(sku);
        let conserved = pieces.on_hand + pieces.shipped == i64::from(INITIAL_STOCK) + pieces.received;
        let same = i64::try_from(level.on_hand) == Ok(pieces.on_hand)
            && i64::try_from(level.reserved) == Ok(pieces.reserved)
            && i64::try_from(level.shipped) == Ok(pieces.shipped);
        let recorded = watch.world.recorded(position);
        let is_last =
            recorded.is_none_or(|event| watch.world.store.version_of(event.stream()) == Some(event.version()));
        if !conserved || !same && is_last {
            let pieces = *pieces;
            watch.broken(Invariant::I03, Some(position), |_| {
                let sku = name_of(sku);
                format!(
                    "Of {sku}, {} are on hand, {} reserved and {} shipped by the events; the warehouse says {}, {} \
                     and {}.",
                    pieces.on_hand, pieces.reserved, pieces.shipped, level.on_hand, level.reserved, level.shipped
                )
            });
        }
    }
}

fn name_of(sku: Sku) -> &'static str {
    article_of(sku).map_or("unknown", |article| article.sku)
}
