//! The grid of versions for scripts and the screen.

use serde::Serialize;

use crate::check::{Compatibility, compatibility_grid};
use crate::world::Upcasting;

/// A cell of the grid; each was run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CompatibilityView {
    /// The version that the order service writes.
    pub producer: u8,
    /// The version that consumers and read models know.
    pub consumers: u8,
    /// Whether upcasters run when an event is read.
    pub upcasters: bool,
    /// The version that was stored before; `null` for an empty store.
    pub stored: Option<u8>,
    pub compatible: bool,
    pub producer_fails: bool,
    /// Consumers that could not read a message.
    pub consumers_fail: Vec<&'static str>,
    /// Read models that could not be built again, or stopped.
    pub models_stop: Vec<&'static str>,
    /// The order that was placed after the deployment was shipped.
    pub new_order_shipped: bool,
}

/// All 18 cells, producer by producer, consumers by consumers. Takes some milliseconds.
pub fn compatibility() -> Vec<CompatibilityView> {
    let view = |cell: Compatibility| CompatibilityView {
        producer: cell.versions.producer.number(),
        consumers: cell.versions.consumers.number(),
        upcasters: cell.versions.upcasting == Upcasting::On,
        stored: cell.versions.stored.map(crate::world::Deployed::number),
        compatible: cell.is_compatible(),
        producer_fails: cell.producer_fails,
        consumers_fail: cell.consumers_fail.iter().map(|node| node.name()).collect(),
        models_stop: cell.models_stop.iter().map(|model| model.name()).collect(),
        new_order_shipped: cell.new_order_shipped,
    };
    compatibility_grid().into_iter().map(view).collect()
}
