//! Handing a file to the browser's downloads.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

use crate::session::ExportFormat;
use crate::ui::acts::Acts;
use crate::ui::later::keep;

/// Saves the run in one of its formats.
pub fn run(acts: Acts, format: ExportFormat) {
    match acts.handle.with(|session| session.export(format)) {
        Ok(text) => {
            said(acts, format.file_name(), text_file(&text, format.media_type(), format.file_name()));
            if format == ExportFormat::Session {
                keep::ask_to_persist();
            }
        }
        Err(refused) => acts.notices.show(refused.to_string()),
    }
}

/// Says what came of saving.
pub fn said(acts: Acts, name: &str, saved: Result<(), JsValue>) {
    match saved {
        Ok(()) => acts.notices.show(format!("Saved as {name}.")),
        Err(_) => acts.notices.show("The browser did not allow saving."),
    }
}

pub fn text_file(text: &str, media_type: &str, name: &str) -> Result<(), JsValue> {
    let kind = web_sys::BlobPropertyBag::new();
    kind.set_type(media_type);
    let parts = js_sys::Array::of1(&text.into());
    blob_file(&web_sys::Blob::new_with_str_sequence_and_options(&parts, &kind)?, name)
}

pub fn blob_file(blob: &web_sys::Blob, name: &str) -> Result<(), JsValue> {
    let address = web_sys::Url::create_object_url_with_blob(blob)?;
    let link: web_sys::HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    web_sys::Url::revoke_object_url(&address)
}
