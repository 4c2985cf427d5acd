//! Answers as sentences.

use serde_json::Value;

use crate::exchange::Code;
use crate::exchange::time_of_millis;
use crate::scene::words::{
    call_name, capitalised, compensation_name, count, escaped, event_sentence, fact_sentence, node_phrase,
    payload_chip, resolution_name, time_seconds,
};
use crate::session::{CauseLink, Ledger, LedgerRow, SagaCause, Why};
use crate::world::{Body, World};

/// "PaymentCharged in payment-ord-1 made it 30997 (before: 0) at 2.140 s; PlaceOrder led to it."
pub fn why_sentence(why: &Why) -> String {
    let event = &why.event;
    let first = why.chain.first().filter(|first| first.name != event.kind);
    let act = first.map_or_else(String::new, |first| format!("; {} led to it", first.name));
    let earlier = match why.earlier_count {
        0 => String::new(),
        1 => " One event had set it before.".to_owned(),
        more => format!(" {} events had set it before.", count(more as u64)),
    };
    format!(
        "{} in {} made it {} (before: {}) at {}{act}.{earlier}",
        event.kind,
        escaped(&event.stream),
        plain(&why.value),
        plain(&why.before),
        seconds(event.ms)
    )
}

/// One message of a chain: "The client sends PlaceOrder.", "Ada placed ord-1: 2 × PROD-456 for € 309.97."
pub fn link_sentence(world: &World, link: &CauseLink) -> String {
    let letter = world.letter(link.message);
    let about = payload_chip(world, link.message);
    let about = if about.is_empty() { about } else { format!(": {about}") };
    match letter.map(|letter| (&letter.body, letter.source)) {
        Some((Body::Command(_), source)) => {
            format!("{} sends {}{about}.", capitalised(node_phrase(source).to_owned()), link.name)
        }
        Some((Body::Event { position }, _)) => match world.fact(*position) {
            Some(fact) => fact_sentence(world, fact),
            None => format!("{} was stored{about}.", link.name),
        },
        Some((Body::Corrected { event, .. }, _)) => event_sentence(world, event),
        Some((Body::Reply(_), source)) => {
            format!("{} answers{about}.", capitalised(node_phrase(source).to_owned()))
        }
        Some((Body::Timer { call, attempt, .. }, _)) => {
            format!("No answer came in time: the timer for {} rings, attempt {attempt}.", call_name(*call))
        }
        None => format!("{}{about}.", link.name),
    }
}

/// What reached a saga and changed it, as the subject of a sentence.
pub fn saga_setting(cause: SagaCause, last: &str) -> String {
    match cause {
        SagaCause::Event => last.to_owned(),
        SagaCause::Timer(call, attempt) => format!("The timer for {} (attempt {attempt})", call_name(call)),
        SagaCause::Person(compensation, resolution) => {
            let deed = resolution_name(resolution).to_ascii_lowercase();
            format!("A person's decision about {} ({deed})", compensation_name(compensation))
        }
    }
}

/// What became of an intent: "PlaceOrder was answered (accepted) at 0.420 s and led to 9 events, the last of them at 4.210 s."
pub fn ledger_sentence(ledger: &Ledger) -> String {
    let name = ledger.intent.name;
    let verdict = match &ledger.verdict {
        // The decision was made where the events were stored; this is when whoever asked heard of it.
        Some(verdict) => format!("{name} was answered ({}) at {}", verdict.word, seconds(verdict.ms)),
        None => format!("{name} has no answer yet"),
    };
    let stored: Vec<f64> = ledger.rows.iter().filter_map(|row| row.stored.as_ref()).map(|stored| stored.ms).collect();
    let last = stored.last().copied().unwrap_or_default();
    match stored.len() {
        0 => format!("{verdict}; nothing was stored because of it."),
        1 => format!("{verdict} and led to one event at {}.", seconds(last)),
        more => format!("{verdict} and led to {} events, the last of them at {}.", count(more as u64), seconds(last)),
    }
}

/// "Stored at 0.410 s, published, delivered 4 times, applied 3 times, visible in orders at 0.660 s."
pub fn ledger_row_sentence(row: &LedgerRow) -> String {
    let mut parts = Vec::new();
    if let Some(stored) = &row.stored {
        parts.push(format!("stored at {}", seconds(stored.ms)));
    }
    match row.publications {
        0 if row.stored.is_some() => parts.push("not published".to_owned()),
        0 => {}
        1 => parts.push("published".to_owned()),
        _ => parts.push(format!("published {}", times(row.publications))),
    }
    parts.push(format!("delivered {}", times(row.delivered)));
    parts.push(format!("applied {}", times(row.applied)));
    let counts = [(row.ignored, "ignored as a copy"), (row.failed, "refused or failed"), (row.lost, "lost")];
    parts.extend(
        counts.iter().filter(|(number, _)| *number > 0).map(|(number, word)| format!("{word} {}", times(*number))),
    );
    if row.parked {
        parts.push("parked".to_owned());
    }
    parts.extend(row.visible.iter().map(|shown| format!("visible in {} at {}", shown.model, seconds(shown.ms))));
    let text = parts.join(", ");
    format!("{}.", crate::scene::words::capitalised(text))
}

fn times(number: u32) -> String {
    match number {
        0 => "never".to_owned(),
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        more => format!("{} times", count(u64::from(more))),
    }
}

fn seconds(ms: f64) -> String {
    time_of_millis(ms, Code::BadArgument, "ms").map(time_seconds).unwrap_or_default()
}

/// A value as a person reads it: texts without quotes, nothing as "nothing".
fn plain(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::String(text) => escaped(text),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => escaped(&value.to_string()),
    }
}
