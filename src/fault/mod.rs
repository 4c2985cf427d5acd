//! What may go wrong, as data: rules that are armed and lifted, and verdicts on what a part asked for.
//!
//! A [`FaultPlan`] is asked at the one place between wish and schedule. It answers from its rules, the moment and
//! addressed luck (seed, rule, message, attempt), so that arming one rule changes no other rule's verdicts, and it
//! counts its hits. It decides and never schedules: what a verdict means, and the line in the trace that names its rule,
//! are the world's.
//!
//! Knows nothing about queues, the store, orders or the screen.

mod judge;
mod kind;
mod plan;
mod rule;
mod verdict;

pub use kind::{Direction, FaultKind, Moment};
pub use plan::{ARMED_MAX, FaultId, FaultPlan};
pub use rule::{FaultError, FaultRule};
pub use verdict::{Handling, HandlingVerdict, Transmission, Verdict};
