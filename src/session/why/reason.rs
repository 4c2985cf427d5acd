//! Why a field has its value: the event that set it last, and its causes.

use std::borrow::Cow;

use std::collections::VecDeque;

use serde::Serialize;
use serde_json::Value;

use super::chain::CauseLink;
use super::fields::{Row, apply, fields_of, state, value};
use crate::domain::Event;
use crate::event_store::{GlobalPosition, RecordedEvent, StreamVersion};
use crate::exchange::{Code, Refused};
use crate::messaging::{Place, ReadModel};
use crate::projection::ReadModels;
use crate::session::Session;
use crate::session::compare::{EventRef, reference};
use crate::world::{Aggregate, Fact};

/// So many events that set the field before are listed; the others are counted.
pub const CONTRIBUTIONS_MAX: usize = 20;

/// Why a field has its value at the cursor.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Why {
    pub value: Value,
    /// What it was before the event.
    pub before: Value,
    /// The event that set it last.
    pub event: EventRef,
    /// From the person's act to that event.
    pub chain: Vec<CauseLink>,
    /// Events that set it before, the latest first.
    pub earlier: Vec<EventRef>,
    pub earlier_count: usize,
}

/// What an event made of the value.
struct Setting<'a> {
    recorded: RecordedEvent<'a, Fact>,
    before: Value,
}

impl Session {
    /// Why a field of a row of a read model has its value. `key` is the order's, article's or customer's id, as rows
    /// are compared by; fields are named as scripts see them, `byStatus.placed` included. `None` where there is no such
    /// row, or no event has touched the field.
    ///
    /// # Errors
    /// `unknown-name` for a read model or field that does not exist.
    pub fn why_row(&self, model: &str, key: &str, field: &str) -> Result<Option<Why>, Refused> {
        let Some(Place::ReadModel(model)) = Place::from_name(model) else {
            return Err(unknown("model", &ReadModel::ALL.map(ReadModel::name)));
        };
        if !fields_of(model).contains(&field) {
            return Err(unknown("field", fields_of(model)));
        }
        let Some(row) = Row::find(self.world(), model, key) else { return Ok(None) };
        let mut models = ReadModels::default();
        let world = self.world();
        let tells = |recorded: &RecordedEvent<'_, Fact>| {
            recorded.event().shop().is_some_and(|event| ReadModels::handles(model, &event))
        };
        let read = self.read_by(model, row).filter(tells);
        Ok(self.why(read, value(world, &models, row, field), |recorded| {
            apply(world, &mut models, model, recorded);
            value(world, &models, row, field)
        }))
    }

    /// Why a field of an aggregate's state has its value. Fields are named as [`super::Changed::state`] names them:
    /// `status`, `totalCents`, `PROD-456.onHand`, `reservation.ord-1`. `None` where the stream or the field is not
    /// known, or no event has touched it.
    pub fn why_state(&self, stream: &str, field: &str) -> Option<Why> {
        self.why_state_at(stream, field, StreamVersion(u32::MAX))
    }

    /// The same as of a version of the stream.
    pub fn why_state_at(&self, stream: &str, field: &str, upto: StreamVersion) -> Option<Why> {
        let world = self.world();
        let stream = world.find_stream(stream)?;
        let events = || {
            let read = world.store.read_stream(stream, StreamVersion::FIRST);
            read.take_while(move |recorded| recorded.version() <= upto)
        };
        let shop = |recorded: RecordedEvent<'_, Fact>| recorded.event().shop().map(Cow::into_owned);
        let mut aggregate = Aggregate::of(events().find_map(shop)?.context());
        let logic = world.settings.history.order_logic;
        let find = |aggregate: &Aggregate, event: &Event| {
            let named = state(world, aggregate, Some(event)).into_iter().find(|(name, _)| name == field);
            named.map(|(_, value)| value)
        };
        // Before the first event that touches the field it is as in an empty state.
        let first = events().find_map(|recorded| find(&aggregate, &shop(recorded)?))?;
        let mut last = first.clone();
        self.why(events(), first, |recorded| {
            if let Some(event) = recorded.event().shop() {
                aggregate.evolve(logic, &event);
                if let Some(value) = find(&aggregate, &event) {
                    last = value;
                }
            }
            last.clone()
        })
    }

    /// The events that a read model has read, as far as they can concern a row.
    fn read_by(&self, model: ReadModel, row: Row) -> Box<dyn Iterator<Item = RecordedEvent<'_, Fact>> + '_> {
        let world = self.world();
        let end = world.models.checkpoint(model).0;
        let is_read = move |recorded: &RecordedEvent<'_, Fact>| u64::from(recorded.position().0) < end;
        let of_stream = |name: String| {
            let stream = world.find_stream(&name);
            stream.into_iter().flat_map(|stream| world.store.read_stream(stream, StreamVersion::FIRST))
        };
        match row {
            Row::Order(order) => Box::new(of_stream(format!("order-{}", world.order_name(order))).take_while(is_read)),
            Row::Article(_) => Box::new(of_stream("inventory".to_owned()).take_while(is_read)),
            Row::Revenue | Row::Customer(_) => {
                Box::new(world.store.read_all(GlobalPosition::START).take_while(is_read))
            }
        }
    }

    fn why<'a>(
        &self,
        events: impl Iterator<Item = RecordedEvent<'a, Fact>>,
        first: Value,
        mut after: impl FnMut(RecordedEvent<'_, Fact>) -> Value,
    ) -> Option<Why> {
        let mut current = first;
        let mut settings: VecDeque<Setting<'_>> = VecDeque::new();
        let mut count = 0_usize;
        for recorded in events {
            let value = after(recorded);
            if value != current {
                let before = std::mem::replace(&mut current, value);
                settings.push_front(Setting { recorded, before });
                settings.truncate(CONTRIBUTIONS_MAX.saturating_add(1));
                count = count.saturating_add(1);
            }
        }
        let world = self.world();
        let Setting { recorded, before } = settings.pop_front()?;
        let message = world.event_message(u64::from(recorded.position().0));
        Some(Why {
            value: current,
            before,
            event: reference(world, recorded),
            chain: self.causes(message),
            earlier: settings.iter().map(|setting| reference(world, setting.recorded)).collect(),
            earlier_count: count.saturating_sub(1),
        })
    }
}

pub(super) fn unknown(field: &str, known: &[&str]) -> Refused {
    Refused::new(Code::UnknownName, field, format!("no such {field}; known are {}", known.join(", ")))
}
