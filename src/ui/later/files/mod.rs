//! Files: the run as a file, what else it can be written as, pictures of it, and opening one.

mod chunks;
mod dialog;
mod drag;
mod open;
mod pace;
mod picture;
mod preview;
mod report;
mod save;

pub use dialog::Dialog;
pub use drag::{dropped, hint as drop_hint};
pub use open::{AT_ONCE, compute};
pub use pace::{Pace, Turn};
pub use save::run as save_run;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::session::ExportFormat;
use crate::ui::acts::Acts;
use crate::ui::erase::{Gather, changed, mouse};
use crate::ui::keep::Keep;
use picture::{Drawing, Kind};

/// What a person can save, in their words.
const FORMATS: [(ExportFormat, &str); 6] = [
    (ExportFormat::Session, "This run, to open it again"),
    (ExportFormat::CloudEvents, "CloudEvents, one a line"),
    (ExportFormat::Otlp, "OpenTelemetry traces"),
    (ExportFormat::Mermaid, "Mermaid sequence diagram"),
    (ExportFormat::MermaidSaga, "Mermaid state diagram"),
    (ExportFormat::Test, "A test in Rust"),
];

const PICTURES: [(Drawing, &str); 2] = [(Drawing::Flow, "Flow"), (Drawing::Timeline, "Timeline")];

/// What the button in the top bar opens.
pub fn sheet() -> AnyView {
    let (acts, keep) = (Acts::here(), Keep::here());
    let entry = |label: &'static str, act: Box<dyn Fn()>| {
        part! { <li><button type="button" class="link" on:click=mouse(move |_| act())>{label}</button></li> }
    };
    let saves = FORMATS.map(|(format, label)| entry(label, Box::new(move || save::run(acts, format)))).gather();
    let pictures = PICTURES.map(|(drawing, name)| {
        let kind = move |kind: Kind| {
            part! { <button type="button" class="link" aria-label=format!("{name} as {}", kind.name()) on:click=mouse(move |_| picture::save(acts, drawing, kind))>{kind.name()}</button> }
        };
        part! { <li class="files-picture"><span>{name}</span>{kind(Kind::Svg)}{kind(Kind::Png)}</li> }
    });
    let pictures = pictures.gather();
    let choose = move |ev: web_sys::Event| {
        let input = ev.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
        if let Some(input) = input
            && let Some(file) = input.files().and_then(|files| files.get(0))
        {
            open::file((keep, file));
            // The same file may be chosen again.
            input.set_value("");
        }
    };
    part! {
        <h2 class="heading">"Save"</h2>
        <ul>{saves}</ul>
        <h2 class="heading">"Pictures of this moment"</h2>
        <ul>{pictures}</ul>
        <ul>{entry("Report of the moments that matter, to print", Box::new(move || report::open(acts)))}</ul>
        <h2 class="heading">"Open"</h2>
        <label class="dim" for="open-file">"A saved run, or CloudEvents; or drop it on the page"</label>
        <input type="file" aria-describedby="open-limits" id="open-file" accept=".json,.jsonl,.ndjson,.txt" on:change=changed(choose) />
        <p class="quiet" id="open-limits">"Events: up to 1 GiB and 2,000,000 of them. It is looked at first, and opened when you say so."</p>
    }
}
