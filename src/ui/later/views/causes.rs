//! The tree of causes of the story that is chosen, or of the latest.

use crate::ui::erase::{Gather, erased, live, mouse};
use leptos::prelude::*;

use crate::kernel::MessageNo;
use crate::scene::timeline::{Role, Shape};
use crate::scene::timeline::{TreeRow, tree};
use crate::scene::words::clock;
use crate::ui::handle::SessionHandle;
use crate::ui::marks::{Mark, mark};
use crate::ui::selection::{Selected, Selection};
use crate::ui::timeline::{TimeViews, selection_of};
use crate::world::World;

#[component]
pub fn Causes() -> impl IntoView {
    let (handle, selected, views) = (SessionHandle::here(), Selected::here(), TimeViews::here());
    let rows = handle.select_calm(move |session| {
        let world = session.world();
        let chosen = selected.chosen();
        let from = chosen.and_then(|chosen| message_of(world, chosen));
        let story = views.story.get().and_then(|order| first_of(world, order));
        let chain = selected.chain().last();
        from.or(chain).or(story).or_else(|| latest(world)).map(|message| tree(world, message)).unwrap_or_default()
    });
    let choose = move |message: MessageNo| {
        let chosen = handle.with(|session| selection_of(session.world(), message));
        selected.choose(chosen);
    };
    let list = move || {
        rows.get()
            .into_iter()
            .map(|row| {
                let message = row.message;
                let lit = move || {
                    let thing = handle.with(|session| selection_of(session.world(), message));
                    selected.is_message_lit(thing, message)
                };
                part! {
                    <li class=format!("cause depth-{}", row.depth.min(24)) class:lit=live(lit)>
                        <button type="button" class="cause-row" on:click=mouse(move |_| choose(message))>
                            {mark(mark_of(&row))}<span class="cause-name">{row.name}</span><span class="dim mono">{clock(row.time)}</span>
                        </button>
                    </li>
                }
            })
            .gather()
    };
    let empty =
        move || rows.with(Vec::is_empty).then_some("Nothing has caused anything yet: place an order and press Play.");
    part! {
        <div class="causes" tabindex="0" role="region" aria-label="Causes: every message under the one that caused it">
            <p class="quiet">{erased(empty)}</p>
            <ul>{erased(list)}</ul>
        </div>
    }
}

const fn mark_of(row: &TreeRow) -> Mark {
    match (row.shape, row.role) {
        (Shape::Diamond, _) => Mark::Compensation,
        (_, Role::Command) => Mark::Command,
        (_, Role::Reply) => Mark::Reply,
        (_, Role::Timer) => Mark::Timer,
        _ => Mark::Event,
    }
}

fn message_of(world: &World, selection: Selection) -> Option<MessageNo> {
    match selection {
        Selection::Message(message) => world.letter(message).map(|_| message),
        Selection::Event(position) => world.event_message(position).known(),
        Selection::Order(order) => first_of(world, order),
        Selection::DeadLetter(number) => world.bus.dead_letter(number).map(|dead| dead.message),
        Selection::Node(_) | Selection::Model(_) => None,
    }
}

fn first_of(world: &World, order: crate::domain::OrderId) -> Option<MessageNo> {
    let stream = world.find_stream(&format!("order-{}", world.order_name(order)))?;
    let first = world.store.read_stream(stream, crate::event_store::StreamVersion::FIRST).next()?;
    world.event_message(u64::from(first.position().0)).known()
}

fn latest(world: &World) -> Option<MessageNo> {
    world.trace.iter().rev().take(5_000).find_map(|entry| entry.message.known())
}
