//! The screen. The only room that knows the browser.
//!
//! It reads the run through [`SessionHandle::select`](handle::SessionHandle::select) and speaks back only by intents.
//! No signal holds what can be computed; effects touch only the outside: focus, storage, address, title. What has a
//! colour is said by a class (`is-event`); which colour that is, `style/tokens.css` decides.

pub mod acts;
pub mod canvas;
mod captions;
mod centre;
mod chaos;
mod checks;
mod commands;
mod crash;
mod decimal;
mod door;
mod drop;
pub mod erase;
pub mod flow;
pub mod glossary;
mod guide;
pub mod handle;
mod help;
pub mod icons;
mod inspector;
mod keep;
mod keys;
mod later;
pub mod marks;
pub mod menu;
pub mod notices;
pub mod palette;
mod place;
pub mod player;
mod prefs;
mod rooms;
mod screen;
mod scripting;
pub mod selection;
mod share;
mod theme;
mod timeline;
mod topbar;

/// Puts the screen on the page.
pub fn mount() {
    crash::watch();
    leptos::mount::mount_to_body(screen::Screen);
}
