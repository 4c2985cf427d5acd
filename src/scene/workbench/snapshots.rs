//! What snapshots save, what they cost, and which of them are of another revision of the logic.

use super::rebuilding::{Moment, moments};
use crate::scene::inspect::Part;
use crate::scene::words;
use crate::session::{LoadsView, Session};
use crate::world::TraceKind;

/// Snapshots that are listed, in the order of their streams.
pub const SNAPSHOTS_LISTED_MAX: usize = 40;
/// Loads that are told, the latest.
const LOADS_TOLD: usize = 12;

/// Snapshots at the cursor.
#[derive(Clone, Debug, PartialEq)]
pub struct SnapshotBench {
    /// Events between two of them; 0 while aggregates are kept in memory.
    pub every: u16,
    pub kept: u32,
    /// Bytes of all of them in rows.
    pub bytes: u64,
    pub loads: Vec<LoadsView>,
    pub listed: Part<SnapshotRow>,
    /// The latest loads, snapshots taken and passed over.
    pub latest: Vec<Moment>,
}

/// The snapshot of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnapshotRow {
    pub stream: String,
    pub version: u32,
    /// Events of the stream that came after it.
    pub later: u32,
    pub revision: u8,
    /// The revision that is deployed is another.
    pub is_stale: bool,
    pub bytes: u32,
}

/// Snapshots at the cursor.
pub fn snapshot_bench(session: &Session) -> SnapshotBench {
    let (world, view) = (session.world(), session.snapshots());
    let row = |(stream, snapshot): (crate::event_store::StreamId, &crate::event_store::Snapshot<_>)| {
        let deployed = world.context_of(stream).map(|context| world.revision(context));
        let last = world.store.version_of(stream).map_or(0, |version| version.0);
        SnapshotRow {
            stream: words::escaped(&world.stream_name(stream)),
            version: snapshot.version.0,
            later: last.saturating_sub(snapshot.version.0),
            revision: snapshot.revision.0,
            is_stale: deployed.is_some_and(|deployed| deployed != snapshot.revision),
            bytes: snapshot.bytes,
        }
    };
    let rows: Vec<SnapshotRow> = world.snapshots.iter().take(SNAPSHOTS_LISTED_MAX).map(row).collect();
    let left_out = (view.kept as usize).saturating_sub(rows.len());
    let is_told = |kind: TraceKind| {
        matches!(
            kind,
            TraceKind::Loaded
                | TraceKind::SnapshotTaken
                | TraceKind::SnapshotPassedOver
                | TraceKind::SnapshotsForgotten
        )
    };
    SnapshotBench {
        every: world.settings.history.snapshot_every,
        kept: view.kept,
        bytes: view.bytes,
        loads: view.loads,
        listed: Part { rows, left_out },
        latest: moments(world, LOADS_TOLD, |line| is_told(line.kind)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::workbench::played;

    #[test]
    fn a_new_revision_makes_what_is_kept_stale() {
        let drift = played("snapshot-drift");
        let bench = snapshot_bench(&drift);
        let order = bench.listed.rows.iter().find(|row| row.stream == "order-ord-1");
        assert!(order.is_some(), "{bench:#?}");
        assert_eq!(bench.kept as usize, bench.listed.rows.len() + bench.listed.left_out);
        assert!(bench.loads.iter().any(|loads| loads.folded < loads.unsaved), "something is saved");
        let mut before = played("snapshots");
        assert!(snapshot_bench(&before).listed.rows.iter().all(|row| !row.is_stale));
        let draft = crate::exchange::SettingsDraft {
            history: crate::exchange::HistoryDraft { order_logic: Some(2.0), ..Default::default() },
            ..Default::default()
        };
        assert!(before.set(&draft).is_ok());
        before.run_until_quiet(crate::kernel::Span::from_secs(1));
        let stale: Vec<_> =
            snapshot_bench(&before).listed.rows.into_iter().filter(|row| row.is_stale).map(|row| row.stream).collect();
        assert!(stale.iter().all(|stream| stream.starts_with("order-")) && !stale.is_empty(), "{stale:?}");
    }

    #[test]
    fn in_memory_nothing_is_loaded() {
        let bench = snapshot_bench(&played("happy-path"));
        assert_eq!((bench.every, bench.kept, bench.loads.len(), bench.latest.len()), (0, 0, 0, 0));
    }
}
