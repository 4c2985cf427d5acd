//! Arming, counting, windows, lifting.

use eventarium::fault::{ARMED_MAX, FaultError, FaultId, FaultKind, FaultPlan, FaultRule, Transmission, Verdict};
use eventarium::kernel::{Digest, VirtualTime};
use eventarium::messaging::Node;

use super::{ID, SEED, leg, ms, plan, rule};

fn to_saga(millis: u64) -> Transmission {
    Transmission { now: ms(millis), ..leg(Node::Order, Node::Bus, Node::Saga) }
}

#[test]
fn a_count_is_used_up_and_the_rule_stays_listed() {
    let mut plan = plan([FaultRule { count: Some(2), ..rule(FaultKind::Drop, Node::Saga) }]);
    let lost = (0..5).filter(|_| !plan.transmission(SEED, &to_saga(10)).is_pass()).count();
    assert_eq!((lost, plan.is_spent(ID), plan.is_active(ID, ms(10))), (2, true, false));
    assert_eq!(plan.rules().map(|(id, _, hits, armed_at)| (*id, hits, armed_at)).collect::<Vec<_>>(), [(ID, 2, ms(0))]);
}

#[test]
fn a_window_opens_at_from_and_closes_before_until() {
    let window = FaultRule { from: Some(ms(100)), until: Some(ms(200)), ..rule(FaultKind::Drop, Node::Saga) };
    let mut plan = plan([window]);
    let mut lost = |millis| !plan.transmission(SEED, &to_saga(millis)).is_pass();
    assert_eq!([99, 100, 199, 200].map(&mut lost), [false, true, true, false]);
}

#[test]
fn the_edges_of_all_windows_are_known() {
    let window = |from, until| FaultRule { from, until, ..rule(FaultKind::Outage, Node::Bus) };
    let plan = plan([window(Some(ms(100)), Some(ms(300))), window(None, Some(ms(200)))]);
    let edges: Vec<_> = std::iter::successors(plan.next_edge(ms(0)), |edge| plan.next_edge(*edge)).collect();
    assert_eq!(edges, [ms(100), ms(200), ms(300)]);
}

#[test]
fn a_lifted_rule_does_nothing_any_more() {
    let mut plan = plan([rule(FaultKind::Drop, Node::Saga), rule(FaultKind::Duplicate, Node::Saga)]);
    assert!(plan.lift(ID));
    assert!(!plan.lift(ID));
    assert_eq!(plan.transmission(SEED, &to_saga(1)), Verdict { duplicated: Some(FaultId(8)), ..Verdict::PASS });
    plan.lift_all();
    assert!(plan.is_empty() && plan.transmission(SEED, &to_saga(1)).is_pass());
    assert_eq!(Digest::of(&plan), Digest::of(&FaultPlan::default()));
}

#[test]
fn a_rule_armed_again_takes_its_own_place_and_counts_anew() {
    let once = FaultRule { count: Some(1), ..rule(FaultKind::Drop, Node::Saga) };
    let mut plan = plan([once, rule(FaultKind::Slow, Node::Saga)]);
    assert!(!plan.transmission(SEED, &to_saga(1)).is_pass());
    assert_eq!(plan.arm(once, ms(5), ID), Ok(()));
    assert!(!plan.is_spent(ID));
    let listed: Vec<_> = plan.rules().map(|(id, _, hits, armed_at)| (*id, hits, armed_at)).collect();
    assert_eq!(listed, [(ID, 0, ms(5)), (FaultId(8), 0, ms(0))]);
}

#[test]
fn a_crash_at_once_is_counted_by_whoever_carries_it_out() {
    let mut plan = plan([FaultRule { count: Some(1), ..rule(FaultKind::Crash, Node::Saga) }]);
    plan.count_hit(ID);
    assert!(plan.is_spent(ID));
}

#[test]
fn what_cannot_be_armed_changes_nothing() {
    let mut plan = FaultPlan::default();
    let outage = rule(FaultKind::Outage, Node::Bus);
    let until = ms(10);
    let past = plan.arm(FaultRule { until: Some(until), ..outage }, until, ID);
    assert_eq!(past, Err(FaultError::WindowPast { now: until, until }));
    assert!(plan.arm(rule(FaultKind::Outage, Node::Saga), ms(0), ID).is_err());
    assert!(plan.is_empty());
    for number in 0..ARMED_MAX as u32 {
        assert_eq!(plan.arm(outage, VirtualTime::ZERO, FaultId(number)), Ok(()));
    }
    let full = Err(FaultError::TooMany { max: ARMED_MAX });
    assert_eq!(plan.arm(outage, VirtualTime::ZERO, FaultId(u32::MAX)), full);
    assert_eq!(plan.arm(outage, VirtualTime::ZERO, FaultId(0)), Ok(()));
    assert_eq!(plan.len(), ARMED_MAX);
}
