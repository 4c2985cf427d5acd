//! Help: its dialog. What it says is loaded later.

use leptos::html;
use leptos::prelude::*;

use super::erase::{here, provide};
use super::{door, later};

#[derive(Clone, Copy)]
pub struct Help(NodeRef<html::Dialog>);

impl Help {
    pub fn provide() -> Self {
        let help = Self(NodeRef::new());
        provide(help);
        help
    }

    pub fn open(self) {
        if let Some(dialog) = self.0.get_untracked()
            && !dialog.open()
        {
            let _ = dialog.show_modal();
        }
    }

    pub fn close(self) {
        if let Some(dialog) = self.0.get_untracked() {
            dialog.close();
        }
    }
}

#[component]
pub fn HelpDialog() -> impl IntoView {
    let help: Help = here();
    part! { <dialog class="help" node_ref=help.0 aria-labelledby="help-title">{door::when_open(later::help::body)}</dialog> }
}
