//! Read models that are built again, beside the ones that serve.

use serde::Serialize;

use crate::exchange::millis_of_time;
use crate::messaging::ReadModel;
use crate::session::compare::{ModelDifference, row_differences};
use crate::session::{ReadModelView, Session};
use crate::world::{Rebuild, RebuildStanding};

/// A read model and what is built beside it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RebuildView {
    pub model: &'static str,
    /// The version of the code that serves.
    pub serving: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub beside: Option<BesideView>,
}

/// The second version.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BesideView {
    pub version: u8,
    /// "building", "differs" (the old one serves, a person decides), "stopped" (it cannot read an event) or "wanted" (it
    /// takes over when it has read as far).
    pub standing: &'static str,
    /// Events read, ...
    pub read: u64,
    /// ... and how many the one that serves has read.
    pub of: u64,
    pub began_ms: f64,
    /// What it says otherwise, from the one that serves to it; empty while it still reads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difference: Option<ModelDifference>,
}

impl Session {
    /// All read models in order, each with what is built beside it.
    pub fn rebuilds(&self) -> Vec<RebuildView> {
        let world = self.world();
        let view = |model: ReadModel| RebuildView {
            model: model.name(),
            serving: world.rebuilds.version(model).number(),
            beside: world.rebuilds.beside(model).map(|rebuild| self.beside(model, rebuild)),
        };
        ReadModel::ALL.map(view).to_vec()
    }

    fn beside(&self, model: ReadModel, rebuild: &Rebuild) -> BesideView {
        let world = self.world();
        let difference = (rebuild.standing == RebuildStanding::Differs).then(|| {
            let serving = ReadModelView::of(world, &world.models, model);
            row_differences(model, &serving, &ReadModelView::of(world, &rebuild.models, model))
        });
        BesideView {
            version: rebuild.version.number(),
            standing: match rebuild.standing {
                RebuildStanding::Building => "building",
                RebuildStanding::Differs => "differs",
                RebuildStanding::Stopped => "stopped",
                RebuildStanding::Wanted => "wanted",
            },
            read: rebuild.models.checkpoint(model).0,
            of: world.models.checkpoint(model).0,
            began_ms: millis_of_time(rebuild.began),
            difference,
        }
    }
}
