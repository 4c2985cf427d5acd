//! The settings of the run in short; what the button opens is loaded with the first click.

use leptos::html;
use leptos::prelude::*;

use crate::ui::erase::{State, erased, focus, key, live, mouse, shown};
use crate::ui::handle::SessionHandle;
use crate::ui::icons::{Icon, icon};
use crate::ui::{door, later, place};
use crate::world::{DeliveryGuarantee, Settings};

fn summary(settings: &Settings) -> String {
    let delivery = match settings.delivery {
        DeliveryGuarantee::AtLeastOnce => "at least once",
        DeliveryGuarantee::AtMostOnce => "at most once",
    };
    let outbox = if settings.outbox { "outbox" } else { "no outbox" };
    let idempotency = if settings.idempotency { "idempotent" } else { "not idempotent" };
    format!("{delivery} · {outbox} · {idempotency}")
}

#[component]
pub fn SettingsMenu() -> impl IntoView {
    let settings = SessionHandle::here().select_calm(|session| session.world().settings);
    let open = State::new(false);
    let holder = NodeRef::<html::Div>::new();
    part! {
        <div class="field settings" node_ref=holder
            on:focusout=focus(move |ev| if place::leaves(&ev, holder) { open.set(false) })
            on:keydown=key(move |ev| if ev.key() == "Escape" && open.get_untracked() {
                open.set(false);
                place::focus_id("settings-button");
                ev.prevent_default();
            })>
            <span class="label" id="settings-label">"Settings"</span>
            <button type="button" class="input settings-button" id="settings-button" aria-haspopup="dialog" aria-labelledby="settings-label settings-value"
                aria-expanded=live(move || open.get().to_string())
                on:click=mouse(move |_| open.update(|open| *open = !*open))>
                <span id="settings-value">{erased(move || settings.with(summary))}</span>{icon(Icon::Chevron)}
            </button>
            {shown(move || open.get(), || door::part(later::settings::sheet))}
        </div>
    }
}
