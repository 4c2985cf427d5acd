//! The events that only one of two worlds stored, or that each stored in another way.

use std::collections::{BTreeMap, VecDeque};

use serde::Serialize;

use crate::event_store::{GlobalPosition, RecordedEvent};
use crate::exchange::{millis_of_time, payload};
use crate::kernel::MessageId;
use crate::world::{Fact, World};

/// So many events of each kind of difference are listed; the others are counted.
pub const EVENTS_LISTED_MAX: usize = 500;

/// A recorded event, as short as it can be told.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EventRef {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub stream: String,
    pub version: u32,
    pub position: u32,
    /// Virtual milliseconds.
    pub ms: f64,
}

/// How the logs of two worlds differ. Two events are the same where the same message of the same cause became one.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EventDifferences {
    pub only_in_a: Vec<EventRef>,
    pub only_in_b: Vec<EventRef>,
    /// Stored in both with another body: as in `a`, as in `b`.
    pub changed: Vec<(EventRef, EventRef)>,
    pub only_in_a_count: usize,
    pub only_in_b_count: usize,
    pub changed_count: usize,
    /// The same in both but for the time.
    pub retimed_count: usize,
}

pub(super) fn differences(a: &World, b: &World) -> EventDifferences {
    let from = a.store.common_with(&b.store);
    let from = GlobalPosition(u32::try_from(from).unwrap_or(u32::MAX));
    let mut others: BTreeMap<MessageId, VecDeque<RecordedEvent<'_, Fact>>> = BTreeMap::new();
    for recorded in b.store.read_all(from) {
        others.entry(recorded.message()).or_default().push_back(recorded);
    }
    let mut told = EventDifferences::default();
    for own in a.store.read_all(from) {
        let other = others.get_mut(&own.message()).and_then(VecDeque::pop_front);
        match other {
            None => told.add_only_in_a(a, own),
            Some(other) if !is_same(a, own, b, other) => told.add_changed((a, own), (b, other)),
            Some(other) if own.time() != other.time() => {
                told.retimed_count = told.retimed_count.saturating_add(1);
            }
            Some(_) => {}
        }
    }
    let mut rest: Vec<_> = others.into_values().flatten().collect();
    rest.sort_by_key(|recorded| recorded.position());
    told.only_in_b_count = rest.len();
    told.only_in_b = rest.into_iter().take(EVENTS_LISTED_MAX).map(|recorded| reference(b, recorded)).collect();
    told
}

impl EventDifferences {
    fn add_only_in_a(&mut self, world: &World, recorded: RecordedEvent<'_, Fact>) {
        self.only_in_a_count = self.only_in_a_count.saturating_add(1);
        if self.only_in_a.len() < EVENTS_LISTED_MAX {
            self.only_in_a.push(reference(world, recorded));
        }
    }

    fn add_changed(&mut self, own: (&World, RecordedEvent<'_, Fact>), other: (&World, RecordedEvent<'_, Fact>)) {
        self.changed_count = self.changed_count.saturating_add(1);
        if self.changed.len() < EVENTS_LISTED_MAX {
            self.changed.push((reference(own.0, own.1), reference(other.0, other.1)));
        }
    }
}

/// The numbers of orders and customers mean something in their own world only: bodies are compared as they are written
/// out.
fn is_same(a: &World, own: RecordedEvent<'_, Fact>, b: &World, other: RecordedEvent<'_, Fact>) -> bool {
    own.event().name() == other.event().name()
        && payload::of_fact(a, own.event()) == payload::of_fact(b, other.event())
        && a.stream_name(own.stream()) == b.stream_name(other.stream())
}

/// A recorded event in a few words.
pub(in crate::session) fn reference(world: &World, recorded: RecordedEvent<'_, Fact>) -> EventRef {
    EventRef {
        id: recorded.message().to_string(),
        kind: recorded.event().name(),
        stream: world.stream_name(recorded.stream()),
        version: recorded.version().0,
        position: recorded.position().0,
        ms: millis_of_time(recorded.time()),
    }
}
