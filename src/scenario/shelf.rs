//! All stories, in the order of the shelf.

use super::Scenario;
use super::acts::{Act, ada_orders, at, basket, cancel, place, rule};
use super::cue::{Caption, Cue};
use crate::domain::inventory::InventoryCommand;
use crate::domain::{Command, OrderId};
use crate::fault::{Direction, FaultKind, FaultRule, Moment};
use crate::kernel::{Seed, Span, VirtualTime};
use crate::messaging::{Node, Place, ReadModel};
use crate::world::{Correction, Input, Settings, TraceKind};

const fn says(cue: Cue, text: &'static str) -> Caption {
    Caption { cue, text }
}

fn usual() -> Settings {
    Settings::default()
}

fn forgetful() -> Settings {
    Settings { idempotency: false, ..Settings::default() }
}

fn naive() -> Settings {
    Settings { outbox: false, ..Settings::default() }
}

/// A bus that waits longer for an acknowledgement than the saga waits for an answer.
fn patient_bus() -> Settings {
    Settings { ack_timeout: Span::from_secs(15), ..Settings::default() }
}

fn faulty(fault: FaultRule) -> Vec<Act> {
    vec![at(0, Input::Inject(fault)), at(0, ada_orders("ord-1"))]
}

/// The story with this id.
pub fn find(id: &str) -> Option<&'static Scenario> {
    SCENARIOS.iter().find(|scenario| scenario.id == id)
}

/// The shelf.
pub static SCENARIOS: [Scenario; 15] = [
    Scenario {
        id: "happy-path",
        title: "An order goes through",
        summary: "Ada orders, and every part of the shop does its share. Watch one command become eight events.",
        seed: Seed(7),
        settings: usual,
        acts: || vec![at(0, ada_orders("ord-1"))],
        captions: &[
            says(
                Cue::Start,
                "A command asks for something. Press Play and follow the blue square to the order service.",
            ),
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
            says(
                Cue::Saga("saga-completed"),
                "Done: confirmed in under five seconds. Some time later the parcel leaves.",
            ),
            says(
                Cue::Line(TraceKind::Appended, "OrderShipped"),
                "Eight events tell the whole story. Drag the timeline back and read any moment of it.",
            ),
        ],
    },
    Scenario {
        id: "card-declined",
        title: "The card is declined",
        summary: "The bank says no: a refusal is final and never retried. The saga releases the stock it had reserved.",
        seed: Seed(11),
        settings: usual,
        acts: || faulty(rule(FaultKind::Decline, Node::Payment)),
        captions: &[
            says(Cue::Start, "The fault \"Card declined\" is armed at payment. Play."),
            says(
                Cue::Line(TraceKind::Appended, "InventoryReserved"),
                "The stock is reserved for Ada. Payment is next.",
            ),
            says(
                Cue::Line(TraceKind::Appended, "PaymentDeclined"),
                "The card is declined. A refusal is an answer: known, final, nothing to undo at payment.",
            ),
            says(
                Cue::Saga("compensation-started"),
                "The saga turns back and compensates what was done: it releases the stock.",
            ),
            says(
                Cue::Saga("saga-compensated"),
                "Compensated: the order is cancelled, the stock is free, no money moved.",
            ),
        ],
    },
    Scenario {
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
    },
    Scenario {
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
    },
    Scenario {
        id: "charged-twice",
        title: "Delivered twice, charged twice",
        summary: "The bus delivers a command twice, as at-least-once allows. Payment forgets what it handled, so Ada pays twice.",
        seed: Seed(2),
        settings: forgetful,
        acts: || faulty(FaultRule { count: Some(1), ..rule(FaultKind::Duplicate, Node::Payment) }),
        captions: &[
            says(Cue::Start, "Idempotency is off and one message to payment will arrive twice."),
            says(
                Cue::Line(TraceKind::Duplicated, "ChargePayment"),
                "There are two copies of ChargePayment on the way now.",
            ),
            says(
                Cue::Nth(2, TraceKind::Appended, "PaymentCharged"),
                "The second copy charged again. The invariants turn red, and say which setting explains it.",
            ),
            says(
                Cue::Saga("saga-completed"),
                "The saga knows nothing of it: it got its answer. Open the story \"Delivered twice, charged once\" for the cure.",
            ),
        ],
    },
    Scenario {
        id: "charged-once",
        title: "Delivered twice, charged once",
        summary: "The same duplicate, but consumers remember which messages they handled. The second copy has no effect.",
        seed: Seed(2),
        settings: usual,
        acts: || faulty(FaultRule { count: Some(1), ..rule(FaultKind::Duplicate, Node::Payment) }),
        captions: &[
            says(Cue::Start, "The same seed, the same fault; only idempotency is on."),
            says(Cue::Line(TraceKind::Duplicated, "ChargePayment"), "Again two copies are on the way."),
            says(
                Cue::Line(TraceKind::DuplicateIgnored, "ChargePayment"),
                "Payment's inbox knows the message: no second charge, the same answer.",
            ),
            says(Cue::Saga("saga-completed"), "At least once, plus an idempotent consumer: one effect."),
        ],
    },
    Scenario {
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
    },
    Scenario {
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
            says(
                Cue::At(TraceKind::Crashed, Place::Node(Node::Order)),
                "The order service goes down right after saving.",
            ),
            says(
                Cue::Line(TraceKind::Published, "OrderPlaced"),
                "The dispatcher publishes from the store. It never needed the order service for that.",
            ),
            says(
                Cue::Saga("saga-completed"),
                "The order is fulfilled although the service crashed at the worst moment.",
            ),
        ],
    },
    Scenario {
        id: "poison",
        title: "A poison message",
        summary: "A command arrives garbled and fails in every attempt, so it is parked. A person corrects its body and sends it on.",
        seed: Seed(6),
        settings: usual,
        acts: || {
            let poison = FaultRule { count: Some(1), ..rule(FaultKind::Poison, Node::Inventory) };
            let lines = basket(&[("PROD-456", 2), ("PROD-112", 1)]);
            let command = Command::Inventory(InventoryCommand::Reserve { order: OrderId(0), lines });
            let correction = Some(Correction::Command { command, customer: None });
            let mut acts = faulty(poison);
            acts.push(at(7_000, Input::Redrive { dead_letter: 0, correction }));
            acts
        },
        captions: &[
            says(Cue::Start, "The first message to inventory will be poisoned on its way."),
            says(
                Cue::Line(TraceKind::Failed, "ReserveInventory"),
                "The handler cannot read it. The other handlers go on: they are isolated from each other.",
            ),
            says(
                Cue::Line(TraceKind::DeadLettered, "ReserveInventory"),
                "Three attempts, three failures: parked in the dead-letter queue instead of blocking the rest.",
            ),
            says(
                Cue::Line(TraceKind::Redriven, "ReserveInventory"),
                "Somebody corrected the body and sent it on. The saga is still waiting for its answer.",
            ),
            says(
                Cue::Saga("saga-completed"),
                "The order went through, because the correction came before the saga lost patience.",
            ),
        ],
    },
    Scenario {
        id: "answer-lost",
        title: "The answer is lost after the charge",
        summary: "Payment charges the card, but nothing it says gets out for a while. Done or not? The saga must treat it as maybe done.",
        seed: Seed(8),
        settings: usual,
        acts: || {
            let deaf = FaultRule {
                direction: Direction::From,
                until: Some(VirtualTime::from_millis(16_000)),
                ..rule(FaultKind::Drop, Node::Payment)
            };
            faulty(deaf)
        },
        captions: &[
            says(Cue::Start, "Whatever payment sends is lost during the first 16 seconds."),
            says(
                Cue::Line(TraceKind::Appended, "PaymentCharged"),
                "The card is charged. Only the saga does not hear of it.",
            ),
            says(Cue::Line(TraceKind::Dropped, "PaymentCharged"), "The outbox repeats, and every repetition is lost."),
            says(
                Cue::Saga("step-unknown"),
                "Ten seconds without an answer: unknown. So the refund runs first, harmless if there had been no charge.",
            ),
            says(
                Cue::Line(TraceKind::Appended, "PaymentRefunded"),
                "There had been one. Because the saga assumed the worst, Ada's money is on its way back.",
            ),
            says(Cue::Saga("saga-compensated"), "Compensated. A timeout is not a failure: it is not knowing."),
        ],
    },
    Scenario {
        id: "timeout-race",
        title: "A timeout races a success",
        summary: "Shipping is so slow that its success and the saga's timer pass each other. A timer cannot be revoked, so the saga checks its state.",
        seed: Seed(9),
        settings: patient_bus,
        acts: || faulty(FaultRule { by: Some(Span::from_millis(9_500)), ..rule(FaultKind::Slow, Node::Shipping) }),
        captions: &[
            says(Cue::Start, "Every handling at shipping takes nine and a half seconds longer. The saga waits ten."),
            says(Cue::Line(TraceKind::Received, "CreateShipment"), "Shipping works. The ring of the timer drains."),
            says(
                Cue::Saga("step-unknown"),
                "The timer rings first. The saga turns back and cancels a shipment that may exist.",
            ),
            says(
                Cue::Line(TraceKind::Saga, "ShipmentCreated"),
                "The success arrives late. The saga checks its state and ignores it: it has already decided.",
            ),
            says(Cue::Saga("saga-compensated"), "Whichever wins the race, the end is consistent."),
        ],
    },
    Scenario {
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
    },
    Scenario {
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
    },
    Scenario {
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
    },
    Scenario {
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
    },
];
