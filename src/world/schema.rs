//! Which shape of an event who writes and who understands.

use std::borrow::Cow;

use super::*;
use crate::domain::Event;
use crate::domain::order::{OrderEvent, OrderPlacedV1};
use crate::event_store::{SchemaVersion, StreamId, StreamVersion, Upcaster, Versioned, upcast};

/// The version of `OrderPlaced` that a part of the shop knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Deployed {
    /// An amount, and nothing else.
    First,
    /// Items, total and currency.
    #[default]
    Second,
}

impl Deployed {
    pub const ALL: [Self; 2] = [Self::First, Self::Second];

    /// Counted from 1.
    pub const fn number(self) -> u8 {
        self as u8 + 1
    }
}

/// Whether what was stored in a former shape is read in today's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Upcasting {
    #[default]
    On,
    Off,
    /// With a mistake: the upcaster takes cents for euros.
    Faulty,
}

/// Why a part cannot read an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unreadable {
    /// It was stored in a shape that came after this code.
    TooNew,
    /// It was stored in a former shape, and no upcaster is deployed.
    TooOld,
}

/// A reader of the log: what it knows, and what helps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reader {
    pub knows: Deployed,
    pub upcasting: Upcasting,
}

const SOUND: [Upcaster<Fact>; 1] =
    [Upcaster { type_name: "OrderPlaced", from: SchemaVersion(1), apply: |fact| by(fact, OrderPlacedV1::upcast) }];
const FAULTY: [Upcaster<Fact>; 1] = [Upcaster {
    type_name: "OrderPlaced",
    from: SchemaVersion(1),
    apply: |fact| by(fact, OrderPlacedV1::upcast_wrongly),
}];

fn by(fact: &Fact, upcast: impl Fn(&OrderPlacedV1) -> Event) -> Vec<Fact> {
    match fact {
        Fact::OrderPlacedV1(former) => vec![Fact::Shop(upcast(former))],
        Fact::Shop(_) | Fact::HandlerFailed { .. } => vec![fact.clone()],
    }
}

impl Reader {
    /// Reads a stored fact; several events where an upcaster made several of it, none where it is no event of the shop.
    ///
    /// # Errors
    /// What this reader does not understand.
    pub fn read<'a>(self, fact: &'a Fact) -> Result<Cow<'a, [Fact]>, Unreadable> {
        let as_it_is = Ok(Cow::Borrowed(std::slice::from_ref(fact)));
        let chain = match (self.knows, fact, self.upcasting) {
            (Deployed::First, Fact::Shop(Event::Order(OrderEvent::Placed { .. })), _) => {
                return Err(Unreadable::TooNew);
            }
            // Its own shape: what an amount means, it knows by itself.
            (Deployed::First, Fact::OrderPlacedV1(former), _) => {
                return Ok(Cow::Owned(vec![Fact::Shop(former.upcast())]));
            }
            (Deployed::Second, Fact::OrderPlacedV1(_), Upcasting::Off) => return Err(Unreadable::TooOld),
            (Deployed::Second, Fact::OrderPlacedV1(_), Upcasting::On) => &SOUND,
            (Deployed::Second, Fact::OrderPlacedV1(_), Upcasting::Faulty) => &FAULTY,
            (Deployed::First | Deployed::Second, Fact::Shop(_) | Fact::HandlerFailed { .. }, _) => return as_it_is,
        };
        upcast(chain, fact).map_err(|_| Unreadable::TooOld)
    }
}

impl Versioned for Fact {
    fn type_name(&self) -> &'static str {
        self.name()
    }

    /// That of the shape in which it is stored. Only `OrderPlaced` has had two.
    fn schema(&self) -> SchemaVersion {
        match self {
            Self::Shop(Event::Order(OrderEvent::Placed { .. })) => SchemaVersion(2),
            Self::Shop(_) | Self::HandlerFailed { .. } | Self::OrderPlacedV1(_) => SchemaVersion(1),
        }
    }
}

impl Fact {
    /// The event of the shop in today's shape, whatever is deployed; `None` for facts about the plumbing.
    pub fn shop(&self) -> Option<Cow<'_, Event>> {
        match self {
            Self::Shop(event) => Some(Cow::Borrowed(event)),
            Self::OrderPlacedV1(former) => Some(Cow::Owned(former.upcast())),
            Self::HandlerFailed { .. } => None,
        }
    }
}

impl World {
    /// What the consumers and the read models can read.
    pub const fn consumers(&self) -> Reader {
        let history = &self.settings.history;
        Reader { knows: history.consumers, upcasting: history.upcasting }
    }

    /// In the shape that the order service writes.
    pub(super) fn as_produced(&self, event: Event) -> Fact {
        let former = match self.settings.history.producer {
            Deployed::First => OrderPlacedV1::of(&event),
            Deployed::Second => None,
        };
        former.map_or(Fact::Shop(event), Fact::OrderPlacedV1)
    }

    /// The order service reads its own stream before it decides. False where it does not understand it.
    pub(super) fn producer_can_read(&self, stream: StreamId) -> bool {
        let history = &self.settings.history;
        if history.producer == Deployed::Second && history.upcasting != Upcasting::Off {
            return true;
        }
        let reader = Reader { knows: history.producer, upcasting: history.upcasting };
        self.store.read_stream(stream, StreamVersion::FIRST).all(|recorded| reader.read(recorded.event()).is_ok())
    }

    /// The event that a message carries, as a consumer understands it: in today's shape, corrected or as stored.
    ///
    /// # Errors
    /// What the deployed consumers do not understand.
    pub(super) fn heard(&self, message: MessageNo) -> Result<Vec<Event>, Unreadable> {
        let stored = match self.letter(message).map(|letter| &letter.body) {
            Some(Body::Event { position }) => self.fact(*position).cloned(),
            Some(Body::Corrected { event, .. }) => Some(Fact::Shop(event.clone())),
            Some(Body::Command(_) | Body::Reply(_) | Body::Timer { .. }) | None => None,
        };
        let Some(stored) = stored else { return Ok(Vec::new()) };
        let read = self.consumers().read(&stored)?;
        Ok(read.iter().filter_map(|fact| fact.shop().map(Cow::into_owned)).collect())
    }
}
