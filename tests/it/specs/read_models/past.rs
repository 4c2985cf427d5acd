//! A read model as of any moment is the fold of the log up to there.

use eventarium::event_store::{
    EventStore, ExpectedVersion, GlobalPosition, NewEvent, RecordedEvent, SchemaVersion, StreamId,
};
use eventarium::kernel::{MessageId, Table, VirtualTime, mix};
use eventarium::messaging::{Metadata, Node};
use eventarium::projection::{Follower, KEYFRAME_EVENTS_LEAST, Past, Progress, Projection};

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

#[test]
fn as_of_a_moment_is_the_fold_up_to_there() {
    let mut store = EventStore::default();
    let mut past = Past::<Balances>::default();
    assert_eq!(past.at(&store, GlobalPosition::START), Balances::default());
    for round in 0..4 {
        grow(&mut store, KEYFRAME_EVENTS_LEAST * 2 + 77);
        past.follow(&store);
        let end = store.end().0;
        let edges = [0, 1, KEYFRAME_EVENTS_LEAST - 1, KEYFRAME_EVENTS_LEAST, KEYFRAME_EVENTS_LEAST + 1, end - 1, end];
        let anywhere = (0..40).map(|draw| (mix(draw + round) % u64::from(end)) as u32);
        for to in edges.into_iter().chain(anywhere) {
            assert_eq!(past.at(&store, GlobalPosition(to)), from_zero(&store, to), "{to} of {end}");
        }
    }
}

#[test]
fn a_follower_takes_each_event_once_and_leaves_none_out() {
    let mut store = EventStore::default();
    grow(&mut store, 3);
    let event = |place| store.event_at(GlobalPosition(place)).unwrap();
    let mut follower = Follower::<Balances>::default();
    assert_eq!(follower.take(event(0)), Progress::Applied);
    let seen = follower.clone();
    assert_eq!((follower.take(event(0)), follower.take(event(2))), (Progress::OutOfTurn, Progress::OutOfTurn));
    assert_eq!(follower, seen);
    assert_eq!((follower.take(event(1)), follower.take(event(2))), (Progress::Applied, Progress::Applied));
    assert_eq!(follower.model(), &from_zero(&store, 3));
}
