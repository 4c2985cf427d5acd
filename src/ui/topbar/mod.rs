//! The top bar: which run this is, and the controls of its time.

mod files;
mod settings;
mod setup;
mod transport;

use crate::ui::erase::{State, erased, here, live, mouse};
use leptos::prelude::*;

use super::acts::Acts;
use super::help::Help;
use super::icons::{Icon, icon};
use super::keep::Badge;
use super::theme::Theme;
use files::FilesMenu;
use setup::Setup;
pub use transport::shift_speed;
use transport::{Clock, Speed, Transport};

#[component]
pub fn TopBar() -> impl IntoView {
    part! {
        <header class="topbar">
            <div class="brand">
                <svg class="logo is-event" viewBox="0 0 24 24" aria-hidden="true">
                    <circle class="ring" cx="12" cy="12" r="9"></circle>
                    <circle class="dot" cx="12" cy="12" r="3"></circle>
                </svg>
                <h1>"Eventarium"</h1>
            </div>
            <Setup />
            <Transport />
            <Speed />
            <Clock />
            <Tools />
        </header>
    }
}

#[component]
fn Tools() -> impl IntoView {
    let theme: State<Theme> = here();
    let help: Help = here();
    let acts = Acts::here();
    let label = move || match theme.get() {
        Theme::System => "Theme: as the system. Switch to dark",
        Theme::Dark => "Theme: dark. Switch to light",
        Theme::Light => "Theme: light. Switch to the system's",
    };
    let picture = move || {
        icon(match theme.get() {
            Theme::System => Icon::System,
            Theme::Dark => Icon::Dark,
            Theme::Light => Icon::Light,
        })
    };
    part! {
        <div class="tools">
            <Badge />
            <button type="button" class="button share" on:click=mouse(move |_| acts.share())>{icon(Icon::Share)}<span>"Share"</span></button>
            <FilesMenu />
            <button type="button" class="button square" aria-label=live(label) title=live(label) on:click=mouse(move |_| theme.update(|now| *now = now.next()))>
                {erased(picture)}
            </button>
            <button type="button" class="button square" aria-label="Help" title="Help (?)" on:click=mouse(move |_| help.open())>{icon(Icon::Help)}</button>
        </div>
    }
}
