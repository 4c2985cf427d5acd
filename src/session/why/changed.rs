//! What an event changed: rows of read models and the state of its aggregate.

use serde::Serialize;

use super::chain::CauseLink;
use super::fields::{apply, state};
use crate::domain::{Context, Event};
use crate::event_store::{GlobalPosition, RecordedEvent, StreamVersion};
use crate::exchange::millis_of_time;
use crate::kernel::VirtualTime;
use crate::messaging::{Place, ReadModel};
use crate::projection::ReadModels;
use crate::session::Session;
use crate::session::answers::ReadModelView;
use crate::session::compare::{EventRef, FieldDifference, RowDifference, reference, row_differences};
use crate::world::{Aggregate, Fact, Fold, TraceKind, World};

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
    /// So many events before it were folded to know all this.
    #[serde(skip)]
    pub folded: usize,
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
    /// such event. A long log is folded from the latest state at hand.
    pub fn what_changed(&self, position: u64) -> Option<Changed> {
        self.changed_from(position, |at, model| self.start_before(at, model))
    }

    /// The same, folding from what `start` gives, or from the very beginning.
    fn changed_from<'a>(
        &'a self,
        position: u64,
        start: impl Fn(GlobalPosition, Option<ReadModel>) -> Option<Start<'a>>,
    ) -> Option<Changed> {
        let world = self.world();
        let recorded = world.recorded(position)?;
        let shop = recorded.event().shop();
        let mut folding = Folding { world, recorded, folded: 0 };
        let (mut state, mut models) = (Vec::new(), Vec::new());
        if let Some(event) = shop.as_deref() {
            state = folding.state_change(event, || start(recorded.position(), None));
            for model in ReadModel::ALL.into_iter().filter(|model| ReadModels::handles(*model, event)) {
                let rows = folding.rows_changed(model, event, || start(recorded.position(), Some(model)));
                models.push(ModelChange { model: model.name(), at: self.applied_at(model, recorded), rows });
            }
        }
        let chain = self.causes(world.event_message(position));
        Some(Changed { event: reference(world, recorded), chain, state, models, folded: folding.folded })
    }

    /// When a read model applied an event, in virtual milliseconds.
    fn applied_at(&self, model: ReadModel, recorded: RecordedEvent<'_, Fact>) -> Option<f64> {
        let (world, position) = (self.world(), recorded.position().0);
        // A history comes with its read models: no line tells of it.
        let came_with_history = position < world.history_events && !self.was_rewritten();
        let has_read = world.models.checkpoint(model).covers(u64::from(position));
        (has_read && !came_with_history).then(|| applied_at(world, model, recorded)).flatten().map(millis_of_time)
    }
}

/// A state to begin with, and how far the log is folded in it.
type Start<'a> = (&'a Fold, GlobalPosition);

/// The log up to an event is folded, and then the event.
struct Folding<'a> {
    world: &'a World,
    recorded: RecordedEvent<'a, Fact>,
    folded: usize,
}

impl<'a> Folding<'a> {
    /// The events from a position on and before the event.
    fn events(&mut self, from: GlobalPosition) -> impl Iterator<Item = RecordedEvent<'a, Fact>> + use<'a> {
        let (from, to) = (from, self.recorded.position());
        let count = usize::try_from(to.0.saturating_sub(from.0)).unwrap_or(usize::MAX);
        self.folded = self.folded.saturating_add(count);
        self.world.store.read_all(from).take(count)
    }

    /// The events of its stream before the event.
    fn events_of_stream(&mut self) -> impl Iterator<Item = RecordedEvent<'a, Fact>> + use<'a> {
        let count = usize::try_from(self.recorded.version().0).unwrap_or(usize::MAX);
        self.folded = self.folded.saturating_add(count);
        let to = self.recorded.position();
        let stream = self.world.store.read_stream(self.recorded.stream(), StreamVersion::FIRST);
        stream.take_while(move |earlier| earlier.position() < to)
    }

    fn state_change(&mut self, event: &Event, start: impl FnOnce() -> Option<Start<'a>>) -> Vec<FieldDifference> {
        let (world, stream) = (self.world, self.recorded.stream());
        let logic = world.settings.history.order_logic;
        let mut aggregate = Aggregate::of(event.context());
        let evolve = |aggregate: &mut Aggregate, earlier: RecordedEvent<'_, Fact>| {
            if let Some(event) = earlier.event().shop() {
                aggregate.evolve(logic, &event);
            }
        };
        let is_long = event.context() == Context::Inventory;
        match is_long.then(start).flatten() {
            // All reservations are in one stream, which grows with the log.
            Some((fold, from)) => {
                aggregate = Aggregate::Inventory(fold.warehouse.clone());
                let events = self.events(from).filter(|earlier| earlier.stream() == stream);
                events.for_each(|earlier| evolve(&mut aggregate, earlier));
            }
            None => self.events_of_stream().for_each(|earlier| evolve(&mut aggregate, earlier)),
        }
        let before = state(world, &aggregate, Some(event));
        aggregate.evolve(logic, event);
        let after = state(world, &aggregate, Some(event));
        let fields = before.into_iter().zip(after);
        let fields = fields.map(|((name, before), (_, after))| FieldDifference { name, before, after });
        fields.filter(|field| field.before != field.after).collect()
    }

    fn rows_changed(
        &mut self,
        model: ReadModel,
        event: &Event,
        start: impl FnOnce() -> Option<Start<'a>>,
    ) -> Vec<RowDifference> {
        let world = self.world;
        let mut models = ReadModels::default();
        let fold = |models: &mut ReadModels, earlier| apply(world, models, model, earlier);
        if model == ReadModel::Orders {
            // An order's row is made by its own stream alone.
            self.events_of_stream().for_each(|earlier| fold(&mut models, earlier));
        } else {
            let mut from = GlobalPosition::START;
            if let Some((kept, to)) = start() {
                (models, from) = (kept.models.clone(), to);
            }
            self.events(from).for_each(|earlier| fold(&mut models, earlier));
        }
        let before = ReadModelView::touched(world, &models, model, event);
        fold(&mut models, self.recorded);
        let after = ReadModelView::touched(world, &models, model, event);
        row_differences(model, &before, &after).rows
    }
}

/// When a read model applied an event.
fn applied_at(world: &World, model: ReadModel, recorded: RecordedEvent<'_, Fact>) -> Option<VirtualTime> {
    let message = world.event_message(u64::from(recorded.position().0));
    let mut lines = world.trace.from(world.trace.first_at(recorded.time()));
    let applied = lines.find(|line| {
        line.kind == TraceKind::Projected && line.place == Place::ReadModel(model) && line.message == message
    });
    applied.map(|line| line.time)
}

#[cfg(test)]
mod tests;
