//! What was archived, in words.

use crate::exchange::{Code, time_of_millis};
use crate::kernel::VirtualTime;
use crate::scene::words::{count, escaped, time_seconds};
use crate::session::{ArchiveView, ArchivedEvent, Copied};

/// "payment-ord-1", "The whole log".
pub fn archive_title(archive: &ArchiveView) -> String {
    archive.stream.as_deref().map_or_else(|| "The whole log".to_owned(), escaped)
}

/// Until when it was read, and what took its place.
pub fn archive_sentence(archive: &ArchiveView) -> String {
    let (what, place) = match &archive.stream {
        Some(stream) => (format!("The stream {}", escaped(stream)), "A stream"),
        None => ("The whole log".to_owned(), "A log"),
    };
    let events = match archive.events {
        1 => "one event".to_owned(),
        events => format!("{} events", count(events as u64)),
    };
    format!(
        "{what} as it was until {}, with {events}. {place} with a correction of {} took its place; no service reads or writes it any more.",
        time_seconds(moment(archive.until_ms)),
        archive.corrected
    )
}

/// What became of an event in the copy: a word, and whether it differs.
pub const fn copied_word(event: &ArchivedEvent) -> (&'static str, bool) {
    match event.copied {
        Copied::AsItWas => ("copied as it was", false),
        Copied::LeftOut => ("left out of the copy", true),
        Copied::Changed(_) => ("changed in the copy", true),
    }
}

/// A time as scripts say it.
pub fn moment(ms: f64) -> VirtualTime {
    time_of_millis(ms, Code::BadArgument, "ms").unwrap_or(VirtualTime::ZERO)
}
