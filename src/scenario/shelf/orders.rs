//! An order on its way, forward and back.

use super::*;

pub(super) const HAPPY_PATH: Scenario = Scenario {
    id: "happy-path",
    title: "An order goes through",
    summary: "Ada orders, and every part of the shop does its share. Watch one command become eight events.",
    seed: Seed(7),
    settings: usual,
    acts: || vec![at(0, ada_orders("ord-1"))],
    captions: &[
        says(Cue::Start, "A command asks for something. Press Play and follow the blue square to the order service."),
        says(
            Cue::Line(TraceKind::Appended, "OrderPlaced"),
            "The order service decided and recorded a fact: OrderPlaced. From here on everybody else learns of it.",
        ),
        says(
            Cue::Saga("saga-started"),
            "The saga takes over. It asks inventory, payment and shipping, one after the other.",
        ),
        says(
            Cue::Line(TraceKind::Appended, "PaymentCharged"),
            "The card is charged. Should a later step fail, this one has to be compensated.",
        ),
        says(
            Cue::Line(TraceKind::Appended, "ShipmentCreated"),
            "The pivot: with the shipment there is no way back, only forward.",
        ),
        says(Cue::Saga("saga-completed"), "Done: confirmed in under five seconds. Some time later the parcel leaves."),
        says(
            Cue::Line(TraceKind::Appended, "OrderShipped"),
            "Eight events tell the whole story. Drag the timeline back and read any moment of it.",
        ),
    ],
};

pub(super) const CARD_DECLINED: Scenario = Scenario {
    id: "card-declined",
    title: "The card is declined",
    summary: "The bank says no: a refusal is final and never retried. The saga releases the stock it had reserved.",
    seed: Seed(11),
    settings: usual,
    acts: || faulty(rule(FaultKind::Decline, Node::Payment)),
    captions: &[
        says(Cue::Start, "The fault \"Card declined\" is armed at payment. Play."),
        says(Cue::Line(TraceKind::Appended, "InventoryReserved"), "The stock is reserved for Ada. Payment is next."),
        says(
            Cue::Line(TraceKind::Appended, "PaymentDeclined"),
            "The card is declined. A refusal is an answer: known, final, nothing to undo at payment.",
        ),
        says(
            Cue::Saga("compensation-started"),
            "The saga turns back and compensates what was done: it releases the stock.",
        ),
        says(Cue::Saga("saga-compensated"), "Compensated: the order is cancelled, the stock is free, no money moved."),
    ],
};

pub(super) const SHIPPING_UNAVAILABLE: Scenario = Scenario {
    id: "shipping-unavailable",
    title: "No carrier after payment",
    summary: "Shipping cannot take the parcel, three times. The saga refunds the card, then releases the stock: the steps backwards.",
    seed: Seed(3),
    settings: usual,
    acts: || faulty(rule(FaultKind::Unavailable, Node::Shipping)),
    captions: &[
        says(
            Cue::Start,
            "The fault \"Shipping unavailable\" is armed. Stock and money will be taken before anybody notices.",
        ),
        says(Cue::Line(TraceKind::Appended, "PaymentCharged"), "Ada's card is charged."),
        says(
            Cue::Line(TraceKind::Failed, "CreateShipment"),
            "Shipping cannot. That may pass, so the bus tries again after a random, growing pause.",
        ),
        says(
            Cue::Line(TraceKind::Appended, "ShipmentRefused"),
            "Three attempts are used up: now it is a refusal, and the saga turns back.",
        ),
        says(
            Cue::Line(TraceKind::Appended, "PaymentRefunded"),
            "First the last thing done: the refund. Compensation runs in reverse.",
        ),
        says(Cue::Line(TraceKind::Appended, "InventoryReleased"), "Then the stock is released."),
        says(
            Cue::Saga("saga-compensated"),
            "The order is cancelled. Compensation is not undo: the charge and the refund both stay on record.",
        ),
    ],
};

pub(super) const LAST_ITEM: Scenario = Scenario {
    id: "last-item",
    title: "The last item and two buyers",
    summary: "One camera is left, and two people order it in the same instant. The warehouse decides; a read model could not.",
    seed: Seed(5),
    settings: usual,
    acts: || {
        vec![
            at(0, place("ord-wholesale", "cust-880", &[("PROD-918", 999)])),
            at(6_000, place("ord-ada", "cust-441", &[("PROD-918", 1)])),
            at(6_010, place("ord-grace", "cust-107", &[("PROD-918", 1)])),
        ]
    },
    captions: &[
        says(Cue::Start, "Frances buys 999 of the 1,000 cameras first."),
        says(
            Cue::Nth(2, TraceKind::Appended, "OrderPlaced"),
            "Now Ada and Grace both order the last one. Both orders are placed: an order is a wish, not a promise.",
        ),
        says(
            Cue::Line(TraceKind::Appended, "InventoryReservationRefused"),
            "The warehouse reserves for one and refuses the other, because it decides in one place, one after the other.",
        ),
        says(
            Cue::Saga("saga-compensated"),
            "The order that came too late is cancelled with its reason. Nothing was oversold.",
        ),
    ],
};

pub(super) const STUCK: Scenario = Scenario {
    id: "stuck",
    title: "The compensation fails, too",
    summary: "Shipping refuses and the refund does not succeed. The other compensation still runs, and a person has to decide.",
    seed: Seed(10),
    settings: usual,
    acts: || {
        vec![
            at(0, Input::Inject(rule(FaultKind::Unavailable, Node::Shipping))),
            at(0, Input::Inject(rule(FaultKind::FailCompensation, Node::Payment))),
            at(0, ada_orders("ord-1")),
        ]
    },
    captions: &[
        says(Cue::Start, "Two faults: shipping is unavailable, and refunds fail."),
        says(Cue::Line(TraceKind::Appended, "ShipmentRefused"), "No carrier. The saga turns back."),
        says(
            Cue::Line(TraceKind::Appended, "PaymentRefundFailed"),
            "The refund gave up after three attempts. That must not stop the others.",
        ),
        says(Cue::Line(TraceKind::Appended, "InventoryReleased"), "The stock is released all the same."),
        says(
            Cue::Saga("saga-stuck"),
            "Stuck: a task waits for a person. Open the Saga tab and retry, mark it as done by hand, or write it off. Lift the fault first if you retry.",
        ),
        says(Cue::Saga("saga-compensated"), "Resolved by a person, and the record of that stays."),
    ],
};

pub(super) const CANCELLED_IN_TIME: Scenario = Scenario {
    id: "cancelled-in-time",
    title: "Cancelled before the pivot",
    summary: "Ada changes her mind while her card is being charged. Before the shipment exists, cancelling starts the compensation.",
    seed: Seed(13),
    settings: usual,
    acts: || vec![at(0, ada_orders("ord-1")), at(1_500, cancel("ord-1"))],
    captions: &[
        says(Cue::Start, "Ada will cancel one and a half seconds after ordering."),
        says(
            Cue::Line(TraceKind::Appended, "OrderCancellationRequested"),
            "The order service records the wish. Whether it is still possible only the saga knows.",
        ),
        says(Cue::Saga("compensation-started"), "The shipment does not exist yet, so the saga turns back."),
        says(
            Cue::Saga("saga-compensated"),
            "Cancelled, with everything that had been done compensated. After the pivot the wish would have been rejected.",
        ),
    ],
};
