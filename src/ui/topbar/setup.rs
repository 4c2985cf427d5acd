//! Which run this is: scenario, settings, seed.

use leptos::prelude::*;

use crate::ui::icons::{Icon, icon};

#[component]
pub fn Setup() -> impl IntoView {
    let open = RwSignal::new(false);
    view! {
        <button type="button" class="button square setup-toggle" aria-expanded=move || open.get().to_string() aria-controls="setup" aria-label="Scenario, settings and seed"
            on:click=move |_| open.update(|open| *open = !*open)>{icon(Icon::Settings)}</button>
        <div class="setup" id="setup" class:open=move || open.get()>
            <div class="field scenario">
                <label for="scenario">"Scenario"</label>
                <select id="scenario" class="input"><option>"Empty shop"</option></select>
            </div>
            <div class="field seed">
                <label for="seed">"Seed"</label>
                <div class="seed-row">
                    <input id="seed" class="input mono" inputmode="numeric" autocomplete="off" prop:value="1" />
                    <button type="button" class="button square" aria-label="New seed" title="New seed">{icon(Icon::NewSeed)}</button>
                    <button type="button" class="button square" aria-label="Start again" title="Start again">{icon(Icon::StartAgain)}</button>
                </div>
            </div>
        </div>
    }
    .into_any()
}
