//! What the chosen event changed: the fold as a sentence, before and after.

use crate::ui::erase::{Gather, erased};
use leptos::prelude::*;

use super::event::message_of;
use crate::scene::inspect::{ChangeKind, FoldView, fold};
use crate::ui::glossary::{Term, word};
use crate::ui::handle::SessionHandle;
use crate::ui::selection::Selected;
use crate::world::Body;

#[derive(Clone, PartialEq)]
enum Found {
    Nothing,
    /// The name of a message that is no stored event.
    NoEvent(&'static str),
    Fold(FoldView),
}

#[component]
pub fn StateTab() -> impl IntoView {
    let selected = Selected::here();
    let found = SessionHandle::here().select_calm(move |session| {
        let world = session.world();
        let Some(message) = selected.chosen().and_then(|thing| message_of(session, thing)) else {
            return Found::Nothing;
        };
        let position = match world.letter(message).map(|letter| &letter.body) {
            Some(Body::Event { position } | Body::Corrected { position, .. }) => Some(*position),
            Some(Body::Command(_) | Body::Reply(_) | Body::Timer { .. }) | None => None,
        };
        let folded = position.and_then(|position| fold(world, position));
        folded.map_or_else(|| Found::NoEvent(world.message_name(message)), Found::Fold)
    });
    erased(move || match found.get() {
        Found::Nothing => part! { <p class="quiet">"Choose an event to see what it changed."</p> },
        Found::NoEvent(name) => part! {
            <p class="quiet">{format!("{name} changes no state by itself. Only stored events do; choose one that it caused.")}</p>
        },
        Found::Fold(view) => sheet(view),
    })
}

fn sheet(fold: FoldView) -> AnyView {
    let changes = fold.changes.into_iter().map(|change| {
        let (class, sign, said) = match change.kind {
            ChangeKind::Before => ("diff before", "−", "before: "),
            ChangeKind::After => ("diff after", "+", "after: "),
        };
        part! {
            <div class=class>
                <span aria-hidden="true">{sign}</span><span class="hidden-text">{said}</span>
                <span>{change.name}</span><span>{change.value}</span>
            </div>
        }
    });
    let same = fold.same.into_iter().map(|(name, value)| {
        part! { <div class="diff same"><span></span><span>{name}</span><span>{value}</span></div> }
    });
    part! {
        <header class="sheet-head"><h2>{fold.stream}</h2><span class="mono dim">{format!("v{}", fold.version)}</span></header>
        <p class="sheet-sentence">{word(Term::Fold, "Fold")}": "{fold.sentence}</p>
        <h3 class="heading">{format!("What {} changed", fold.event)}</h3>
        <div class="card diffs mono">{changes.gather()}{same.gather()}</div>
    }
}
