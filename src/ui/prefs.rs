//! The few small preferences that outlive a visit. Where the browser refuses to store them, they last for the visit.

use leptos::prelude::window;

const PREFIX: &str = "eventarium.";

/// What this tab alone remembers, over a reload.
fn storage_of_tab() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

pub fn read(name: &str) -> Option<String> {
    storage()?.get_item(&format!("{PREFIX}{name}")).ok().flatten()
}

pub fn write(name: &str, value: &str) {
    if let Some(storage) = storage() {
        // A full or forbidden storage costs the preference, nothing else.
        let _ = storage.set_item(&format!("{PREFIX}{name}"), value);
    }
}

/// What this tab remembers under this name; another tab has its own.
pub fn read_in_tab(name: &str) -> Option<String> {
    storage_of_tab()?.get_item(&format!("{PREFIX}{name}")).ok().flatten()
}

pub fn write_in_tab(name: &str, value: &str) {
    if let Some(storage) = storage_of_tab() {
        // As above: what is not remembered costs nothing else.
        let _ = storage.set_item(&format!("{PREFIX}{name}"), value);
    }
}
