//! The state of one stream, whichever context it belongs to.

use super::trace::Rejection;
use crate::domain::inventory::{InventoryDecider, Warehouse};
use crate::domain::order::{Order, OrderDecider, OrderLogic};
use crate::domain::payment::{Payment, PaymentDecider};
use crate::domain::shipping::{Shipment, ShippingDecider};
use crate::domain::{Command, Context, Decider, Event};

/// Bytes of a line of an order in a row: SKU, quantity, price.
const LINE_BYTES: usize = 1 + 4 + 8;
/// Bytes of a situation, of an id or a count, and of an amount in a row.
const TAG_BYTES: usize = 1;
const ID_BYTES: usize = 4;
const AMOUNT_BYTES: usize = 8;

/// A folded stream.
#[derive(Clone, Debug, PartialEq, Hash)]
#[allow(clippy::large_enum_variant, reason = "one at a time is loaded, and what is kept lies behind a pointer")]
pub enum Aggregate {
    Order(Order),
    Inventory(Warehouse),
    Payment(Payment),
    Shipping(Shipment),
}

impl Aggregate {
    /// Before the first event.
    pub fn of(context: Context) -> Self {
        match context {
            Context::Order => Self::Order(Order::default()),
            Context::Inventory => Self::Inventory(Warehouse::default()),
            Context::Payment => Self::Payment(Payment::default()),
            Context::Shipping => Self::Shipping(Shipment::default()),
        }
    }

    /// One event further. An event of another context changes nothing.
    pub fn evolve(&mut self, logic: OrderLogic, event: &Event) {
        match (self, event) {
            (Self::Order(state), Event::Order(event)) => OrderDecider::evolve_by(logic, state, event),
            (Self::Inventory(state), Event::Inventory(event)) => InventoryDecider::evolve(state, event),
            (Self::Payment(state), Event::Payment(event)) => PaymentDecider::evolve(state, event),
            (Self::Shipping(state), Event::Shipping(event)) => ShippingDecider::evolve(state, event),
            (Self::Order(_) | Self::Inventory(_) | Self::Payment(_) | Self::Shipping(_), _) => {}
        }
    }

    /// What follows from a command of this context; nothing from any other.
    pub(super) fn decide(&self, command: &Command) -> Result<Vec<Event>, Rejection> {
        match (self, command) {
            (Self::Order(state), Command::Order(command)) => {
                wrap(OrderDecider::decide(command, state), Event::Order, Rejection::Order)
            }
            (Self::Inventory(state), Command::Inventory(command)) => {
                wrap(InventoryDecider::decide(command, state), Event::Inventory, Rejection::Inventory)
            }
            (Self::Payment(state), Command::Payment(command)) => {
                wrap(PaymentDecider::decide(command, state), Event::Payment, Rejection::Payment)
            }
            (Self::Shipping(state), Command::Shipping(command)) => {
                wrap(ShippingDecider::decide(command, state), Event::Shipping, Rejection::Shipping)
            }
            (Self::Order(_) | Self::Inventory(_) | Self::Payment(_) | Self::Shipping(_), _) => Ok(Vec::new()),
        }
    }

    /// Bytes of a row that holds it, the same on every machine.
    pub fn bytes(&self) -> u32 {
        let bytes = match self {
            Self::Order(order) => {
                let basket = order.basket();
                TAG_BYTES + basket.map_or(0, |basket| ID_BYTES + AMOUNT_BYTES + basket.lines.len() * LINE_BYTES)
            }
            Self::Inventory(warehouse) => {
                let held = warehouse.held_lines().map(|lines| TAG_BYTES + ID_BYTES + lines * LINE_BYTES);
                warehouse.stock.len() * 4 * AMOUNT_BYTES + held.sum::<usize>()
            }
            Self::Payment(_) => TAG_BYTES + 2 * ID_BYTES + 2 * AMOUNT_BYTES,
            Self::Shipping(_) => TAG_BYTES,
        };
        u32::try_from(bytes).unwrap_or(u32::MAX)
    }
}

pub(super) fn wrap<E, R>(
    decided: Result<Vec<E>, R>,
    event: impl Fn(E) -> Event,
    rejection: impl Fn(R) -> Rejection,
) -> Result<Vec<Event>, Rejection> {
    decided.map(|events| events.into_iter().map(event).collect()).map_err(rejection)
}
