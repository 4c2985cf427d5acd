//! What a fault plan is asked, and what it answers.

use super::plan::FaultId;
use crate::kernel::{MessageId, Span, VirtualTime};
use crate::messaging::Node;

/// A message about to leave for another node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Transmission {
    pub now: VirtualTime,
    /// The node it leaves now; on a second leg that is the bus.
    pub from: Node,
    pub to: Node,
    /// The node that sent it in the first place.
    pub origin: Node,
    pub message: MessageId,
    /// Tells every transmission of this message from every other.
    pub attempt: u32,
}

impl Transmission {
    /// True where the message leaves its sender, also by way of the bus.
    pub(super) fn is_first_leg(&self) -> bool {
        self.to == Node::Bus || self.from == self.origin
    }
}

/// What becomes of a transmission. Each part names the rule that decided it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Verdict {
    /// Lost; then nothing else befalls it.
    pub dropped: Option<FaultId>,
    pub poisoned: Option<FaultId>,
    pub duplicated: Option<FaultId>,
    pub reordered: Option<FaultId>,
    /// Delays of several rules add up; the one that adds most is named.
    pub delayed: Option<(FaultId, Span)>,
}

impl Verdict {
    pub const PASS: Self = Self { dropped: None, poisoned: None, duplicated: None, reordered: None, delayed: None };

    pub fn is_pass(&self) -> bool {
        *self == Self::PASS
    }
}

/// A node about to handle a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Handling {
    pub now: VirtualTime,
    pub node: Node,
    pub message: MessageId,
    pub attempt: u32,
    /// It is a forward step of a saga.
    pub is_step: bool,
    pub is_compensation: bool,
}

/// What becomes of a handling. Each part names the rule that decided it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct HandlingVerdict {
    pub declined: Option<FaultId>,
    /// The service cannot; then the card is not even asked.
    pub unavailable: Option<FaultId>,
    pub compensation_failed: Option<FaultId>,
    /// A rival appends between load and append.
    pub rival: Option<FaultId>,
}

impl HandlingVerdict {
    pub const PASS: Self = Self { declined: None, unavailable: None, compensation_failed: None, rival: None };
}
