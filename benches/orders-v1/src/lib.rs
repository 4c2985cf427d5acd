//! The workload orders-v1 on Eventarium's engine: a little shop, written as any user of the engine would, to be
//! measured beside other event stores. It is no part of the app.
//!
//! The shop decides by a [`Decider`](eventarium::domain::Decider), keeps its events in an
//! [`EventStore`](eventarium::event_store::EventStore) with their whole envelopes, checks the expected version at every
//! append, and answers from four read models, each a [`Projection`](eventarium::projection::Projection) on the tables
//! that the app's read models use. What is measured:
//!
//! - **commands** ([`shop`]): fold the order's stream, decide, append, update all read models, one command at a time. The
//!   models are open, for no moment of the past is kept meanwhile; no room is made for their rows;
//! - **replay** ([`recording`]): from empty read models to the state after a recorded log. As the app's read models where
//!   their log was rewritten, they take the events in with open tables and are sealed with the last one, within the time;
//!   the room for their rows is made before the clock starts;
//! - **seek** ([`seeks`]): the read models as of a random moment, from the state before it that is kept in a
//!   [`Past`](eventarium::projection::Past), the app's own. The app, which holds much beside its read models, keeps them
//!   16,384 events apart ([`EVENTS_BETWEEN_FOLDS`](eventarium::timeline::EVENTS_BETWEEN_FOLDS)), this shop 512.
//!
//! The page is built and served by `cargo xtask bench --serve`; `cargo bench --package orders-v1` measures the same
//! without a browser. [`checksum`] proves that the work was done, and `tests/golden.json` holds what an independent
//! writing of the workload got.

pub mod checksum;
pub mod domain;
pub mod envelope;
mod ids;
mod luck;
pub mod models;
#[cfg(target_arch = "wasm32")]
mod page;
pub mod recording;
pub mod refusals;
mod schedule;
pub mod seeks;
pub mod shop;
