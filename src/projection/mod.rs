//! Read models, each named by the question it answers, and how far each has read.
//!
//! A read model is a fold over the store's events and nothing else: it can be thrown away and built again, and it
//! never asks the aggregates. It follows the store in order and skips nothing; an event that tells it nothing only
//! moves its [`Checkpoint`]. Knows nothing about when an event reaches it, about lag, faults or people's words.

mod checkpoint;
mod customers;
mod orders;
mod past;
mod read_models;
mod revenue;
mod stock;
mod version;

pub use checkpoint::{Checkpoint, Progress};
pub use customers::{CustomerRow, CustomersModel};
pub use orders::{OrderRow, OrderStatus, OrdersModel};
pub use past::Past;
pub use read_models::ReadModels;
pub use revenue::{RevenueModel, StatusCounts};
pub use stock::{StockModel, StockRow};
pub use version::ProjectionVersion;

use crate::domain::Event;
use crate::event_store::{EventStore, GlobalPosition, RecordedEvent};
#[cfg(doc)]
use crate::kernel::Table;
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

/// A fold over a store's events: one read model, or several that are fed together.
pub trait Projection<E> {
    /// Takes the next event in. Cannot fail: what was recorded happened.
    fn project(&mut self, recorded: RecordedEvent<'_, E>);

    /// Many events are to come, and no clone is taken before they are in: [`Table::open`] for each table.
    fn open(&mut self) {}

    /// The many events are taken in: [`Table::seal`] for each table.
    fn seal(&mut self) {}

    /// Takes in a part of the store, in order, from a position on and up to before another.
    fn replay(&mut self, store: &EventStore<E>, from: GlobalPosition, to: GlobalPosition)
    where
        E: Clone,
    {
        store.read_range(from, to).for_each(|recorded| self.project(recorded));
    }
}
