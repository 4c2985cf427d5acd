//! What the shop has folded of its log at a moment.

use super::{Fact, Rebuilds, World};
use crate::domain::inventory::Warehouse;
use crate::event_store::EventStore;
use crate::projection::ReadModels;

/// The folds of a log at one moment. They share their pages with the world.
#[derive(Clone, Debug)]
pub struct Fold {
    pub store: EventStore<Fact>,
    pub models: ReadModels,
    /// By which code the read models are built.
    pub rebuilds: Rebuilds,
    pub warehouse: Warehouse,
}

impl World {
    /// What is folded now.
    pub fn fold(&self) -> Fold {
        Fold {
            store: self.store.clone(),
            models: self.models.clone(),
            rebuilds: self.rebuilds.clone(),
            warehouse: self.warehouse.clone(),
        }
    }
}
