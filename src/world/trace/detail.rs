//! What a line of the trace knows beside its kind: positions, times, refusals, failures.

use crate::domain::OrderId;
use crate::domain::fulfilment::{SagaNote, SagaRejection};
use crate::domain::inventory::InventoryRejection;
use crate::domain::order::OrderRejection;
use crate::domain::payment::PaymentRejection;
use crate::domain::shipping::ShippingRejection;
use crate::event_store::{StreamId, StreamVersion};
use crate::kernel::{Span, VirtualTime};

/// Why a handler failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Failure {
    /// The body cannot be processed until it is corrected.
    Poisoned,
    /// The service behind it answers that it cannot.
    Unavailable,
    /// The compensation does not succeed.
    CompensationFails,
    /// The event store does not take appends.
    StoreOut,
    /// The message is for a saga that has not started yet.
    SagaMissing,
    /// Rival writers won every time.
    TooManyConflicts,
    /// Notification does not know yet whom to write to.
    ContactUnknown,
    /// The event was stored in a shape that the deployed code does not know.
    UnknownSchema,
}

impl Failure {
    pub const ALL: [Self; 8] = [
        Self::Poisoned,
        Self::Unavailable,
        Self::CompensationFails,
        Self::StoreOut,
        Self::SagaMissing,
        Self::TooManyConflicts,
        Self::ContactUnknown,
        Self::UnknownSchema,
    ];
}

/// A refusal by the business, with the context that spoke it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rejection {
    Order(OrderRejection),
    Inventory(InventoryRejection),
    Payment(PaymentRejection),
    Shipping(ShippingRejection),
    Saga(SagaRejection),
}

/// What a line knows besides time, place and message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Detail {
    #[default]
    None,
    /// When the thing is due.
    Due(VirtualTime),
    /// A global position.
    Position(u64),
    /// How much later than without the fault.
    Delay(Span),
    Conflict {
        expected: Option<u32>,
        actual: Option<u32>,
    },
    Rejected(Rejection),
    Failed(Failure),
    Saga(OrderId, SagaNote),
    /// The number of an input, a dead letter, a task or a mail.
    Number(u32),
    /// Until when a node is down.
    Until(VirtualTime),
    /// Orders a second, times a thousand.
    Rate(u32),
    /// The snapshot that a load began with, and the events folded on top of it.
    Loaded {
        stream: StreamId,
        snapshot: Option<StreamVersion>,
        folded: u32,
    },
    /// The snapshot of a stream at a version.
    Snapshot {
        stream: StreamId,
        version: StreamVersion,
    },
    /// Events read, and events that the read model that serves has read.
    Progress {
        read: u32,
        of: u32,
    },
    /// The position of an event before it was edited, and what was done to it.
    Edited {
        position: u32,
        how: EditTold,
    },
}

/// What was done to a stored event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EditTold {
    Skipped,
    Duplicated,
    Moved { to: u32 },
    Changed,
}

impl EditTold {
    /// The text form.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Skipped => "skip",
            Self::Duplicated => "duplicate",
            Self::Moved { .. } => "move",
            Self::Changed => "change",
        }
    }

    /// Where a moved event lies now.
    pub const fn to(self) -> Option<u32> {
        match self {
            Self::Moved { to } => Some(to),
            Self::Skipped | Self::Duplicated | Self::Changed => None,
        }
    }
}
