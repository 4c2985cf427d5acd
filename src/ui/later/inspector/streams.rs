//! The streams of the store, and the events of one.

use crate::ui::erase::{Gather, State, erased, live, mouse, rows};
use leptos::prelude::*;

use super::chip::chip;
use crate::event_store::StreamId;
use crate::scene::inspect::{events_of, latest_streams};
use crate::scene::timeline::{Role, Shape};
use crate::scene::words;
use crate::ui::glossary::{Term, word};
use crate::ui::handle::SessionHandle;
use crate::ui::selection::{Selected, Selection};

#[component]
pub fn StreamsTab() -> impl IntoView {
    let handle = SessionHandle::here();
    let selected = Selected::here();
    let open = State::new(None::<StreamId>);
    let list = handle.select_calm(|session| latest_streams(session.world()));
    let events = handle.select_calm(move |session| {
        let stream = open.get()?;
        Some((words::escaped(&session.world().stream_name(stream)), events_of(session.world(), stream)))
    });
    part! {
        {erased(move || events.get().map(|(name, part)| part! {
            <header class="sheet-head">
                <h2>{name}</h2>
                <button type="button" class="link" on:click=mouse(move |_| open.set(None))>"all streams"</button>
            </header>
            {super::left_out(part.left_out, "older events")}
            <ol class="latest">
                {part.rows.into_iter().map(|event| {
                    let thing = Selection::Event(event.position);
                    part! {
                        <li>
                            <span class="mono dim version">{event.version}</span>
                            {chip(thing, event.name, Shape::Circle, Role::Event, selected.chosen_untracked() == Some(thing))}
                            <span class="mono dim">{event.time}</span>
                        </li>
                    }
                }).gather()}
            </ol>
        }))}
        <h2 class="heading">{word(Term::Stream, "Streams")}", last written first"</h2>
        <ul class="rows">
            {rows(move || list.get().rows, |row| (row.stream, row.name.clone(), row.events), move |row| part! {
                <li>
                    <button type="button" class="row-button" aria-current=live(move || (open.get() == Some(row.stream)).then_some("true"))
                        on:click=mouse(move |_| open.set(Some(row.stream)))>
                        <span class="mono">{row.name}</span>
                        <span class="dim">{format!("{} · {}", row.last, row.events)}</span>
                    </button>
                </li>
            })}
        </ul>
        {erased(move || super::left_out(list.with(|list| list.left_out), "streams"))}
        {erased(move || list.with(|list| list.rows.is_empty()).then(|| part! { <p class="quiet">"No stream exists yet: the first event of a thing begins its stream."</p> }))}
    }
}
