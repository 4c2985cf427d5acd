//! A file may be dropped anywhere on the page. What comes of it is loaded then.

use leptos::ev;
use leptos::prelude::*;
use web_sys::DragEvent;

use crate::ui::erase::{State, shown};
use crate::ui::keep::Keep;
use crate::ui::{door, later};

#[component]
pub fn DropPlace() -> impl IntoView {
    let (keep, over) = (Keep::here(), State::new(false));
    window_event_listener(ev::dragover, move |ev| hold(&ev, over, true));
    window_event_listener(ev::dragleave, move |ev| {
        if ev.related_target().is_none() {
            over.set(false)
        }
    });
    window_event_listener(ev::drop, move |ev| {
        hold(&ev, over, false);
        // It can be read as long as this is heard.
        let files = ev.data_transfer().and_then(|dragged| dragged.files()).filter(|files| files.length() > 0);
        if let Some(files) = files {
            door::call((keep, files), later::files::dropped);
        }
    });
    shown(move || over.get(), || door::part(later::files::drop_hint))
}

/// The browser would leave the page for a file.
fn hold(ev: &DragEvent, over: State<bool>, is_over: bool) {
    if ev.data_transfer().is_some_and(|dragged| dragged.types().includes(&"Files".into(), 0)) {
        ev.prevent_default();
        if over.get_untracked() != is_over {
            over.set(is_over);
        }
    }
}
