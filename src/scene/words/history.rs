//! The lines about reading what is stored: loads, snapshots.

use super::figures::count;
use super::figures::escaped;
use super::places::place_opening;
use super::subjects::capitalised;
use crate::event_store::StreamId;
use crate::world::{Detail, TraceEntry, TraceKind, World};

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

fn name(world: &World, stream: StreamId) -> String {
    escaped(&world.stream_name(stream))
}

fn events(number: u32) -> String {
    if number == 1 { "one event".to_owned() } else { format!("{} events", count(u64::from(number))) }
}
