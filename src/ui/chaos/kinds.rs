//! The faults in people's words, and what the switch of each arms when nobody says more.

use crate::fault::{FaultKind, FaultRule, Moment};
use crate::messaging::Place;
use crate::scene::words;

/// How a fault is called and what it does.
pub struct Face {
    pub kind: FaultKind,
    pub name: &'static str,
    pub meaning: &'static str,
    /// What its fields hold at first.
    pub target: &'static str,
    pub chance: &'static str,
    pub count: &'static str,
    pub by_ms: &'static str,
}

const fn face(kind: FaultKind, name: &'static str, target: &'static str, meaning: &'static str) -> Face {
    Face { kind, name, meaning, target, chance: "", count: "", by_ms: "" }
}

/// In the order of the panel.
pub const FACES: [Face; 13] = [
    face(FaultKind::Decline, "Card declined", "payment", "The bank says no. That is a refusal: final, never retried."),
    face(
        FaultKind::Unavailable,
        "Shipping unavailable",
        "shipping",
        "The service answers at once that it cannot. It is asked again after a pause; when the attempts are used up, that counts as a refusal.",
    ),
    Face { chance: "30", ..face(FaultKind::Duplicate, "Duplicate delivery", "", "A message arrives twice.") },
    Face { chance: "20", ..face(FaultKind::Drop, "Lost messages", "", "A message never arrives.") },
    Face { chance: "30", ..face(FaultKind::Reorder, "Reorder", "", "A message is overtaken by the next one.") },
    Face { by_ms: "1000", ..face(FaultKind::Latency, "Latency", "", "A message takes longer.") },
    Face {
        by_ms: "5000",
        ..face(
            FaultKind::Crash,
            "Crash",
            "payment",
            "The part goes down. What it has not acknowledged is lost; what it has stored stays.",
        )
    },
    Face {
        count: "1",
        ..face(
            FaultKind::Poison,
            "Poison message",
            "payment",
            "A message becomes one that its handler cannot process, until a person corrects it.",
        )
    },
    face(FaultKind::Outage, "Broker outage", "bus", "The bus, or the event store, refuses everything."),
    face(FaultKind::Partition, "Network partition", "inventory", "Everything to and from the part is lost."),
    face(
        FaultKind::FailCompensation,
        "Compensation fails",
        "payment",
        "What should undo a step does not succeed, and a person must decide.",
    ),
    Face {
        by_ms: "3000",
        ..face(
            FaultKind::Slow,
            "Slow read model",
            "orders",
            "Each handling takes longer, so that a reader sees an older truth.",
        )
    },
    Face {
        chance: "50",
        ..face(
            FaultKind::ConcurrentWriter,
            "Concurrent writer",
            "order",
            "A rival appends to the stream between load and append, so that the versions conflict.",
        )
    },
];

pub const fn moment_name(moment: Moment) -> &'static str {
    match moment {
        Moment::BeforeReceive => "before it receives",
        Moment::AfterEffect => "stored, not published",
        Moment::AfterPublish => "published, not acknowledged",
        Moment::AfterAck => "after it acknowledged",
    }
}

/// "payment · 30 % · 5 s", as short as the row allows.
pub fn summary(rule: &FaultRule, hits: u32) -> String {
    let mut parts = Vec::new();
    if rule.message.is_some() {
        parts.push("1 message".to_owned());
    } else if let Some(place) = rule.target {
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

/// "every message to payment, at most 3 times".
pub fn sentence(rule: &FaultRule, hits: u32) -> String {
    let mut text = match (rule.message, rule.target) {
        (Some(_), _) => "one message".to_owned(),
        (None, Some(place)) => format!("{} {}", direction(rule), words::place_phrase(place)),
        (None, None) => "everywhere".to_owned(),
    };
    if let Some(chance) = rule.chance {
        text.push_str(&format!(", {chance} % of the time"));
    }
    if let Some(by) = rule.by {
        text.push_str(&format!(", for {}", words::short_span(by)));
    }
    if let Some(moment) = rule.moment {
        text.push_str(&format!(", {}", moment_name(moment)));
    }
    if let Some(from) = rule.from {
        text.push_str(&format!(", from {}", words::time_seconds(from)));
    }
    if let Some(until) = rule.until {
        text.push_str(&format!(", until {}", words::time_seconds(until)));
    }
    if let Some(count) = rule.count {
        text.push_str(&format!(", at most {count} times"));
    }
    text.push_str(match hits {
        0 => "; has not happened yet",
        1 => "; happened once",
        _ => "",
    });
    if hits > 1 {
        text.push_str(&format!("; happened {hits} times"));
    }
    text
}

fn direction(rule: &FaultRule) -> &'static str {
    match (rule.kind.is_of_messages(), rule.direction) {
        (false, _) => "at",
        (true, crate::fault::Direction::To) => "what reaches",
        (true, crate::fault::Direction::From) => "what leaves",
    }
}

/// What a target is called in the list of targets.
pub fn target_name(place: Place) -> &'static str {
    words::place_title(place)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(sentence(&rule, 1), "what reaches payment, 30 % of the time, at most 3 times; happened once");
        assert_eq!(summary(&FaultRule::of(FaultKind::Drop), 0), "armed");
    }
}
