//! One stored event skipped, doubled, moved or changed, in a branch of its own; and the legal ways beside it.

use leptos::prelude::*;

use super::form::PastForm;
use super::legal::legal;
use crate::kernel::MessageNo;
use crate::scene::branches::{WHY_NOT, edited_sentence, verdict};
use crate::scene::inspect::card;
use crate::timeline::BranchId;
use crate::ui::acts::Acts;
use crate::ui::erase::{erased, mouse};
use crate::ui::handle::SessionHandle;
use crate::ui::inspector::{Asked, Came};
use crate::ui::later::inspector::position_of;
use crate::ui::selection::Selected;
use crate::ui::timeline::selection_of;

pub fn change() -> AnyView {
    let (selected, handle) = (Selected::here(), SessionHandle::here());
    let event = handle.select_calm(move |session| {
        let world = session.world();
        let position = position_of(session, selected.chosen()?)?;
        let message = world.event_message(position);
        // Nothing of the shop may be edited but its own events.
        world.fact(position)?.shop()?;
        Some((position, message, world.message_name(message)))
    });
    erased(move || match event.get() {
        Some((position, message, name)) => sheet(position, message, name),
        None => {
            part! { <p class="quiet">"Only events of the shop can be changed: this one tells about the plumbing."</p> }
        }
    })
}

fn sheet(position: u64, message: MessageNo, name: &'static str) -> AnyView {
    let acts = Acts::here();
    let body = acts.handle.with(|session| card(session.world(), message)).map(|card| card.body).unwrap_or_default();
    let form = PastForm::new(position, body);
    part! {
        <div class="past">
            {form.view()}
            <button type="button" class="button primary" on:click=mouse(move |_| edit(form, message))>"Try it in a branch of its own"</button>
            <p class="note">{WHY_NOT}</p>
            <h4 class="heading">"What may be done instead"</h4>
            {legal(form, message, name)}
        </div>
    }
}

fn edit(form: PastForm, message: MessageNo) {
    let (acts, asked) = (Acts::here(), Asked::here());
    let Some(draft) = form.answer(form.draft()) else { return };
    acts.player.pause();
    let (from, at_end) = acts.handle.with(|session| (session.branch(), session.timeline().at_head()));
    let Some(edited) = form.answer(acts.handle.update(|session| session.edit(&draft))) else { return };
    acts.notices.say(edited_sentence(&edited));
    // Positions mean something else in the edited log: what is chosen stays the same message.
    acts.selected.choose(acts.handle.with(|session| selection_of(session.world(), message)));
    let verdict = at_end
        .then(|| acts.handle.with(|session| Some(verdict(session, &session.compare(from, BranchId(edited.branch))?))));
    asked.came.set(Some(Came { edited, from: Some(from.0), verdict: verdict.flatten(), copied: None }));
}
