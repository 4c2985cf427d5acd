//! Tests that open a run and look at it: given the run, when it stands where it stood, then this is recorded.

use super::code::{list, snake, text};
use crate::exchange::link::Link;
use crate::exchange::{Refused, SharedRun, session_file};
use crate::world::{Input, RecordedInput, World};

/// Events that are told one by one; of more only the hash is held.
const EVENTS_MAX: usize = 500;

/// The test of a run up to its cursor, where `world` is.
///
/// # Errors
/// `too-large` for a run that fits into no file.
pub fn of_run(run: &SharedRun, world: &World) -> Result<String, Refused> {
    let named = run.scenario.map_or("the_run".to_owned(), |story| snake(story.id));
    let few = world.store.len() <= EVENTS_MAX;
    let (recorded, used) =
        if few { (events(world), "Goal, Session, Window") } else { (String::new(), "Goal, Session") };
    Ok(format!(
        "{head}\
         #[test]\n\
         fn {named}_until_step_{step}() {{\n    \
             // Given this run,\n    \
             let mut run = Session::new();\n    \
             run.open(RUN).expect(\"a run\");\n    \
             // when it stands where it stood,\n    \
             run.seek(Goal::Step({step})).expect(\"a step\");\n    \
             // then this is what came of it.\n\
             {recorded}    \
             assert_eq!(run.hash(), {hash});\n\
         }}\n",
        head = head(run, used)?,
        step = run.here().map_or(0, |here| here.cursor.step),
        hash = text(&world.digest().to_string()),
    ))
}

fn events(world: &World) -> String {
    let rows = world.store.read_all(crate::event_store::GlobalPosition::START);
    let row = |stream: String, name: &str| format!("({}, {})", text(&stream), text(name));
    let rows = rows.map(|recorded| row(world.stream_name(recorded.stream()), recorded.event().name()));
    format!(
        "    let events = run.events(&Window::default()).expect(\"all events\");\n    \
             let events = events.iter().map(|event| (event.subject.as_deref().unwrap_or_default(), event.kind.as_str()));\n    \
             let recorded: Vec<(&str, &str)> = vec!{};\n    \
             assert_eq!(events.collect::<Vec<_>>(), recorded);\n",
        list(rows)
    )
}

/// The test of one step; `world` stands after it or later.
///
/// # Errors
/// `too-large` for a run that fits into no file.
pub fn of_step(run: &SharedRun, world: &World, step: u32) -> Result<String, Refused> {
    let before = step.saturating_sub(1);
    let first = world.trace.first_of_step(step);
    let lines = world.trace.from(first).take_while(|entry| entry.step == step);
    let told = lines.map(|entry| format!("({}, {})", text(entry.place.name()), text(entry.kind.name())));
    Ok(format!(
        "{head}\
         #[test]\n\
         fn step_{step}() {{\n    \
             // Given this run at the step before,\n    \
             let mut run = Session::new();\n    \
             run.open(RUN).expect(\"a run\");\n    \
             run.seek(Goal::Step({before})).expect(\"a step\");\n    \
             let lines = run.world().trace.len();\n    \
             // when one more thing happens,\n    \
             run.step();\n    \
             // then this is what came of it.\n    \
             let told = run.world().trace.from(lines).map(|line| (line.place.name(), line.kind.name()));\n    \
             let expected: Vec<(&str, &str)> = vec!{told};\n    \
             assert_eq!(told.collect::<Vec<_>>(), expected);\n\
         }}\n",
        head = head(run, "Goal, Session")?,
        told = list(told),
    ))
}

/// The run itself: as a link where it fits into one, otherwise as a file.
fn head(run: &SharedRun, used: &str) -> Result<String, Refused> {
    let written = match Link::of(run) {
        Ok(link) => link.text().to_owned(),
        Err(_) => session_file::write(run)?,
    };
    let acts: Vec<String> =
        run.here().map(|here| here.record.inputs()).unwrap_or_default().iter().take(100).map(act).collect();
    Ok(format!(
        "//! Written by Eventarium from a run: a file for the folder `tests`.\n//!\n{}\n\
         use eventarium::session::{{{used}}};\n\n\
         const RUN: &str = {};\n\n",
        acts.concat(),
        text(&written)
    ))
}

/// One line for one input.
fn act(recorded: &RecordedInput) -> String {
    let at = recorded.at.millis();
    let what = match &recorded.input {
        Input::Send { command, order, .. } => {
            let order: String = order.as_deref().unwrap_or_default().chars().flat_map(char::escape_default).collect();
            format!("{} {order}", command.name())
        }
        Input::Traffic { per_mille } => format!("traffic of {per_mille} orders in a thousand seconds"),
        Input::Inject(rule) => format!("fault {}", rule.kind.name()),
        Input::Clear(_) | Input::ClearAll => "faults are lifted".to_owned(),
        Input::Set(_) => "settings are changed".to_owned(),
        Input::Resolve { .. } => "a task is resolved".to_owned(),
        Input::Redrive { .. } => "a dead letter is sent again".to_owned(),
        Input::Discard { .. } => "a dead letter is given up".to_owned(),
        Input::Edit(edit) => format!("the event at {} is edited", edit.position),
        Input::Replace(edit) => format!("the log is replaced by one with a correction at {}", edit.position),
        Input::ReplaceStream(edit) => {
            format!("the stream of {} is replaced by one with a correction there", edit.position)
        }
        Input::Import(events) => format!("{} events are imported", events.len()),
        Input::ForgetSnapshots => "snapshots are thrown away".to_owned(),
        Input::Rebuild(model) | Input::Promote(model) => format!("{} is built again", model.name()),
    };
    format!("//! - {at} ms: {}\n", what.trim_end())
}
