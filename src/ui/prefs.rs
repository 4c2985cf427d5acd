//! The few small preferences that outlive a visit. Where the browser refuses to store them, they last for the visit.

use leptos::prelude::window;

const PREFIX: &str = "eventarium.";

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
