//! Answers as sentences.

use serde_json::Value;

use crate::exchange::Code;
use crate::exchange::time_of_millis;
use crate::scene::words::{count, escaped, time_seconds};
use crate::session::{Ledger, LedgerRow, Why};

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

/// What became of an intent: "PlaceOrder was accepted at 0.420 s and led to 9 events, the last of them at 4.210 s."
pub fn ledger_sentence(ledger: &Ledger) -> String {
    let name = ledger.intent.name;
    let verdict = match &ledger.verdict {
        Some(verdict) => format!("{name} was {} at {}", verdict.word, seconds(verdict.ms)),
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
