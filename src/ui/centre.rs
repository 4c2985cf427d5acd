//! The middle of the screen: the flow or the workbench above, the timeline below.

use crate::ui::erase::{State, erased, here, key, live, mouse, provide};
use leptos::prelude::*;

use super::captions::Captions;
use super::flow::Flow;
use super::rooms::{Room, Rooms};
use super::timeline::TimelinePanel;
use super::{door, later, place};

/// What stands above the timeline, and what a person has begun there: it outlives a look at the flow.
#[derive(Clone, Copy)]
pub struct Workbench {
    /// The workbench and not the flow.
    open: State<bool>,
    /// Which of its tabs, from 0.
    pub tab: State<u32>,
    /// The reader's reducer; empty before the first look.
    pub program: State<String>,
    /// The reader's SQL; empty before the first look.
    pub sql: State<String>,
    rooms: Rooms,
}

impl Workbench {
    pub fn provide(rooms: Rooms) {
        let text = || State::new(String::new());
        provide(Self { open: State::new(false), tab: State::new(0), program: text(), sql: text(), rooms });
    }

    pub fn here() -> Self {
        here()
    }

    /// The workbench, with this of its tabs before it.
    pub fn open_at(self, tab: u32) {
        self.tab.set(tab);
        self.rooms.shown.set(Room::Flow);
        self.open.set(true);
    }

    /// The other of the two.
    pub fn toggle(self) {
        self.rooms.shown.set(Room::Flow);
        self.open.update(|open| *open = !*open);
    }
}

/// The id and the name of each of the two.
const fn face(bench: bool) -> (&'static str, &'static str) {
    if bench { ("centre-workbench", "Workbench") } else { ("centre-flow", "Flow") }
}

#[component]
pub fn Centre() -> impl IntoView {
    let bench = Workbench::here();
    let id = move || face(bench.open.get()).0;
    let walk = move |ev: web_sys::KeyboardEvent| {
        if matches!(ev.key().as_str(), "ArrowLeft" | "ArrowRight") {
            ev.prevent_default();
            bench.toggle();
            place::focus_id(id());
        }
    };
    part! {
        <main class="centre" tabindex="-1">
            <Captions />
            <div class="upper">
                <div class="time-tabs centre-tabs" role="tablist" aria-label="Above the timeline" on:keydown=key(walk)>
                    {tab(bench, false)}{tab(bench, true)}
                </div>
                <div class="upper-panel" id="upper-panel" role="tabpanel" aria-labelledby=live(id)>
                    {erased(move || if bench.open.get() { door::part(later::workbench::view) } else { part! { <Flow /> } })}
                </div>
            </div>
            <TimelinePanel />
        </main>
    }
}

fn tab(bench: Workbench, this: bool) -> AnyView {
    let (id, name) = face(this);
    part! {
        <button type="button" role="tab" class="time-tab" id=id aria-controls="upper-panel" title=format!("{name} (W)")
            aria-selected=live(move || (bench.open.get() == this).to_string())
            tabindex=live(move || if bench.open.get() == this { "0" } else { "-1" })
            on:click=mouse(move |_| bench.open.set(this))>{name}</button>
    }
}
