//! What an append expects, what came of it, and the decision between (the table of EventStoreDB's `CheckCommit`).

use std::fmt;

use super::event::{GlobalPosition, NewEvent, StreamId, StreamVersion};
use super::store::{EVENTS_MAX, EventStore, STREAMS_MAX};

/// At most so many events in one append.
pub const APPEND_EVENTS_MAX: usize = 10_000;

/// How far back in its stream an append with [`ExpectedVersion::Any`] looks for ids that it knows. EventStoreDB keeps
/// one cache for all streams; both are bounded, so both can store an event twice (ES-07).
pub const RECENT_IDS_MAX: u32 = 128;

/// What the writer believes about the stream; said aloud at every append.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExpectedVersion {
    /// No check; idempotence only as far as recent ids are remembered (ES-07).
    Any,
    /// The stream was never written, or was soft-deleted (ES-01, ES-14).
    NoStream,
    /// The stream was written and is not deleted (ES-09).
    StreamExists,
    /// This is the version of its last event.
    Exact(StreamVersion),
}

impl fmt::Display for ExpectedVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("any version"),
            Self::NoStream => f.write_str("no stream"),
            Self::StreamExists => f.write_str("an existing stream"),
            Self::Exact(version) => write!(f, "version {version}"),
        }
    }
}

/// What a successful append did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Appended {
    /// Where the first new event lies; `None` if nothing was stored.
    pub first: Option<GlobalPosition>,
    /// The version to expect next: that of the append's last event, also when it had been stored before.
    pub next_expected: Option<StreamVersion>,
    /// All events were there already: acknowledged, nothing stored (ES-04).
    pub idempotent: bool,
}

/// Why nothing was appended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AppendError {
    /// The stream is not where the writer believed (ES-02, ES-05, ES-06).
    WrongExpectedVersion { expected: ExpectedVersion, actual: Option<StreamVersion> },
    /// The stream was deleted (ES-09, ES-13).
    StreamDeleted,
    /// More than [`APPEND_EVENTS_MAX`] events at once.
    TooManyEvents { given: usize },
    /// The stream's number is not below [`STREAMS_MAX`].
    TooManyStreams { stream: StreamId },
    /// The store would hold more than [`EVENTS_MAX`] events.
    StoreFull,
}

impl fmt::Display for AppendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongExpectedVersion { expected, actual: Some(actual) } => {
                write!(f, "expected {expected}, the stream is at version {actual}")
            }
            Self::WrongExpectedVersion { expected, actual: None } => {
                write!(f, "expected {expected}, the stream has no events")
            }
            Self::StreamDeleted => f.write_str("the stream was deleted"),
            Self::TooManyEvents { given } => {
                write!(f, "{given} events in one append; at most {APPEND_EVENTS_MAX} are allowed")
            }
            Self::TooManyStreams { stream } => {
                write!(f, "stream number {}; at most {STREAMS_MAX} streams are kept", stream.0)
            }
            Self::StoreFull => write!(f, "the store is full: it keeps at most {EVENTS_MAX} events"),
        }
    }
}

impl std::error::Error for AppendError {}

/// What is to be done with an append that was not refused.
pub(super) enum Decision {
    Store,
    /// The events lie there already; the last of them has this version.
    Known(StreamVersion),
}

/// Decides an append without changing anything.
pub(super) fn decide<E: Clone>(
    store: &EventStore<E>,
    stream: StreamId,
    expected: ExpectedVersion,
    events: &[NewEvent<E>],
) -> Result<Decision, AppendError> {
    if events.len() > APPEND_EVENTS_MAX {
        return Err(AppendError::TooManyEvents { given: events.len() });
    }
    if stream.0 >= STREAMS_MAX {
        return Err(AppendError::TooManyStreams { stream });
    }
    if store.len() + events.len() > EVENTS_MAX {
        return Err(AppendError::StoreFull);
    }
    let head = store.head(stream);
    if head.is_hard_deleted() {
        return Err(AppendError::StreamDeleted);
    }
    let refused = Err(AppendError::WrongExpectedVersion { expected, actual: head.last_version() });
    // Versions are compared as the number of events that the stream should hold.
    let assumed = match expected {
        ExpectedVersion::StreamExists if head.is_soft_deleted() => return Err(AppendError::StreamDeleted),
        ExpectedVersion::StreamExists if head.count == 0 => return refused,
        ExpectedVersion::Any | ExpectedVersion::StreamExists => {
            return among_recent(store, stream, events).unwrap_or(refused);
        }
        ExpectedVersion::NoStream => 0,
        ExpectedVersion::Exact(version) => version.0.saturating_add(1),
    };
    if assumed == head.count {
        return Ok(Decision::Store);
    }
    if assumed > head.count {
        return refused;
    }
    match same_from(store, stream, assumed, events) {
        Sameness::All(last) => Ok(Decision::Known(last)),
        Sameness::None if expected == ExpectedVersion::NoStream && head.is_soft_deleted() => Ok(Decision::Store),
        Sameness::None | Sameness::Prefix => refused,
    }
}

enum Sameness {
    All(StreamVersion),
    Prefix,
    None,
}

/// Compares ids with the stream's events from number `from` on (ES-04 to ES-06). No events are equal to nothing.
fn same_from<E: Clone>(store: &EventStore<E>, stream: StreamId, from: u32, events: &[NewEvent<E>]) -> Sameness {
    let mut stored = store.rows_of(stream, StreamVersion(from));
    let mut last = None;
    for event in events {
        match stored.next() {
            Some(row) if row.message() == event.metadata.message => last = Some(row.version()),
            Some(_) | None => return if last.is_some() { Sameness::Prefix } else { Sameness::None },
        }
    }
    last.map_or(Sameness::None, Sameness::All)
}

/// Without an expected version: all ids known is a repetition, the first unknown is new, a mixture is refused with
/// `None` (ES-08).
fn among_recent<E: Clone>(
    store: &EventStore<E>,
    stream: StreamId,
    events: &[NewEvent<E>],
) -> Option<Result<Decision, AppendError>> {
    let mut last = None;
    for event in events {
        let known = store
            .back_from_end(stream)
            .take(RECENT_IDS_MAX as usize)
            .find(|row| row.message() == event.metadata.message);
        match (known, last) {
            (Some(row), _) => last = Some(row.version()),
            (None, None) => return Some(Ok(Decision::Store)),
            (None, Some(_)) => return None,
        }
    }
    Some(Ok(last.map_or(Decision::Store, Decision::Known)))
}
