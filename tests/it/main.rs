//! What the engine promises, tested from outside.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm
)]

mod corpus;
mod engine;
mod event_store;
mod exchange;
mod export;
mod fault;
#[rustfmt::skip]
mod generated;
mod golden;
mod history;
mod keep;
mod metamorphic;
mod past;
mod planted;
mod readme;
mod rooms;
mod scene;
pub mod session;
mod specs;
mod swarm;
mod timeline;
mod transport;
mod vectors;
