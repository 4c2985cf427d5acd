//! The inspector: all that is known about what is chosen.

mod asked;

pub use asked::{Asked, Came, More, field};

use crate::ui::erase::{Gather, State, here, key, live, mouse};
use leptos::prelude::*;

use super::keys::SingleLetters;
use super::later;
use super::selection::{Selected, Selection};
use super::{door, place};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    Event,
    State,
    Saga,
    Reads,
    Streams,
    Queues,
    Mail,
}

impl Tab {
    pub const ALL: [Self; 7] =
        [Self::Event, Self::State, Self::Saga, Self::Reads, Self::Streams, Self::Queues, Self::Mail];

    /// The tab of a key, counted from 1.
    pub fn from_number(number: usize) -> Option<Self> {
        Self::ALL.get(number.checked_sub(1)?).copied()
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Event => "Event",
            Self::State => "State",
            Self::Saga => "Saga",
            Self::Reads => "Reads",
            Self::Streams => "Streams",
            Self::Queues => "Queues",
            Self::Mail => "Mail",
        }
    }

    const fn index(self) -> usize {
        self as usize
    }

    /// The tab that shows a thing when it is chosen while this one is open.
    const fn for_choice(self, thing: Selection) -> Self {
        match thing {
            Selection::Message(_) | Selection::Event(_) => match self {
                Self::Event | Self::State | Self::Saga => self,
                Self::Reads | Self::Streams | Self::Queues | Self::Mail => Self::Event,
            },
            Selection::Node(_) => Self::Event,
            Selection::Order(_) => Self::Saga,
            Selection::Model(_) => Self::Reads,
            Selection::DeadLetter(_) => Self::Queues,
        }
    }
}

#[component]
pub fn Inspector() -> impl IntoView {
    let tab: State<Tab> = here();
    let (selected, asked, letters) = (Selected::here(), Asked::here(), here::<SingleLetters>());
    Effect::new(move |before: Option<Option<Selection>>| {
        let now = selected.chosen();
        if let (Some(before), Some(thing)) = (before, now)
            && before != now
        {
            let to = tab.get_untracked().for_choice(thing);
            if to != tab.get_untracked() {
                tab.set(to);
            }
        }
        now
    });
    let tabs = Tab::ALL
        .map(|this| {
            part! {
                <button type="button" role="tab" class="tab" id=format!("tab-{}", this.name()) aria-controls="inspector-panel"
                    aria-selected=live(move || (tab.get() == this).to_string())
                    tabindex=live(move || if tab.get() == this { "0" } else { "-1" })
                    title=format!("{} ({})", this.name(), this.index() + 1)
                    on:click=mouse(move |_| { asked.close(); tab.set(this); })>{this.name()}</button>
            }
        })
        .gather();
    part! {
        <div class="tabs" role="tablist" aria-label="Inspector" on:keydown=key(move |ev| walk(&ev, tab))>{tabs}</div>
        <div class="inspector-panel" id="inspector-panel" role="tabpanel" tabindex="0" aria-labelledby=live(move || format!("tab-{}", tab.get().name()))
            on:keydown=key(move |ev| if letters.on() && asked::explain_focused(&ev) { ev.prevent_default(); })>
            {door::when_open_or(nothing_yet, later::inspector::panel)}
        </div>
    }
}

/// What stands there until somebody touches the page.
fn nothing_yet() -> AnyView {
    part! { <p class="quiet">"Nothing is chosen. Click a message, an event or a part to see all that is known about it."</p> }
}

fn walk(ev: &web_sys::KeyboardEvent, tab: State<Tab>) {
    let now = tab.get_untracked().index();
    let last = Tab::ALL.len() - 1;
    let to = match ev.key().as_str() {
        "ArrowLeft" => now.checked_sub(1).unwrap_or(last),
        "ArrowRight" => (now + 1) % Tab::ALL.len(),
        "Home" => 0,
        "End" => last,
        _ => return,
    };
    ev.prevent_default();
    if let Some(to) = Tab::ALL.get(to) {
        tab.set(*to);
        place::focus_id(&format!("tab-{}", to.name()));
    }
}
