//! The faults in people's words, and what the switch of each arms when nobody says more.

use crate::fault::{FaultKind, FaultRule};
use crate::scene::words;

/// How a fault is called and what it does.
pub struct Face {
    pub kind: FaultKind,
    pub name: &'static str,
    /// What its fields hold at first.
    pub target: &'static str,
    pub chance: &'static str,
    pub count: &'static str,
    pub by_ms: &'static str,
}

const fn face(kind: FaultKind, name: &'static str, target: &'static str) -> Face {
    Face { kind, name, target, chance: "", count: "", by_ms: "" }
}

/// In the order of the panel.
pub const FACES: [Face; 13] = [
    face(FaultKind::Decline, "Card declined", "payment"),
    face(FaultKind::Unavailable, "Shipping unavailable", "shipping"),
    Face { chance: "30", ..face(FaultKind::Duplicate, "Duplicate delivery", "") },
    Face { chance: "20", ..face(FaultKind::Drop, "Lost messages", "") },
    Face { chance: "30", ..face(FaultKind::Reorder, "Reorder", "") },
    Face { by_ms: "1000", ..face(FaultKind::Latency, "Latency", "") },
    Face { by_ms: "5000", ..face(FaultKind::Crash, "Crash", "payment") },
    Face { count: "1", ..face(FaultKind::Poison, "Poison message", "payment") },
    face(FaultKind::Outage, "Broker outage", "bus"),
    face(FaultKind::Partition, "Network partition", "inventory"),
    face(FaultKind::FailCompensation, "Compensation fails", "payment"),
    Face { by_ms: "3000", ..face(FaultKind::Slow, "Slow read model", "orders") },
    Face { chance: "50", ..face(FaultKind::ConcurrentWriter, "Concurrent writer", "order") },
];

/// "payment · 30 % · 5 s", as short as the row allows.
pub fn summary(rule: &FaultRule, hits: u32) -> String {
    let mut parts = Vec::new();
    if rule.message.is_some() {
        parts.push("1 message".to_owned());
    } else if let Some(place) = rule.target.filter(|place| !is_usual(rule, place.name())) {
        parts.push(place.name().to_owned());
    }
    if let Some(chance) = rule.chance {
        parts.push(format!("{chance} %"));
    }
    if let Some(by) = rule.by {
        parts.push(words::short_span(by));
    }
    if let Some(count) = rule.count {
        parts.push(format!("{} left", count.saturating_sub(hits)));
    }
    if parts.is_empty() { "armed".to_owned() } else { parts.join(" · ") }
}

/// True where the name of the fault says the target already, or where it is what the switch arms.
fn is_usual(rule: &FaultRule, target: &str) -> bool {
    FACES.iter().any(|face| face.kind == rule.kind && face.target == target)
}

/// What the rule does, and whether it has.
pub fn sentence(rule: &FaultRule, hits: u32) -> String {
    let so_far = match hits {
        0 => "Not yet.".to_owned(),
        1 => "Happened once.".to_owned(),
        hits => format!("Happened {hits} times."),
    };
    format!("{} {so_far}", words::rule_sentence(rule))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messaging::Place;

    #[test]
    fn every_fault_has_a_face_that_makes_sense() {
        for kind in FaultKind::ALL {
            let face = FACES.iter().find(|face| face.kind == kind);
            let Some(face) = face else { unreachable!("{} has no face", kind.name()) };
            let fits = face.target.is_empty() || Place::from_name(face.target).is_some_and(|place| kind.fits(place));
            assert!(fits, "{}", face.name);
            assert_eq!(face.by_ms.is_empty(), kind.usual_span().is_none(), "{}", face.name);
        }
    }

    #[test]
    fn a_rule_is_said_in_words() {
        let rule = FaultRule {
            target: Place::from_name("payment"),
            chance: Some(30),
            count: Some(3),
            ..FaultRule::of(FaultKind::Duplicate)
        };
        assert_eq!(summary(&rule, 1), "payment · 30 % · 2 left");
        assert!(sentence(&rule, 1).ends_with("Happened once."));
        assert_eq!(summary(&FaultRule::of(FaultKind::Drop), 0), "armed");
    }
}
