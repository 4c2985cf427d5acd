//! What may go wrong: every kind, every field, and luck that nobody else can change.

mod arming;
mod handlings;
mod luck;
mod messages;
mod rules;

use eventarium::fault::{FaultId, FaultKind, FaultPlan, FaultRule, Handling, HandlingVerdict, Transmission, Verdict};
use eventarium::kernel::{MessageId, Seed, VirtualTime};
use eventarium::messaging::{Node, Place};

pub const SEED: Seed = Seed(42);
pub const ID: FaultId = FaultId(7);

pub const fn at(node: Node) -> Option<Place> {
    Some(Place::Node(node))
}

pub const fn ms(millis: u64) -> VirtualTime {
    VirtualTime::from_millis(millis)
}

/// A fault of a kind at a node.
pub fn rule(kind: FaultKind, node: Node) -> FaultRule {
    FaultRule { target: at(node), ..FaultRule::of(kind) }
}

/// A plan with these rules, numbered from [`ID`] on, armed at the start.
#[track_caller]
pub fn plan(rules: impl IntoIterator<Item = FaultRule>) -> FaultPlan {
    let mut plan = FaultPlan::default();
    for (number, rule) in (ID.0..).zip(rules) {
        plan.arm(rule, VirtualTime::ZERO, FaultId(number)).expect("the rule makes sense");
    }
    plan
}

/// A message from `origin` on its leg from `from` to `to`.
pub fn leg(origin: Node, from: Node, to: Node) -> Transmission {
    Transmission { now: ms(10), from, to, origin, message: MessageId(1), attempt: 1 }
}

pub fn judge(rule: FaultRule, sent: Transmission) -> Verdict {
    plan([rule]).transmission(SEED, &sent)
}

pub fn handling(node: Node) -> Handling {
    Handling { now: ms(10), node, message: MessageId(1), attempt: 1, is_step: false, is_compensation: false }
}

pub fn step(node: Node) -> Handling {
    Handling { is_step: true, ..handling(node) }
}

pub fn compensation(node: Node) -> Handling {
    Handling { is_compensation: true, ..handling(node) }
}

pub fn judge_handling(rule: FaultRule, handling: Handling) -> HandlingVerdict {
    plan([rule]).handling(SEED, &handling)
}
