//! What is stored, and code that changes: snapshots and their revisions.

use super::*;

fn kept(snapshot_every: u16) -> Settings {
    with(History { snapshot_every, ..History::default() })
}

fn with(history: History) -> Settings {
    Settings { history, ..Settings::default() }
}

/// Somebody leaves a note before the order is placed; then the order service learns what a note means, and Ada cancels.
fn noted(settings: Settings) -> Vec<Act> {
    let history = History { order_logic: OrderLogic::Second, ..settings.history };
    let mut acts = faulty(FaultRule { count: Some(1), ..rule(FaultKind::ConcurrentWriter, Node::Order) });
    acts.push(at(1_000, Input::Set(Settings { history, ..settings })));
    acts.push(at(1_500, cancel("ord-1")));
    acts
}

fn drifting() -> Settings {
    with(History { snapshot_every: 2, snapshot_revisions: SnapshotRevisions::Ignored, ..History::default() })
}

pub(super) const SNAPSHOTS: Scenario = Scenario {
    id: "snapshots",
    title: "Snapshots save folding",
    summary: "Every service loads its state from the store before it decides. With a snapshot every second event it folds the rest and nothing more.",
    seed: Seed(15),
    settings: || kept(2),
    acts: || vec![at(0, ada_orders("ord-1")), at(1_000, place("ord-2", "cust-107", &[("PROD-112", 1)]))],
    captions: &[
        says(
            Cue::Start,
            "Aggregates are not kept in memory here: each is folded from its stream, event by event, whenever a command comes.",
        ),
        says(
            Cue::At(TraceKind::Loaded, Place::Node(Node::Order)),
            "The order service loads an empty stream, decides, and appends the first event.",
        ),
        says(
            Cue::At(TraceKind::SnapshotTaken, Place::Node(Node::Inventory)),
            "The warehouse's stream is that of all orders, so it grows. Its state is kept as a snapshot beside the log.",
        ),
        says(
            Cue::Line(TraceKind::Appended, "OrderShipped"),
            "From now on a load begins with the snapshot. Throw all snapshots away: the answers are the same, only the folding is longer.",
        ),
    ],
};

pub(super) const SNAPSHOT_DRIFT: Scenario = Scenario {
    id: "snapshot-drift",
    title: "A stale snapshot",
    summary: "A new revision of the logic is deployed, and the old snapshots are still used. The order service decides on a state that nobody's events add up to.",
    seed: Seed(16),
    settings: drifting,
    acts: || noted(drifting()),
    captions: &[
        says(
            Cue::Start,
            "Ada orders, and a colleague leaves a note in the stream of her order. So far a note means nothing.",
        ),
        says(
            Cue::At(TraceKind::SnapshotTaken, Place::Node(Node::Order)),
            "Two events, so the state is kept as a snapshot: the order is placed.",
        ),
        says(
            Cue::At(TraceKind::SettingChanged, Place::Node(Node::Client)),
            "Deployed: from now on a note puts an order on hold, and its customer cannot cancel. The snapshot says nothing of that, and it is kept.",
        ),
        says(
            Cue::Line(TraceKind::Appended, "OrderCancellationRequested"),
            "Ada cancels, and the order service accepts: its snapshot is stale. Folded from the beginning the order is on hold. Invariant I16 turns red.",
        ),
        says(
            Cue::Saga("saga-compensated"),
            "The order is cancelled against the new rule. Open the story \"A snapshot with a revision\" for the cure.",
        ),
    ],
};

pub(super) const SNAPSHOT_REVISION: Scenario = Scenario {
    id: "snapshot-revision",
    title: "A snapshot with a revision",
    summary: "The same change of logic, but each snapshot says which revision folded it. The old one is passed over, and the stream is folded anew.",
    seed: Seed(16),
    settings: || kept(2),
    acts: || noted(kept(2)),
    captions: &[
        says(Cue::Start, "The same seed, the same note, the same change; only the revision of a snapshot is checked."),
        says(
            Cue::At(TraceKind::SettingChanged, Place::Node(Node::Client)),
            "The new revision is deployed. Nobody has to delete anything.",
        ),
        says(
            Cue::At(TraceKind::SnapshotPassedOver, Place::Node(Node::Order)),
            "The snapshot is of another revision: it is passed over, and the two events are folded by the new logic.",
        ),
        says(
            Cue::Line(TraceKind::Rejected, "CancelOrder"),
            "The order is on hold, so its customer's wish is rejected, with its reason. That is what the new rule wants.",
        ),
        says(Cue::Saga("saga-completed"), "A snapshot is a cache. Without it everything is the same, only slower."),
    ],
};
