//! The chosen message: what it is, what it says, what caused it and what it caused.

use crate::ui::erase::{Gather, Slice, erased, rows};
use leptos::prelude::*;

use super::chip::{chip, mark_for};
use super::node::NodeCard;
use crate::kernel::MessageNo;
use crate::scene::inspect::{Card, card};
use crate::scene::timeline::{Role, Shape};
use crate::scene::words;
use crate::session::Session;
use crate::ui::glossary::{Term, word};
use crate::ui::handle::SessionHandle;
use crate::ui::inspector::{Asked, More};
use crate::ui::marks::mark_of_hue;
use crate::ui::selection::{Selected, Selection};
use crate::ui::timeline::selection_of;
use crate::ui::{door, later};
use crate::world::{Body, REMOVED};

/// Latest events shown while nothing is chosen.
const LATEST: usize = 14;

/// The message behind a selection.
pub fn message_of(session: &Session, thing: Selection) -> Option<MessageNo> {
    let world = session.world();
    match thing {
        Selection::Message(message) => Some(message),
        Selection::Event(position) => world.event_message(position).known(),
        Selection::DeadLetter(number) => world.bus.dead_letter(number).map(|dead| dead.message),
        Selection::Node(_) | Selection::Order(_) | Selection::Model(_) => None,
    }
}

/// Where the stored event behind a selection lies.
pub fn position_of(session: &Session, thing: Selection) -> Option<u64> {
    match session.world().letter(message_of(session, thing)?)?.body {
        Body::Event { position } | Body::Corrected { position, .. } => Some(position).filter(|at| *at != REMOVED),
        Body::Command(_) | Body::Reply(_) | Body::Timer { .. } => None,
    }
}

#[component]
pub fn EventTab() -> impl IntoView {
    let (selected, asked) = (Selected::here(), Asked::here());
    let handle = SessionHandle::here();
    // The tree of causes grows while the run goes on; each link leads to the thing that stands for its message.
    let found = handle.select_calm(move |session| {
        let card = card(session.world(), message_of(session, selected.chosen()?)?)?;
        let things: Vec<Selection> =
            card.links.iter().map(|link| selection_of(session.world(), link.message)).collect();
        Some((card, things))
    });
    let head = Slice::new(move || {
        found.with(|found| found.as_ref().map(|(card, _)| Card { links: Vec::new(), left_out: 0, ..card.clone() }))
    });
    let links = Slice::new(move || {
        found.with(|found| {
            let (card, things) = found.as_ref()?;
            let message = card.message;
            let rows = card.links.iter().cloned().zip(things.iter().copied());
            Some((rows.map(|(link, thing)| (link.message == message, link, thing)).collect::<Vec<_>>(), card.left_out))
        })
    });
    erased(move || match selected.chosen() {
        Some(Selection::Node(node)) => part! { <NodeCard node /> },
        None | Some(Selection::Order(_) | Selection::Model(_)) => part! { <Latest /> },
        Some(Selection::Message(_) | Selection::Event(_) | Selection::DeadLetter(_)) => part! {
            {erased(move || head.get().map_or_else(
                || part! { <p class="quiet">"It has not happened yet at this point of the run. Go forward, or choose something else."</p> },
                sheet,
            ))}
            {erased(move || head.with(Option::is_some).then(|| more(asked, head.with(|card| card.as_ref().is_some_and(|card| card.position.is_some())))))}
            <ol class="links">
                {rows(move || links.get().unwrap_or_default().0, |(here, link, thing)| (link.message, link.name, link.depth, *here, *thing), |(here, link, thing)| part! {
                    <li class="link-row" data-depth=link.depth.min(14).to_string()>
                        {chip(thing, link.name, link.shape, link.role, here)}
                    </li>
                })}
            </ol>
            {erased(move || super::left_out(links.get().map_or(0, |(_, left_out)| left_out), "later messages"))}
        },
    })
}

fn sheet(card: Card) -> AnyView {
    let facts =
        card.facts.into_iter().map(|(name, value)| part! { <dt>{fact_name(name)}</dt><dd>{value}</dd> }).gather();
    part! {
        <header class=format!("sheet-head is-{}", card.role.name())>
            {mark_of_hue(mark_for(card.shape, card.role))}
            <h2 class="hue">{card.name}</h2>
            {card.position.map(|position| part! { <span class="mono dim">{format!("#{position:04}")}</span> })}
        </header>
        {card.sentence.map(|sentence| part! { <p class="sheet-sentence">{sentence}</p> })}
        <dl class="facts">{facts}</dl>
        <pre class="card code" tabindex="0" aria-label="Payload">{card.body}</pre>
    }
}

/// What can be asked about a message further.
fn more(asked: Asked, is_stored: bool) -> AnyView {
    part! {
        {is_stored.then(|| asked.more(More::Changed, "What it changed", || door::part(later::why::changed)))}
        {asked.more(More::Effects, "Effects of the act it came from", || door::part(later::why::effects))}
        {is_stored.then(|| asked.more(More::Past, "Change the past", || door::part(later::past::change)))}
        <h3 class="heading">"Caused by → caused"</h3>
    }
}

/// The name of a fact; some open their card.
fn fact_name(name: &'static str) -> AnyView {
    let term = match name {
        "stream" => Term::Stream,
        "position" => Term::Position,
        "correlation" => Term::Correlation,
        "causation" => Term::Causation,
        "schema" => Term::Schema,
        _ => return name.into_any(),
    };
    word(term, name)
}

/// The latest events, while nothing is chosen.
#[component]
fn Latest() -> impl IntoView {
    let events = SessionHandle::here().select_calm(|session| {
        let world = session.world();
        let len = world.store.len();
        let rows = (len.saturating_sub(LATEST)..len).rev().filter_map(|at| {
            let position = at as u64;
            let recorded = world.recorded(position)?;
            let undoes = world.is_compensation(world.event_message(position));
            Some((position, recorded.event().name(), words::clock(recorded.time()), undoes))
        });
        rows.collect::<Vec<_>>()
    });
    part! {
        <p class="quiet">"Nothing is chosen. Click a message, an event or a part to see all that is known about it."</p>
        <h2 class="heading">"Latest events"</h2>
        <ol class="latest">
            {rows(move || events.get(), |(position, name, time, _)| (*position, *name, time.clone()), |(position, name, time, undoes)| part! {
                <li>
                    {if undoes {
                        chip(Selection::Event(position), name, Shape::Diamond, Role::Compensation, false)
                    } else {
                        chip(Selection::Event(position), name, Shape::Circle, Role::Event, false)
                    }}
                    <span class="mono dim">{time}</span>
                </li>
            })}
        </ol>
        {erased(move || events.with(Vec::is_empty).then(|| part! { <p class="quiet">"No event is stored yet: place an order and press play."</p> }))}
    }
}
