//! The settings of a run. Each change is an input and takes effect at once.

use crate::kernel::Span;
use crate::transport::bus::RetryPolicy;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Delivery {
    /// The bus forgets a message when it hands it over: it may be lost, it never comes twice (DG-01).
    AtMostOnce,
    /// The bus keeps a message until it is acknowledged: it is not lost, it may come twice (DG-01).
    #[default]
    AtLeastOnce,
}

/// How the parts of the shop work together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Settings {
    pub delivery: Delivery,
    /// Publish from the store with a checkpoint; off: the naive save-then-publish (ID-05).
    pub outbox: bool,
    /// Consumers remember which messages they handled (ID-01 to ID-04).
    pub idempotency: bool,
    pub retries: RetryPolicy,
    /// After this long without an answer a step's outcome counts as unknown.
    pub step_timeout: Span,
    /// After this long without an acknowledgement the bus delivers again.
    pub ack_timeout: Span,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            delivery: Delivery::AtLeastOnce,
            outbox: true,
            idempotency: true,
            retries: RetryPolicy::default(),
            step_timeout: Span::from_secs(10),
            ack_timeout: Span::from_secs(2),
        }
    }
}
