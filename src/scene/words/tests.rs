//! A run told in sentences.

use super::*;
use crate::fault::{FaultKind, FaultRule};
use crate::messaging::{Node, Place};
use crate::scene::samples;
use crate::world::{Detail, TraceKind, World};

fn told(world: &World, name: &str) -> Vec<String> {
    let lines = world.trace.iter().filter(|line| line.kind == TraceKind::Appended);
    lines.filter(|line| world.message_name(line.message) == name).map(|line| sentence(world, line)).collect()
}

#[test]
fn an_order_is_told_so_that_a_person_can_follow() {
    let world = samples::one_order(&[]);
    assert_eq!(told(&world, "OrderPlaced"), ["Ada placed ord-1: 2 × PROD-456 and 1 × PROD-112 for € 309.97."]);
    assert_eq!(told(&world, "PaymentCharged"), ["Payment charged € 309.97 to Ada for ord-1."]);
}

#[test]
fn a_declined_card_says_what_the_saga_does_about_it() {
    let world = samples::one_order(&[FaultRule::of(FaultKind::Decline)]);
    assert_eq!(
        told(&world, "PaymentDeclined"),
        ["Payment declined the card. The saga releases the stock it had reserved."]
    );
    assert_eq!(told(&world, "OrderCancelled"), ["ord-1 is cancelled. The bank declined the card."]);
}

#[test]
fn every_line_of_a_run_full_of_faults_is_a_sentence() {
    let faults = FaultKind::ALL.map(|kind| FaultRule { chance: Some(20), ..FaultRule::of(kind) });
    let faults: Vec<FaultRule> = faults.into_iter().filter(|rule| rule.check().is_ok()).collect();
    let world = samples::busy(&faults, 20);
    for line in world.trace.iter() {
        let text = sentence(&world, line);
        assert!(text.ends_with('.'), "{:?}: {text}", line.kind);
        assert!(!text.contains("  ") && !text.contains(".."), "{:?}: {text}", line.kind);
        assert!(!text.contains("a message "), "{:?} {:?}: {text}", line.kind, line.message);
    }
}

#[test]
fn a_verdict_names_its_rule() {
    let rule = FaultRule { target: Some(Place::Node(Node::Payment)), ..FaultRule::of(FaultKind::Drop) };
    let world = samples::one_order(&[rule]);
    let line = world.trace.iter().find(|line| line.kind == TraceKind::Dropped).expect("a drop");
    assert_eq!(
        sentence(&world, line),
        "ChargePayment of ord-1 was lost on its way to payment. Fault 0 (Drop message: Payment) decided it."
    );
    assert_eq!(line.detail, Detail::None);
}
