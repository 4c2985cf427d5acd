//! What is kept: when it was saved, how much room there is, which runs there are, and what was damaged.

use std::cell::Cell;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};

use super::shelf::{self, RUNS_MAX, Row};
use super::{Desk, database, desk, file, hint, name_of, open_kept};
use crate::exchange::keep::{About, BYTES_MAX, Usage, recovered};
use crate::scene::words;
use crate::session::Session;
use crate::ui::erase::{Gather, State, erased, key, mouse};
use crate::ui::keep::{Keep, Standing};
use crate::ui::place;

/// What the panel shows; looked up when it is opened.
#[derive(Clone, Default, PartialEq)]
struct Shelf {
    rows: Vec<Row>,
    usage: Usage,
    /// Bytes of this run that could not be read.
    damaged: Vec<u8>,
    is_persistent: bool,
    failed: Option<String>,
}

/// What the open panel shows.
type Shown = State<Option<Shelf>>;

thread_local! {
    static SHOWN: Cell<Option<(Keep, Shown)>> = const { Cell::new(None) };
}

pub fn view() -> AnyView {
    let keep = Keep::here();
    let shelf = State::new(None);
    SHOWN.set(Some((keep, shelf)));
    on_cleanup(|| SHOWN.set(None));
    hint::listen(keep);
    // Another run may begin while the panel is open.
    let run = keep.acts.handle.select_calm(Session::run_id);
    Effect::new(move |_| {
        run.get();
        look(keep, shelf);
    });
    let close = move || {
        keep.open.set(false);
        place::focus_id("keep-badge");
    };
    part! {
        <section class="keep-panel floating" aria-labelledby="keep-title"
            on:keydown=key(move |ev| if ev.key() == "Escape" { close(); ev.prevent_default(); })>
            <header class="keep-head">
                <h2 id="keep-title">"Kept in this browser"</h2>
                <button type="button" class="button square bare" id="keep-close" aria-label="Close what is kept" on:click=mouse(move |_| close())>"×"</button>
            </header>
            <p role="status">{erased(move || standing(keep.standing.get()))}</p>
            {erased(move || shelf.get().map_or_else(|| part! { <p class="quiet">"Looking…"</p> }, |found| body(keep, shelf, found)))}
        </section>
    }
}

fn standing(standing: Standing) -> String {
    match standing {
        Standing::Idle => "Nothing was done in this run yet: there is nothing to keep.".to_owned(),
        Standing::Saving => "What you did last is being saved.".to_owned(),
        Standing::Saved => "Everything you did in this run is saved.".to_owned(),
        Standing::NotSaved(reason) => format!("Not saved: {reason}. The run goes on, and can be shared or exported."),
        Standing::TooLarge(reason) => {
            format!(
                "Not saved: {reason}. The run goes on, and “Files” writes it as CloudEvents, which can be opened again."
            )
        }
    }
}

/// Looks up what is kept.
fn look(keep: Keep, shelf: Shown) {
    spawn_local(async move {
        let found = async {
            let database = database().await?;
            let run = keep.acts.handle.with(Session::run_id);
            let rows = shelf::rows(&database, run).await?;
            // Those of a run that could not be opened at all belong to nobody else.
            let is_ours = |desk: &Desk| desk.run.is_none_or(|kept| kept == run);
            let mut damaged = desk(|desk| is_ours(desk).then(|| desk.damaged.clone())).unwrap_or_default();
            if damaged.is_empty()
                && let Some(id) = name_of(run)
            {
                damaged = recovered(&database.read(&id).await?);
            }
            Ok(Shelf {
                rows,
                usage: shelf::usage().await,
                damaged,
                is_persistent: shelf::is_persistent().await,
                failed: None,
            })
        };
        let found: Result<Shelf, String> = found.await;
        let found = Some(found.unwrap_or_else(|reason| Shelf { failed: Some(reason), ..Shelf::default() }));
        // The panel may be closed by now.
        if shelf.try_with_untracked(|shown| *shown != found) == Some(true) {
            let focus = document().active_element().map(|focus| focus.id()).filter(|id| id.starts_with("keep-"));
            shelf.set(found);
            if let Some(focus) = focus {
                request_animation_frame(move || focus_again(&focus));
            }
        }
    });
}

/// The list was made anew: the focus stays on the button that it was on, or goes to the one that closes the panel.
fn focus_again(id: &str) {
    place::focus_id(id);
    if document().active_element().is_none_or(|focus| focus.id() != id) {
        place::focus_id("keep-close");
    }
}

/// Something is kept otherwise than before.
pub fn look_again() {
    if let Some((keep, shelf)) = SHOWN.get() {
        look(keep, shelf);
    }
}

fn body(keep: Keep, shelf: Shown, found: Shelf) -> AnyView {
    let Shelf { rows, usage, damaged, is_persistent, failed } = found;
    if let Some(reason) = failed {
        return part! { <p class="quiet">{format!("What is kept cannot be looked up: {reason}.")}</p> };
    }
    let download = (!damaged.is_empty()).then(|| {
        let text = format!("{} bytes of this run were damaged and are not part of it.", damaged.len());
        part! {
            <p class="keep-damaged">{text}" "
                <button type="button" class="button" on:click=mouse(move |_| save_as("recovered.bin", &damaged))>"Download what was damaged"</button></p>
        }
    });
    let list = if rows.is_empty() {
        part! { <p class="quiet">"No run is kept yet."</p> }
    } else {
        part! { <ul class="keep-runs" aria-label="Kept runs">{rows.into_iter().map(|row| self::row(keep, shelf, row)).gather()}</ul> }
    };
    part! {
        {download}
        {list}
        {file::reminder().map(|text| part! { <p class="quiet">{text}</p> })}
        <p class="quiet">{room(usage, is_persistent)}</p>
    }
}

fn row(keep: Keep, shelf: Shown, row: Row) -> AnyView {
    let Row { id, about, is_here } = row;
    let (name, when) = told_or_unknown(about.as_ref());
    let (open, delete) = (format!("Open {name}, {when}"), format!("Delete {name}, {when}"));
    let (open_id, delete_id) = (format!("keep-open-{id}"), format!("keep-delete-{id}"));
    let (opened, deleted) = (id.clone(), id);
    let buttons = if is_here {
        part! { <span class="word">"this run"</span> }
    } else {
        part! {
            <button type="button" class="button" id=open_id aria-label=open on:click=mouse(move |_| {
                keep.open.set(false);
                open_kept((keep, opened.clone()));
            })>"Open"</button>
            <button type="button" class="button" id=delete_id aria-label=delete on:click=mouse(move |_| remove(keep, shelf, deleted.clone()))>"Delete"</button>
        }
    };
    part! {
        <li class="keep-run"><div><strong>{name}</strong><span class="word">{when}</span></div>{buttons}</li>
    }
}

pub fn told_or_unknown(about: Option<&About>) -> (String, String) {
    about.map_or_else(|| ("a run that cannot be read".to_owned(), "no one knows when".to_owned()), told)
}

/// The name of a kept run, and when it was saved.
fn told(about: &About) -> (String, String) {
    let story = crate::scenario::find(&about.scenario).map_or("Empty shop", |story| story.title);
    let acts = words::count(u64::from(about.acts));
    let branches = if about.branches > 1 { format!(", {} branches", about.branches) } else { String::new() };
    let when = js_sys::Date::new(&JsValue::from_f64(about.saved_at)).to_locale_string("en-GB", &JsValue::UNDEFINED);
    (format!("{story}: {acts} acts{branches}"), String::from(when))
}

fn room(usage: Usage, is_persistent: bool) -> String {
    let mib = |bytes: u64| words::count(bytes.div_ceil(1 << 20));
    let known = usage.used.zip(usage.quota).map(|(used, quota)| {
        format!(" This page uses {} MiB of the {} MiB that the browser grants.", mib(used), mib(quota))
    });
    format!(
        "The last {RUNS_MAX} runs are kept, {} MiB at most.{} They never leave this browser, {}.",
        mib(BYTES_MAX),
        known.unwrap_or_default(),
        if is_persistent { "and it has promised not to clear them by itself" } else { "and it may clear them" }
    )
}

fn remove(keep: Keep, shelf: Shown, id: String) {
    spawn_local(async move {
        if let Ok(database) = database().await
            && shelf::delete(&database, &id).await == Ok(false)
        {
            keep.acts.notices.show("Another tab goes on with this run: close that tab first.");
        }
        // There may be room now for what was not saved; what could not be deleted is still in the list.
        if keep.standing.with_untracked(|standing| standing.reason().is_some()) {
            super::save(keep);
        }
        look(keep, shelf);
    });
}

/// Gives bytes to the person as a file.
fn save_as(name: &str, bytes: &[u8]) {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let Ok(blob) = web_sys::Blob::new_with_u8_array_sequence(&parts) else { return };
    let Ok(address) = web_sys::Url::create_object_url_with_blob(&blob) else { return };
    let link = document().create_element("a").ok().and_then(|link| link.dyn_into::<web_sys::HtmlAnchorElement>().ok());
    if let Some(link) = link {
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    let _ = web_sys::Url::revoke_object_url(&address);
}
