//! Opening a file: a saved run, or CloudEvents.

use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::ui::acts::Acts;
use crate::ui::later::whole;

/// Larger files are not read into the page at once.
const FILE_BYTES_MAX: f64 = 10.0 * 1_024.0 * 1_024.0;

/// Opens a saved run; anything else is read as CloudEvents.
pub fn file(acts: Acts, file: web_sys::File) {
    if file.size() > FILE_BYTES_MAX {
        return acts.notices.show("This file is larger than 10 MiB, the most that is opened at once.");
    }
    spawn_local(async move {
        let text = JsFuture::from(file.text()).await;
        let Some(text) = text.ok().and_then(|text| text.as_string()) else {
            return acts.notices.show("This file cannot be read as text.");
        };
        let result = if text.contains("\"specversion\"") {
            whole::import(acts, &text)
                .map(|imported| format!("{} events were imported. {}", imported.events, imported.warnings.join(" ")))
        } else {
            whole::open(acts, &text).map(|_| "The saved run stands where it was saved.".to_owned())
        };
        match result {
            Ok(said) => acts.notices.show(said),
            Err(refused) => acts.notices.show(format!("This file cannot be opened: {refused}")),
        }
    });
}
