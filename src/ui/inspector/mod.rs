//! The inspector: all that is known about what is chosen.

mod mail;
mod queues;
mod reads;
mod streams;

use leptos::prelude::*;

use mail::Mails;
use queues::Queues;
use reads::Reads;
use streams::Streams;

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
}

#[component]
pub fn Inspector() -> impl IntoView {
    let tab: RwSignal<Tab> = expect_context();
    let tabs = Tab::ALL
        .map(|this| {
            view! {
                <button type="button" role="tab" class="tab" id=format!("tab-{}", this.name()) aria-controls="inspector-panel"
                    aria-selected=move || (tab.get() == this).to_string()
                    tabindex=move || if tab.get() == this { "0" } else { "-1" }
                    on:click=move |_| tab.set(this)>{this.name()}</button>
            }
        })
        .collect_view();
    let walk = move |ev: web_sys::KeyboardEvent| {
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
            super::place::focus_id(&format!("tab-{}", to.name()));
        }
    };
    view! {
        <div class="tabs" role="tablist" aria-label="Inspector" on:keydown=walk>{tabs}</div>
        <div class="inspector-panel" id="inspector-panel" role="tabpanel" tabindex="0" aria-labelledby=move || format!("tab-{}", tab.get().name())>
            {move || match tab.get() {
                Tab::Reads => view! { <Reads /> }.into_any(),
                Tab::Streams => view! { <Streams /> }.into_any(),
                Tab::Queues => view! { <Queues /> }.into_any(),
                Tab::Mail => view! { <Mails /> }.into_any(),
                Tab::Event | Tab::State | Tab::Saga => view! { <p class="quiet">"Nothing is chosen. Click a message, an event or a part."</p> }.into_any(),
            }}
        </div>
    }
    .into_any()
}
