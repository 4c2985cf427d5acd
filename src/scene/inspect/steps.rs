//! A state as the fold that it is, step by step, and as of any moment.

use super::Part;
use super::fold::{Change, Rows, difference, rows_about, rows_of};
use crate::event_store::{GlobalPosition, StreamId, StreamVersion, Versioned};
use crate::kernel::VirtualTime;
use crate::scene::words;
use crate::world::{Aggregate, World};

/// Steps that are shown; the latest are.
pub const FOLD_STEPS_MAX: usize = 100;

/// One step of a fold: an event, and what it made of the state.
#[derive(Clone, Debug, PartialEq)]
pub struct FoldStep {
    pub version: u32,
    pub position: u64,
    pub event: &'static str,
    /// The version of the event's shape.
    pub schema: u8,
    pub time: String,
    /// What was stored, as a sentence.
    pub sentence: String,
    /// What changed; nothing where the event tells the state nothing.
    pub changes: Vec<Change>,
    /// The state after it: of the warehouse the part that the event is about.
    pub state: Rows,
}

/// A moment of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsOf {
    /// After the event of this version.
    Version(StreamVersion),
    /// After everything stored up to this global position.
    Position(GlobalPosition),
    /// After everything stored up to this time.
    Time(VirtualTime),
}

/// A state as of a moment.
#[derive(Clone, Debug, PartialEq)]
pub struct StateView {
    pub stream: String,
    /// The version that it stands at; `None` before the first event.
    pub version: Option<u32>,
    /// Events that were folded.
    pub folded: usize,
    /// Events of the stream that came later, up to the cursor.
    pub later: usize,
    pub rows: Rows,
}

/// The fold of a stream, event by event, up to the cursor. `None` for a stream that no state is folded from.
pub fn fold_steps(world: &World, stream: StreamId) -> Option<Part<FoldStep>> {
    let mut state = Aggregate::of(world.context_of(stream)?);
    let logic = world.settings.history.order_logic;
    let read = world.store.read_stream(stream, StreamVersion::FIRST);
    let left_out = read.len().saturating_sub(FOLD_STEPS_MAX);
    let mut rows = Vec::new();
    for (place, recorded) in read.enumerate() {
        let Some(event) = recorded.event().shop() else { continue };
        if place < left_out {
            state.evolve(logic, &event);
            continue;
        }
        let before = rows_about(world, &state, &event);
        state.evolve(logic, &event);
        let after = rows_about(world, &state, &event);
        rows.push(FoldStep {
            version: recorded.version().0,
            position: u64::from(recorded.position().0),
            event: event.name(),
            schema: recorded.event().schema().0,
            time: words::clock(recorded.time()),
            sentence: words::fact_sentence(world, recorded.event()),
            changes: difference(&before, &after).0,
            state: after,
        });
    }
    Some(Part { rows, left_out })
}

/// The state of a stream as of a moment, folded from its events up to there and nothing else.
pub fn state_as_of(world: &World, stream: StreamId, moment: AsOf) -> Option<StateView> {
    let mut state = Aggregate::of(world.context_of(stream)?);
    let logic = world.settings.history.order_logic;
    let read = world.store.read_stream(stream, StreamVersion::FIRST);
    let (mut folded, mut version, all) = (0, None, read.len());
    for recorded in read {
        let is_later = match moment {
            AsOf::Version(version) => recorded.version() > version,
            AsOf::Position(position) => recorded.position() > position,
            AsOf::Time(time) => recorded.time() > time,
        };
        if is_later {
            break;
        }
        if let Some(event) = recorded.event().shop() {
            state.evolve(logic, &event);
        }
        version = Some(recorded.version().0);
        folded += 1;
    }
    Some(StateView {
        stream: words::escaped(&world.stream_name(stream)),
        version,
        folded,
        later: all - folded,
        rows: rows_of(world, &state),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::samples::one_order;

    fn stream(world: &World, name: &str) -> StreamId {
        world.find_stream(name).unwrap_or_else(|| unreachable!("{name} has events"))
    }

    fn value<'a>(rows: &'a Rows, name: &str) -> Option<&'a str> {
        rows.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    #[test]
    fn every_step_begins_where_the_one_before_ended() {
        let world = one_order(&[]);
        let steps =
            fold_steps(&world, stream(&world, "order-ord-1")).unwrap_or_else(|| unreachable!("an order is folded"));
        let told: Vec<_> = steps.rows.iter().map(|step| (step.event, value(&step.state, "status"))).collect();
        let expected = [("OrderPlaced", "placed"), ("OrderConfirmed", "confirmed"), ("OrderShipped", "shipped")];
        assert_eq!(told, expected.map(|(event, status)| (event, Some(status))));
        assert_eq!(steps.left_out, 0);
        assert!(steps.rows.iter().all(|step| !step.changes.is_empty()));
    }

    #[test]
    fn as_of_a_version_a_position_and_a_time_is_the_same_state() {
        let world = one_order(&[]);
        for name in ["order-ord-1", "payment-ord-1", "shipment-ord-1", "inventory"] {
            let stream = stream(&world, name);
            let before = state_as_of(&world, stream, AsOf::Time(VirtualTime::ZERO));
            assert!(before.is_some_and(|state| state.version.is_none() && state.folded == 0 && state.later > 0));
            for recorded in world.store.read_stream(stream, StreamVersion::FIRST) {
                let of = |moment| state_as_of(&world, stream, moment);
                let by_version = of(AsOf::Version(recorded.version()));
                assert_eq!(by_version, of(AsOf::Position(recorded.position())));
                assert_eq!(by_version, of(AsOf::Time(recorded.time())));
                let folded = world.folded(stream, Some(recorded.version())).map(|state| rows_of(&world, &state));
                assert_eq!(by_version.map(|state| state.rows), folded);
            }
        }
    }

    #[test]
    fn what_folds_into_nothing_has_no_state() {
        let world = one_order(&[]);
        let failures = stream(&world, "handler-failures");
        assert_eq!(fold_steps(&world, failures), None);
        assert_eq!(state_as_of(&world, failures, AsOf::Version(StreamVersion(0))), None);
    }
}
