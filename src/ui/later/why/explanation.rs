//! Why a field is as it is: the chain of commands and events that set it, lit in every view.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::still::when_still;
use crate::scene::timeline::{Role, Shape};
use crate::scene::why::{Explanation, WhyLink, explain};
use crate::ui::erase::{Gather, Slice, erased, key, mouse, rows};
use crate::ui::handle::SessionHandle;
use crate::ui::icons::{Icon, icon};
use crate::ui::inspector::Asked;
use crate::ui::later::inspector::{chip, left_out};
use crate::ui::place;
use crate::ui::selection::{Chain, Selected, Selection};
use crate::ui::timeline::selection_of;

const TITLE: &str = "why-title";

pub fn explanation() -> AnyView {
    let (asked, selected) = (Asked::here(), Selected::here());
    let found = when_still(
        move || asked.question.get(),
        |session, question| question.as_ref().map(|question| explain(session, question)).unwrap_or_default(),
    );
    let told: Slice<Explanation> = Slice::new(move || found.with(|(_, told)| told.clone()));
    // Whoever asked gets the focus back.
    let before: StoredValue<Option<web_sys::HtmlElement>, LocalStorage> = StoredValue::new_local(None);
    let close = move || {
        asked.close();
        if let Some(before) = before.get_value() {
            let _ = before.focus();
        }
    };
    Effect::new(move |_| selected.light(Chain::new(told.with(|told| told.messages.clone()))));
    Effect::new(move |_| {
        asked.question.track();
        before.set_value(document().active_element().and_then(|element| element.dyn_into().ok()));
        request_animation_frame(|| place::focus_id(TITLE));
    });
    part! {
        <section class="why card" aria-labelledby=TITLE
            on:keydown=key(move |ev| if ev.key() == "Escape" { ev.prevent_default(); close(); })>
            <header class="sheet-head">
                <h2 id=TITLE tabindex="-1">{erased(move || told.with(|told| told.title.clone()))}</h2>
                <button type="button" class="button square bare" aria-label="Close the explanation" on:click=mouse(move |_| close())>{icon(Icon::Close)}</button>
            </header>
            <p class="sheet-sentence">{erased(move || told.with(|told| told.sentence.clone()))}</p>
            <ol class="why-chain">
                {rows(move || told.with(|told| told.links.clone()), |link| (link.message, link.name, link.sentence.clone()), link)}
            </ol>
            {erased(move || told.with(earlier))}
        </section>
    }
}

fn link(link: WhyLink) -> AnyView {
    let handle = SessionHandle::here();
    let thing = handle.with(|session| selection_of(session.world(), link.message));
    part! {
        <li>
            <p class="why-link">{chip(thing, link.name, link.shape, link.role, false)}<span class="mono dim">{link.time}</span></p>
            <p>{link.sentence}</p>
        </li>
    }
}

/// The events that set it before.
fn earlier(told: &Explanation) -> AnyView {
    if told.earlier.is_empty() {
        return ().into_any();
    }
    let chips = told.earlier.iter().map(|(position, name)| {
        part! { <li>{chip(Selection::Event(*position), name, Shape::Circle, Role::Event, false)}</li> }
    });
    part! {
        <h3 class="heading">"Set before by, latest first"</h3>
        <ol class="why-earlier">{chips.gather()}</ol>
        {left_out(told.left_out, "earlier ones")}
    }
}
