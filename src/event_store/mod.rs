//! Append and read: the one place where facts are kept, in the order in which they were accepted.
//!
//! An [`EventStore`] is one log in global order, in two columns: rows with what every reader wants, and beside them the
//! ids that few ask for. A stream is a chain of rows linked backwards to the stream's previous event, under a head that
//! says where the chain ends: there is no list per stream, no text inside, and a clone shares all pages. Appends say
//! which version they expect, as in EventStoreDB 23.10 (ES-01 to ES-14, ES-17 to ES-19), and are all or nothing. A
//! running hash over every row and its ids proves that none was changed afterwards (I13). A [`Snapshot`] caches the
//! state of a stream beside the log: it saves folding, and the log needs none (PR-02).
//!
//! Knows nothing about what an event means, about who reads it, about publishing, or about the names of streams: the
//! caller gives each stream a dense number.

mod append;
mod chain;
mod copy;
mod event;
mod read;
mod rewrite;
mod rows;
mod snapshot;
mod store;
mod upcast;

pub use append::{APPEND_EVENTS_MAX, AppendError, Appended, ExpectedVersion, RECENT_IDS_MAX};
pub use event::{GlobalPosition, NewEvent, RecordedEvent, SchemaVersion, StreamId, StreamVersion};
pub use read::StreamReader;
pub use snapshot::{Revision, Snapshot, Snapshots};
pub use store::{EVENTS_MAX, EventStore, STREAMS_MAX};
pub use upcast::{EndlessChain, UPCAST_STEPS_MAX, Upcaster, Versioned, upcast};
