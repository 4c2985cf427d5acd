//! The saga of the chosen order: forward on the left, back on the right, and what waits for a person.

use crate::ui::erase::{Gather, erased, live, mouse, pointer, rows};
use leptos::prelude::*;

use super::event::message_of;
use crate::domain::OrderId;
use crate::domain::fulfilment::{Phase, Resolution};
use crate::scene::inspect::{Track, TrackCell, track};
use crate::scene::words;
use crate::ui::acts::Acts;
use crate::ui::glossary::{Term, word};
use crate::ui::handle::SessionHandle;
use crate::ui::selection::{Selected, Selection};
use crate::ui::timeline::selection_of;

/// Sagas in the list.
const LISTED: usize = 30;

#[component]
pub fn SagaTab() -> impl IntoView {
    let selected = Selected::here();
    let handle = SessionHandle::here();
    let found = handle.select_calm(move |session| {
        let world = session.world();
        let chosen = selected.chosen()?;
        let order =
            if let Selection::Order(order) = chosen { order } else { world.order_of(message_of(session, chosen)?)? };
        Some((words::order(world, order), track(world, order)))
    });
    let list = handle.select_calm(|session| {
        let world = session.world();
        let last = world.sagas.len();
        let line = |number: usize| {
            let order = OrderId(u32::try_from(number).ok()?);
            let phase = world.sagas.get(number)?.saga.phase;
            (phase != Phase::NotStarted).then(|| (order, words::order(world, order), words::phase_word(phase), phase))
        };
        let stuck = world.open_tasks().filter_map(|(_, task)| line(task.order.0 as usize));
        let mut lines: Vec<_> = stuck.take(LISTED).collect();
        lines.dedup();
        let rest: Vec<_> =
            (last.saturating_sub(LISTED)..last).rev().filter_map(line).filter(|line| line.3 != Phase::Stuck).collect();
        lines.extend(rest);
        lines
    });
    part! {
        {erased(move || match found.get() {
            None => part! { <p class="quiet">"Choose an order, or anything that belongs to one, to see its "{word(Term::Saga, "saga")}"."</p> },
            Some((name, None)) => part! { <p class="quiet">{format!("The saga of {name} has not begun: OrderPlaced has not reached it.")}</p> },
            Some((_, Some(track))) => sheet(track),
        })}
        <h2 class="heading">"Sagas"</h2>
        <ul class="rows">
            {rows(move || list.get(), |line| (line.0, line.1.clone(), line.2), move |(order, name, phase_word, phase)| part! {
                <li>
                    <button type="button" class="row-button" aria-current=live(move || selected.is_chosen(Selection::Order(order)).then_some("true"))
                        on:click=mouse(move |_| selected.choose(Selection::Order(order)))
                        on:pointerenter=pointer(move |_| selected.hover(Some(Selection::Order(order))))
                        on:pointerleave=pointer(move |_| selected.hover(None))>
                        <span class="mono">{name}</span>
                        <span class=format!("phase {}", look_of(phase))>{phase_word}</span>
                    </button>
                </li>
            })}
        </ul>
        {erased(move || list.with(Vec::is_empty).then(|| part! { <p class="quiet">"No saga has begun yet: place an order and press play."</p> }))}
    }
}

const fn look_of(phase: Phase) -> &'static str {
    match phase {
        Phase::NotStarted => "idle",
        Phase::Running => "busy",
        Phase::Completed => "done",
        Phase::Compensating | Phase::Compensated => "back",
        Phase::Stuck => "person",
    }
}

fn sheet(track: Track) -> AnyView {
    let turns_at = track.turns_at;
    let back = track.turns_at.is_some();
    let rows = track
        .rows
        .into_iter()
        .enumerate()
        .map(|(number, (step, undo))| {
            part! {
                <li class="track-row" class:turn=turns_at == Some(number) class:travelled=back && turns_at.is_some_and(|at| number < at)>
                    {cell(step, "step")}
                    {undo.map(|undo| cell(undo, "undo"))}
                </li>
            }
        })
        .gather();
    let tasks = track.tasks.into_iter().map(|task| task_card(task.number, task.title)).gather();
    part! {
        <header class="sheet-head is-saga">
            <h2 class="hue">{word(Term::Saga, "Saga")}" "{track.name}</h2>
            <span class=format!("phase {}", look_of(track.phase))>{track.phase_word}</span>
        </header>
        <p class="sheet-sentence">{track.standing}</p>
        {tasks}
        <ol class="track">{rows}</ol>
    }
}

fn cell(cell: TrackCell, side: &'static str) -> AnyView {
    let selected = Selected::here();
    let handle = SessionHandle::here();
    let message = cell.message;
    let sign = match (side, cell.look) {
        ("undo", _) => "↩ ",
        (_, "done") => "✓ ",
        (_, "bad") => "✗ ",
        _ => "",
    };
    let attempts = (cell.attempts > 1).then(|| format!(" · {} attempts", cell.attempts));
    let inner = part! {
        <span class="cell-title"><span aria-hidden="true">{sign}</span>{cell.title}</span>
        <span class="cell-status">{cell.status}{attempts}</span>
    };
    let class = format!("cell {side} {}", cell.look);
    let pivot = cell.is_pivot.then(|| part! { <span class="pivot">{word(Term::Pivot, "pivot")}</span> });
    match message {
        Some(message) => part! {
            <div class="cell-box">
                <button type="button" class=class on:click=mouse(move |_| {
                    selected.choose(handle.with(|session| selection_of(session.world(), message)));
                })>{inner}</button>
                {pivot}
            </div>
        },
        None => part! { <div class="cell-box"><div class=class>{inner}</div>{pivot}</div> },
    }
}

/// What a person decides about a compensation that gave up.
fn task_card(task: u32, title: String) -> AnyView {
    let acts = Acts::here();
    let decide = move |resolution: Resolution, label: &'static str| {
        part! { <button type="button" class="button" on:click=mouse(move |_| acts.resolve(task, resolution))>{label}</button> }
    };
    let label = format!("{title} needs a person");
    part! {
        <section class="task" aria-label=label>
            <p><strong>{title}</strong>" gave up and needs a person."</p>
            <div class="task-buttons">
                {decide(Resolution::Retry, "Retry")}
                {decide(Resolution::DoneByHand, "Mark as done")}
                {decide(Resolution::WriteOff, "Write off")}
            </div>
        </section>
    }
}
