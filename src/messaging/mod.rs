//! The envelope: who sent what to whom, caused by what, belonging to what; and the places a message can be.
//!
//! Knows nothing about what a message means, about queues, or about when it arrives.

mod middleware;
mod places;

pub use middleware::{Chain, Contradiction, Draft, Middleware, Refused, Report};
pub use places::{Node, Place, ReadModel};

use crate::kernel::{MessageId, VirtualTime};

/// What an envelope says on the outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Metadata {
    pub message: MessageId,
    /// The id of the first message of the story.
    pub correlation: MessageId,
    /// The id of the message that caused this one; the message itself where nothing did.
    pub causation: MessageId,
    pub time: VirtualTime,
    pub source: Node,
}

/// A message with its metadata.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Envelope<M> {
    pub metadata: Metadata,
    pub body: M,
}
