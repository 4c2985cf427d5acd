//! The button of the files; what it opens is loaded with the first click.

use leptos::html;
use leptos::prelude::*;

use crate::ui::erase::{State, focus, key, live, mouse, shown};
use crate::ui::icons::{Icon, icon};
use crate::ui::{door, later, place};

#[component]
pub fn FilesMenu() -> impl IntoView {
    let open = State::new(false);
    let holder = NodeRef::<html::Div>::new();
    part! {
        <div class="files" node_ref=holder
            on:focusout=focus(move |ev| if place::leaves(&ev, holder) { open.set(false) })
            on:keydown=key(move |ev| if ev.key() == "Escape" && open.get_untracked() { open.set(false); place::focus_id("files-button"); ev.prevent_default(); })>
            <button type="button" class="button square" id="files-button" aria-haspopup="dialog" aria-label="Files" title="Save, pictures, open"
                aria-expanded=live(move || open.get().to_string()) on:click=mouse(move |_| open.update(|open| *open = !*open))>{icon(Icon::Files)}</button>
            {shown(move || open.get(), || part! {
                <div class="files-sheet floating" role="dialog" aria-label="Files" tabindex="-1">{door::part(later::files::sheet)}</div>
            })}
        </div>
    }
}
