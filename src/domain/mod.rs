//! What the business means: the shop's contexts and its order saga, pure.
//!
//! Each context is a [`Decider`]: commands in, events or a named rejection out, state folded from events. Ids are the
//! small numbers that the edge gave to the names a person sees. Knows nothing about envelopes, brokers, time,
//! retries, the store or the screen.

pub mod answer;
pub mod catalogue;
pub mod fulfilment;
pub mod inventory;
mod names;
pub mod order;
pub mod payment;
pub mod shipping;
mod value;

use std::fmt;

pub use names::Context;
pub use value::{CustomerId, Line, Lines, Money, OrderId, Refusal, Sku, total_of};

use inventory::{InventoryCommand, InventoryEvent};
use order::{OrderCommand, OrderEvent};
use payment::{PaymentCommand, PaymentEvent};
use shipping::{ShippingCommand, ShippingEvent};

/// The three functions of an aggregate.
pub trait Decider {
    type Command;
    type State: Clone + Default;
    type Event;
    /// What a decision leaves: a `Vec`, or an array where it is always as many events.
    type Events: AsRef<[Self::Event]> + IntoIterator<Item = Self::Event>;
    type Rejection: fmt::Debug;

    /// What follows from a command in a state: facts to record, or a refusal with a name. Never does I/O.
    ///
    /// # Errors
    /// The named reason why the business refuses.
    fn decide(command: &Self::Command, state: &Self::State) -> Result<Self::Events, Self::Rejection>;

    /// The state after a fact. Cannot fail: what was recorded happened.
    fn evolve(state: &mut Self::State, event: &Self::Event);
}

/// Any command of the shop.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    Order(OrderCommand),
    Inventory(InventoryCommand),
    Payment(PaymentCommand),
    Shipping(ShippingCommand),
}

/// Any event of the shop.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    Order(OrderEvent),
    Inventory(InventoryEvent),
    Payment(PaymentEvent),
    Shipping(ShippingEvent),
}
