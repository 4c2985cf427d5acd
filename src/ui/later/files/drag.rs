//! A file that is dragged over the page.

use leptos::prelude::*;
use web_sys::FileList;

use super::open;
use crate::ui::keep::Keep;

/// What is shown as long as it is.
pub fn hint() -> AnyView {
    part! { <div class="drop-hint"><p>"Drop a saved run or CloudEvents to open it"</p></div> }
}

/// Opens what was dropped, as the field for files does.
pub fn dropped((keep, files): (Keep, FileList)) {
    if files.length() > 1 {
        return keep.acts.notices.show("One file is opened at a time: drop a single one.");
    }
    if let Some(file) = files.get(0) {
        open::file((keep, file));
    }
}
