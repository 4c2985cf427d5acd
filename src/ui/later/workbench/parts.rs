//! What the tabs of the workbench are made of: stories to run, promises to watch, settings to choose.

use leptos::html;
use leptos::prelude::*;

use crate::exchange::{HistoryDraft, HistoryView, SettingsDraft};
use crate::scenario::find;
use crate::scene::workbench::Moment;
use crate::ui::acts::Acts;
use crate::ui::erase::{Gather, Slice, erased, live, mouse};
use crate::ui::selection::Selection;

/// Stories that show what a tab is about, each run with one click.
pub fn stories(ids: &[&str]) -> AnyView {
    let cards = ids.iter().filter_map(|id| find(id)).map(|scenario| {
        let acts = Acts::here();
        let (id, title) = (scenario.id, scenario.title);
        let now = acts.handle.select_calm(move |session| session.scenario().is_some_and(|scenario| scenario.id == id));
        part! {
            <li class="card story-card" class:now=live(move || now.get())>
                <h4>{title}</h4>
                <p>{scenario.summary}</p>
                <div class="bench-row">
                    <button type="button" class="button" aria-label=format!("Run it: {title}")
                        on:click=mouse(move |_| run(acts, id))>"Run it"</button>
                    <button type="button" class="button" aria-label=format!("Watch it: {title}")
                        on:click=mouse(move |_| watch(acts, id))>"Watch it"</button>
                    {erased(move || now.get().then(|| part! { <span class="dim">"this run"</span> }))}
                </div>
            </li>
        }
    });
    part! {
        <div class="bench-foot">
            <h3 class="heading">"Stories that show it"</h3>
            <ul class="bench-stories">{cards.gather()}</ul>
        </div>
    }
}

/// Begins a story and goes to its end.
fn run(acts: Acts, id: &str) {
    acts.reset(Some(id), None, None);
    acts.to_end();
    acts.notices.show("The story ran to its end. Walk back through it with the timeline.");
}

/// Begins a story and lets it play.
fn watch(acts: Acts, id: &str) {
    acts.reset(Some(id), None, None);
    acts.player.play();
}

/// The promises that a tab is about, as they stand at the cursor.
pub fn promises(ids: &'static [&'static str]) -> AnyView {
    let acts = Acts::here();
    let reports = acts.handle.select_calm(move |session| {
        session.invariants().into_iter().filter(|report| ids.contains(&report.id)).collect::<Vec<_>>()
    });
    let line = move |report: crate::check::InvariantReport| {
        let (class, sign, said) =
            if report.ok { ("sign good", "✓", "holds: ") } else { ("sign bad", "✗", "broken: ") };
        let at = report.position;
        let go = move |step: u32| {
            if let Some(at) = at {
                acts.selected.choose(Selection::Event(at));
            }
            acts.seek_step(step);
        };
        part! {
            <li class="promise">
                <p><span class=class aria-hidden="true">{sign}</span><span class="hidden-text">{said}</span>{report.name}" "<span class="mono dim">{report.id}</span></p>
                {report.reason.map(|reason| part! { <p class="bad">{reason}</p> })}
                {report.step.map(|step| part! {
                    <button type="button" class="link" on:click=mouse(move |_| go(step))>{format!("Go to the step that broke it ({step})")}</button>
                })}
            </li>
        }
    };
    part! {
        <h3 class="heading">"Invariants"</h3>
        {erased(move || part! { <ul class="promises">{reports.get().into_iter().map(line).gather()}</ul> })}
    }
}

/// A setting about what is stored, as a few buttons of which one is pressed.
pub fn choice(
    label: &'static str,
    options: &'static [(&'static str, &'static str)],
    now: fn(&HistoryView) -> String,
    draft: fn(&str) -> HistoryDraft,
) -> AnyView {
    let acts = Acts::here();
    let now = acts.handle.select_calm(move |session| now(&session.settings().history));
    let buttons = options.iter().map(move |(value, title)| {
        let value = *value;
        part! {
            <button type="button" class="choice" aria-pressed=live(move || now.with(|now| now == value).to_string())
                on:click=mouse(move |_| if now.with_untracked(|now| now != value) { set(acts, draft(value)); })>{*title}</button>
        }
    });
    part! {
        <div class="choices" role="group" aria-label=label>
            <span class="choices-label" aria-hidden="true">{label}</span>
            <div class="choices-row">{buttons.gather()}</div>
        </div>
    }
}

/// Changes settings from now on.
pub fn set(acts: Acts, history: HistoryDraft) {
    match acts.set(&SettingsDraft { history, ..SettingsDraft::default() }) {
        Ok(()) => acts.notices.say("The setting takes effect now and belongs to the run."),
        Err(refused) => acts.notices.show(refused.to_string()),
    }
}

/// A number of the settings as a draft has it.
pub fn number(text: &str) -> Option<f64> {
    crate::ui::decimal::decimal(text)
}

/// Moments of the run that one can go to.
pub fn moments(moments: Slice<Vec<Moment>>) -> AnyView {
    let acts = Acts::here();
    erased(move || {
        let rows = moments.get().into_iter().map(|moment| {
            let step = moment.step;
            part! {
                <li><button type="button" class="row-button" title="Go to this moment" on:click=mouse(move |_| acts.seek_step(step))>
                    <span>{moment.sentence}</span><span class="mono dim">{moment.time}</span>
                </button></li>
            }
        });
        part! { <ul class="rows">{rows.gather()}</ul> }
    })
}

/// A figure with its name.
pub fn figure(name: &'static str, class: &'static str, value: String) -> AnyView {
    part! { <div class=format!("figure {class}")><dt>{name}</dt><dd>{value}</dd></div> }
}

/// "1 event", "12 events".
pub fn events(count: u64) -> String {
    if count == 1 { "1 event".to_owned() } else { format!("{} events", crate::scene::words::count(count)) }
}

/// Chooses a part of what stands in a field, from one character to before another.
pub fn choose(editor: NodeRef<html::Textarea>, (from, to): (usize, usize)) {
    let Some(editor) = editor.get_untracked() else { return };
    let text = editor.value();
    let _ = editor.focus();
    let _ = editor.set_selection_range(units(&text, from), units(&text, to));
}

/// Where a character lies, as the browser counts.
fn units(text: &str, characters: usize) -> u32 {
    let units = text.chars().take(characters).map(char::len_utf16).sum::<usize>();
    u32::try_from(units).unwrap_or(u32::MAX)
}
