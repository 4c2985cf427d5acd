//! What the address asks for, and whether it still holds: a link that stays there would win over what is kept.

use std::cell::Cell;

use leptos::prelude::window;
use wasm_bindgen::JsValue;

use crate::session::{RunId, RunMark};

thread_local! {
    /// The state of the run that the link in the address opens.
    static LINKED: Cell<Option<RunMark>> = const { Cell::new(None) };
}

/// A link in the address opens the run as it is now.
pub fn linked(mark: RunMark) {
    LINKED.set(Some(mark));
}

/// `saved` is kept: what was asked for before it leaves the address, so that a reload brings what is newer. `here` is
/// the run that is walked on; where it is another one, the address is about that.
pub(super) fn clear(saved: RunMark, here: RunId) {
    if saved.run != here || LINKED.get() == Some(saved) {
        return;
    }
    let address = window().location().href().unwrap_or_default();
    let Some((page, _)) = address.split_once('#') else { return };
    if let Ok(history) = window().history() {
        // A browser that refuses this leaves the link where it is: the run is kept in any case.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(page));
    }
}
