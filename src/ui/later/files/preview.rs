//! What is told of a run before it takes the place of the one on the screen (SEC-14).

use super::chunks::megabytes;
pub use super::dialog::Preview;
use crate::exchange::SharedRun;
use crate::scene::words;
use crate::session::{Imported, Opened, Session};
use crate::ui::keep::{Keep, Standing};
use crate::ui::later::keep::{LargeFile, is_another, too_large};

type Facts = Vec<(&'static str, String)>;

pub fn of_events(keep: Keep, session: &Session, imported: &Imported, file: &LargeFile) -> Preview {
    let world = session.world();
    let facts = vec![
        ("Kind", "CloudEvents".to_owned()),
        ("Events", words::count(imported.events.into())),
        ("Orders", words::count(world.orders.len() as u64)),
        ("Time", format!("to {}", words::clock(session.now()))),
        ("Size", megabytes(file.bytes)),
        ("Hash", file.hash.clone()),
    ];
    let mut warnings: Vec<String> = imported.warnings.iter().map(|text| sentence(text)).collect();
    if is_another(file) {
        warnings.push("A file of this name was opened before, and its contents were others.".to_owned());
    }
    if too_large(file) {
        warnings.push("It is too large to be kept in this browser: open the file again to go on with it.".to_owned());
    }
    Preview { facts, warnings, present: present(keep) }
}

/// What is known before anything is computed.
pub fn facts_of(run: &SharedRun) -> Facts {
    let story = run.scenario.map_or("Empty shop", |story| story.title);
    vec![
        ("Kind", format!("A saved run, in format {}, made by engine {}", run.format(), run.engine)),
        ("Story", story.to_owned()),
        ("Branches", words::count(run.branches.len() as u64)),
        ("Inputs", words::count(run.inputs() as u64)),
    ]
}

pub fn of_run(keep: Keep, session: &Session, mut facts: Facts, opened: &Opened) -> Preview {
    facts.push(("Events", words::count(session.head().store.len() as u64)));
    facts.push(("Steps", words::count(session.head().steps.into())));
    facts.push(("Stands at", words::clock(session.now())));
    let warnings = opened.warnings.iter().map(|warning| sentence(&warning.to_string())).collect();
    Preview { facts, warnings, present: present(keep) }
}

fn present(keep: Keep) -> String {
    match keep.standing.get_untracked() {
        Standing::Idle => "Nothing was done in the run on the screen: it can be begun again at any time.".to_owned(),
        Standing::Saving | Standing::Saved => {
            "The run on the screen stays as it is, kept in this browser under “Saved”.".to_owned()
        }
        Standing::NotSaved(_) | Standing::TooLarge(_) => {
            "The run on the screen is not saved. Cancel, and save it as a file first, if you want to keep it."
                .to_owned()
        }
    }
}

/// A reason as a sentence of its own.
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}
