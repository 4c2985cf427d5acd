//! Why nobody may edit the past, and what may be done instead, in words.

use crate::scene::words::{count, escaped};
use crate::session::{Chains, Edited, Hindrance, LegalKind, LegalWay};
use crate::world::{CopyScope, EditTold};

/// The note beside the edit.
pub const WHY_NOT: &str = "In production nobody may do this. Others have read the event and acted on it: mails were sent, \
     money moved, answers given. None of that is undone by rewriting the log, and the log is the only proof of what \
     happened. Here the chain of hashes shows at once that it was touched.";

/// "Compensating event".
pub const fn legal_title(kind: LegalKind) -> &'static str {
    match kind {
        LegalKind::CompensatingEvent => "Compensating event",
        LegalKind::Upcaster => "Upcaster",
        LegalKind::CopyAndReplace => "Copy and replace",
    }
}

/// What the way does, and whether it can be run here.
pub fn legal_sentence(way: &LegalWay) -> String {
    match (way.kind, way.command) {
        (LegalKind::CompensatingEvent, Some(command)) => {
            format!("{command} is sent now; its event takes the effect back, and both stay in the log for all to see.")
        }
        (LegalKind::CompensatingEvent, None) => "This event did nothing that another event could take back.".to_owned(),
        (LegalKind::Upcaster, _) => {
            "When only the shape is wrong: old events are read through a function that gives them the new shape. The \
             stored bytes stay."
                .to_owned()
        }
        (LegalKind::CopyAndReplace, _) => {
            "When the history itself must go: a corrected copy is written, readers are moved to it, and the old one is \
             archived, where it can be read and no longer be written."
                .to_owned()
        }
    }
}

/// What a choice of what is copied means: "All 3 events of payment-ord-1 are copied; no other stream is touched."
pub fn scope_sentence(scope: CopyScope, how: EditTold, stream: &str, events: usize) -> String {
    let stream = escaped(stream);
    let (whole, all) = match scope {
        CopyScope::Stream => (stream.as_str(), format!("of {stream}")),
        CopyScope::Log if events == 1 => ("The log", "of the log".to_owned()),
        CopyScope::Log => ("The log", "of all streams".to_owned()),
    };
    if how == EditTold::Skipped {
        let copied = match events {
            0 | 1 => format!("{whole} is left without events."),
            _ => format!("{} of {} events {all} are copied.", count(events as u64 - 1), count(events as u64)),
        };
        return format!("{copied} {MOVE_UP}");
    }
    let touched = match scope {
        CopyScope::Stream => "; no other stream is touched.",
        CopyScope::Log => ", and every reader is moved.",
    };
    match events {
        1 => format!("The one event {all} is copied{touched}"),
        events => format!("All {} events {all} are copied{touched}", count(events as u64)),
    }
}

/// What leaving an event out means for those behind it.
const MOVE_UP: &str = "Later events of the log move up by one position; those of other streams keep their versions.";

/// What was copied, and what the chains of hashes say of it.
pub fn replaced_sentence(event: &str, scope: CopyScope, chains: Chains) -> String {
    let old = match scope {
        CopyScope::Stream => "stream",
        CopyScope::Log => "log",
    };
    let chain = match (chains.old, chains.new) {
        (true, true) => "The chain of hashes held before, and it holds now.",
        (false, true) => {
            "The chain of hashes did not hold before, because the log had been rewritten; that of the new log holds."
        }
        (true, false) => "The chain of hashes held before, and it does not hold now.",
        (false, false) => "The chain of hashes did not hold before, and it does not hold now.",
    };
    format!("{event} was corrected in a copy, and the old {old} is archived. {chain}")
}

/// What the button of the way says: what it does to this event.
pub fn legal_action(way: &LegalWay, scope: CopyScope, correction: &str) -> String {
    match (way.kind, way.command) {
        (LegalKind::CompensatingEvent, Some(command)) => format!("Send {command}"),
        (LegalKind::CompensatingEvent, None) => "Send a compensating command".to_owned(),
        (LegalKind::Upcaster, _) => "Deploy the upcaster".to_owned(),
        (LegalKind::CopyAndReplace, _) if scope == CopyScope::Stream => format!("Copy the stream {correction}"),
        (LegalKind::CopyAndReplace, _) => format!("Copy the log {correction}"),
    }
}

/// Why the way makes no sense for an event of this name.
pub fn hindrance_sentence(hindrance: Hindrance, event: &str) -> String {
    match hindrance {
        Hindrance::NothingToTakeBack => format!("{event} did nothing that another event could take back."),
        Hindrance::OneShape => {
            format!("{event} has had one shape only. An upcaster translates shapes; it does not correct facts.")
        }
        Hindrance::InTodaysShape => format!("This {event} is stored in today's shape: nothing is to be translated."),
        Hindrance::ReadThroughUpcaster => format!("This {event} is read through the upcaster already."),
        Hindrance::TooManyArchives => "As many old streams and logs are archived as may be.".to_owned(),
    }
}

/// What an edit came to: "2 read models differ, the saga went from completed to running, and 2 promises are broken."
pub fn edited_sentence(edited: &Edited) -> String {
    let models = match edited.models.len() {
        0 => "No read model differs".to_owned(),
        1 => "One read model differs".to_owned(),
        more => format!("{more} read models differ"),
    };
    let saga =
        edited.saga.map_or_else(String::new, |(before, after)| format!(", the saga went from {before} to {after}"));
    let broken = match edited.broken.len() {
        0 => "no promise is broken".to_owned(),
        1 => "one promise is broken".to_owned(),
        more => format!("{more} promises are broken"),
    };
    format!("{models}{saga}, and {broken}.")
}
