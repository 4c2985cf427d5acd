//! A part of the shop: what it does, what waits for it, which faults hold it.

use crate::ui::erase::{Gather, erased, mouse};
use leptos::prelude::*;

use crate::messaging::{Node, Place};
use crate::scene::words;
use crate::ui::handle::SessionHandle;
use crate::ui::menu::Menu;
use crate::ui::selection::Selection;

#[component]
pub fn NodeCard(node: Node) -> impl IntoView {
    let menu = Menu::here();
    let facts = SessionHandle::here().select_calm(move |session| {
        let world = session.world();
        let state = world.node(node);
        let mut facts = vec![(
            "state",
            match state.down_until {
                None if state.working > 0 => format!("handling {}", state.working),
                None => "idle".to_owned(),
                Some(until) => format!("down until {}", words::clock(until)),
            },
        )];
        if node.is_consumer() {
            facts.push(("in its queue", world.bus.depth_of(node).to_string()));
            facts.push(("handled", words::count(world.bus.account_of(node).acknowledged)));
            facts.push(("dead letters", world.bus.parked(node).to_string()));
        }
        if node == Node::EventStore {
            facts.push(("events", words::count(world.store.len() as u64)));
            facts.push(("published up to", words::count(world.outbox_checkpoint())));
        }
        facts.push(("crashes", state.crashes.to_string()));
        let faults = world
            .faults
            .rules()
            .filter(|(id, rule, _, _)| !world.faults.is_spent(**id) && rule.aims_at(Place::Node(node)));
        let faults: Vec<String> = faults.map(|(_, rule, _, _)| words::rule_sentence(rule)).collect();
        (facts, faults)
    });
    let about = Selection::Node(node);
    part! {
        <header class="sheet-head"><h2>{words::node_title(node)}</h2></header>
        <dl class="facts">
            {erased(move || facts.with(|(facts, _)| facts.iter().map(|(name, value)| part! { <dt>{*name}</dt><dd>{value.clone()}</dd> }).gather()))}
        </dl>
        <h3 class="heading">"Faults that aim at it"</h3>
        {erased(move || facts.with(|(_, faults)| if faults.is_empty() {
            part! { <p class="quiet">"None is armed."</p> }
        } else {
            faults.iter().map(|fault| part! { <p class="bad">{fault.clone()}</p> }).gather().into_any()
        }))}
        <button type="button" class="button" aria-haspopup="menu" on:click=mouse(move |ev| menu.open_under(about, &ev))>"Do something to it…"</button>
    }
}
