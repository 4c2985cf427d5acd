//! Which run this is: scenario, settings, seed.

use crate::ui::erase::{Gather, State, changed, erased, live, mouse};
use leptos::prelude::*;

use super::settings::SettingsMenu;
use crate::kernel::Seed;
use crate::scenario::SCENARIOS;
use crate::ui::acts::Acts;
use crate::ui::glossary::{Term, word};
use crate::ui::handle::SessionHandle;
use crate::ui::icons::{Icon, icon};

#[component]
pub fn Setup() -> impl IntoView {
    let open = State::new(false);
    part! {
        <button type="button" class="button square setup-toggle" aria-expanded=live(move || open.get().to_string()) aria-controls="setup" aria-label="Scenario, settings and seed"
            on:click=mouse(move |_| open.update(|open| *open = !*open))>{icon(Icon::Settings)}</button>
        <div class="setup" id="setup" class:open=live(move || open.get())>
            <ScenarioChoice />
            <SettingsMenu />
            <SeedField />
        </div>
    }
}

#[component]
fn ScenarioChoice() -> impl IntoView {
    let acts = Acts::here();
    let now = SessionHandle::here().select_calm(|session| session.scenario().map_or("", |scenario| scenario.id));
    let options = SCENARIOS
        .iter()
        .map(|scenario| part! { <option value=scenario.id title=scenario.summary>{scenario.title}</option> })
        .gather();
    part! {
        <div class="field scenario">
            <label for="scenario">"Scenario"</label>
            <select id="scenario" class="input" prop:value=live(move || now.get())
                on:change=changed(move |ev| {
                    let id = event_target_value(&ev);
                    acts.reset(Some(id.as_str()).filter(|id| !id.is_empty()), None, None);
                })>
                <option value="">"Empty shop"</option>
                {options}
            </select>
        </div>
    }
}

#[component]
fn SeedField() -> impl IntoView {
    let acts = Acts::here();
    let now = SessionHandle::here().select_calm(|session| session.seed());
    let refused = State::new(None::<String>);
    let take = move |text: String| match text.parse::<Seed>() {
        Ok(seed) => {
            refused.set(None);
            if seed != now.get_untracked() {
                acts.with_seed(seed);
            }
        }
        Err(error) => refused.set(Some(error.to_string())),
    };
    Effect::new(move |_| {
        now.track();
        refused.set(None);
    });
    part! {
        <div class="field seed">
            <span class="label">{word(Term::Seed, "Seed")}</span>
            <div class="seed-row">
                <input id="seed" class="input mono" aria-label="Seed" inputmode="numeric" autocomplete="off"
                    prop:value=live(move || now.get().to_string())
                    aria-invalid=live(move || refused.with(Option::is_some).then_some("true")) aria-describedby="seed-error"
                    on:change=changed(move |ev| take(event_target_value(&ev))) />
                <button type="button" class="button square" aria-label="New seed" title="New seed: the same with other luck"
                    on:click=mouse(move |_| acts.new_seed())>{icon(Icon::NewSeed)}</button>
                <button type="button" class="button square" aria-label="Start again" title="Start again: the same from the beginning"
                    on:click=mouse(move |_| acts.start_again())>{icon(Icon::StartAgain)}</button>
            </div>
            <p class="field-error" id="seed-error" role="alert" hidden=live(move || refused.with(Option::is_none))>{erased(move || refused.get())}</p>
        </div>
    }
}
