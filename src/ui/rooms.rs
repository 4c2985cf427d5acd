//! On a phone one view stands at a time, with the timeline under it; this is the choice.

use crate::ui::erase::{Gather, State, here, live, mouse, provide};
use leptos::prelude::*;

use super::icons::{Icon, icon};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    Flow,
    Commands,
    Chaos,
    Checks,
    Details,
}

impl Room {
    const ALL: [Self; 5] = [Self::Flow, Self::Commands, Self::Chaos, Self::Checks, Self::Details];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Flow => "flow",
            Self::Commands => "commands",
            Self::Chaos => "chaos",
            Self::Checks => "checks",
            Self::Details => "details",
        }
    }

    const fn face(self) -> (&'static str, Icon) {
        match self {
            Self::Flow => ("Flow", Icon::Flow),
            Self::Commands => ("Order", Icon::Commands),
            Self::Chaos => ("Chaos", Icon::Chaos),
            Self::Checks => ("Checks", Icon::Checks),
            Self::Details => ("Inspect", Icon::Details),
        }
    }
}

/// Which view a phone shows; wide screens show all.
#[derive(Clone, Copy)]
pub struct Rooms {
    pub shown: State<Room>,
    narrow: State<bool>,
}

/// The same width as in `style/layout.css`.
const NARROW: &str = "(max-width: 59.99rem)";

impl Rooms {
    pub fn provide() -> Self {
        let query = window().match_media(NARROW).ok().flatten();
        let narrow = State::new(query.as_ref().is_some_and(web_sys::MediaQueryList::matches));
        if query.is_some() {
            let handle = window_event_listener(leptos::ev::resize, move |_| {
                let now = query.as_ref().is_some_and(web_sys::MediaQueryList::matches);
                if narrow.get_untracked() != now {
                    narrow.set(now);
                }
            });
            on_cleanup(move || handle.remove());
        }
        let rooms = Self { shown: State::new(Room::Flow), narrow };
        provide(rooms);
        rooms
    }

    /// True while this view is on screen: what is not shown need not be computed.
    pub fn shows(self, room: Room) -> bool {
        !self.narrow.get() || self.shown.get() == room
    }
}

#[component]
pub fn RoomNav() -> impl IntoView {
    let rooms: Rooms = here();
    let buttons = Room::ALL
        .map(|room| {
            let (name, picture) = room.face();
            part! {
                <button type="button" class="nav-button" aria-current=live(move || if rooms.shown.get() == room { "page" } else { "false" })
                    on:click=mouse(move |_| rooms.shown.set(room))>{icon(picture)}<span>{name}</span></button>
            }
        })
        .gather();
    part! { <nav class="rooms" aria-label="Views">{buttons}</nav> }
}
