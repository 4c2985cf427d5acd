//! The guided start: three captions over the real run, one click each. It points at things and never acts: the
//! visitor's own clicks do, and lead from one caption to the next.

use crate::ui::erase::{State, erased, here, mouse, provide};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::handle::SessionHandle;
use super::notices::Notices;
use super::rooms::{Room, Rooms};
use super::{place, prefs, share};
use crate::domain::fulfilment::Phase;

/// A caption, what it points at, and the view of a phone that shows it.
struct Stop {
    text: &'static str,
    target: &'static str,
    room: Room,
}

const STOPS: [Stop; 3] = [
    Stop {
        text: "This is a shop whose parts talk by messages. Place an order: that is a command.",
        target: "[data-guide='order']",
        room: Room::Commands,
    },
    Stop {
        text: "Now play. Watch the order go from part to part; each circle is an event, a fact that stays.",
        target: "[data-guide='play']",
        room: Room::Flow,
    },
    Stop {
        text: "Break something: make shipping unavailable, and see the saga undo what was done. Then scrub back to look why.",
        target: "[data-guide='break']",
        room: Room::Chaos,
    },
];

/// Before the last caption, where the order is already through.
const AGAIN: &str = "The order is through. Place another order for this. ";

#[derive(Clone, Copy)]
pub struct Guide(State<Option<usize>>);

impl Guide {
    pub fn provide() -> Self {
        let guide = Self(State::new(None));
        provide(guide);
        guide
    }

    /// Begins by itself on the first visit, unless the address asks for something: a run, a scenario, a seed.
    pub fn begin_if_new(self) {
        if prefs::read("guide").is_none() && !share::is_asked() {
            self.begin();
        }
    }

    /// Shows the first caption.
    pub fn begin(self) {
        prefs::write("guide", "seen");
        self.0.set(Some(0));
    }

    fn end(self) {
        self.0.set(None);
    }
}

#[component]
pub fn GuideView() -> impl IntoView {
    let guide: Guide = here();
    let rooms: Rooms = here();
    let notices = Notices::here();
    let resized = Trigger::new();
    let on_resize = window_event_listener(leptos::ev::resize, move |_| resized.notify());
    let on_click = window_event_listener(leptos::ev::click, move |ev| {
        let Some(at) = guide.0.get_untracked() else { return };
        let target = ev.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let hit =
            |stop: &Stop| target.as_ref().is_some_and(|target| target.closest(stop.target).ok().flatten().is_some());
        if STOPS.get(at).is_some_and(hit) {
            guide.0.set(Some(at + 1).filter(|next| *next < STOPS.len()));
        }
    });
    let on_key = window_event_listener(leptos::ev::keydown, move |ev| {
        if ev.key() == "Escape" && !ev.default_prevented() && guide.0.get_untracked().is_some() {
            ev.prevent_default();
            guide.end();
        }
    });
    Effect::new(move |_| {
        if guide.0.with(Option::is_none) {
            place::unlight();
        }
    });
    // Every order that was placed has come to its end: then there is nothing left to break.
    let settled = SessionHandle::here().select_calm(|session| {
        let phases = || session.world().sagas.iter().map(|record| record.saga.phase);
        phases().all(|phase| !matches!(phase, Phase::Running | Phase::Compensating))
            && phases().any(|phase| phase != Phase::NotStarted)
    });
    on_cleanup(move || {
        on_resize.remove();
        on_click.remove();
        on_key.remove();
    });
    erased(move || {
        let at = guide.0.get()?;
        let stop = STOPS.get(at)?;
        rooms.shown.set(stop.room);
        notices.say(stop.text);
        let holder = NodeRef::<html::Div>::new();
        Effect::new(move |_| {
            resized.track();
            if holder.get().is_some() {
                request_animation_frame(move || place::beside(holder, stop.target));
            }
        });
        // The focus goes into it as it opens; later it stays with what the visitor pressed.
        Effect::new(move |_| {
            if let Some(element) = holder.get().filter(|_| at == 0) {
                let _ = element.focus();
            }
        });
        let first = move || (at + 1 == STOPS.len() && settled.get()).then_some(AGAIN);
        Some(part! {
            <div class="guide floating" role="dialog" aria-label="Guided start" tabindex="-1" node_ref=holder>
                <p><span class="mono dim">{format!("{}/{}", at + 1, STOPS.len())}</span>" "{erased(first)}{stop.text}</p>
                <button type="button" class="button" on:click=mouse(move |_| guide.end())>"Skip"</button>
            </div>
        })
    })
}
