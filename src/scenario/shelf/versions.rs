//! Events that change their shape, and code that is deployed at different times.

use super::*;

const FORMER: History = History {
    snapshot_every: 0,
    snapshot_revisions: SnapshotRevisions::Checked,
    order_logic: OrderLogic::First,
    projections: ProjectionVersion::First,
    mails: MailFrom::Reactor,
    producer: Deployed::First,
    consumers: Deployed::First,
    upcasting: Upcasting::Off,
};

fn with(history: History) -> Settings {
    Settings { history, ..Settings::default() }
}

fn former() -> Settings {
    with(FORMER)
}

fn deploy(millis: u64, history: History) -> Act {
    at(millis, Input::Set(with(history)))
}

fn redrive(millis: u64, dead_letter: u32) -> Act {
    at(millis, Input::Redrive { dead_letter, correction: None })
}

pub(super) const VERSIONS: Scenario = Scenario {
    id: "versions",
    title: "A producer deployed before its consumers",
    summary: "OrderPlaced gets a second version, with items and a currency. Its writer is deployed first, and nobody can read what it writes.",
    seed: Seed(20),
    settings: former,
    acts: || {
        let ahead = History { producer: Deployed::Second, ..FORMER };
        let together = History { consumers: Deployed::Second, upcasting: Upcasting::On, ..ahead };
        vec![
            at(0, ada_orders("ord-1")),
            deploy(8_000, ahead),
            at(9_000, place("ord-2", "cust-107", &[("PROD-112", 1)])),
            deploy(16_000, together),
            redrive(17_000, 0),
            redrive(17_000, 1),
            redrive(17_000, 2),
            at(17_500, Input::Rebuild(ReadModel::Orders)),
        ]
    },
    captions: &[
        says(
            Cue::Start,
            "In the first version OrderPlaced is an amount and nothing else. Ada's order is stored that way, for ever.",
        ),
        says(
            Cue::At(TraceKind::SettingChanged, Place::Node(Node::Client)),
            "The order service is deployed in its second version: items, total, currency. Everybody else still knows the first.",
        ),
        says(
            Cue::At(TraceKind::Stopped, Place::ReadModel(ReadModel::Orders)),
            "Grace orders. The list of orders cannot read the new shape: it stops, visibly. It skips nothing.",
        ),
        says(
            Cue::Line(TraceKind::DeadLettered, "OrderPlaced"),
            "Consumers of messages try three times and park it. The order is stored, and nobody works on it.",
        ),
        says(
            Cue::Nth(1, TraceKind::Redriven, "OrderPlaced"),
            "Now the consumers are deployed, with an upcaster for what is old. Read models go on by themselves; parked messages are sent again.",
        ),
        says(
            Cue::At(TraceKind::RebuildSwitched, Place::ReadModel(ReadModel::Orders)),
            "Built again from the first event, through the upcaster, the list says the same. What is stored was never touched.",
        ),
    ],
};

pub(super) const FAULTY_UPCASTER: Scenario = Scenario {
    id: "faulty-upcaster",
    title: "The upcaster that took cents for euros",
    summary: "An order of the first version is read by code of the second. The upcaster between them has a mistake, and only what is built anew shows it.",
    seed: Seed(21),
    settings: former,
    acts: || {
        let (producer, consumers) = (Deployed::Second, Deployed::Second);
        let faulty = History { producer, consumers, upcasting: Upcasting::Faulty, ..FORMER };
        vec![
            at(0, ada_orders("ord-1")),
            deploy(8_000, faulty),
            at(9_000, Input::Rebuild(ReadModel::Orders)),
            deploy(14_000, History { upcasting: Upcasting::On, ..faulty }),
            at(15_000, Input::Rebuild(ReadModel::Orders)),
        ]
    },
    captions: &[
        says(Cue::Start, "Ada's order is stored in the first version: an amount in cents."),
        says(
            Cue::At(TraceKind::SettingChanged, Place::Node(Node::Client)),
            "Everything is deployed in the second version. The upcaster fills in what the old event does not say, and multiplies by a hundred. I17 turns red.",
        ),
        says(
            Cue::At(TraceKind::RebuildDiffers, Place::ReadModel(ReadModel::Orders)),
            "The list that serves was built when the event was new, so it is right. Built again it says € 30,997.00, and does not take over.",
        ),
        says(
            Cue::At(TraceKind::RebuildSwitched, Place::ReadModel(ReadModel::Orders)),
            "The upcaster is mended, and nothing else had to be: the stored event is as it was.",
        ),
    ],
};
