//! What an order accepts, and the name of each refusal.

use super::super::{CustomerId, Lines, Money, OrderId, total_of};
use super::{Authority, CancelReason, Order, OrderCommand, OrderEvent, OrderRejection};

/// Every command that an order accepts leaves exactly one event.
pub(super) fn decide(command: &OrderCommand, state: &Order) -> Result<OrderEvent, OrderRejection> {
    match command {
        OrderCommand::Place { order, customer, lines, total } => place(*order, *customer, lines, *total, state),
        OrderCommand::Confirm { order, authority } => confirm(*order, *authority, state),
        OrderCommand::Ship { order } => ship(*order, state),
        OrderCommand::Cancel { order, authority: Authority::Customer, reason: _ } => {
            request_cancellation(*order, state)
        }
        OrderCommand::Cancel { order, authority: Authority::Fulfilment, reason } => cancel(*order, *reason, state),
    }
}

/// An order is placed once: also a cancelled one keeps its number.
fn place(
    order: OrderId,
    customer: CustomerId,
    lines: &Lines,
    total: Money,
    state: &Order,
) -> Result<OrderEvent, OrderRejection> {
    match state {
        Order::NotPlaced | Order::Noted => {}
        Order::Placed(_)
        | Order::OnHold(_)
        | Order::CancellationRequested(_)
        | Order::Confirmed(_)
        | Order::Shipped(_)
        | Order::Cancelled { .. } => return Err(OrderRejection::AlreadyPlaced),
    }
    if lines.is_empty() {
        return Err(OrderRejection::EmptyOrder);
    }
    let computed = total_of(lines);
    if total != computed {
        return Err(OrderRejection::AmountMismatch { stated: total, computed });
    }
    Ok(OrderEvent::Placed { order, customer, lines: lines.clone(), total })
}

/// Only the saga can know that the order is paid and its shipment created. Past its pivot it confirms also an order
/// whose customer meanwhile asked for cancellation: that request came too late.
fn confirm(order: OrderId, authority: Authority, state: &Order) -> Result<OrderEvent, OrderRejection> {
    match (state, authority) {
        (Order::Placed(_) | Order::OnHold(_) | Order::CancellationRequested(_), Authority::Fulfilment) => {
            Ok(OrderEvent::Confirmed { order })
        }
        (Order::Placed(_) | Order::OnHold(_) | Order::CancellationRequested(_), Authority::Customer) => {
            Err(OrderRejection::NotPaid)
        }
        (Order::NotPlaced | Order::Noted, _) => Err(OrderRejection::NotPlaced),
        (Order::Confirmed(_), _) => Err(OrderRejection::AlreadyConfirmed),
        (Order::Shipped(_), _) => Err(OrderRejection::AlreadyShipped),
        (Order::Cancelled { .. }, _) => Err(OrderRejection::AlreadyCancelled),
    }
}

fn ship(order: OrderId, state: &Order) -> Result<OrderEvent, OrderRejection> {
    match state {
        Order::Confirmed(_) => Ok(OrderEvent::Shipped { order }),
        Order::NotPlaced | Order::Noted => Err(OrderRejection::NotPlaced),
        Order::Placed(_) | Order::OnHold(_) | Order::CancellationRequested(_) => Err(OrderRejection::NotPaid),
        Order::Shipped(_) => Err(OrderRejection::AlreadyShipped),
        Order::Cancelled { .. } => Err(OrderRejection::AlreadyCancelled),
    }
}

/// A customer's cancelling only asks: the saga has to undo its steps before the order is cancelled.
fn request_cancellation(order: OrderId, state: &Order) -> Result<OrderEvent, OrderRejection> {
    match state {
        Order::Placed(_) => Ok(OrderEvent::CancellationRequested { order }),
        Order::OnHold(_) => Err(OrderRejection::OnHold),
        Order::NotPlaced | Order::Noted => Err(OrderRejection::NotPlaced),
        Order::CancellationRequested(_) => Err(OrderRejection::CancellationUnderWay),
        Order::Confirmed(_) => Err(OrderRejection::PastPivot),
        Order::Shipped(_) => Err(OrderRejection::AlreadyShipped),
        Order::Cancelled { .. } => Err(OrderRejection::AlreadyCancelled),
    }
}

/// The saga's cancelling ends the story: by now everything is undone.
fn cancel(order: OrderId, reason: CancelReason, state: &Order) -> Result<OrderEvent, OrderRejection> {
    match state {
        Order::Placed(_) | Order::OnHold(_) | Order::CancellationRequested(_) => {
            Ok(OrderEvent::Cancelled { order, reason })
        }
        Order::NotPlaced | Order::Noted => Err(OrderRejection::NotPlaced),
        Order::Confirmed(_) => Err(OrderRejection::PastPivot),
        Order::Shipped(_) => Err(OrderRejection::AlreadyShipped),
        Order::Cancelled { .. } => Err(OrderRejection::AlreadyCancelled),
    }
}
