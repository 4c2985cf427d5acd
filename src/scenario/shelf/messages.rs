//! Messages that come twice, garbled, late or not at all.

use super::*;

pub(super) const CHARGED_TWICE: Scenario = Scenario {
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
};

pub(super) const CHARGED_ONCE: Scenario = Scenario {
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
};

pub(super) const POISON: Scenario = Scenario {
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
};

pub(super) const ANSWER_LOST: Scenario = Scenario {
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
};

pub(super) const TIMEOUT_RACE: Scenario = Scenario {
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
};
