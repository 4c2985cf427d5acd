//! Read models that are built again while the old ones serve.

use super::*;

fn with(history: History) -> Settings {
    Settings { history, ..Settings::default() }
}

fn rewritten() -> Settings {
    with(History { projections: ProjectionVersion::Second, ..History::default() })
}

fn mailing(mails: MailFrom) -> Settings {
    with(History { mails, ..History::default() })
}

fn rebuilt_after_an_order() -> Vec<Act> {
    vec![at(0, ada_orders("ord-1")), at(9_000, Input::Rebuild(ReadModel::Orders))]
}

pub(super) const REBUILD: Scenario = Scenario {
    id: "rebuild",
    title: "Built again while the old one serves",
    summary: "Revenue is built again from the first event, beside the one that serves. When both say the same, the new one takes over.",
    seed: Seed(17),
    settings: usual,
    acts: || {
        vec![
            at(0, ada_orders("ord-1")),
            at(500, place("ord-2", "cust-107", &[("PROD-112", 3)])),
            at(6_000, Input::Rebuild(ReadModel::Revenue)),
            at(6_100, place("ord-3", "cust-880", &[("PROD-456", 1)])),
        ]
    },
    captions: &[
        says(Cue::Start, "Two orders go through. Then somebody wants the revenue counted again, from the first event."),
        says(
            Cue::At(TraceKind::RebuildStarted, Place::ReadModel(ReadModel::Revenue)),
            "A second version begins with nothing. The first one goes on serving, and goes on following the store.",
        ),
        says(
            Cue::At(TraceKind::Rebuilding, Place::ReadModel(ReadModel::Revenue)),
            "It reads some events at a time. A third order comes in between, so the goal moves.",
        ),
        says(
            Cue::At(TraceKind::RebuildSwitched, Place::ReadModel(ReadModel::Revenue)),
            "Both have read as far, and both say the same: the new one takes over. Nobody who asked in between noticed.",
        ),
    ],
};

pub(super) const REWRITE: Scenario = Scenario {
    id: "rewrite",
    title: "The rewrite that was equal for a while",
    summary: "A read model's code was rewritten, with a mistake: it forgot refunds and cancellations. Two versions stand side by side, and the comparison finds it.",
    seed: Seed(18),
    settings: rewritten,
    acts: || {
        vec![
            at(0, ada_orders("ord-1")),
            at(7_000, Input::Rebuild(ReadModel::Stock)),
            at(9_000, Input::Inject(rule(FaultKind::Unavailable, Node::Shipping))),
            at(9_000, place("ord-2", "cust-107", &[("PROD-112", 3)])),
            at(18_000, Input::Rebuild(ReadModel::Revenue)),
        ]
    },
    captions: &[
        says(
            Cue::Start,
            "The second version of the read models is deployed; whatever is built from now on is built by it.",
        ),
        says(
            Cue::At(TraceKind::RebuildSwitched, Place::ReadModel(ReadModel::Stock)),
            "Stock is equal: nothing was ever taken back. So the new version takes over. Equal so far is not right for ever.",
        ),
        says(
            Cue::Line(TraceKind::Appended, "PaymentRefunded"),
            "No carrier for Grace's order: refunded, released, cancelled. Now the two versions part. Watch I18 turn red for the stock.",
        ),
        says(
            Cue::At(TraceKind::RebuildDiffers, Place::ReadModel(ReadModel::Revenue)),
            "Revenue is built by the new version, too, and it says otherwise. The old one goes on serving: this is what the comparison is for.",
        ),
    ],
};

pub(super) const REPLAY_TRAP: Scenario = Scenario {
    id: "replay-trap",
    title: "The replay trap",
    summary: "The list of orders also sends the e-mails. When it is built again from the first event, Ada gets all of them a second time.",
    seed: Seed(19),
    settings: || mailing(MailFrom::ReadModel),
    acts: rebuilt_after_an_order,
    captions: &[
        says(
            Cue::Start,
            "The read model \"orders\" has a side effect: whatever it applies, it also sends as an e-mail.",
        ),
        says(
            Cue::At(TraceKind::Mailed, Place::ReadModel(ReadModel::Orders)),
            "It works: the list shows the order, and Ada has her mail.",
        ),
        says(
            Cue::At(TraceKind::RebuildStarted, Place::ReadModel(ReadModel::Orders)),
            "The list is built again, from the first event on. The events are old; the side effect does not know that.",
        ),
        says(
            Cue::At(TraceKind::RebuildSwitched, Place::ReadModel(ReadModel::Orders)),
            "The rows are right, and every e-mail went out twice. Invariant I06 turns red. Open the next story for the cure.",
        ),
    ],
};

pub(super) const PROJECTION_AND_REACTOR: Scenario = Scenario {
    id: "projection-and-reactor",
    title: "Projection and reactor",
    summary: "The same rebuild, but the e-mails are written by a consumer of its own. The projection only computes, so it can be built again at any time.",
    seed: Seed(19),
    settings: || mailing(MailFrom::Reactor),
    acts: rebuilt_after_an_order,
    captions: &[
        says(
            Cue::Start,
            "The same seed, the same rebuild. Notification reacts to events; the list of orders only shows them.",
        ),
        says(
            Cue::At(TraceKind::Mailed, Place::Node(Node::Notification)),
            "The reactor has an inbox: each message takes effect once.",
        ),
        says(
            Cue::At(TraceKind::RebuildStarted, Place::ReadModel(ReadModel::Orders)),
            "The projection is built again. The reactor is not part of it.",
        ),
        says(
            Cue::At(TraceKind::RebuildSwitched, Place::ReadModel(ReadModel::Orders)),
            "The same rows, and not one e-mail more.",
        ),
    ],
};
