//! Eventarium: an event-driven system you can watch, break, rewind and prove.
//!
//! The rooms, in reading order, which is also the order of dependence.

#[cfg(feature = "ui")]
#[macro_use]
extern crate eventarium_template;

pub mod kernel;

pub mod domain;

pub mod messaging;

pub mod fault;

pub mod event_store;

pub mod transport;

pub mod projection;

pub mod world;

pub mod timeline;

pub mod scenario;

pub mod check;

pub mod exchange;

pub mod session;

pub mod scene;

#[cfg(feature = "ui")]
pub mod ui;
