//! Every line of the trace as a sentence.

use super::clauses;
use super::faults::rule_note;
use super::figures::short_span;
use super::history;
use super::places::{place_opening, place_phrase};
use super::reasons::{failure, rejection};
use super::saga::saga_sentence;
use super::subjects::{opening, subject};
use crate::kernel::Span;
use crate::world::{Detail, Reply, TraceEntry, TraceKind, World};

/// What happened, in one or two sentences a person can follow. `world` is any world of the same run that knows the line.
pub fn sentence(world: &World, entry: &TraceEntry) -> String {
    let mut text = plain_sentence(world, entry);
    if entry.rule != TraceEntry::NO_RULE && !matches!(entry.kind, TraceKind::FaultArmed | TraceKind::FaultLifted) {
        text.push(' ');
        text.push_str(&rule_note(world, entry.rule));
    }
    text
}

fn plain_sentence(world: &World, entry: &TraceEntry) -> String {
    let what = || subject(world, entry.message);
    let opening = || opening(world, entry.message);
    let here = place_opening(entry.place);
    let there = place_phrase(entry.peer);
    match entry.kind {
        TraceKind::Acted => "You acted here.".to_owned(),
        TraceKind::Sent => clauses::sent(world, entry),
        TraceKind::Received => clauses::received(world, entry),
        TraceKind::Handled => format!("{here} is done with {}.", what()),
        TraceKind::Rejected => format!("{here} rejects {}. {}", what(), reason(entry.detail)),
        TraceKind::Appended => clauses::appended(world, entry),
        TraceKind::Conflict => clauses::conflict(entry),
        TraceKind::RivalAppended => "A rival writer appended to the stream between reading and writing.".to_owned(),
        TraceKind::Published => format!("The bus accepted {} and queued it for its subscribers.", what()),
        TraceKind::Acknowledged => format!("{} acknowledged {}.", place_opening(entry.peer), what()),
        TraceKind::Failed => format!("{here} could not handle {}. {}", what(), reason(entry.detail)),
        TraceKind::RetryScheduled => clauses::retry_scheduled(world, entry),
        TraceKind::TimedOut => format!("No acknowledgement of {} came from {there} in time.", what()),
        TraceKind::DeadLettered => clauses::dead_lettered(world, entry),
        TraceKind::Redriven => format!("{} is sent to {there} once more, by hand.", opening()),
        TraceKind::Discarded => format!("{}, which did not get through to {there}, was discarded by hand.", opening()),
        TraceKind::DuplicateIgnored => format!("{here} had handled {} before and ignores the copy.", what()),
        TraceKind::Dropped => format!("{} was lost on its way to {there}.", opening()),
        TraceKind::Delayed => format!("{} takes {} longer on its way to {there}.", opening(), delay(entry.detail)),
        TraceKind::Duplicated => format!("{} travels to {there} twice.", opening()),
        TraceKind::Reordered => format!("{} will be overtaken on its way to {there}.", opening()),
        TraceKind::Poisoned => format!("{} was spoilt on its way to {there}: only a correction helps.", opening()),
        TraceKind::Refused => clauses::refused(world, entry),
        TraceKind::Crashed => clauses::crashed(entry),
        TraceKind::Restarted => format!("{here} is back. What was kept for it is delivered now."),
        TraceKind::Lost => clauses::lost(world, entry),
        TraceKind::FaultArmed | TraceKind::FaultLifted => clauses::fault_edge(world, entry),
        TraceKind::SettingChanged => "A setting of the shop was changed; it takes effect now.".to_owned(),
        TraceKind::TrafficChanged => clauses::traffic(entry),
        TraceKind::Saga => saga_line(world, entry.detail),
        TraceKind::TimerSet => format!("The saga waits{} for the answer to {}.", at_most(entry), what()),
        TraceKind::TimerRang => format!("The timer for {} rang. It cannot be revoked, so it may be late.", what()),
        TraceKind::Projected => format!("{here} knows {} now.", what()),
        TraceKind::Mailed => clauses::mailed(world, entry),
        TraceKind::FraudSuspected => clauses::fraud(world, entry),
        TraceKind::Repeated => format!("No answer came from {there}: the client repeats {} with the same id.", what()),
        TraceKind::GaveUp => format!("No answer came from {there}: the client gives up on {}.", what()),
        TraceKind::TaskOpened | TraceKind::TaskResolved => clauses::task(world, entry),
        TraceKind::Loaded => history::loaded(world, entry),
        TraceKind::SnapshotTaken | TraceKind::SnapshotPassedOver => history::snapshot(world, entry),
        TraceKind::RebuildStarted => {
            format!("{here} is built again from the first event, beside the one that serves.")
        }
        TraceKind::Rebuilding => history::rebuilding(entry),
        TraceKind::Edited => history::edited(entry, &what()),
        TraceKind::LogReplaced => history::log_replaced(entry, &what()),
        TraceKind::StreamReplaced => history::stream_replaced(world, entry, &what()),
        TraceKind::RebuildSwitched | TraceKind::RebuildDiffers => history::rebuild_ended(entry),
        TraceKind::Stopped => {
            format!("{here} cannot read {}: it stops there until other code is deployed.", what())
        }
        TraceKind::SnapshotsForgotten => {
            "All snapshots were thrown away. This costs folding, and nothing else.".to_owned()
        }
        TraceKind::Halted => "The run halted here: a bound was reached. It can still be looked at.".to_owned(),
    }
}

fn saga_line(world: &World, detail: Detail) -> String {
    if let Detail::Saga(id, note) = detail { saga_sentence(world, id, note) } else { "The saga moved on.".to_owned() }
}

fn at_most(entry: &TraceEntry) -> String {
    due_in(entry).map_or_else(String::new, |span| format!(" at most {}", short_span(span)))
}

fn delay(detail: Detail) -> String {
    if let Detail::Delay(by) = detail { short_span(by) } else { "much".to_owned() }
}

fn reason(detail: Detail) -> String {
    match detail {
        Detail::Rejected(why) => rejection(why),
        Detail::Failed(why) => failure(why).to_owned(),
        Detail::None
        | Detail::Due(_)
        | Detail::Position(_)
        | Detail::Delay(_)
        | Detail::Conflict { .. }
        | Detail::Saga(..)
        | Detail::Number(_)
        | Detail::Until(_)
        | Detail::Rate(_)
        | Detail::Loaded { .. }
        | Detail::Snapshot { .. }
        | Detail::Progress { .. }
        | Detail::Edited { .. } => String::new(),
    }
}

pub(super) const fn reply_word(reply: &Reply) -> &'static str {
    match reply {
        Reply::Accepted => "accepted",
        Reply::Rejected(_) => "rejected",
        Reply::Failed(_) => "failed",
    }
}

/// "accepted"; "rejected. This order was placed before", without a full stop.
pub fn reply_text(reply: &Reply) -> String {
    let word = reply_word(reply);
    let why = match reply {
        Reply::Accepted => return word.to_owned(),
        Reply::Rejected(why) => rejection(*why),
        Reply::Failed(why) => failure(*why).to_owned(),
    };
    format!("{word}. {}", why.trim_end_matches('.'))
}

/// How long until the thing that the line says is due.
pub const fn due_in(entry: &TraceEntry) -> Option<Span> {
    if let Detail::Due(due) = entry.detail { Some(due.since(entry.time)) } else { None }
}
