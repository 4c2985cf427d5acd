//! The legal ways: each with what it does, and a button that does it, or why it makes no sense for this event.

use leptos::prelude::*;

use super::form::{How, PastForm};
use crate::kernel::MessageNo;
use crate::scene::branches::{
    edited_sentence, hindrance_sentence, legal_action, legal_sentence, legal_title, replaced_sentence, scope_sentence,
};
use crate::session::{LegalKind, LegalWay};
use crate::ui::acts::Acts;
use crate::ui::erase::{Gather, erased, live, mouse};
use crate::ui::inspector::{Asked, Came};
use crate::ui::timeline::selection_of;
use crate::world::{CopyScope, EditTold};

pub fn legal(form: PastForm, message: MessageNo, name: &'static str) -> AnyView {
    let ways = Acts::here().handle.select_calm(move |session| session.legal_ways(form.position).unwrap_or_default());
    let list = erased(move || ways.get().into_iter().map(|way| one(way, form, message, name)).gather());
    part! { <ul class="legal">{list}</ul> }
}

fn one(way: LegalWay, form: PastForm, message: MessageNo, name: &'static str) -> AnyView {
    let id = format!("legal-{}", legal_title(way.kind).to_ascii_lowercase().replace(' ', "-"));
    let told = match way.hindrance {
        Some(hindrance) => hindrance_sentence(hindrance, name),
        None => legal_sentence(&way),
    };
    let correction = move || match form.how.get() {
        How::Change => format!("with the changed {name}"),
        How::Skip | How::Duplicate | How::Move => format!("without {name}"),
    };
    part! {
        <li class="card">
            <strong>{legal_title(way.kind)}</strong>
            <p id=id.clone()>{told}</p>
            {(way.kind == LegalKind::CopyAndReplace && way.hindrance.is_none()).then(|| scope(form))}
            <button type="button" class="button" aria-describedby=id disabled=way.hindrance.is_some()
                on:click=mouse(move |_| run(way.kind, form, message))>{erased(move || legal_action(&way, form.scope.get(), &correction()))}</button>
        </li>
    }
}

/// One stream or the whole log.
fn scope(form: PastForm) -> AnyView {
    let handle = Acts::here().handle;
    let choices = [(CopyScope::Stream, "This stream"), (CopyScope::Log, "The whole log")].map(|(scope, title)| {
        part! {
            <button type="button" class="segment" aria-pressed=live(move || (form.scope.get() == scope).to_string())
                on:click=mouse(move |_| form.scope.set(scope))>{title}</button>
        }
    });
    let told = handle.select_calm(move |session| {
        let scope = form.scope.get();
        let (stream, events) = session.copied_by(form.position, scope)?;
        let told = match form.how.get() {
            How::Change => EditTold::Changed,
            How::Skip | How::Duplicate | How::Move => EditTold::Skipped,
        };
        Some(scope_sentence(scope, told, &stream, events))
    });
    part! {
        <div class="segments" role="group" aria-label="What is copied">{choices.gather()}</div>
        <p class="dim">{erased(move || told.get())}</p>
    }
}

fn run(kind: LegalKind, form: PastForm, message: MessageNo) {
    let acts = Acts::here();
    acts.player.pause();
    match kind {
        LegalKind::CompensatingEvent => {
            if form.answer(acts.act(|session| session.compensate(form.position))).is_some() {
                acts.notices.show("The command is on its way. Press play: its event comes behind all that was.");
            }
        }
        LegalKind::Upcaster => {
            if form.answer(acts.act(|session| session.deploy_upcaster(form.position))).is_some() {
                acts.notices
                    .show("The upcaster is deployed: old events are read in today's shape, and their bytes stay.");
            }
        }
        LegalKind::CopyAndReplace => copy(form, message),
    }
}

/// The correction is that of the form; what only an experiment can ask for becomes leaving the event out.
fn copy(form: PastForm, message: MessageNo) {
    let (acts, asked) = (Acts::here(), Asked::here());
    let how = form.how.get_untracked();
    if matches!(how, How::Duplicate | How::Move) {
        form.how.set(How::Skip);
    }
    let Some(draft) = form.answer(form.draft()) else { return };
    let scope = form.scope.get_untracked();
    let Some(edited) = form.answer(acts.act(|session| session.copy_and_replace(&draft, scope))) else { return };
    let chains = acts.handle.with(|session| session.chains());
    let told = chains.map_or_else(String::new, |chains| replaced_sentence(edited.event.kind, scope, chains));
    acts.notices.say(edited_sentence(&edited));
    acts.selected.choose(acts.handle.with(|session| selection_of(session.world(), message)));
    asked.came.set(Some(Came { edited, from: None, verdict: None, copied: Some((scope, told)) }));
}
