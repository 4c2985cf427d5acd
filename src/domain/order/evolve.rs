//! How an order changes by what happened.

use std::mem;

use super::{Basket, Order, OrderEvent, OrderLogic};

pub(super) fn evolve(logic: OrderLogic, state: &mut Order, event: &OrderEvent) {
    match event {
        OrderEvent::Placed { order: _, customer, lines, total } => {
            let basket = Basket { customer: *customer, lines: lines.clone(), total: *total };
            *state = if *state == Order::Noted { Order::OnHold(basket) } else { Order::Placed(basket) };
        }
        OrderEvent::Noted { order: _ } => match logic {
            OrderLogic::First => {}
            OrderLogic::Second => note(state),
        },
        OrderEvent::CancellationRequested { order: _ } => pass_on(state, Order::CancellationRequested),
        OrderEvent::Confirmed { order: _ } => pass_on(state, Order::Confirmed),
        OrderEvent::Shipped { order: _ } => pass_on(state, Order::Shipped),
        OrderEvent::Cancelled { order: _, reason } => {
            pass_on(state, |basket| Order::Cancelled { basket, reason: *reason });
        }
    }
}

/// What is not placed yet will be held, what only waits is held now; later a note comes too late to matter.
fn note(state: &mut Order) {
    match state {
        Order::NotPlaced => *state = Order::Noted,
        Order::Placed(_) => pass_on(state, Order::OnHold),
        Order::Noted
        | Order::OnHold(_)
        | Order::CancellationRequested(_)
        | Order::Confirmed(_)
        | Order::Shipped(_)
        | Order::Cancelled { .. } => {}
    }
}

/// The basket goes over into the next situation; an order that was never placed has none and stays unplaced.
fn pass_on(state: &mut Order, next: impl FnOnce(Basket) -> Order) {
    if let Some(basket) = mem::take(state).into_basket() {
        *state = next(basket);
    }
}
