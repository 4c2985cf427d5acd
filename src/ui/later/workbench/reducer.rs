//! A reducer that the reader writes, folded over the real log up to the cursor.

use leptos::html;
use leptos::prelude::*;

use super::parts::{choose, events};
use crate::exchange::payload::EVENT_NAMES;
use crate::exchange::reducer::{EXAMPLES, FIELDS, ReducerError, Reduction, ReductionStep, STEPS_TOLD_MAX};
use crate::scene::words;
use crate::session::Session;
use crate::ui::acts::Acts;
use crate::ui::centre::Workbench;
use crate::ui::erase::{Gather, Slice, State, changed, erased, live, mouse};
use crate::ui::selection::Selection;

/// A log of at most so many events is folded again with every move of the cursor; a longer one when it is asked for.
const FOLLOWED_MAX: usize = 50_000;

/// What came of the program.
#[derive(Clone, PartialEq)]
enum Outcome {
    Told(Reduction),
    Refused(ReducerError),
    /// No statement is written.
    Blank,
    /// It is refused as a whole.
    TooLong(String),
    /// The log is long: a person says when.
    Waits(u64),
}

fn outcome(session: &Session, source: &str, asked: Option<u32>) -> Outcome {
    let world = session.world();
    if world.store.len() > FOLLOWED_MAX && asked != Some(world.steps) {
        return Outcome::Waits(world.store.len() as u64);
    }
    match session.reduce(source) {
        Ok(told) => Outcome::Told(told),
        Err(error) if error.name == "empty" => Outcome::Blank,
        Err(error) if error.name == "too-long" => Outcome::TooLong(error.reason),
        Err(error) => Outcome::Refused(error),
    }
}

pub fn view() -> AnyView {
    let (acts, program) = (Acts::here(), Workbench::here().program);
    if program.with_untracked(String::is_empty) {
        write(program, EXAMPLES.first().map_or("", |(_, source)| source));
    }
    let asked = State::new(None::<u32>);
    let editor = NodeRef::<html::Textarea>::new();
    let found = acts.handle.select_calm(move |session| program.with(|source| outcome(session, source, asked.get())));
    let refused = Slice::new(move || found.with(|found| matches!(found, Outcome::Refused(_) | Outcome::TooLong(_))));
    let examples = EXAMPLES.map(|(name, source)| {
        part! {
            <button type="button" class="choice" aria-pressed=live(move || program.with(|program| program == source).to_string())
                on:click=mouse(move |_| write(program, source))>{name}</button>
        }
    });
    part! {
        <div class="bench-grid">
            <div class="bench-main">
                <p>"State is a fold: begin with nothing, apply each event in order. Write what an event does to your sums; it is folded over the real log up to the cursor. Move the cursor, and it folds again."</p>
                <div class="choices">
                    <span class="choices-label">"Examples"</span>
                    <div class="choices-row loose" role="group" aria-label="Examples">{examples.gather()}</div>
                </div>
                <label class="hidden-text" for="reducer-source">"Reducer"</label>
                <textarea id="reducer-source" class="input" rows="6" spellcheck="false" autocomplete="off" autocapitalize="off" node_ref=editor
                    aria-invalid=live(move || refused.get().then_some("true")) aria-describedby="reducer-outcome"
                    prop:value=live(move || program.get())
                    on:input=changed(move |ev| write(program, &event_target_value(&ev)))></textarea>
                <div id="reducer-outcome" aria-live="polite">{erased(move || match found.get() {
                    Outcome::Told(told) => sums(&told),
                    Outcome::Refused(error) => fault(error, program, editor),
                    Outcome::TooLong(reason) => part! { <p class="field-error">{format!("Nothing is folded: {reason}.")}</p> },
                    Outcome::Blank => part! { <p class="quiet">"Nothing is folded: write a statement, such as revenue += amount, or choose an example."</p> },
                    Outcome::Waits(count) => part! {
                        <p class="bench-row"><span>{format!("The log holds {}, so it is not folded with every move.", events(count))}</span>
                            <button type="button" class="button" on:click=mouse(move |_| asked.set(Some(acts.handle.with(|session| session.world().steps))))>"Fold it now"</button></p>
                    },
                })}</div>
                {erased(move || found.with(|found| match found {
                    Outcome::Told(told) => Some(steps(acts, told.steps.clone(), told.applied)),
                    Outcome::Refused(_) | Outcome::TooLong(_) | Outcome::Blank | Outcome::Waits(_) => None,
                }))}
            </div>
            <div class="bench-aside">{language()}</div>
        </div>
    }
}

fn write(program: State<String>, source: &str) {
    program.set(source.to_owned());
}

/// The sums at the cursor.
fn sums(told: &Reduction) -> AnyView {
    let rows = told.sums.iter().map(|sum| {
        part! { <div class="figure"><dt class="mono">{words::escaped(&sum.name)}</dt><dd>{whole(sum.value)}</dd></div> }
    });
    let rows = rows.gather();
    let said = match (told.events, told.applied) {
        (0, _) => "The log is empty at the cursor: place an order and press Play.".to_owned(),
        (all, 0) => format!("{} read; none of them changed a sum.", events(all)),
        (all, applied) => format!("{} read, {} of them changed a sum.", events(all), words::count(applied)),
    };
    part! { <p class="dim">{said}</p><dl class="bench-figures">{rows}</dl> }
}

/// What is wrong, in words, at its place.
fn fault(error: ReducerError, program: State<String>, editor: NodeRef<html::Textarea>) -> AnyView {
    let line = program.with_untracked(|source| source.split('\n').nth(error.line - 1).unwrap_or_default().to_owned());
    let width =
        error.end.saturating_sub(error.start).max(1).min(line.chars().count().saturating_sub(error.column - 1).max(1));
    let pointer = format!("{}{}", " ".repeat(error.column - 1), "^".repeat(width));
    let chosen = (error.start, error.end);
    let at =
        error.position.map(|position| format!(" It happened at the event at position {position}.")).unwrap_or_default();
    part! {
        <p class="field-error">{format!("Line {}, column {}: {}.{at}", error.line, error.column, error.reason)}</p>
        <pre class="card code" tabindex="0" aria-label="The place of the mistake">{format!("{line}\n{pointer}")}</pre>
        <button type="button" class="button" on:click=mouse(move |_| choose(editor, chosen))>"Show it in the text"</button>
    }
}

/// The latest events that changed something, latest first.
fn steps(acts: Acts, steps: Vec<ReductionStep>, applied: u64) -> AnyView {
    if steps.is_empty() {
        return ().into_any();
    }
    let shown = steps.len();
    let rows = steps.into_iter().rev().map(|step| {
        let position = step.position;
        let changes = step.changes.iter().map(|change| {
            part! { <span class="fold-change"><span class="mono">{words::escaped(&change.name)}</span>{format!(" {} → ", whole(change.before))}<strong>{whole(change.after)}</strong></span> }
        });
        let changes = changes.gather();
        part! {
            <tr>
                <td class="mono dim">{format!("#{position:04}")}</td>
                <td><button type="button" class="link" on:click=mouse(move |_| acts.selected.choose(Selection::Event(position)))>{step.event}</button></td>
                <td>{changes}</td>
            </tr>
        }
    });
    let rows = rows.gather();
    let said =
        if applied > shown as u64 { format!("The latest {STEPS_TOLD_MAX} steps") } else { "Every step".to_owned() };
    part! {
        <div class="bench-side">
            <table class="grid">
                <caption><span class="heading">"The fold"</span>" "<span class="dim">{format!("{said}, latest first.")}</span></caption>
                <thead><tr><th scope="col">"position"</th><th scope="col">"event"</th><th scope="col">"what it changed"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// "−12,345".
fn whole(number: i64) -> String {
    let sign = if number < 0 { "−" } else { "" };
    format!("{sign}{}", words::count(number.unsigned_abs()))
}

/// What may be written.
fn language() -> AnyView {
    let fields = FIELDS.iter().map(|(name, meaning)| part! { <dt class="mono">{*name}</dt><dd>{*meaning}</dd> });
    let names = EVENT_NAMES.map(|name| part! { <li class="mono">{name}</li> });
    part! {
        <h3 class="heading">"What may be written"</h3>
        <pre class="card code" tabindex="0" aria-label="The shape of a statement">"on Event, Event: sum += expression"</pre>
        <p class="dim">"One statement a line, or set apart by ; — after # comes a comment. += adds, -= takes away, = sets. Without on it is for every event that has the fields it names. Numbers are whole: + - * / mod ( ) min max abs. Other sums may be named."</p>
        <h3 class="heading">"Fields"</h3>
        <dl class="facts bench-fields">{fields.gather()}</dl>
        <details>
            <summary>"Events"</summary>
            <ul class="bench-names">{names.gather()}</ul>
        </details>
    }
}
