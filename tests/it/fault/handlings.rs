//! Faults that befall a node at work.

use eventarium::fault::{FaultKind, FaultRule, HandlingVerdict, Moment};
use eventarium::kernel::{MessageId, Span};
use eventarium::messaging::{Node, Place, ReadModel};

use super::{ID, SEED, at, compensation, handling, judge_handling, ms, plan, rule, step};

#[test]
fn a_card_is_declined_at_the_charge_alone() {
    let decline = FaultRule::of(FaultKind::Decline);
    assert_eq!(judge_handling(decline, step(Node::Payment)).declined, Some(ID));
    assert_eq!(judge_handling(decline, compensation(Node::Payment)), HandlingVerdict::PASS);
    assert_eq!(judge_handling(decline, handling(Node::Payment)), HandlingVerdict::PASS);
    assert_eq!(judge_handling(decline, step(Node::Inventory)), HandlingVerdict::PASS);
}

#[test]
fn an_unavailable_service_refuses_its_steps_and_asks_no_card() {
    let unavailable = rule(FaultKind::Unavailable, Node::Payment);
    assert_eq!(judge_handling(unavailable, step(Node::Payment)).unavailable, Some(ID));
    assert_eq!(judge_handling(unavailable, compensation(Node::Payment)), HandlingVerdict::PASS);
    assert_eq!(judge_handling(unavailable, step(Node::Shipping)), HandlingVerdict::PASS);
    let anywhere = FaultRule::of(FaultKind::Unavailable);
    for node in Node::ALL {
        let able = matches!(node, Node::Inventory | Node::Payment | Node::Shipping);
        assert_eq!(judge_handling(anywhere, step(node)).unavailable.is_some(), able, "{}", node.name());
    }
    let mut both = plan([FaultRule::of(FaultKind::Decline), unavailable]);
    assert_eq!(both.handling(SEED, &step(Node::Payment)).declined, None);
    assert!(both.rules().all(|(id, _, hits, _)| hits == u32::from(*id != ID)));
}

#[test]
fn a_compensation_fails_but_not_its_step() {
    let fail = rule(FaultKind::FailCompensation, Node::Payment);
    assert_eq!(judge_handling(fail, compensation(Node::Payment)).compensation_failed, Some(ID));
    assert_eq!(judge_handling(fail, step(Node::Payment)), HandlingVerdict::PASS);
    assert_eq!(judge_handling(fail, compensation(Node::Inventory)), HandlingVerdict::PASS);
}

#[test]
fn a_rival_writes_to_orders_alone() {
    let rival = FaultRule::of(FaultKind::ConcurrentWriter);
    assert_eq!(judge_handling(rival, handling(Node::Order)).rival, Some(ID));
    assert_eq!(judge_handling(rival, handling(Node::Saga)), HandlingVerdict::PASS);
}

#[test]
fn a_slow_place_takes_longer_be_it_a_node_or_a_read_model() {
    let stock = Place::ReadModel(ReadModel::Stock);
    let by = Some(Span::from_millis(250));
    let mut plan = plan([
        FaultRule { target: Some(stock), by, ..FaultRule::of(FaultKind::Slow) },
        rule(FaultKind::Slow, Node::Saga),
    ]);
    assert_eq!(plan.slowness(SEED, ms(1), stock, 1), (Span::from_millis(250), Some(ID)));
    assert_eq!(plan.slowness(SEED, ms(1), Place::Node(Node::Saga), 1).0, Span::from_millis(1_000));
    assert_eq!(plan.slowness(SEED, ms(1), Place::ReadModel(ReadModel::Orders), 1), (Span::ZERO, None));
}

#[test]
fn an_outage_closes_the_bus_or_the_store() {
    let plan_of = |target| plan([FaultRule { target, ..FaultRule::of(FaultKind::Outage) }]);
    assert_eq!(plan_of(at(Node::Bus)).outage(ms(1), Node::Bus), Some(ID));
    assert_eq!(plan_of(at(Node::Bus)).outage(ms(1), Node::EventStore), None);
    assert_eq!(plan_of(None).outage(ms(1), Node::EventStore), Some(ID));
    assert_eq!(plan_of(None).outage(ms(1), Node::Payment), None);
}

#[test]
fn a_crash_waits_for_its_moment() {
    for moment in Moment::ALL {
        let mut plan = plan([FaultRule { moment: Some(moment), ..rule(FaultKind::Crash, Node::Payment) }]);
        for asked in Moment::ALL {
            let crash = plan.crash_at(SEED, ms(1), Node::Payment, asked, MessageId(1), 1);
            assert_eq!(crash, (asked == moment).then_some((ID, Span::from_millis(5_000))), "{}", asked.name());
            assert_eq!(plan.crash_at(SEED, ms(1), Node::Saga, asked, MessageId(1), 1), None);
        }
    }
}

#[test]
fn a_crash_by_chance_comes_before_receiving() {
    let mut plan = plan([FaultRule { chance: Some(100), ..rule(FaultKind::Crash, Node::Payment) }]);
    let mut crash = |moment| plan.crash_at(SEED, ms(1), Node::Payment, moment, MessageId(1), 1).is_some();
    assert_eq!(Moment::ALL.map(&mut crash), [true, false, false, false]);
}

#[test]
fn a_crash_without_moment_or_chance_is_at_once() {
    let crash = rule(FaultKind::Crash, Node::Payment);
    assert!(crash.is_immediate_crash());
    assert!(!FaultRule { chance: Some(5), ..crash }.is_immediate_crash());
    assert!(!FaultRule { moment: Some(Moment::AfterAck), ..crash }.is_immediate_crash());
    let mut armed = plan([crash]);
    assert_eq!(armed.crash_at(SEED, ms(1), Node::Payment, Moment::BeforeReceive, MessageId(1), 1), None);
    assert_eq!(crash.downtime(ms(1)), Span::from_millis(5_000));
    assert_eq!(FaultRule { until: Some(ms(9)), ..crash }.downtime(ms(1)), Span::from_millis(8));
    assert_eq!(
        FaultRule { until: Some(ms(9)), by: Some(Span::from_millis(2)), ..crash }.downtime(ms(1)),
        Span::from_millis(2)
    );
}
