//! What an event changed: rows of read models and the state of its aggregate.

use serde::Serialize;

use super::chain::CauseLink;
use super::fields::{apply, state};
use crate::domain::{Event, OrderId};
use crate::event_store::{GlobalPosition, RecordedEvent, StreamVersion};
use crate::exchange::millis_of_time;
use crate::kernel::VirtualTime;
use crate::messaging::{Place, ReadModel};
use crate::projection::ReadModels;
use crate::session::Session;
use crate::session::answers::ReadModelView;
use crate::session::compare::{EventRef, FieldDifference, RowDifference, reference, row_differences};
use crate::world::{Aggregate, Fact, TraceKind, World};

/// What an event changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Changed {
    pub event: EventRef,
    /// From the person's act to the event.
    pub chain: Vec<CauseLink>,
    /// The fields of its aggregate's state that it changed.
    pub state: Vec<FieldDifference>,
    /// The read models that it tells something.
    pub models: Vec<ModelChange>,
}

/// What an event changed in a read model, or will.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ModelChange {
    pub model: &'static str,
    /// When the read model applied it, in virtual milliseconds; `null` while it has not.
    pub at: Option<f64>,
    pub rows: Vec<RowDifference>,
}

impl Session {
    /// What the event at a position changed, or will where a read model has not read so far. `None` where there is no
    /// such event.
    pub fn what_changed(&self, position: u64) -> Option<Changed> {
        let world = self.world();
        let recorded = world.recorded(position)?;
        let shop = recorded.event().shop();
        let shop = shop.as_deref();
        let told = ReadModel::ALL.into_iter();
        let told = told.filter(|model| shop.is_some_and(|event| ReadModels::handles(*model, event)));
        Some(Changed {
            event: reference(world, recorded),
            chain: self.causes(world.event_message(position)),
            state: shop.map(|event| state_change(world, recorded, event)).unwrap_or_default(),
            models: told.map(|model| model_change(world, model, recorded, shop.and_then(Event::order))).collect(),
        })
    }
}

fn state_change(world: &World, recorded: &RecordedEvent<Fact>, event: &Event) -> Vec<FieldDifference> {
    let mut aggregate = Aggregate::of(event.context());
    let logic = world.settings.history.order_logic;
    let before = world.store.read_stream(recorded.stream(), StreamVersion::FIRST);
    for earlier in before.take_while(|earlier| earlier.position() < recorded.position()) {
        if let Some(event) = earlier.event().shop() {
            aggregate.evolve(logic, &event);
        }
    }
    let before = state(world, &aggregate, Some(event));
    aggregate.evolve(logic, event);
    let after = state(world, &aggregate, Some(event));
    let fields = before.into_iter().zip(after);
    let fields = fields.map(|((name, before), (_, after))| FieldDifference { name, before, after });
    fields.filter(|field| field.before != field.after).collect()
}

fn model_change(
    world: &World,
    model: ReadModel,
    recorded: &RecordedEvent<Fact>,
    order: Option<OrderId>,
) -> ModelChange {
    let mut models = ReadModels::default();
    let is_before = |earlier: &&RecordedEvent<Fact>| earlier.position() < recorded.position();
    match (model, order) {
        // An order's row is made by its own stream alone.
        (ReadModel::Orders, Some(_)) => {
            let stream = world.store.read_stream(recorded.stream(), StreamVersion::FIRST);
            stream.take_while(is_before).for_each(|earlier| apply(world, &mut models, model, earlier));
        }
        (ReadModel::Orders | ReadModel::Stock | ReadModel::Revenue | ReadModel::Customers, _) => {
            let all = world.store.read_all(GlobalPosition::START);
            all.take_while(is_before).for_each(|earlier| apply(world, &mut models, model, earlier));
        }
    }
    let before = ReadModelView::of(world, &models, model);
    apply(world, &mut models, model, recorded);
    let after = ReadModelView::of(world, &models, model);
    let position = u64::from(recorded.position().0);
    let at = world.models.checkpoint(model).covers(position);
    ModelChange {
        model: model.name(),
        at: at.then(|| applied_at(world, model, recorded)).flatten().map(millis_of_time),
        rows: row_differences(model, &before, &after).rows,
    }
}

/// When a read model applied an event.
fn applied_at(world: &World, model: ReadModel, recorded: &RecordedEvent<Fact>) -> Option<VirtualTime> {
    let message = world.event_message(u64::from(recorded.position().0));
    let mut lines = world.trace.from(world.trace.first_at(recorded.time()));
    let applied = lines.find(|line| {
        line.kind == TraceKind::Projected && line.place == Place::ReadModel(model) && line.message == message
    });
    applied.map(|line| line.time)
}
