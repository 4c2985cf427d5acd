//! The state that the chosen event belongs to, as the fold that it is: step by step, and as of any version or time.

use leptos::prelude::*;

use super::stepper::{Place, position_at, stepper};
use crate::event_store::{StreamId, StreamVersion};
use crate::kernel::VirtualTime;
use crate::scene::inspect::{AsOf, Change, ChangeKind, FoldView, StateView, fold, state_as_of};
use crate::scene::why::{Question, state_field};
use crate::scene::words::{clock, escaped, fact_sentence, time_seconds};
use crate::session::Session;
use crate::ui::erase::{Gather, Slice, State, erased};
use crate::ui::glossary::{Term, word};
use crate::ui::handle::SessionHandle;
use crate::ui::inspector::field;
use crate::ui::later::inspector::{message_of, most_urgent, position_of};
use crate::ui::later::why::when_still;
use crate::ui::selection::{Selected, Selection};

/// What the tab is about.
#[derive(Clone, Debug, PartialEq)]
enum About {
    Nothing,
    /// The name of a message that is no stored event.
    NoEvent(&'static str),
    /// The name of an event that no state is folded from.
    NoState(&'static str),
    Place(Place),
}

/// What stands at a version or a time.
#[derive(Clone, Debug, PartialEq)]
enum Shown {
    Nothing,
    /// The clock and the sentence of the event, and what it made of the state.
    Step(String, String, FoldView),
    AsOf(VirtualTime, StateView),
}

pub fn state() -> AnyView {
    let (selected, handle) = (Selected::here(), SessionHandle::here());
    let time = State::new(None::<VirtualTime>);
    let about = handle.select_calm(move |session| about(session, selected.chosen()));
    let place = Slice::new(move || if let About::Place(place) = about.get() { Some(place) } else { None });
    let found = when_still(
        move || (place.with(|place| place.as_ref().map(|place| (place.stream, place.version))), time.get()),
        |session, (place, time)| place.map_or(Shown::Nothing, |place| shown_at(session, place, *time)),
    );
    let is_place = Slice::new(move || place.with(Option::is_some));
    let head = Slice::new(move || place.with(|place| place.as_ref().map(|place| (place.name.clone(), place.version))));
    erased(move || {
        if !is_place.get() {
            return none(about);
        }
        part! {
            {erased(move || head.get().map(|(name, version)| part! {
                <header class="sheet-head"><h2>{name}</h2><span class="mono dim">{format!("v{version}")}</span></header>
            }))}
            {stepper(place, time)}
            {erased(move || sheet(place.with(|place| place.as_ref().map(|place| (place.stream, place.version))), found.get().1))}
        }
    })
}

fn none(about: Slice<About>) -> AnyView {
    erased(move || match about.get() {
        About::NoEvent(name) => part! {
            <p class="quiet">{format!("{name} changes no state by itself. Only stored events do; choose one that it caused.")}</p>
        },
        About::NoState(name) => {
            part! { <p class="quiet">{format!("No state is folded from {name}: it tells about the plumbing.")}</p> }
        }
        About::Nothing | About::Place(_) => {
            part! { <p class="quiet">"No state exists yet: place an order and press play."</p> }
        }
    })
}

fn about(session: &Session, chosen: Option<Selection>) -> About {
    let world = session.world();
    let order = match chosen {
        Some(Selection::Order(order)) => Some(order),
        Some(Selection::Message(_) | Selection::Event(_) | Selection::DeadLetter(_)) => None,
        Some(Selection::Node(_) | Selection::Model(_)) | None => most_urgent(world),
    };
    if let Some(order) = order {
        let stream = world.find_stream(&format!("order-{}", world.order_name(order)));
        return stream.and_then(|stream| place(session, stream, None)).map_or(About::Nothing, About::Place);
    }
    let Some(thing) = chosen else { return About::Nothing };
    let Some(message) = message_of(session, thing) else { return About::Nothing };
    let name = world.message_name(message);
    let recorded = position_of(session, thing).and_then(|position| world.recorded(position));
    let Some(recorded) = recorded else { return About::NoEvent(name) };
    let place = place(session, recorded.stream(), Some(recorded.version().0));
    place.map_or(About::NoState(name), About::Place)
}

fn place(session: &Session, stream: StreamId, version: Option<u32>) -> Option<Place> {
    let world = session.world();
    world.context_of(stream)?;
    let last = world.store.version_of(stream)?.0;
    Some(Place { stream, name: escaped(&world.stream_name(stream)), version: version.unwrap_or(last), last })
}

fn shown_at(session: &Session, (stream, version): (StreamId, u32), time: Option<VirtualTime>) -> Shown {
    let world = session.world();
    if let Some(time) = time {
        return state_as_of(world, stream, AsOf::Time(time)).map_or(Shown::Nothing, |view| Shown::AsOf(time, view));
    }
    let position = position_at(session, stream, version);
    let step = position.and_then(|position| {
        let recorded = world.recorded(position)?;
        let sentence = fact_sentence(world, recorded.event());
        Some(Shown::Step(clock(recorded.time()), sentence, fold(world, position)?))
    });
    step.unwrap_or(Shown::Nothing)
}

fn sheet(place: Option<(StreamId, u32)>, shown: Shown) -> AnyView {
    let Some((stream, version)) = place else { return ().into_any() };
    match shown {
        Shown::Nothing => ().into_any(),
        Shown::Step(time, sentence, view) => step(stream, version, time, sentence, view),
        Shown::AsOf(time, view) => as_of(stream, time, view),
    }
}

fn step(stream: StreamId, version: u32, time: String, sentence: String, view: FoldView) -> AnyView {
    let upto = StreamVersion(version);
    let changes = view.changes.into_iter().map(move |change| changed_line(stream, upto, change));
    let same =
        view.same.into_iter().map(move |(name, value)| line("diff same", "", "", stream, Some(upto), name, value));
    part! {
        <p class="sheet-sentence"><span class="mono dim">{time}</span>" "{sentence}</p>
        <h3 class="heading">{format!("What {} changed", view.event)}</h3>
        <div class="card diffs mono">{changes.gather()}{same.gather()}</div>
        <p class="dim">{word(Term::Fold, "Fold")}": "{view.sentence}</p>
    }
}

fn changed_line(stream: StreamId, upto: StreamVersion, change: Change) -> AnyView {
    match change.kind {
        ChangeKind::Before => line("diff before", "−", "before: ", stream, None, change.name, change.value),
        ChangeKind::After => line("diff after", "+", "after: ", stream, Some(upto), change.name, change.value),
    }
}

fn as_of(stream: StreamId, time: VirtualTime, view: StateView) -> AnyView {
    let at = time_seconds(time);
    let told = match view.version {
        None => format!(
            "At {at} nothing had been stored in {}: this is the state that everything begins with.",
            view.stream
        ),
        Some(version) => format!("At {at} it stood at version {version}; {} came later.", events(view.later)),
    };
    let upto = view.version.map(StreamVersion);
    let rows = view.rows.into_iter().map(move |(name, value)| line("diff same", "", "", stream, upto, name, value));
    part! {
        <p class="sheet-sentence">{told}</p>
        <div class="card diffs mono">{rows.gather()}</div>
    }
}

fn events(count: usize) -> String {
    match count {
        0 => "nothing".to_owned(),
        1 => "one event".to_owned(),
        more => format!("{more} events"),
    }
}

/// A line of a state; as of a version it can be asked why.
fn line(
    class: &'static str,
    sign: &'static str,
    said: &'static str,
    stream: StreamId,
    upto: Option<StreamVersion>,
    name: String,
    value: String,
) -> AnyView {
    let question = upto.and_then(|upto| Some(Question::State { stream, field: state_field(&name)?, upto }));
    part! {
        <div class=class>
            <span aria-hidden="true">{sign}</span><span class="hidden-text">{said}</span>
            <span>{name}</span><span>{field(value, question)}</span>
        </div>
    }
}
