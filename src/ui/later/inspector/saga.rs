//! The saga of the chosen order: forward on the left, back on the right, and what waits for a person.

use crate::ui::erase::{Gather, erased, live, mouse, pointer, rows};
use leptos::prelude::*;

use super::event::message_of;
use crate::domain::OrderId;
use crate::domain::fulfilment::{Phase, Resolution};
use crate::scene::inspect::{Track, TrackCell, track};
use crate::scene::why::Question;
use crate::scene::words;
use crate::ui::acts::Acts;
use crate::ui::glossary::{Term, word};
use crate::ui::handle::SessionHandle;
use crate::ui::inspector::{Asked, More, field};
use crate::ui::selection::{Selected, Selection};
use crate::ui::timeline::selection_of;
use crate::ui::{door, later};
use crate::world::World;

/// Sagas in the list.
const LISTED: usize = 30;

#[component]
pub fn SagaTab() -> impl IntoView {
    let selected = Selected::here();
    let handle = SessionHandle::here();
    let found = handle.select_calm(move |session| {
        let world = session.world();
        let order = match selected.chosen() {
            Some(Selection::Order(order)) => Some(order),
            Some(chosen) => message_of(session, chosen).and_then(|message| world.order_of(message)),
            None => None,
        };
        let order = order.or_else(|| most_urgent(world))?;
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
            None => ().into_any(),
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

/// The first saga that needs a person, else the latest.
pub fn most_urgent(world: &World) -> Option<OrderId> {
    let stuck = world.open_tasks().next().map(|(_, task)| task.order);
    let begun = |number: &usize| world.sagas.get(*number).is_some_and(|record| record.saga.phase != Phase::NotStarted);
    let latest = || (0..world.sagas.len()).rev().find(begun).and_then(|number| u32::try_from(number).ok());
    stuck.or_else(|| latest().map(OrderId))
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
    let order = track.order;
    let turns_at = track.turns_at;
    let back = track.turns_at.is_some();
    let rows = track
        .rows
        .into_iter()
        .enumerate()
        .map(|(number, (step, undo))| {
            part! {
                <li class="track-row" class:turn=turns_at == Some(number) class:travelled=back && turns_at.is_some_and(|at| number < at)>
                    {cell(order, step, "step")}
                    {undo.map(|undo| cell(order, undo, "undo"))}
                </li>
            }
        })
        .gather();
    let tasks = track.tasks.into_iter().map(|task| task_card(task.number, task.title)).gather();
    part! {
        <header class="sheet-head is-saga">
            <h2 class="hue">{word(Term::Saga, "Saga")}" "{track.name}</h2>
            <span class=format!("phase {}", look_of(track.phase))>{field(track.phase_word.to_owned(), Some(Question::Saga { order, field: "state" }))}</span>
        </header>
        <p class="sheet-sentence">{track.standing}</p>
        {tasks}
        <ol class="track">{rows}</ol>
        {Asked::here().more(More::Effects, "Effects of placing it", || door::part(later::why::effects))}
    }
}

fn cell(order: OrderId, cell: TrackCell, side: &'static str) -> AnyView {
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
    let class = format!("cell {side} {}", cell.look);
    let pivot = cell.is_pivot.then(|| part! { <span class="pivot">{word(Term::Pivot, "pivot")}</span> });
    let question = Question::Saga { order, field: cell.field };
    let status = format!("{}{}", cell.status, attempts.unwrap_or_default());
    let title = match message {
        Some(message) => part! {
            <button type="button" class="cell-title link" title="Show the message" on:click=mouse(move |_| {
                selected.choose(handle.with(|session| selection_of(session.world(), message)));
            })><span aria-hidden="true">{sign}</span>{cell.title}</button>
        },
        None => part! { <span class="cell-title"><span aria-hidden="true">{sign}</span>{cell.title}</span> },
    };
    part! {
        <div class="cell-box">
            <div class=class>{title}<span class="cell-status">{field(status, Some(question))}</span></div>
            {pivot}
        </div>
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
