//! What can be read of a run at the cursor, as plain values for scripts and files. Absent things are left out.

mod compatibility;
mod events;
mod faults;
mod orders;
mod queues;
mod read_models;
mod rebuilds;
mod reduction;
mod snapshots;
mod trace;

pub use compatibility::{CompatibilityView, compatibility};
pub use faults::{FaultView, InvariantView};
pub use orders::{CompensationView, OrderView, SagaView, StepView};
pub use queues::{DeadLetterView, QueueView, TaskView};
pub use read_models::ReadModelView;
pub(in crate::session) use read_models::read_model_named;
pub(super) use read_models::shown_name;
pub use rebuilds::{BesideView, RebuildView};
pub use snapshots::{LoadsView, SnapshotsView};
pub use trace::TraceLine;

use serde::Serialize;

use super::Session;
use crate::event_store::{StreamId, StreamVersion};
use crate::exchange::SettingsView;
use crate::scenario::SCENARIOS;

/// A story on the shelf.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ScenarioView {
    pub id: &'static str,
    pub title: &'static str,
    pub summary: &'static str,
}

/// All stories.
pub fn scenarios() -> Vec<ScenarioView> {
    let view = |scenario: &crate::scenario::Scenario| ScenarioView {
        id: scenario.id,
        title: scenario.title,
        summary: scenario.summary,
    };
    SCENARIOS.iter().map(view).collect()
}

/// A stream of the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StreamView {
    pub id: String,
    /// That of the last event.
    pub version: u32,
    pub events: u32,
}

impl Session {
    pub fn settings(&self) -> SettingsView {
        self.world().settings.into()
    }

    /// The streams that hold events.
    pub fn streams(&self) -> Vec<StreamView> {
        let world = self.world();
        let view = |(stream, version): (StreamId, StreamVersion)| StreamView {
            id: world.stream_name(stream),
            version: version.0,
            events: version.0.saturating_add(1),
        };
        world.store.streams().map(view).collect()
    }
}
