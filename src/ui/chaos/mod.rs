//! The chaos panel: a switch for every fault, armed ones first, each with its details.

mod form;
mod kinds;

use crate::ui::erase::{Gather, Slice, State, changed, erased, focus, here, live, mouse, pointer};
use leptos::html;
use leptos::prelude::*;

pub use form::{FaultForm, FaultForms};

use super::acts::Acts;
use super::glossary::{Term, word};
use super::handle::SessionHandle;
use super::icons::{Icon, icon};
use super::{door, later, place};
use crate::fault::{FaultId, FaultKind};
use crate::scene::words;

/// A rule that is armed, as the panel shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct ArmedRule {
    pub id: FaultId,
    kind: FaultKind,
    summary: String,
    pub sentence: String,
    /// It happened as often as it may.
    spent: bool,
}

#[component]
pub fn Chaos() -> impl IntoView {
    let forms: FaultForms = here();
    let acts = Acts::here();
    let armed = SessionHandle::here().select_calm(|session| {
        let faults = &session.world().faults;
        faults
            .rules()
            .map(|(id, rule, hits, _)| ArmedRule {
                id: *id,
                kind: rule.kind,
                summary: kinds::summary(rule, hits),
                sentence: kinds::sentence(rule, hits),
                spent: faults.is_spent(*id),
            })
            .collect::<Vec<_>>()
    });
    let panel = NodeRef::<html::Div>::new();
    let (busy, first) = order_of_rows(armed);
    let live = move || armed.with(|armed| armed.iter().filter(|rule| !rule.spent).count());
    let rows = forms.0.get_value().into_iter().map(|form| row(form, armed, first)).gather();
    part! {
        <section class="panel chaos" aria-labelledby="chaos-title">
            <div class="panel-head">
                <h2 class="heading" id="chaos-title">{word(Term::Chaos, "Chaos")}</h2>
                {erased(move || (live() > 0).then(|| part! {
                    <span class="count bad">{live()}" armed · "
                        <button type="button" class="link bad" on:click=mouse(move |_| acts.clear_all())>"lift all"</button>
                    </span>
                }))}
            </div>
            <div class="faults" node_ref=panel
                on:pointerenter=pointer(move |_| busy.set(true))
                on:pointerleave=pointer(move |_| busy.set(false))
                on:focusin=focus(move |_| busy.set(true))
                on:focusout=focus(move |ev| if place::leaves(&ev, panel) { busy.set(false) })>
                {rows}
            </div>
        </section>
    }
}

/// Armed faults stand first, but nothing moves under a pointer or a focus.
fn order_of_rows(armed: Slice<Vec<ArmedRule>>) -> (State<bool>, State<Vec<FaultKind>>) {
    let busy = State::new(false);
    let first = State::new(Vec::new());
    Effect::new(move |_| {
        if !busy.get() {
            let now: Vec<FaultKind> =
                armed.with(|armed| armed.iter().filter(|rule| !rule.spent).map(|rule| rule.kind).collect());
            if first.with_untracked(|first| *first != now) {
                first.set(now);
            }
        }
    });
    (busy, first)
}

fn row(form: FaultForm, armed: Slice<Vec<ArmedRule>>, first: State<Vec<FaultKind>>) -> AnyView {
    let acts = Acts::here();
    let face = form.face;
    let mine = Slice::new(move || {
        armed.with(|armed| armed.iter().filter(|rule| rule.kind == face.kind).cloned().collect::<Vec<_>>())
    });
    let is_on = Slice::new(move || mine.with(|mine| mine.iter().any(|rule| !rule.spent)));
    let value = move || {
        mine.with(|mine| {
            let mut live = mine.iter().filter(|rule| !rule.spent);
            match (live.next(), live.count()) {
                (None, _) if mine.is_empty() => "off".to_owned(),
                (None, _) => "used up".to_owned(),
                (Some(rule), 0) => rule.summary.clone(),
                (Some(rule), more) => format!("{} +{more}", rule.summary),
            }
        })
    };
    let turn = move |on: bool| {
        if on {
            acts.arm(form);
        } else {
            for rule in mine.get_untracked() {
                acts.clear(rule.id);
            }
        }
    };
    let details = format!("fault-{}", face.kind.name());
    part! {
        <div class="fault is-bad" data-guide=(face.kind == FaultKind::Unavailable).then_some("break") class:armed=live(move || is_on.get()) class:first=live(move || first.with(|first| first.contains(&face.kind)))>
            <div class="fault-row">
                <label class="switch" title=words::fault_meaning(face.kind)>
                    <input type="checkbox" role="switch" prop:checked=live(move || is_on.get())
                        on:change=changed(move |ev| {
                            turn(event_target_checked(&ev));
                            place::set_checked(&ev, is_on);
                        }) />
                    <span class="fault-name">{face.name}</span>
                </label>
                <button type="button" class="fault-value mono" aria-expanded=live(move || form.open.get().to_string())
                    aria-controls=details.clone() aria-label=live(move || format!("{}, {}: details", face.name, value()))
                    on:click=mouse(move |_| form.open.update(|open| *open = !*open))>
                    <span>{erased(value)}</span>{icon(Icon::Chevron)}
                </button>
            </div>
            <div id=details>
                {erased(move || form.open.get().then(|| door::part_about((form, mine), later::chaos::details)))}
            </div>
        </div>
    }
}
