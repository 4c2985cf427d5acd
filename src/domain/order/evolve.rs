//! How an order changes by what happened.

use std::mem;

use super::{Basket, Order, OrderEvent};

pub(super) fn evolve(state: &mut Order, event: &OrderEvent) {
    match event {
        OrderEvent::Placed { order: _, customer, lines, total } => {
            *state = Order::Placed(Basket { customer: *customer, lines: lines.clone(), total: *total });
        }
        OrderEvent::Noted { order: _ } => {}
        OrderEvent::CancellationRequested { order: _ } => pass_on(state, Order::CancellationRequested),
        OrderEvent::Confirmed { order: _ } => pass_on(state, Order::Confirmed),
        OrderEvent::Shipped { order: _ } => pass_on(state, Order::Shipped),
        OrderEvent::Cancelled { order: _, reason } => {
            pass_on(state, |basket| Order::Cancelled { basket, reason: *reason });
        }
    }
}

/// The basket goes over into the next situation; an order that was never placed has none and stays unplaced.
fn pass_on(state: &mut Order, next: impl FnOnce(Basket) -> Order) {
    if let Some(basket) = mem::take(state).into_basket() {
        *state = next(basket);
    }
}
