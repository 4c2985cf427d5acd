//! All that can be due, and all that a part may ask for.

use crate::domain::OrderId;
use crate::domain::fulfilment::Call;
use crate::kernel::{MessageNo, VirtualTime};
use crate::messaging::{Node, ReadModel};
use crate::transport::bus::DeliveryNo;

/// A message on its way from node to node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Hop {
    pub message: MessageNo,
    pub from: Node,
    pub to: Node,
    /// Which attempt at this transmission, from 1.
    pub attempt: u8,
    /// Told apart by faults that make copies: 0 is the original.
    pub copy: u8,
    pub poisoned: bool,
    pub sent_at: VirtualTime,
    /// The delivery of the bus that this hop belongs to.
    pub delivery: Option<DeliveryNo>,
}

/// A handling that will end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Work {
    pub hop: Hop,
    pub began: VirtualTime,
    /// How often the node had crashed when it began: a later crash loses the work.
    pub crashes: u32,
}

/// A thing due on the agenda.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Occurrence {
    Arrive(Hop),
    Finish(Work),
    /// The dispatcher of the outbox reads the store after its checkpoint.
    Dispatch,
    /// The publisher had no acknowledgement of the bus for what it sent.
    DispatchAgain(MessageNo),
    /// The bus had no acknowledgement of a consumer.
    AckTimeout(DeliveryNo),
    /// The back-off of a delivery is over.
    Redeliver(DeliveryNo),
    /// The client had no answer.
    AnswerTimeout {
        message: MessageNo,
    },
    SagaTimer {
        order: OrderId,
        call: Call,
        attempt: u8,
    },
    Project(ReadModel),
    ParcelLeaves {
        order: OrderId,
        cause: MessageNo,
    },
    Restart {
        node: Node,
        crash: u32,
    },
    /// A fault's window opens or closes.
    FaultEdge {
        opens: bool,
    },
    Traffic {
        epoch: u32,
    },
    /// The next step of building a read model again.
    Rebuild(ReadModel),
}

impl Occurrence {
    /// The message on its way, if this is its arrival.
    pub const fn hop(&self) -> Option<&Hop> {
        if let Self::Arrive(hop) = self { Some(hop) } else { None }
    }

    /// The handling, if this is its end.
    pub const fn work(&self) -> Option<&Work> {
        if let Self::Finish(work) = self { Some(work) } else { None }
    }
}

/// What a part asks for, beyond lines in the trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Send a message on its way; what becomes of it on the way is the fault plan's verdict.
    Transmit(Hop),
    /// Begin to handle what has arrived.
    Handle(Hop),
}
