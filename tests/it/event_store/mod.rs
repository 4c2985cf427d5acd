//! The contract of the event store, statement by statement.

mod appending;
mod copying;
mod deleting;
mod model;
mod reading;
mod upcasting;

use eventarium::event_store::{
    AppendError, Appended, EventStore, ExpectedVersion, NewEvent, SchemaVersion, StreamId, StreamVersion,
};
use eventarium::kernel::{Digest, MessageId, VirtualTime};
use eventarium::messaging::{Metadata, Node};

pub const STREAM: StreamId = StreamId(3);
pub const OTHER: StreamId = StreamId(200);

pub type Store = EventStore<String>;

/// An event whose id follows from its text.
pub fn event(text: &str) -> NewEvent<String> {
    let message = MessageId(Digest::of(text).word());
    let time = VirtualTime::from_millis(7);
    let metadata = Metadata { message, correlation: message, causation: message, time, source: Node::Order };
    NewEvent { metadata, schema: SchemaVersion::default(), event: text.to_owned() }
}

pub const fn exactly(version: u32) -> ExpectedVersion {
    ExpectedVersion::Exact(StreamVersion(version))
}

/// Appends one event for each word.
pub fn append(store: &mut Store, expected: ExpectedVersion, words: &str) -> Result<Appended, AppendError> {
    store.append(STREAM, expected, words.split_whitespace().map(event).collect::<Vec<_>>())
}

/// A store whose stream holds one event for each word.
pub fn given(words: &str) -> Store {
    let mut store = Store::default();
    append(&mut store, ExpectedVersion::NoStream, words).expect("a new stream takes what it is given");
    store
}

/// The stream as words.
pub fn words(store: &Store) -> String {
    let events = store.read_stream(STREAM, StreamVersion::FIRST).map(|recorded| recorded.event().as_str());
    events.collect::<Vec<_>>().join(" ")
}

#[track_caller]
pub fn assert_wrong(result: Result<Appended, AppendError>, expected: ExpectedVersion, actual: Option<u32>) {
    assert_eq!(result, Err(AppendError::WrongExpectedVersion { expected, actual: actual.map(StreamVersion) }));
}

#[track_caller]
pub fn assert_idempotent(result: Result<Appended, AppendError>, last: u32) {
    let last = Some(StreamVersion(last));
    assert_eq!(result, Ok(Appended { first: None, next_expected: last, idempotent: true }));
}

#[track_caller]
pub fn assert_stored(result: Result<Appended, AppendError>, last: u32) {
    let appended = result.expect("it was to be stored");
    assert_eq!((appended.next_expected, appended.idempotent), (Some(StreamVersion(last)), false));
    assert!(appended.first.is_some());
}
