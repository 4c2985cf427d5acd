//! The settings of a run. Each change is an input and takes effect at once.

use std::hash::{Hash, Hasher};

use crate::domain::order::OrderLogic;
use crate::kernel::Span;
use crate::projection::ProjectionVersion;
use crate::transport::bus::RetryPolicy;

use super::schema::{Deployed, Upcasting};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Delivery {
    /// The bus forgets a message when it hands it over: it may be lost, it never comes twice (DG-01).
    AtMostOnce,
    /// The bus keeps a message until it is acknowledged: it is not lost, it may come twice (DG-01).
    #[default]
    AtLeastOnce,
}

/// How the parts of the shop work together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// How the shop reads what it has stored.
    pub history: History,
}

/// How the shop reads what it has stored. The defaults are a shop that keeps its aggregates in memory and has never
/// changed its code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// Aggregates are loaded from the store, and a snapshot is kept whenever a load and what followed from it folded so
    /// many events (PR-01 to PR-03). 0: they are kept in memory.
    pub snapshot_every: u16,
    pub snapshot_revisions: SnapshotRevisions,
    /// The revision of the order service's logic that is deployed.
    pub order_logic: OrderLogic,
    /// The version of the read models' code with which the next rebuild builds.
    pub projections: ProjectionVersion,
    pub mails: MailFrom,
    /// The version of `OrderPlaced` that the order service writes.
    pub producer: Deployed,
    /// The version of `OrderPlaced` that consumers and read models know.
    pub consumers: Deployed,
    /// How what was stored in a former shape is read.
    pub upcasting: Upcasting,
}

/// Who writes the e-mails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MailFrom {
    /// A consumer of its own, which acts once for each message and is not there when a read model is built again.
    #[default]
    Reactor,
    /// The read model of the orders, whenever it applies an event: also when it is built again (PR-13).
    ReadModel,
}

/// What becomes of a snapshot that another revision of the logic folded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SnapshotRevisions {
    /// It is passed over, and the stream is folded from its beginning (PR-04).
    #[default]
    Checked,
    /// It is taken as it is: the mistake that PR-04 is against.
    Ignored,
}

/// What nobody has changed counts for nothing: runs from before there was a choice keep their hashes.
impl Hash for Settings {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { delivery, outbox, idempotency, retries, step_timeout, ack_timeout, history } = self;
        (delivery, outbox, idempotency, retries, step_timeout, ack_timeout, history).hash(state);
    }
}

/// Each choice with a number of its own, if it was made.
impl Hash for History {
    fn hash<H: Hasher>(&self, state: &mut H) {
        fn chosen<T: Hash + Default + PartialEq>(state: &mut impl Hasher, number: u8, choice: &T) {
            if *choice != T::default() {
                (number, choice).hash(state);
            }
        }
        let Self {
            snapshot_every,
            snapshot_revisions,
            order_logic,
            projections,
            mails,
            producer,
            consumers,
            upcasting,
        } = self;
        chosen(state, 1, snapshot_every);
        chosen(state, 2, snapshot_revisions);
        chosen(state, 3, order_logic);
        chosen(state, 4, projections);
        chosen(state, 5, mails);
        chosen(state, 6, producer);
        chosen(state, 7, consumers);
        chosen(state, 8, upcasting);
    }
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
            history: History::default(),
        }
    }
}
