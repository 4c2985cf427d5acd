//! Why a saga stands as it does: what reached it last that changed the field.

use serde::Serialize;

use super::chain::CauseLink;
use super::reason::unknown;
use crate::domain::fulfilment::{Call, Compensation, Fulfilment, Resolution, SagaInput, Step};
use crate::exchange::{Refused, millis_of_time};
use crate::session::Session;
use crate::world::SagaHeard;

/// Why a field of a saga has its value at the cursor.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WhySaga {
    /// As scripts see it: "done", "not-needed".
    pub value: &'static str,
    pub before: &'static str,
    #[serde(skip)]
    pub cause: SagaCause,
    /// When it reached the saga, in virtual milliseconds.
    pub ms: f64,
    /// From the person's act to what reached the saga.
    pub chain: Vec<CauseLink>,
    /// So many changes came before.
    pub earlier_count: usize,
}

/// What reached a saga.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SagaCause {
    /// The last message of the chain.
    Event,
    /// The timer of a call rang.
    Timer(Call, u8),
    /// A person decided about a compensation that had given up.
    Person(Compensation, Resolution),
}

impl Session {
    /// Why a field of an order's saga has its value: `state`, or the name of a step or compensation for its status.
    /// `None` where there is no such saga, where nothing has changed the field, and where the past was edited so that
    /// the saga is no more what reached it.
    ///
    /// # Errors
    /// `unknown-name` for a field that no saga has.
    pub fn why_saga(&self, order: &str, field: &str) -> Result<Option<WhySaga>, Refused> {
        let Some(read) = Field::named(field) else { return Err(unknown("field", &Field::names())) };
        Ok(self.saga_cause(order, read))
    }

    fn saga_cause(&self, order: &str, field: Field) -> Option<WhySaga> {
        let world = self.world();
        let order = world.find_order(order)?;
        let known = field.of(&world.sagas.get(order.index())?.saga);
        let mut value = field.of(&Fulfilment::default());
        let mut last: Option<(SagaHeard, &'static str)> = None;
        let mut changes = 0_usize;
        for heard in world.saga_steps(order) {
            let before = std::mem::replace(&mut value, field.of(&heard.saga));
            if value != before {
                changes = changes.saturating_add(1);
                last = Some((heard, before));
            }
        }
        let (heard, before) = last.filter(|_| value == known)?;
        let (cause, message) = match heard.input {
            SagaInput::TimerRang { call, attempt } => {
                (SagaCause::Timer(call, attempt), world.timer_message(heard.message, attempt))
            }
            SagaInput::Resolved(compensation, resolution) => (SagaCause::Person(compensation, resolution), None),
            SagaInput::Placed { .. }
            | SagaInput::CancellationRequested
            | SagaInput::Done(_)
            | SagaInput::Refused(..) => (SagaCause::Event, None),
        };
        Some(WhySaga {
            value,
            before,
            cause,
            ms: millis_of_time(heard.time),
            chain: self.causes(message.unwrap_or(heard.message)),
            earlier_count: changes.saturating_sub(1),
        })
    }
}

#[derive(Clone, Copy)]
enum Field {
    State,
    Step(Step),
    Compensation(Compensation),
}

impl Field {
    fn named(name: &str) -> Option<Self> {
        let step = Step::ALL.into_iter().find(|step| step.name() == name).map(Self::Step);
        let undo = || Compensation::ALL.into_iter().find(|undo| undo.name() == name).map(Self::Compensation);
        if name == "state" { Some(Self::State) } else { step.or_else(undo) }
    }

    fn names() -> Vec<&'static str> {
        let steps = Step::ALL.map(Step::name);
        std::iter::once("state").chain(steps).chain(Compensation::ALL.map(Compensation::name)).collect()
    }

    fn of(self, saga: &Fulfilment) -> &'static str {
        match self {
            Self::State => saga.phase.name(),
            Self::Step(step) => saga.step(step).status.name(),
            Self::Compensation(compensation) => saga.compensation(compensation).status.name(),
        }
    }
}
