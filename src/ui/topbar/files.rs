//! Files: the run as a file, what else it can be written as, and opening one.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::session::ExportFormat;
use crate::ui::acts::Acts;
use crate::ui::erase::{Gather, State, changed, erased, focus, key, live, mouse};
use crate::ui::icons::{Icon, icon};
use crate::ui::place;

/// What a person can save, in their words.
const FORMATS: [(ExportFormat, &str); 6] = [
    (ExportFormat::Session, "This run, to open it again"),
    (ExportFormat::CloudEvents, "CloudEvents, one a line"),
    (ExportFormat::Otlp, "OpenTelemetry traces"),
    (ExportFormat::Mermaid, "Mermaid sequence diagram"),
    (ExportFormat::MermaidSaga, "Mermaid state diagram"),
    (ExportFormat::Test, "A test in Rust"),
];

/// Larger files are not read into the page at once.
const FILE_BYTES_MAX: f64 = 10.0 * 1_024.0 * 1_024.0;

#[component]
pub fn FilesMenu() -> impl IntoView {
    let open = State::new(false);
    let holder = NodeRef::<html::Div>::new();
    part! {
        <div class="files" node_ref=holder
            on:focusout=focus(move |ev| if place::leaves(&ev, holder) { open.set(false) })
            on:keydown=key(move |ev| if ev.key() == "Escape" && open.get_untracked() { open.set(false); place::focus_id("files-button"); ev.prevent_default(); })>
            <button type="button" class="button square" id="files-button" aria-haspopup="dialog" aria-label="Files" title="Save, export, open"
                aria-expanded=live(move || open.get().to_string()) on:click=mouse(move |_| open.update(|open| *open = !*open))>{icon(Icon::Files)}</button>
            {erased(move || open.get().then(|| sheet(open)))}
        </div>
    }
}

fn sheet(open: State<bool>) -> AnyView {
    let acts = Acts::here();
    let saves = FORMATS
        .map(|(format, label)| part! { <button type="button" class="link" on:click=mouse(move |_| save(acts, format))>{label}</button> })
        .gather();
    let choose = move |ev: web_sys::Event| {
        let input = ev.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
        if let Some(file) = input.and_then(|input| input.files()).and_then(|files| files.get(0)) {
            open.set(false);
            read(acts, file);
        }
    };
    part! {
        <div class="files-sheet floating" role="dialog" aria-label="Files" tabindex="-1">
            <h2 class="heading">"Save"</h2>
            {saves}
            <h2 class="heading">"Open"</h2>
            <label class="dim" for="open-file">"A saved run, or CloudEvents"</label>
            <input type="file" id="open-file" accept=".json,.jsonl,.txt" on:change=changed(choose) />
        </div>
    }
}

/// Hands a file to the browser's downloads.
fn save(acts: Acts, format: ExportFormat) {
    let text = match acts.handle.with(|session| session.export(format)) {
        Ok(text) => text,
        Err(refused) => return acts.notices.show(refused.to_string()),
    };
    let parts = js_sys::Array::of1(&text.into());
    let kind = web_sys::BlobPropertyBag::new();
    kind.set_type(format.media_type());
    let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &kind);
    let address = blob.and_then(|blob| web_sys::Url::create_object_url_with_blob(&blob));
    let link = document().create_element("a").ok().and_then(|link| link.dyn_into::<web_sys::HtmlAnchorElement>().ok());
    let (Ok(address), Some(link)) = (address, link) else {
        return acts.notices.show("The browser did not allow saving.");
    };
    link.set_href(&address);
    link.set_download(format.file_name());
    link.click();
    let _ = web_sys::Url::revoke_object_url(&address);
    acts.notices.show(format!("Saved as {}.", format.file_name()));
}

/// Opens a saved run; anything else is read as CloudEvents.
fn read(acts: Acts, file: web_sys::File) {
    if file.size() > FILE_BYTES_MAX {
        return acts.notices.show("This file is larger than 10 MiB, the most that is opened at once.");
    }
    leptos::task::spawn_local(async move {
        let text = wasm_bindgen_futures::JsFuture::from(file.text()).await;
        let Some(text) = text.ok().and_then(|text| text.as_string()) else {
            return acts.notices.show("This file cannot be read as text.");
        };
        let is_run = !text.contains("\"specversion\"");
        let result = if is_run {
            acts.open(&text).map(|_| "The saved run stands where it was saved.".to_owned())
        } else {
            acts.import(&text)
                .map(|imported| format!("{} events were imported. {}", imported.events, imported.warnings.join(" ")))
        };
        match result {
            Ok(said) => acts.notices.show(said),
            Err(refused) => acts.notices.show(format!("This file cannot be opened: {refused}")),
        }
    });
}
