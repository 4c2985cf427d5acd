//! Luck is addressed: nobody changes anybody else's.

use eventarium::fault::{FaultId, FaultKind, FaultPlan, FaultRule, Transmission, Verdict};
use eventarium::kernel::{MessageId, Seed, VirtualTime};
use eventarium::messaging::Node;

use super::{ID, SEED, leg, plan, rule};

/// The verdicts on messages 0 to 1,999.
fn verdicts(mut plan: FaultPlan, seed: Seed) -> Vec<Verdict> {
    let sent = leg(Node::Order, Node::Bus, Node::Saga);
    (0..2_000).map(|id| plan.transmission(seed, &Transmission { message: MessageId(id), ..sent })).collect()
}

fn by_chance(kind: FaultKind, chance: u8) -> FaultRule {
    FaultRule { chance: Some(chance), ..rule(kind, Node::Saga) }
}

#[test]
fn chance_is_kept() {
    for (chance, hits) in [(0, 0..1), (30, 540..660), (100, 2_000..2_001)] {
        let lost = verdicts(plan([by_chance(FaultKind::Drop, chance)]), SEED).iter().filter(|v| !v.is_pass()).count();
        assert!(hits.contains(&lost), "{chance} %: {lost}");
    }
}

#[test]
fn another_rule_changes_nobodys_verdicts() {
    let alone = verdicts(plan([by_chance(FaultKind::Reorder, 30)]), SEED);
    for kind in [FaultKind::Duplicate, FaultKind::Reorder, FaultKind::Poison, FaultKind::Latency, FaultKind::Slow] {
        let beside = verdicts(plan([by_chance(FaultKind::Reorder, 30), by_chance(kind, 50)]), SEED);
        let same = |(one, other): (&Verdict, &Verdict)| one.reordered == other.reordered.filter(|id| *id == ID);
        assert!(alone.iter().zip(&beside).all(same), "{}", kind.name());
    }
}

#[test]
fn luck_follows_the_number_of_the_rule_and_not_its_place() {
    let mut lifted = plan([by_chance(FaultKind::Poison, 50)]);
    assert_eq!(lifted.arm(by_chance(FaultKind::Drop, 30), VirtualTime::ZERO, FaultId(99)), Ok(()));
    lifted.lift(ID);
    let mut alone = FaultPlan::default();
    assert_eq!(alone.arm(by_chance(FaultKind::Drop, 30), VirtualTime::ZERO, FaultId(99)), Ok(()));
    assert_eq!(verdicts(lifted, SEED), verdicts(alone, SEED));
}

#[test]
fn rules_seeds_and_attempts_have_luck_of_their_own() {
    let drop = by_chance(FaultKind::Drop, 50);
    let lost = |plan, seed| verdicts(plan, seed).iter().map(|verdict| verdict.dropped.is_some()).collect::<Vec<_>>();
    let mut other = FaultPlan::default();
    assert_eq!(other.arm(drop, VirtualTime::ZERO, FaultId(8)), Ok(()));
    assert_ne!(lost(plan([drop]), SEED), lost(other, SEED));
    assert_ne!(lost(plan([drop]), SEED), lost(plan([drop]), Seed(43)));
    let sent = leg(Node::Order, Node::Bus, Node::Saga);
    let mut plan = plan([drop]);
    let tries: Vec<bool> =
        (0..64).map(|attempt| plan.transmission(SEED, &Transmission { attempt, ..sent }).is_pass()).collect();
    assert!(tries.contains(&true) && tries.contains(&false));
}
