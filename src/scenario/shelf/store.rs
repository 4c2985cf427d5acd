//! Storing, publishing what was stored, and reading it.

use super::*;

pub(super) const DUAL_WRITE: Scenario = Scenario {
    id: "dual-write",
    title: "Saved, but never published",
    summary: "The order service saves and then publishes, and crashes in between. The order exists, and nobody hears of it.",
    seed: Seed(4),
    settings: naive,
    acts: || {
        let crash = FaultRule {
            moment: Some(Moment::AfterEffect),
            count: Some(1),
            by: Some(Span::from_millis(2_500)),
            ..rule(FaultKind::Crash, Node::Order)
        };
        faulty(crash)
    },
    captions: &[
        says(
            Cue::Start,
            "The outbox is off: the service itself publishes after saving. It will crash between the two.",
        ),
        says(
            Cue::At(TraceKind::Crashed, Place::Node(Node::Order)),
            "Saved, then down. The event is in the store; the publish never happens.",
        ),
        says(
            Cue::At(TraceKind::Restarted, Place::Node(Node::Order)),
            "The service is back, but it does not know what it had not published. The client asks again and is told that its order is placed.",
        ),
        says(
            Cue::Line(TraceKind::DuplicateIgnored, "PlaceOrder"),
            "A zombie record: an order that no saga will ever fulfil. The invariant says so, and names the setting.",
        ),
    ],
};

pub(super) const OUTBOX: Scenario = Scenario {
    id: "outbox",
    title: "Saved, and published later",
    summary: "The same crash at the same moment, with the outbox. What is stored is published, sooner or later, at least once.",
    seed: Seed(4),
    settings: usual,
    acts: || {
        let crash = FaultRule {
            moment: Some(Moment::AfterEffect),
            count: Some(1),
            by: Some(Span::from_millis(2_500)),
            ..rule(FaultKind::Crash, Node::Order)
        };
        faulty(crash)
    },
    captions: &[
        says(
            Cue::Start,
            "The outbox is on: a dispatcher reads the store after its checkpoint and repeats until the bus has accepted.",
        ),
        says(Cue::At(TraceKind::Crashed, Place::Node(Node::Order)), "The order service goes down right after saving."),
        says(
            Cue::Line(TraceKind::Published, "OrderPlaced"),
            "The dispatcher publishes from the store. It never needed the order service for that.",
        ),
        says(Cue::Saga("saga-completed"), "The order is fulfilled although the service crashed at the worst moment."),
    ],
};

pub(super) const STALE_READ: Scenario = Scenario {
    id: "stale-read",
    title: "A slow read model",
    summary: "The list of orders is seconds behind the store. Who reads it right after writing sees the past.",
    seed: Seed(12),
    settings: usual,
    acts: || {
        let mut slow = FaultRule::of(FaultKind::Slow);
        slow.target = Some(Place::ReadModel(ReadModel::Orders));
        slow.by = Some(Span::from_millis(4_000));
        vec![at(0, Input::Inject(slow)), at(0, ada_orders("ord-1"))]
    },
    captions: &[
        says(
            Cue::Start,
            "The read model \"orders\" takes four seconds longer for everything it applies. Open the Reads tab.",
        ),
        says(
            Cue::Line(TraceKind::Appended, "OrderPlaced"),
            "The order is placed, and stored. The list of orders does not show it yet: a stale read.",
        ),
        says(
            Cue::At(TraceKind::Projected, Place::ReadModel(ReadModel::Orders)),
            "Now the list shows it, seconds late. It shows nothing wrong, only the past.",
        ),
        says(
            Cue::Line(TraceKind::Appended, "OrderShipped"),
            "Every read model follows the store at its own pace and never skips. In the end all agree.",
        ),
    ],
};

pub(super) const CONCURRENT_WRITER: Scenario = Scenario {
    id: "concurrent-writer",
    title: "Two writers, one stream",
    summary: "Between load and append somebody else writes to the order. The expected version notices; the handler loads and decides again.",
    seed: Seed(14),
    settings: usual,
    acts: || faulty(FaultRule { count: Some(1), ..rule(FaultKind::ConcurrentWriter, Node::Order) }),
    captions: &[
        says(Cue::Start, "A rival will write to Ada's order at the worst moment."),
        says(
            Cue::At(TraceKind::RivalAppended, Place::Node(Node::Order)),
            "The rival was faster: the stream is no longer at the version that the order service had read.",
        ),
        says(
            Cue::At(TraceKind::Conflict, Place::Node(Node::Order)),
            "The append is refused with both versions. The service loads again, decides again, appends.",
        ),
        says(Cue::Saga("saga-completed"), "No update was lost, and nobody had to lock anything."),
    ],
};
