//! A read model as of any moment is the fold of the log up to there.

use eventarium::event_store::{
    EventStore, ExpectedVersion, GlobalPosition, NewEvent, RecordedEvent, SchemaVersion, StreamId,
};
use eventarium::kernel::{MessageId, Table, VirtualTime, mix};
use eventarium::messaging::{Metadata, Node};
use eventarium::projection::{Past, Projection};

/// What each account holds.
#[derive(Clone, Debug, Default, PartialEq)]
struct Balances(Table<u64>);

impl Projection<u64> for Balances {
    fn project(&mut self, recorded: RecordedEvent<'_, u64>) {
        *self.0.row(recorded.stream().0 as usize) += recorded.event();
    }
}

fn grow(store: &mut EventStore<u64>, events: u32) {
    for number in store.end().0..store.end().0 + events {
        let message = MessageId(u64::from(number) + 1);
        let time = VirtualTime::from_millis(u64::from(number));
        let metadata = Metadata { message, correlation: message, causation: message, time, source: Node::Order };
        let stream = StreamId((mix(u64::from(number)) % 5_000) as u32);
        let new = NewEvent { metadata, schema: SchemaVersion::default(), event: u64::from(number) };
        store.append(stream, ExpectedVersion::Any, [new]).unwrap();
    }
}

fn from_zero(store: &EventStore<u64>, to: u32) -> Balances {
    let mut balances = Balances::default();
    balances.replay(store, GlobalPosition::START, GlobalPosition(to));
    balances
}

const DISTANCE: u32 = 512;

/// As a reader asks: from the latest state that is kept on.
fn as_of(past: &Past<Balances>, store: &EventStore<u64>, to: u32) -> (Balances, u32) {
    let (from, kept) = past.before(GlobalPosition(to)).next().unwrap();
    let mut balances = kept.clone();
    balances.replay(store, from, GlobalPosition(to));
    (balances, to - from.0)
}

#[test]
fn as_of_a_moment_is_the_fold_up_to_there() {
    let (mut store, mut now, mut past) = (EventStore::default(), Balances::default(), Past::new(DISTANCE, 1_000));
    assert!(past.is_empty());
    for round in 0..4 {
        let from = store.end();
        grow(&mut store, DISTANCE * 2 + 77);
        for recorded in store.read_range(from, store.end()) {
            past.offer(recorded.position(), || now.clone());
            now.project(recorded);
        }
        let end = store.end().0;
        let edges = [0, 1, DISTANCE - 1, DISTANCE, DISTANCE + 1, end - 1, end];
        let anywhere = (0..40).map(|draw| (mix(draw + round) % u64::from(end)) as u32);
        for to in edges.into_iter().chain(anywhere) {
            let (balances, folded) = as_of(&past, &store, to);
            assert_eq!(balances, from_zero(&store, to), "{to} of {end}");
            assert!(folded < 2 * DISTANCE, "{folded}");
        }
    }
}

#[test]
fn states_lie_further_apart_where_there_would_be_too_many() {
    let mut past = Past::new(10, 8);
    for at in 0..2_000 {
        past.offer(GlobalPosition(at), || at);
        assert!(past.len() <= 8);
        let (from, state) = past.before(GlobalPosition(at)).next().unwrap();
        assert_eq!(from.0, *state);
        assert!(at - from.0 <= 10.max(at), "{at}");
    }
    let kept: Vec<u32> = past.before(GlobalPosition(2_000)).map(|(_, state)| *state).collect();
    assert!(kept.len() >= 4 && kept.is_sorted_by(|one, next| one - next == kept[0] - kept[1]), "{kept:?}");
    assert_eq!(past.before(GlobalPosition(500)).count(), kept.iter().filter(|at| **at <= 500).count());
    past.retain(|state| *state < 600);
    assert!(past.before(GlobalPosition(u32::MAX)).all(|(_, state)| *state < 600));
}
