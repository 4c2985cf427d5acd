//! The messages of a run: each is born once, has one cause and belongs to one story.

use crate::domain::fulfilment::Call;
use crate::domain::order::OrderPlacedV1;
use crate::domain::{Command, Event, OrderId};
use crate::kernel::{MessageId, MessageNo, VirtualTime};
use crate::messaging::Node;

use super::trace::{Failure, Rejection};

/// What is stored: a fact of the shop, or one about the plumbing that people asked to see recorded.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Fact {
    Shop(Event),
    /// `EventHandlerFailed`: a consumer could not handle a message; the others were not stopped by it.
    HandlerFailed {
        consumer: Node,
        message: MessageNo,
        attempt: u8,
        failure: Failure,
    },
    /// `OrderPlaced` in its first version.
    OrderPlacedV1(OrderPlacedV1),
}

/// The position of an event that was taken out of the store: its message still carries it.
pub const REMOVED: u64 = u64::MAX;

/// What a message carries.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Body {
    Command(Command),
    /// The event at this global position of the store.
    Event {
        position: u64,
    },
    /// A corrected copy of an event, redriven by a person: the stored event stays as it is. Or what is left of an event
    /// that was taken out of the store, at [`REMOVED`].
    Corrected {
        position: u64,
        event: Event,
    },
    Reply(Reply),
    Timer {
        order: OrderId,
        call: Call,
        attempt: u8,
    },
}

/// The answer to a client's command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reply {
    Accepted,
    Rejected(Rejection),
    /// The handler failed until the attempts were used up.
    Failed(Failure),
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Letter {
    pub id: MessageId,
    /// What caused it; [`MessageNo::NONE`] for what a person sent.
    pub cause: MessageNo,
    /// The first message of its story (itself for a first one).
    pub root: MessageNo,
    pub born: VirtualTime,
    pub source: Node,
    pub body: Body,
}
