//! The streams of the store, and the events of one of them.

use leptos::prelude::*;

use crate::event_store::{StreamId, StreamVersion};
use crate::scene::words::{clock, count, escaped};
use crate::ui::handle::SessionHandle;
use crate::ui::selection::{Selected, Selection};
use crate::ui::timeline::order_of;
use crate::world::World;

/// Streams shown at the most, newest first.
const STREAMS_MAX: usize = 60;
/// Events of one stream shown at the most, newest first.
const EVENTS_MAX: usize = 200;

#[derive(Clone, Debug, PartialEq)]
struct StreamRow {
    id: StreamId,
    name: String,
    version: u32,
}

#[derive(Clone, Debug, PartialEq)]
struct EventRow {
    position: u64,
    version: u32,
    name: &'static str,
    time: String,
}

#[component]
pub fn Streams() -> impl IntoView {
    let (handle, selected) = (SessionHandle::here(), Selected::here());
    let open = RwSignal::new(None::<StreamId>);
    let total = handle.select_calm(|session| session.world().store.streams().count());
    let streams = handle.select_calm(move |session| {
        let order = order_of(handle, selected.chosen());
        newest(session.world(), order)
    });
    let events = handle.select_calm(move |session| open.get().map(|id| events_of(session.world(), id)));
    let list = move || {
        let rows = streams.get().into_iter().map(|row| {
            let id = row.id;
            let last = format!("version {}", row.version);
            view! {
                <li><button type="button" class="stream-row" aria-expanded=move || (open.get() == Some(id)).to_string()
                    on:click=move |_| open.update(|open| *open = if *open == Some(id) { None } else { Some(id) })>
                    <span class="mono">{row.name}</span><span class="dim">{last}</span></button>
                    {move || (open.get() == Some(id)).then(|| event_list(events.get().unwrap_or_default(), selected))}
                </li>
            }
            .into_any()
        });
        rows.collect_view()
    };
    let head = move || match total.get() {
        0 => "No stream yet: the first event of an order opens one.".to_owned(),
        1 => "1 stream".to_owned(),
        many if many > STREAMS_MAX => {
            format!("{} streams; the {STREAMS_MAX} written last are shown", count(many as u64))
        }
        many => format!("{many} streams"),
    };
    view! { <div class="streams"><p class="dim small">{head}</p><ul>{list}</ul></div> }.into_any()
}

fn event_list(events: Vec<EventRow>, selected: Selected) -> AnyView {
    let rows = events.into_iter().map(|event| {
        let thing = Selection::Event(event.position);
        let number = format!("{}", event.version);
        view! {
            <li class:lit=move || selected.is_lit(thing)><button type="button" class="event-row" on:click=move |_| selected.choose(thing)>
                <span class="dim number">{number}</span><span class="hue is-event">{event.name}</span><span class="dim mono">{event.time}</span>
            </button></li>
        }
        .into_any()
    });
    view! { <ol class="event-rows" reversed>{rows.collect_view()}</ol> }.into_any()
}

/// The streams of the chosen order first, then those written last.
fn newest(world: &World, order: Option<crate::domain::OrderId>) -> Vec<StreamRow> {
    let row = |id: StreamId, version: StreamVersion| StreamRow {
        id,
        name: escaped(&world.stream_name(id)),
        version: version.0,
    };
    let mut rows: Vec<StreamRow> = Vec::new();
    if let Some(order) = order {
        let name = world.order_name(order);
        let own = ["order", "payment", "shipment"].map(|kind| world.find_stream(&format!("{kind}-{name}")));
        rows.extend(own.into_iter().flatten().filter_map(|id| Some(row(id, world.store.version_of(id)?))));
    }
    let end = world.store.len();
    for position in (end.saturating_sub(2_000)..end).rev() {
        if rows.len() >= STREAMS_MAX {
            break;
        }
        let Some(id) = world.recorded(position as u64).map(|recorded| recorded.stream()) else { continue };
        if !rows.iter().any(|known| known.id == id)
            && let Some(version) = world.store.version_of(id)
        {
            rows.push(row(id, version));
        }
    }
    rows
}

fn events_of(world: &World, id: StreamId) -> Vec<EventRow> {
    let last = world.store.version_of(id).map_or(0, |version| version.0);
    let from = StreamVersion(last.saturating_sub(EVENTS_MAX as u32));
    let mut rows: Vec<EventRow> = world
        .store
        .read_stream(id, from)
        .map(|recorded| EventRow {
            position: u64::from(recorded.position().0),
            version: recorded.version().0,
            name: recorded.event().name(),
            time: clock(recorded.time()),
        })
        .collect();
    rows.reverse();
    rows
}
