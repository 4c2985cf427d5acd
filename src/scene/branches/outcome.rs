//! What came of it, in one sentence: "Without “Payment unavailable”: revenue + € 309.97, one compensation fewer."

use super::acts::act_phrase;
use crate::domain::Money;
use crate::scene::words::{capitalised, count, escaped, money};
use crate::session::{Comparison, Outcome, Session, Side};
use crate::timeline::BranchId;
use crate::world::{Input, RecordedInput};

/// So many acts are named before the figures; the others are counted.
const ACTS_MAX: usize = 2;
/// So many figures are told.
const FIGURES_MAX: usize = 4;

/// How the branch `b` ends, told from `a`: what is different there, and what came of it.
pub fn verdict(session: &Session, comparison: &Comparison) -> String {
    let (a, b) = (&comparison.a, &comparison.b);
    let figures = figures(&a.outcome, &b.outcome);
    let ends = match (figures.is_empty(), comparison.first_divergence.is_some()) {
        (true, false) => "both are the same run so far".to_owned(),
        (true, true) => "both end with the same figures".to_owned(),
        (false, _) => figures.join(", "),
    };
    let conditions = conditions(session, comparison);
    let told = if conditions.is_empty() { ends } else { format!("{conditions}: {ends}") };
    let mut text = format!("{}.", capitalised(told));
    for side in [a, b].into_iter().filter(|side| !side.quiet && comparison.first_divergence.is_some()) {
        text.push_str(&not_at_rest(side));
    }
    text
}

fn not_at_rest(side: &Side) -> String {
    format!(" “{}” still has something to do.", escaped(&side.name))
}

/// "without “Payment unavailable” and with PlaceOrder of ord-3".
fn conditions(session: &Session, comparison: &Comparison) -> String {
    let inputs = |id: u32| session.branch_timeline(BranchId(id)).map_or(&[][..], |run| run.inputs());
    let (a, b) = (inputs(comparison.a.id), inputs(comparison.b.id));
    let mut phrases = only_in("without", a, b);
    phrases.extend(only_in("with", b, a));
    let left_out = phrases.len().saturating_sub(ACTS_MAX);
    phrases.truncate(ACTS_MAX);
    if left_out > 0 {
        phrases.push(format!("{} other acts", count(left_out as u64)));
    }
    let last = phrases.pop().unwrap_or_default();
    if phrases.is_empty() { last } else { format!("{} and {last}", phrases.join(", ")) }
}

/// What only `own` has. Faults come first: they are what most forks are about.
fn only_in(word: &str, own: &[RecordedInput], others: &[RecordedInput]) -> Vec<String> {
    let is_known = |input: &&RecordedInput| {
        others.iter().any(|other| (other.number, &other.input) == (input.number, &input.input))
    };
    let mut only: Vec<&RecordedInput> = own.iter().filter(|input| !is_known(input)).collect();
    only.sort_by_key(|input| !matches!(input.input, Input::Inject(_) | Input::Clear(_) | Input::ClearAll));
    only.into_iter().map(|input| format!("{word} {}", act_phrase(&input.input, own))).collect()
}

fn figures(a: &Outcome, b: &Outcome) -> Vec<String> {
    let revenue = b.revenue_cents.saturating_sub(a.revenue_cents);
    let mut told = Vec::new();
    if revenue != 0 {
        let sign = if revenue < 0 { "−" } else { "+" };
        told.push(format!("revenue {sign} {}", money(Money(revenue.saturating_abs()))));
    }
    let counts = [
        (a.broken, b.broken, "broken promise", "broken promises"),
        (a.compensations, b.compensations, "compensation", "compensations"),
        (a.stuck, b.stuck, "order that needs a person", "orders that need a person"),
        (a.dead_letters, b.dead_letters, "dead letter", "dead letters"),
        (a.shipped, b.shipped, "order shipped", "orders shipped"),
        (a.cancelled, b.cancelled, "order cancelled", "orders cancelled"),
        (a.confirmed, b.confirmed, "order confirmed and not shipped", "orders confirmed and not shipped"),
        (a.placed, b.placed, "order placed and not confirmed", "orders placed and not confirmed"),
        (a.mails, b.mails, "e-mail", "e-mails"),
    ];
    told.extend(counts.into_iter().filter_map(|(a, b, one, many)| more_or_fewer(a, b, one, many)));
    told.truncate(FIGURES_MAX);
    told
}

/// "one compensation fewer", "3 e-mails more".
fn more_or_fewer(a: u32, b: u32, one: &str, many: &str) -> Option<String> {
    let word = match a.cmp(&b) {
        std::cmp::Ordering::Less => "more",
        std::cmp::Ordering::Equal => return None,
        std::cmp::Ordering::Greater => "fewer",
    };
    Some(match a.abs_diff(b) {
        1 => format!("one {one} {word}"),
        by => format!("{} {many} {word}", count(u64::from(by))),
    })
}
