//! Faults that befall messages on their way.

use eventarium::fault::{Direction, FaultId, FaultKind, FaultRule, Transmission, Verdict};
use eventarium::kernel::{MessageId, Span};
use eventarium::messaging::Node;

use super::{ID, SEED, judge, leg, plan, rule};

/// Whether a rule loses a message from `origin` on its leg from `from` to `to`.
fn loses(rule: FaultRule, origin: Node, from: Node, to: Node) -> bool {
    judge(rule, leg(origin, from, to)).dropped == Some(ID)
}

#[test]
fn each_kind_has_its_part_of_the_verdict() {
    let sent = leg(Node::Order, Node::Bus, Node::Payment);
    let verdict = |kind| judge(rule(kind, Node::Payment), sent);
    assert_eq!(verdict(FaultKind::Drop), Verdict { dropped: Some(ID), ..Verdict::PASS });
    assert_eq!(verdict(FaultKind::Partition), Verdict { dropped: Some(ID), ..Verdict::PASS });
    assert_eq!(verdict(FaultKind::Poison), Verdict { poisoned: Some(ID), ..Verdict::PASS });
    assert_eq!(verdict(FaultKind::Duplicate), Verdict { duplicated: Some(ID), ..Verdict::PASS });
    assert_eq!(verdict(FaultKind::Reorder), Verdict { reordered: Some(ID), ..Verdict::PASS });
    let delayed = Some((ID, Span::from_millis(500)));
    assert_eq!(verdict(FaultKind::Latency), Verdict { delayed, ..Verdict::PASS });
    for kind in [FaultKind::Decline, FaultKind::Unavailable, FaultKind::Crash, FaultKind::Slow] {
        assert!(verdict(kind).is_pass(), "{}", kind.name());
    }
}

#[test]
fn a_fault_befalls_what_its_target_is_sent() {
    let to_payment = rule(FaultKind::Drop, Node::Payment);
    assert!(loses(to_payment, Node::Saga, Node::Bus, Node::Payment));
    assert!(loses(to_payment, Node::Saga, Node::Saga, Node::Payment));
    assert!(!loses(to_payment, Node::Payment, Node::Payment, Node::Bus));
    assert!(!loses(to_payment, Node::Payment, Node::Bus, Node::Saga));
    assert!(loses(rule(FaultKind::Drop, Node::Bus), Node::Payment, Node::Payment, Node::Bus));
}

#[test]
fn or_what_its_target_sends_once() {
    let from = |node| FaultRule { direction: Direction::From, ..rule(FaultKind::Drop, node) };
    assert!(loses(from(Node::Payment), Node::Payment, Node::Payment, Node::Bus));
    assert!(loses(from(Node::Payment), Node::Payment, Node::EventStore, Node::Bus), "published for it by the store");
    assert!(loses(from(Node::Order), Node::Order, Node::Order, Node::Client));
    assert!(!loses(from(Node::Payment), Node::Payment, Node::Bus, Node::Saga), "the second leg is the bus's");
    assert!(!loses(from(Node::Payment), Node::Saga, Node::Bus, Node::Payment));
    assert!(loses(from(Node::Bus), Node::Payment, Node::Bus, Node::Saga));
    assert!(loses(from(Node::EventStore), Node::Payment, Node::EventStore, Node::Bus));
}

#[test]
fn the_store_receives_no_messages_so_what_it_sends_counts() {
    let at_store = rule(FaultKind::Drop, Node::EventStore);
    assert!(loses(at_store, Node::Payment, Node::EventStore, Node::Bus));
    assert!(!loses(at_store, Node::Payment, Node::Bus, Node::Saga));
}

#[test]
fn without_a_target_it_befalls_every_leg() {
    let anywhere = FaultRule::of(FaultKind::Drop);
    assert!(loses(anywhere, Node::Client, Node::Client, Node::Order));
    assert!(loses(anywhere, Node::Payment, Node::EventStore, Node::Bus));
    assert!(loses(anywhere, Node::Payment, Node::Bus, Node::Analytics));
}

#[test]
fn only_consumers_are_poisoned() {
    let poisons = |rule, origin, from, to| judge(rule, leg(origin, from, to)).poisoned.is_some();
    let anywhere = FaultRule::of(FaultKind::Poison);
    assert!(poisons(anywhere, Node::Payment, Node::Bus, Node::Saga));
    assert!(!poisons(anywhere, Node::Payment, Node::EventStore, Node::Bus));
    assert!(!poisons(anywhere, Node::Order, Node::Order, Node::Client));
    let from_payment = FaultRule { direction: Direction::From, ..rule(FaultKind::Poison, Node::Payment) };
    assert!(poisons(from_payment, Node::Payment, Node::Bus, Node::Saga));
    assert!(!poisons(from_payment, Node::Payment, Node::EventStore, Node::Bus));
    assert!(!poisons(from_payment, Node::Order, Node::Bus, Node::Saga));
}

#[test]
fn a_partition_loses_everything_to_and_from_its_node() {
    let cut = rule(FaultKind::Partition, Node::Payment);
    assert!(loses(cut, Node::Saga, Node::Bus, Node::Payment));
    assert!(loses(cut, Node::Payment, Node::Payment, Node::Saga));
    assert!(loses(cut, Node::Payment, Node::EventStore, Node::Bus));
    assert!(!loses(cut, Node::Payment, Node::Bus, Node::Saga), "what the bus has got is out of reach");
    assert!(!loses(cut, Node::Saga, Node::Bus, Node::Shipping));
    assert!(loses(rule(FaultKind::Partition, Node::Bus), Node::Saga, Node::Bus, Node::Shipping));
    let plan = plan([cut]);
    assert_eq!(plan.partitioned(super::ms(10), Node::Payment), Some(ID));
    assert_eq!(plan.partitioned(super::ms(10), Node::Saga), None);
}

#[test]
fn one_message_can_be_singled_out() {
    let message = Some(MessageId(2));
    let mut plan = plan([FaultRule { message, ..FaultRule::of(FaultKind::Drop) }]);
    let sent = leg(Node::Order, Node::Bus, Node::Saga);
    assert!(plan.transmission(SEED, &sent).is_pass());
    assert!(!plan.transmission(SEED, &Transmission { message: MessageId(2), ..sent }).is_pass());
}

#[test]
fn a_lost_message_uses_up_no_other_fault() {
    let duplicate = FaultRule { count: Some(1), ..rule(FaultKind::Duplicate, Node::Saga) };
    let mut plan = plan([duplicate, FaultRule { count: Some(1), ..rule(FaultKind::Drop, Node::Saga) }]);
    let sent = leg(Node::Order, Node::Bus, Node::Saga);
    assert_eq!(plan.transmission(SEED, &sent), Verdict { dropped: Some(FaultId(8)), ..Verdict::PASS });
    assert_eq!(plan.transmission(SEED, &sent), Verdict { duplicated: Some(ID), ..Verdict::PASS });
    assert!(plan.transmission(SEED, &sent).is_pass());
}

#[test]
fn delays_add_up_and_the_longest_is_named() {
    let by = |millis| Some(Span::from_millis(millis));
    let short = FaultRule { by: by(100), ..rule(FaultKind::Latency, Node::Saga) };
    let long = FaultRule { by: by(300), ..FaultRule::of(FaultKind::Latency) };
    let verdict = plan([short, long]).transmission(SEED, &leg(Node::Order, Node::Bus, Node::Saga));
    assert_eq!(verdict.delayed, Some((FaultId(8), Span::from_millis(400))));
}
