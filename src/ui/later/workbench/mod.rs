//! The workbench: what a person does with a log besides watching it. It stands above the timeline, so that one can walk
//! through time while looking at it.

mod archive;
mod database;
mod parts;
mod rebuilding;
mod reducer;
mod snapshots;
mod sql;
mod versions;

use leptos::prelude::*;

use crate::ui::centre::Workbench;
use crate::ui::erase::{Gather, erased, key, live, mouse};
use crate::ui::place;

/// A tab: what it is called, and how it is built.
type Tab = (&'static str, fn() -> AnyView);

/// The number of the tab with what was archived.
pub const ARCHIVE_TAB: u32 = 5;

const TABS: [Tab; 6] = [
    ("Read models", rebuilding::view),
    ("Snapshots", snapshots::view),
    ("Versions", versions::view),
    ("Reducer", reducer::view),
    ("SQL", sql::view),
    ("Archive", archive::view),
];

/// All of it.
pub fn view() -> AnyView {
    let shown = Workbench::here().tab;
    let count = u32::try_from(TABS.len()).unwrap_or(1);
    let at = move || shown.get().min(count - 1);
    let walk = move |ev: web_sys::KeyboardEvent| {
        let now = shown.get_untracked().min(count - 1);
        let to = match ev.key().as_str() {
            "ArrowLeft" => now.checked_sub(1).unwrap_or(count - 1),
            "ArrowRight" => (now + 1) % count,
            "Home" => 0,
            "End" => count - 1,
            _ => return,
        };
        ev.prevent_default();
        shown.set(to);
        place::focus_id(&id(to));
    };
    let tabs = (0..).zip(TABS).map(|(this, (name, _))| {
        part! {
            <button type="button" role="tab" class="bench-tab" id=id(this) aria-controls="bench-panel"
                aria-selected=live(move || (at() == this).to_string())
                tabindex=live(move || if at() == this { "0" } else { "-1" })
                on:click=mouse(move |_| shown.set(this))>{name}</button>
        }
    });
    let body = move || TABS.get(at() as usize).map(|(_, build)| build());
    part! {
        <section class="bench" aria-labelledby="bench-title">
            <h2 class="hidden-text" id="bench-title">"Workbench"</h2>
            <div class="bench-tabs" role="tablist" aria-label="Workbench" on:keydown=key(walk)>{tabs.gather()}</div>
            <div class="bench-panel" id="bench-panel" role="tabpanel" tabindex="0" aria-labelledby=live(move || id(at()))>{erased(body)}</div>
        </section>
    }
}

fn id(tab: u32) -> String {
    format!("bench-tab-{tab}")
}
