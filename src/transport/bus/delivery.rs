//! One copy of a message for one consumer, from acceptance to acknowledgement, and the dead letters.

use crate::kernel::{MessageNo, Ticket, VirtualTime};
use crate::messaging::Node;

/// The number of a delivery: one message for one consumer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeliveryNo(pub u32);

/// Where a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DeliveryState {
    /// The consumer is down: kept until it is back.
    Held,
    /// On its way or being handled.
    InFlight,
    /// Waiting for the next attempt.
    BackOff { until: VirtualTime },
}

/// A delivery that is not finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Delivery {
    pub message: MessageNo,
    pub consumer: Node,
    pub state: DeliveryState,
    /// Attempts begun, those before it was redriven included.
    pub attempts: u8,
    /// Attempts before it was redriven: each life has its own.
    pub attempts_before: u8,
    pub poisoned: bool,
    /// The timer or back-off that is running for it.
    pub timer: Option<(VirtualTime, Ticket)>,
}

/// Why a message is parked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DeadReason {
    /// Its handler failed in every attempt.
    HandlerFailed,
    /// No attempt was acknowledged in time.
    NotAcknowledged,
}

/// What became of a dead letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DeadState {
    Parked,
    Redriven,
    Discarded,
}

/// A message that a consumer could not take, waiting for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DeadLetter {
    pub message: MessageNo,
    pub consumer: Node,
    pub reason: DeadReason,
    pub attempts: u8,
    pub poisoned: bool,
    pub since: VirtualTime,
    pub state: DeadState,
}

/// The account of one consumer's queue; the checks hold it against what happened (I23).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct QueueAccount {
    pub published: u64,
    pub acknowledged: u64,
    pub dead: u64,
    /// Forgotten on hand-over (at most once) without having been handled.
    pub forgotten: u64,
    pub redriven: u64,
}
