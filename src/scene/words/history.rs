//! The lines about reading what is stored: loads, snapshots.

use std::sync::Arc;

use super::figures::count;
use super::figures::escaped;
use super::places::place_opening;
use super::subjects::capitalised;
use crate::event_store::{GlobalPosition, StreamId};
use crate::world::{Archive, Detail, EditTold, TraceEntry, TraceKind, World};

/// "The order service loads order-1: the snapshot at version 3 and one event after it."
pub(super) fn loaded(world: &World, entry: &TraceEntry) -> String {
    let here = place_opening(entry.place);
    let Detail::Loaded { stream, snapshot, folded } = entry.detail else { return format!("{here} loads its state.") };
    let name = name(world, stream);
    match snapshot {
        Some(version) => {
            let after = if folded == 0 { "nothing".to_owned() } else { events(folded) };
            format!("{here} loads {name}: the snapshot at version {version} and {after} after it.")
        }
        None if folded == 0 => format!("{here} loads {name}, which has no events yet."),
        None => format!("{here} loads {name}: {}, folded from the beginning.", events(folded)),
    }
}

pub(super) fn snapshot(world: &World, entry: &TraceEntry) -> String {
    let Detail::Snapshot { stream, version } = entry.detail else { return "A snapshot.".to_owned() };
    let name = name(world, stream);
    if entry.kind == TraceKind::SnapshotTaken {
        return format!("{} is kept as a snapshot at version {version}.", capitalised(name));
    }
    format!("The snapshot of {name} at version {version} is of another revision of the logic: it is passed over.")
}

/// "Orders, built again: 8 of 12 events are read. The old one serves."
pub(super) fn rebuilding(entry: &TraceEntry) -> String {
    let (read, of) = progress(entry);
    format!("{}, built again: {read} of {of} events are read. The old one serves.", place_opening(entry.place))
}

pub(super) fn rebuild_ended(entry: &TraceEntry) -> String {
    let (title, (read, _)) = (place_opening(entry.place), progress(entry));
    if entry.kind == TraceKind::RebuildSwitched {
        return format!("{title}, built again, takes over after {read} events.");
    }
    format!("{title}, built again, says otherwise after the same {read} events. The old one goes on serving.")
}

fn progress(entry: &TraceEntry) -> (String, String) {
    let (read, of) = if let Detail::Progress { read, of } = entry.detail { (read, of) } else { (0, 0) };
    (count(u64::from(read)), count(u64::from(of)))
}

fn name(world: &World, stream: StreamId) -> String {
    escaped(&world.stream_name(stream))
}

fn events(number: u32) -> String {
    if number == 1 { "one event".to_owned() } else { format!("{} events", count(u64::from(number))) }
}

pub(super) fn log_replaced(entry: &TraceEntry, what: &str) -> String {
    let Detail::Edited { position, how } = entry.detail else { return "The log was copied and replaced.".to_owned() };
    let (done, moved) = (copied(how), moved_up(how).unwrap_or_default());
    format!(
        "The log was copied and replaced: {what}, stored at position {position}, {done}. All readers were moved to the new log; the old one is kept.{moved}"
    )
}

pub(super) fn stream_replaced(world: &World, entry: &TraceEntry, what: &str) -> String {
    let Detail::Edited { position, how } = entry.detail else { return "A stream was copied and replaced.".to_owned() };
    let stream = stream_of_copy(world, entry, position);
    let stream = stream.map_or_else(|| "The stream".to_owned(), |stream| name(world, stream));
    let done = copied(how);
    let others =
        moved_up(how).map_or_else(|| ", and no other stream was touched.".to_owned(), |moved| format!(".{moved}"));
    format!(
        "{stream} was copied and replaced: {what}, stored at position {position}, {done}. Its readers were moved to the new stream; the old one is archived{others}"
    )
}

/// The stream that was copied then: logs may be copied at the same moment, and other streams after an event at the same
/// position, but only one had this event there.
fn stream_of_copy(world: &World, entry: &TraceEntry, position: u32) -> Option<StreamId> {
    let message = world.letter(entry.message)?.id;
    let of_entry = world.archives.iter().filter(|archive| (archive.until, archive.position) == (entry.time, position));
    let corrected = |archive: &&Arc<Archive>| {
        archive.store.event_at(GlobalPosition(position)).is_some_and(|row| row.message() == message)
    };
    of_entry.filter(corrected).find_map(|archive| archive.stream)
}

/// What leaving an event out meant for those behind it.
fn moved_up(how: EditTold) -> Option<&'static str> {
    let moved = " Later events of the log moved up by one position; those of other streams kept their versions.";
    (how == EditTold::Skipped).then_some(moved)
}

fn copied(how: EditTold) -> &'static str {
    match how {
        EditTold::Skipped => "was left out",
        EditTold::Duplicated => "was copied twice",
        EditTold::Moved { .. } => "was copied to another place",
        EditTold::Changed => "was corrected",
    }
}

pub(super) fn edited(entry: &TraceEntry, what: &str) -> String {
    let Detail::Edited { position, how } = entry.detail else { return "The past was edited.".to_owned() };
    let done = match how {
        EditTold::Skipped => "was taken out".to_owned(),
        EditTold::Duplicated => "was written a second time".to_owned(),
        EditTold::Moved { to } => format!("was moved to position {to}"),
        EditTold::Changed => "was given another body".to_owned(),
    };
    format!(
        "The past was edited: {what}, stored at position {position}, {done}. Everything folded from the log was folded again."
    )
}
