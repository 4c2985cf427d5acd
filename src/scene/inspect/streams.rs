//! The streams that were written to last, and the events of one.

use super::Part;
use crate::event_store::{GlobalPosition, StreamId, StreamVersion};
use crate::scene::words;
use crate::world::World;

/// Streams in the list.
pub const STREAMS_MAX: usize = 40;
/// Events of one stream; the latest are shown.
pub const EVENTS_MAX: usize = 50;
/// Events that are looked at for the list.
const LOOK_MAX: usize = 2_000;

#[derive(Clone, Debug, PartialEq)]
pub struct StreamRow {
    pub stream: StreamId,
    pub name: String,
    pub events: u32,
    /// The name of its last event.
    pub last: &'static str,
    pub position: u64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct StreamEvent {
    pub position: u64,
    pub version: u32,
    pub name: &'static str,
    pub time: String,
}

/// The streams that were written to last, latest first.
pub fn latest_streams(world: &World) -> Part<StreamRow> {
    let len = world.store.len();
    let mut rows: Vec<StreamRow> = Vec::new();
    for at in (len.saturating_sub(LOOK_MAX)..len).rev() {
        let Some(recorded) = u32::try_from(at).ok().and_then(|at| world.store.event_at(GlobalPosition(at))) else {
            continue;
        };
        if rows.iter().any(|row| row.stream == recorded.stream()) {
            continue;
        }
        if rows.len() == STREAMS_MAX {
            break;
        }
        rows.push(StreamRow {
            stream: recorded.stream(),
            name: words::escaped(&world.stream_name(recorded.stream())),
            events: recorded.version().0 + 1,
            last: recorded.event().name(),
            position: u64::from(recorded.position().0),
        });
    }
    let left_out = if rows.len() < STREAMS_MAX && len <= LOOK_MAX {
        0
    } else {
        world.store.streams().count().saturating_sub(rows.len())
    };
    Part { rows, left_out }
}

/// The latest events of a stream, oldest of them first.
pub fn events_of(world: &World, stream: StreamId) -> Part<StreamEvent> {
    let count = world.store.version_of(stream).map_or(0, |version| version.0 as usize + 1);
    let first = count.saturating_sub(EVENTS_MAX);
    let from = StreamVersion(u32::try_from(first).unwrap_or(0));
    let rows = world.store.read_stream(stream, from).map(|recorded| StreamEvent {
        position: u64::from(recorded.position().0),
        version: recorded.version().0,
        name: recorded.event().name(),
        time: words::clock(recorded.time()),
    });
    Part { rows: rows.collect(), left_out: first }
}
