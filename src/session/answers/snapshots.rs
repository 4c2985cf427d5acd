//! What loading from the store costs, and what snapshots save.

use serde::Serialize;

use crate::domain::Context;
use crate::session::Session;

/// Snapshots at the cursor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SnapshotsView {
    /// Streams that have one.
    pub kept: u32,
    /// Bytes of all of them in rows.
    pub bytes: u64,
    /// By context; empty while nothing was loaded from the store.
    pub loads: Vec<LoadsView>,
}

/// What the loads of one context came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LoadsView {
    pub context: &'static str,
    pub loads: u64,
    /// Events folded in all of them together.
    pub folded: u64,
    /// Events that would have been folded without snapshots.
    pub unsaved: u64,
    pub snapshots_taken: u64,
    /// Snapshots of another revision of the logic, not used.
    pub passed_over: u64,
}

impl Session {
    pub fn snapshots(&self) -> SnapshotsView {
        let world = self.world();
        let contexts = [Context::Order, Context::Inventory, Context::Payment, Context::Shipping];
        let loads = contexts.into_iter().zip(world.loads).filter(|(_, account)| account.loads > 0);
        let view = |(context, account): (Context, crate::world::Loads)| LoadsView {
            context: context.name(),
            loads: account.loads,
            folded: account.folded,
            unsaved: account.unsaved,
            snapshots_taken: account.snapshots_taken,
            passed_over: account.passed_over,
        };
        SnapshotsView {
            kept: world.snapshots.count(),
            bytes: world.snapshots.bytes(),
            loads: loads.map(view).collect(),
        }
    }
}
