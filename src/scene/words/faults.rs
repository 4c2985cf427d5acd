//! Faults in words: what a kind does, what a rule says, which rule decided a line.

use super::escaped;
use super::figures::{clock, count, seconds};
use super::places::{place_phrase, place_title};
use crate::fault::{Direction, FaultId, FaultKind, FaultRule, Moment};
use crate::messaging::{Node, Place};
use crate::world::World;

/// The name of a kind, as on its switch: "Duplicate delivery".
pub const fn fault_title(kind: FaultKind) -> &'static str {
    match kind {
        FaultKind::Decline => "Card declined",
        FaultKind::Unavailable => "Service unavailable",
        FaultKind::Latency => "Latency",
        FaultKind::Drop => "Drop message",
        FaultKind::Duplicate => "Duplicate delivery",
        FaultKind::Reorder => "Reorder",
        FaultKind::Poison => "Poison message",
        FaultKind::Crash => "Crash",
        FaultKind::Slow => "Slow",
        FaultKind::Partition => "Network partition",
        FaultKind::Outage => "Outage",
        FaultKind::FailCompensation => "Compensation fails",
        FaultKind::ConcurrentWriter => "Concurrent writer",
    }
}

/// What a kind does, in one sentence.
pub const fn fault_meaning(kind: FaultKind) -> &'static str {
    match kind {
        FaultKind::Decline => "The bank declines the card: a refusal, final, never retried.",
        FaultKind::Unavailable => {
            "The service answers at once that it cannot; it is retried with back-off and becomes a refusal when the attempts are used up."
        }
        FaultKind::Latency => "A message takes longer on its way.",
        FaultKind::Drop => "A message is lost on its way.",
        FaultKind::Duplicate => "A message arrives twice.",
        FaultKind::Reorder => "A message is overtaken by the next one.",
        FaultKind::Poison => "A message becomes one that its handler cannot process, until its body is corrected.",
        FaultKind::Crash => "The part is down for a while: work not acknowledged is lost, what is stored stays.",
        FaultKind::Slow => "Each handling takes longer.",
        FaultKind::Partition => "Everything to and from the part is lost.",
        FaultKind::Outage => "It refuses everything.",
        FaultKind::FailCompensation => "The service cannot undo what it did.",
        FaultKind::ConcurrentWriter => "A rival appends to the stream between reading and writing.",
    }
}

/// The word on the pin of a part that a fault holds: "unavailable".
pub const fn fault_pin(kind: FaultKind) -> &'static str {
    match kind {
        FaultKind::Decline => "declining",
        FaultKind::Unavailable => "unavailable",
        FaultKind::Latency => "latency",
        FaultKind::Drop => "drops",
        FaultKind::Duplicate => "duplicates",
        FaultKind::Reorder => "reorders",
        FaultKind::Poison => "poison",
        FaultKind::Crash => "crash",
        FaultKind::Slow => "slow",
        FaultKind::Partition => "cut off",
        FaultKind::Outage => "out",
        FaultKind::FailCompensation => "cannot undo",
        FaultKind::ConcurrentWriter => "rival writer",
    }
}

pub const fn moment_phrase(moment: Moment) -> &'static str {
    match moment {
        Moment::BeforeReceive => "before it receives",
        Moment::AfterEffect => "after storing, before publishing",
        Moment::AfterPublish => "after publishing, before acknowledging",
        Moment::AfterAck => "after acknowledging",
    }
}

/// The kind with its target: "Shipping unavailable", "Drop message to the bus", "Slow: Revenue".
pub fn fault_name(kind: FaultKind, target: Option<Place>) -> String {
    let Some(target) = target else { return fault_title(kind).to_owned() };
    let title = place_title(target);
    match (kind, target) {
        (FaultKind::Decline, _) => "Card declined".to_owned(),
        (FaultKind::Unavailable, _) => format!("{title} unavailable"),
        (FaultKind::FailCompensation, _) => format!("{title} cannot undo"),
        (FaultKind::Slow, Place::ReadModel(_)) => format!("Slow read model: {title}"),
        (FaultKind::Slow, Place::Node(_)) => format!("{title} slow"),
        (FaultKind::Crash, _) => format!("{title} crashes"),
        (FaultKind::Outage, _) => format!("{title} out"),
        (FaultKind::Partition, _) => format!("{title} cut off"),
        (FaultKind::ConcurrentWriter, _) => "Concurrent writer".to_owned(),
        (
            FaultKind::Latency | FaultKind::Drop | FaultKind::Duplicate | FaultKind::Reorder | FaultKind::Poison,
            Place::Node(_) | Place::ReadModel(_),
        ) => format!("{}: {title}", fault_title(kind)),
    }
}

/// A rule as a sentence: what, where, how likely, how often, when.
pub fn rule_sentence(rule: &FaultRule) -> String {
    let mut text = fault_name(rule.kind, rule.target);
    let mut add = |part: String| {
        text.push_str(", ");
        text.push_str(&part);
    };
    if rule.direction == Direction::From {
        add("on what it sends".to_owned());
    }
    if rule.message.is_some() {
        add("one message only".to_owned());
    }
    if let Some(moment) = rule.moment {
        add(moment_phrase(moment).to_owned());
    }
    if let Some(chance) = rule.chance {
        add(format!("{chance} % of the time"));
    }
    match rule.count {
        Some(1) => add("once".to_owned()),
        Some(count_max) => add(format!("{} times at most", count(u64::from(count_max)))),
        None => {}
    }
    if let Some(by) = rule.by.or(rule.kind.usual_span()) {
        add(match rule.kind {
            FaultKind::Crash => format!("for {}", seconds(by)),
            FaultKind::Latency | FaultKind::Slow => format!("by {}", seconds(by)),
            FaultKind::Decline
            | FaultKind::Unavailable
            | FaultKind::Drop
            | FaultKind::Duplicate
            | FaultKind::Reorder
            | FaultKind::Poison
            | FaultKind::Partition
            | FaultKind::Outage
            | FaultKind::FailCompensation
            | FaultKind::ConcurrentWriter => seconds(by),
        });
    }
    match (rule.from, rule.until) {
        (Some(from), Some(until)) => add(format!("from {} to {}", clock(from), clock(until))),
        (Some(from), None) => add(format!("from {}", clock(from))),
        (None, Some(until)) => add(format!("until {}", clock(until))),
        (None, None) => {}
    }
    text.push('.');
    text
}

/// "Fault 3 (Shipping unavailable) decided it.", for a line that names a rule. The rule may have been lifted since.
pub fn rule_note(world: &World, rule: u32) -> String {
    match world.faults.rule(FaultId(rule)) {
        Some(found) => format!("Fault {rule} ({}) decided it.", escaped(&fault_name(found.kind, found.target))),
        None => format!("Fault {rule} decided it; it has been lifted since."),
    }
}

/// "to payment", where a fault aims.
pub fn aim_phrase(target: Option<Place>) -> String {
    target.map_or_else(
        || "everywhere".to_owned(),
        |place| match place {
            Place::Node(Node::Client) => "at the client".to_owned(),
            Place::Node(_) | Place::ReadModel(_) => format!("at {}", place_phrase(place)),
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{Span, VirtualTime};

    #[test]
    fn a_rule_says_where_how_likely_how_often_and_when() {
        let rule = FaultRule {
            target: Some(Place::Node(Node::Shipping)),
            chance: Some(30),
            count: Some(2),
            until: Some(VirtualTime::from_millis(9_000)),
            ..FaultRule::of(FaultKind::Unavailable)
        };
        assert_eq!(rule_sentence(&rule), "Shipping unavailable, 30 % of the time, 2 times at most, until 00:09.000.");
        let crash = FaultRule {
            target: Some(Place::Node(Node::EventStore)),
            by: Some(Span::from_millis(1_500)),
            moment: Some(Moment::AfterEffect),
            count: Some(1),
            ..FaultRule::of(FaultKind::Crash)
        };
        assert_eq!(rule_sentence(&crash), "Event store crashes, after storing, before publishing, once, for 1.500 s.");
    }
}
