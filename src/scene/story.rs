//! A whole run as text, for terminals and files: what happened line by line, which promises hold, and the hash.

use std::fmt::Write;

use super::words::{escaped, place_title, sentence, time_seconds};
use crate::check::InvariantReport;
use crate::session::Session;
use crate::world::World;

/// A run as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    pub text: String,
    /// Every promise holds; one that a setting breaks on purpose does not.
    pub holds: bool,
}

/// The run up to the cursor.
pub fn story(session: &Session) -> Story {
    let (world, reports) = (session.world(), session.invariants());
    let mut text = String::new();
    if let Some(scenario) = session.scenario() {
        let _ = writeln!(text, "{}\n{}\n", scenario.title, scenario.summary);
    }
    lines(world, &mut text);
    promises(&reports, &mut text);
    let (steps, events, now) = (world.steps, world.store.len(), time_seconds(session.now()));
    let _ = writeln!(text, "\nseed {}, {steps} steps, {events} events, {now}", session.seed());
    let _ = writeln!(text, "hash {}", session.hash());
    Story { text, holds: reports.iter().all(|report| report.ok) }
}

fn lines(world: &World, text: &mut String) {
    for entry in world.trace.iter() {
        let (time, place) = (entry.time.micros(), place_title(entry.place));
        let (seconds, micros) = (time / 1_000_000, time % 1_000_000);
        let _ = writeln!(text, "{seconds:>4}.{micros:06}  {place:<14} {}", sentence(world, entry));
    }
}

fn promises(reports: &[InvariantReport], text: &mut String) {
    text.push('\n');
    for report in reports {
        let standing = if report.ok { "holds " } else { "BROKEN" };
        let _ = write!(text, "{standing}  {} {}", report.id, report.name);
        if let Some(reason) = &report.reason {
            let _ = write!(text, ": {}", escaped(reason));
        }
        if let Some(setting) = report.explained_by {
            let _ = write!(text, " (explained by the setting {setting})");
        }
        text.push('\n');
    }
}
