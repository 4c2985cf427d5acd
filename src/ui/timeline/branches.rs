//! Under the minimap: the fork, and a lane for each branch.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::minimap::end_millis;
use crate::session::BranchView;
use crate::timeline::{BranchId, Commands};
use crate::ui::acts::Acts;
use crate::ui::erase::{Gather, State, erased, focus, here, key, live, mouse};
use crate::ui::handle::SessionHandle;
use crate::ui::place;
use crate::ui::{door, later};

/// Which branch is held against the current one.
#[derive(Clone, Copy)]
pub struct Against(pub State<Option<u32>>);

#[component]
pub fn Branches() -> impl IntoView {
    let handle = SessionHandle::here();
    let lanes = handle.select_calm(|session| (session.branches(), end_millis(session)));
    part! {
        <div class="run-bar">
            {fork()}
            {door::when_open(later::chapters::bar)}
        </div>
        {erased(move || {
            let (lanes, end) = lanes.get();
            (lanes.len() > 1).then(|| part! {
                <ol class="branch-lanes" aria-label="Branches" node_ref=in_sight()>{lanes.into_iter().map(|branch| lane(branch, end)).gather()}</ol>
            })
        })}
    }
}

/// The button, and the choice that it asks for in plain words.
fn fork() -> AnyView {
    let (acts, open) = (Acts::here(), State::new(false));
    let holder = NodeRef::<html::Div>::new();
    let choose = move |commands| {
        open.set(false);
        if let Err(refused) = acts.fork(commands) {
            acts.notices.show(refused.to_string());
        }
    };
    let choice = move |commands, title, text| {
        part! {
            <button type="button" class="fork-choice" on:click=mouse(move |_| choose(commands))>
                <strong>{title}</strong><span>{text}</span>
            </button>
        }
    };
    part! {
        <div class="fork" node_ref=holder
            on:focusout=focus(move |ev| if place::leaves(&ev, holder) { open.set(false) })
            on:keydown=key(move |ev| if ev.key() == "Escape" && open.get_untracked() { open.set(false); place::focus_id("fork-button"); ev.prevent_default(); })>
            <button type="button" class="button" id="fork-button" aria-expanded=live(move || open.get().to_string()) title="Go on from here in a branch of its own"
                on:click=mouse(move |_| open.update(|open| *open = !*open))>"Fork"</button>
            {erased(move || open.get().then(|| part! {
                <div class="fork-choices floating" role="group" aria-label="What becomes of the commands after this moment?">
                    {choice(Commands::Cut, "Cut here", "Later commands are dropped. Go on as you like.")}
                    {choice(Commands::Keep, "Same commands, changed past", "Later commands are given again. Change something first, then play.")}
                </div>
            }))}
        </div>
    }
}

/// The list shows a few lanes and scrolls: the one where the visitor is can always be seen.
fn in_sight() -> NodeRef<html::Ol> {
    let list = NodeRef::<html::Ol>::new();
    Effect::new(move |_| {
        let Some(list) = list.get() else { return };
        let current = list.query_selector(".current").ok().flatten();
        if let Some(lane) = current.and_then(|lane| lane.dyn_into::<web_sys::HtmlElement>().ok()) {
            let above = (list.client_height() - lane.offset_height()) / 2;
            list.set_scroll_top(lane.offset_top() - above);
        }
    });
    list
}

/// A branch from where it left its parent to its end, on the scale of the strip.
fn lane(lane: BranchView, end: u64) -> AnyView {
    let acts = Acts::here();
    let share = |millis: f64| place::percent(millis / end as f64);
    let (from, to) = (share(lane.at), share(lane.head_now - lane.at));
    let (id, against): (u32, Against) = (lane.id, here());
    let label =
        if lane.current { format!("{}, where you are", lane.name) } else { format!("Walk on in {}", lane.name) };
    let compare = (!lane.current).then(|| {
        part! {
            <button type="button" class="link" aria-label=format!("Compare with {}", lane.name) title="Compare (C)" on:click=mouse(move |_| against.0.set(Some(id)))>"Compare"</button>
        }
    });
    part! {
        <li class="branch-lane" class:current=lane.current>
            <button type="button" class="branch-name" aria-current=lane.current.then_some("true") aria-label=label
                on:click=mouse(move |_| { acts.switch_to(BranchId(id)); against.0.set(None); })>{lane.name}</button>
            <span class="lane-way" aria-hidden="true"><span class="lane-bar" style:margin-inline-start=from style:width=to></span></span>
            {compare}
        </li>
    }
}
