//! Reading one stream and reading all, and the proof that what was stored stays as it was.

use eventarium::event_store::{
    EventStore, ExpectedVersion, GlobalPosition, NewEvent, RecordedEvent, SchemaVersion, StreamId, StreamVersion,
};
use eventarium::kernel::{Digest, MessageId, VirtualTime};
use eventarium::messaging::{Metadata, Node};

use super::{STREAM, append, exactly, given};

/// 5,000 events over 7 streams, in turn.
fn crowd() -> EventStore<u32> {
    let mut store = EventStore::default();
    for number in 0..5_000 {
        let id = MessageId(u64::from(number));
        let time = VirtualTime::from_micros(u64::from(number));
        let metadata = Metadata { message: id, correlation: id, causation: id, time, source: Node::Order };
        let new = NewEvent { metadata, schema: SchemaVersion::default(), event: number };
        store.append(StreamId(number % 7), ExpectedVersion::Any, [new]).expect("there is room");
    }
    store
}

#[test]
fn es_17_reading_all_gives_every_event_in_the_order_of_storing() {
    let store = crowd();
    let all: Vec<u32> = store.read_all(GlobalPosition::START).map(|row| *row.event()).collect();
    assert_eq!(all, (0..5_000).collect::<Vec<_>>());
    assert!(store.read_all(GlobalPosition(4_321)).zip(4_321..).all(|(row, at)| row.position() == GlobalPosition(at)));
    assert_eq!(store.read_all(GlobalPosition(4_999)).count(), 1);
    assert_eq!(store.read_all(GlobalPosition(5_000)).count(), 0);
}

#[test]
fn es_18_reading_a_stream_by_version_has_no_gap() {
    let store = crowd();
    for (stream, last) in store.streams() {
        for from in [0, 1, last.0 / 2, last.0, last.0 + 1] {
            let versions: Vec<u32> =
                store.read_stream(stream, StreamVersion(from)).map(|row| row.version().0).collect();
            assert_eq!(versions, (from..=last.0).collect::<Vec<_>>(), "{stream:?} from {from}");
            assert_eq!(store.read_stream(stream, StreamVersion(from)).len(), versions.len());
        }
        assert!(store.read_stream(stream, StreamVersion::FIRST).all(|row| row.stream() == stream));
    }
    assert_eq!(store.streams().count(), 7);
    assert_eq!(store.read_stream(StreamId(99), StreamVersion::FIRST).count(), 0);
}

#[test]
fn i15_the_global_order_extends_every_stream_order() {
    let store = crowd();
    for (stream, _) in store.streams() {
        assert!(store.read_stream(stream, StreamVersion::FIRST).is_sorted_by_key(RecordedEvent::position));
    }
}

#[test]
fn es_19_correlation_and_causation_are_kept_with_the_event() {
    let mut store = EventStore::default();
    let metadata = Metadata {
        message: MessageId(u64::MAX),
        correlation: MessageId(2),
        causation: MessageId(3),
        time: VirtualTime::MAX,
        source: Node::Analytics,
    };
    let new = NewEvent { metadata, schema: SchemaVersion(200), event: "whole" };
    store.append(StreamId(9), ExpectedVersion::NoStream, [new]).expect("the stream is new");
    let stored = store.event_at(GlobalPosition(0)).expect("it was stored");
    assert_eq!((stored.metadata(), stored.schema(), *stored.event()), (metadata, SchemaVersion(200), "whole"));
    assert_eq!((stored.stream(), stored.version()), (StreamId(9), StreamVersion(0)));
}

#[test]
fn i13_a_changed_event_breaks_its_link_of_the_chain() {
    let mut store = crowd();
    assert!(store.verify_chain());
    assert!(store.tamper(GlobalPosition(2_222), 7));
    assert!(!store.verify_chain());
    let broken: Vec<usize> = (0..store.links()).filter(|link| !store.verify_link(*link)).collect();
    assert_eq!(broken, [2]);
    assert!(!store.tamper(GlobalPosition(5_000), 7));
}

#[test]
fn a_clone_keeps_what_it_saw() {
    let mut store = given("a");
    let seen = store.clone();
    append(&mut store, exactly(0), "b").expect("the version is right");
    assert_eq!((seen.len(), seen.version_of(STREAM)), (1, Some(StreamVersion(0))));
    assert_ne!(Digest::of(&seen), Digest::of(&store));
    let mut again = seen;
    append(&mut again, exactly(0), "b").expect("the version is right");
    assert_eq!(Digest::of(&again), Digest::of(&store));
}

#[test]
fn the_store_adds_at_most_64_bytes_to_an_event() {
    let mut store = EventStore::<[u64; 4]>::default();
    for number in 0..4_096 {
        let message = MessageId(number);
        let metadata = Metadata {
            message,
            correlation: message,
            causation: message,
            time: VirtualTime::ZERO,
            source: Node::Order,
        };
        let event = NewEvent { metadata, schema: SchemaVersion::default(), event: [number; 4] };
        store.append(StreamId(number as u32 / 4), ExpectedVersion::Any, [event]).expect("any version will do");
    }
    let each = store.bytes() / 4_096 - size_of::<[u64; 4]>();
    assert!((48..=64).contains(&each), "48 in the rows, and the heads of the streams: {each}");
}
