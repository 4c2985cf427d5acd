//! The situations an order can be in.

use super::super::{CustomerId, Decider, Lines, Money};
use super::{CancelReason, OrderCommand, OrderEvent, OrderRejection, decide, evolve};

/// The aggregate of one order; its stream is the order's.
pub struct OrderDecider;

/// What was agreed when the order was placed; it never changes afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Basket {
    pub customer: CustomerId,
    pub lines: Lines,
    pub total: Money,
}

/// Where an order stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Order {
    #[default]
    NotPlaced,
    Placed(Basket),
    /// The customer wants it cancelled; the saga answers by cancelling, or by confirming when its pivot came first.
    CancellationRequested(Basket),
    Confirmed(Basket),
    Shipped(Basket),
    Cancelled {
        basket: Basket,
        reason: CancelReason,
    },
    /// A note was left before the order was placed ([`OrderLogic::Second`]).
    Noted,
    /// A note was left: a person looks at it before the customer may cancel ([`OrderLogic::Second`]).
    OnHold(Basket),
}

/// Which revision of the order's logic folds its events. The events are the same; what they mean is not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OrderLogic {
    /// A note changes nothing.
    #[default]
    First,
    /// A note holds the order.
    Second,
}

impl OrderLogic {
    pub const ALL: [Self; 2] = [Self::First, Self::Second];

    /// Counted from 1.
    pub const fn number(self) -> u8 {
        self as u8 + 1
    }
}

impl Order {
    /// What was agreed, once the order is placed.
    pub const fn basket(&self) -> Option<&Basket> {
        match self {
            Self::NotPlaced | Self::Noted => None,
            Self::Placed(basket)
            | Self::CancellationRequested(basket)
            | Self::OnHold(basket)
            | Self::Confirmed(basket)
            | Self::Shipped(basket)
            | Self::Cancelled { basket, .. } => Some(basket),
        }
    }

    pub(super) fn into_basket(self) -> Option<Basket> {
        match self {
            Self::NotPlaced | Self::Noted => None,
            Self::Placed(basket)
            | Self::CancellationRequested(basket)
            | Self::OnHold(basket)
            | Self::Confirmed(basket)
            | Self::Shipped(basket)
            | Self::Cancelled { basket, .. } => Some(basket),
        }
    }
}

impl Decider for OrderDecider {
    type Command = OrderCommand;
    type State = Order;
    type Event = OrderEvent;
    type Events = Vec<OrderEvent>;
    type Rejection = OrderRejection;

    fn decide(command: &OrderCommand, state: &Order) -> Result<Vec<OrderEvent>, OrderRejection> {
        decide::decide(command, state).map(|event| vec![event])
    }

    fn evolve(state: &mut Order, event: &OrderEvent) {
        evolve::evolve(OrderLogic::First, state, event);
    }
}

impl OrderDecider {
    /// The state after a fact, by a revision of the logic.
    pub fn evolve_by(logic: OrderLogic, state: &mut Order, event: &OrderEvent) {
        evolve::evolve(logic, state, event);
    }
}
