//! The lines that need more than a template: what they say depends on who speaks to whom, or on what they point at.

use super::facts::{event_sentence, fact_sentence};
use super::faults::rule_sentence;
use super::figures::{count, short_span, time_seconds};
use super::lines::{due_in, reply_text};
use super::places::{place_opening, place_phrase};
use super::reasons::{compensation_name, dead_reason, resolution_name};
use super::subjects::{capitalised, opening, order, person, subject};
use crate::domain::OrderId;
use crate::fault::FaultId;
use crate::messaging::{Node, Place};
use crate::world::{Body, Detail, MailKind, TaskEnd, TraceEntry, TraceKind, World};

pub(super) fn sent(world: &World, entry: &TraceEntry) -> String {
    let (what, there) = (subject(world, entry.message), place_phrase(entry.peer));
    let again = if entry.attempt > 1 { format!(", attempt {}", entry.attempt) } else { String::new() };
    match (entry.place, entry.peer, world.letter(entry.message).map(|letter| &letter.body)) {
        (_, Place::Node(Node::Client), Some(Body::Reply(reply))) => {
            format!("{} answers the client: {}.", place_opening(entry.place), reply_text(reply))
        }
        (Place::Node(Node::EventStore), _, _) => format!("The outbox hands {what} to {there}{again}."),
        (Place::Node(_) | Place::ReadModel(_), _, _) => {
            format!("{} sends {what} to {there}{again}.", place_opening(entry.place))
        }
    }
}

pub(super) fn received(world: &World, entry: &TraceEntry) -> String {
    let what = subject(world, entry.message);
    if let Some(Body::Reply(reply)) = world.letter(entry.message).map(|letter| &letter.body) {
        return format!("The client has its answer: {}.", reply_text(reply));
    }
    let here = place_opening(entry.place);
    match due_in(entry) {
        Some(span) => format!("{here} begins to handle {what}; it will take {}.", short_span(span)),
        None => format!("{here} receives {what}."),
    }
}

pub(super) fn appended(world: &World, entry: &TraceEntry) -> String {
    // By its message: where it lies now may be elsewhere, if the past was edited since.
    let told = match world.letter(entry.message).map(|letter| &letter.body) {
        Some(Body::Event { position }) => world.fact(*position).map(|fact| fact_sentence(world, fact)),
        Some(Body::Corrected { event, .. }) => Some(event_sentence(world, event)),
        Some(Body::Command(_) | Body::Reply(_) | Body::Timer { .. }) | None => None,
    };
    told.unwrap_or_else(|| "An event was stored.".to_owned())
}

pub(super) fn conflict(entry: &TraceEntry) -> String {
    let version = |version: Option<u32>| version.map_or_else(|| "none".to_owned(), |version| version.to_string());
    let again = format!("{} reads again and decides again.", place_opening(entry.place));
    if let Detail::Conflict { expected, actual } = entry.detail {
        let (expected, actual) = (version(expected), version(actual));
        return format!(
            "The stream was expected at version {expected} and is at version {actual}: somebody else wrote first. {again}"
        );
    }
    format!("Somebody else wrote to the stream first. {again}")
}

pub(super) fn retry_scheduled(world: &World, entry: &TraceEntry) -> String {
    let wait = due_in(entry).map_or_else(|| "later".to_owned(), |span| format!("in {}", short_span(span)));
    let (what, there) = (subject(world, entry.message), place_phrase(entry.peer));
    format!("Attempt {} failed. The bus sends {what} to {there} again {wait}.", entry.attempt)
}

pub(super) fn dead_lettered(world: &World, entry: &TraceEntry) -> String {
    let mut reason = String::new();
    if let Some(letter) = number(entry).and_then(|number| world.bus.dead_letter(number)) {
        reason = format!(" {}", dead_reason(letter.reason));
    }
    let what = opening(world, entry.message);
    let there = place_phrase(entry.peer);
    let tried = if entry.attempt == 1 { "one attempt".to_owned() } else { format!("{} attempts", entry.attempt) };
    format!("{what} did not get through to {there} in {tried} and is parked as a dead letter.{reason}")
}

pub(super) fn refused(world: &World, entry: &TraceEntry) -> String {
    let what = subject(world, entry.message);
    if entry.place == Place::Node(Node::Bus) {
        return format!("The bus does not take {what}; with the outbox on, the sender repeats it.");
    }
    format!("{} is down and does not take {what}. The bus keeps it if it may.", place_opening(entry.place))
}

pub(super) fn lost(world: &World, entry: &TraceEntry) -> String {
    let (what, here) = (subject(world, entry.message), place_opening(entry.place));
    if entry.peer == entry.place {
        return format!("{here} went down after storing {what} and before publishing it: nobody else hears of it.");
    }
    format!("{here} went down while it handled {what}; that work is lost.")
}

pub(super) fn crashed(entry: &TraceEntry) -> String {
    let here = place_opening(entry.place);
    let until = if let Detail::Until(until) = entry.detail { Some(until) } else { None };
    let down = until.map_or_else(String::new, |until| format!(" and is down until {}", time_seconds(until)));
    format!("{here} crashed{down}. What it had not acknowledged is lost, what is stored stays.")
}

pub(super) fn fault_edge(world: &World, entry: &TraceEntry) -> String {
    let rule = world.faults.rule(FaultId(entry.rule));
    let text = rule.map_or_else(|| format!("fault {}.", entry.rule), rule_sentence);
    if entry.kind == TraceKind::FaultArmed { format!("Armed: {text}") } else { format!("Lifted: {text}") }
}

pub(super) fn traffic(entry: &TraceEntry) -> String {
    let Detail::Rate(per_mille) = entry.detail else { return "The rate of automatic orders changed.".to_owned() };
    let whole = count(u64::from(per_mille / 1_000));
    let part = format!("{:03}", per_mille % 1_000);
    match (per_mille, part.trim_end_matches('0')) {
        (0, _) => "Automatic orders stop.".to_owned(),
        (_, "") => format!("Automatic orders come at {whole} a second."),
        (_, part) => format!("Automatic orders come at {whole}.{part} a second."),
    }
}

pub(super) fn fraud(world: &World, entry: &TraceEntry) -> String {
    let who = world.order_of(entry.message).map(|id| super::subjects::buyer(world, id));
    let who = who.unwrap_or_else(|| "One customer".to_owned());
    format!("{who} placed several orders within a few seconds: analytics suspects fraud.")
}

pub(super) fn mailed(world: &World, entry: &TraceEntry) -> String {
    let mail = number(entry).and_then(|number| world.mails.get(number as usize));
    mail.map_or_else(
        || "An e-mail was sent.".to_owned(),
        |mail| format!("{} gets an e-mail: {}.", person(world, mail.to), mail_text(world, mail.kind, mail.order)),
    )
}

/// What an e-mail says, as a phrase.
pub fn mail_text(world: &World, kind: MailKind, id: OrderId) -> String {
    let name = order(world, id);
    match kind {
        MailKind::Received => format!("we have your order {name}"),
        MailKind::Confirmed => format!("your order {name} is confirmed"),
        MailKind::OnItsWay => format!("your order {name} is on its way"),
        MailKind::Cancelled => format!("your order {name} is cancelled"),
    }
}

pub(super) fn task(world: &World, entry: &TraceEntry) -> String {
    let Some(task) = number(entry).and_then(|number| world.tasks.get(number as usize)) else {
        return "Something waits for a person.".to_owned();
    };
    let what = capitalised(compensation_name(task.compensation).to_owned());
    let name = order(world, task.order);
    if entry.kind == TraceKind::TaskOpened {
        return format!("{what} of {name} gave up. A person must retry it, mark it as done by hand, or write it off.");
    }
    match task.resolved {
        Some((TaskEnd::Person(resolution), _)) => {
            format!("A person decided about {what} of {name}: {}.", resolution_name(resolution).to_ascii_lowercase())
        }
        Some((TaskEnd::AnsweredLate, _)) => format!("{what} of {name} was done after all; nobody needs to decide."),
        None => format!("{what} of {name} waits for a person."),
    }
}

/// The number of an input, a dead letter, a task or a mail.
const fn number(entry: &TraceEntry) -> Option<u32> {
    if let Detail::Number(number) = entry.detail { Some(number) } else { None }
}
