//! Read models, each named by the question it answers, and how far each has read.
//!
//! A read model is a fold over the store's events and nothing else: it can be thrown away and built again, and it
//! never asks the aggregates. It follows the store in order and skips nothing; an event that tells it nothing only
//! moves its [`Checkpoint`]. Knows nothing about when an event reaches it, about lag, faults or people's words.

mod checkpoint;
mod customers;
mod follower;
mod orders;
mod past;
mod read_models;
mod revenue;
mod stock;
mod version;

pub use checkpoint::{Checkpoint, Progress};
pub use customers::{CustomerRow, CustomersModel};
pub use follower::{Follower, Projection};
pub use orders::{OrderRow, OrderStatus, OrdersModel};
pub use past::{KEYFRAME_EVENTS_LEAST, KEYFRAMES_MAX, Past};
pub use read_models::ReadModels;
pub use revenue::{RevenueModel, StatusCounts};
pub use stock::{StockModel, StockRow};
pub use version::ProjectionVersion;

use crate::domain::Event;
use crate::kernel::VirtualTime;

/// An event with its place, as a read model gets it.
#[derive(Clone, Copy, Debug)]
pub struct Recorded<'a> {
    /// The place in the whole store, from 0.
    pub position: u64,
    /// The place in its stream, from 0.
    pub version: u32,
    pub time: VirtualTime,
    pub event: &'a Event,
}
