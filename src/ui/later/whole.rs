//! Whole runs that leave and enter: as an address, as a file, as events from elsewhere.

use leptos::prelude::*;

use crate::exchange::link::{LONG_CHARS, Link};
use crate::exchange::{Code, Refused};
use crate::scene::words;
use crate::session::{ExportFormat, Imported, Opened, Opening, Session, Warning};
use crate::ui::acts::Acts;
use crate::ui::handle::now_ms;
use crate::ui::later::files::{self, AT_ONCE, Dialog, Turn};
use crate::ui::later::keep;

/// A link is opened at once as long as that takes no longer; then by slices.
const AT_ONCE_MS: f64 = 100.0;

/// The address of the exact run as it is shown now.
pub fn address(acts: Acts) -> Result<String, Refused> {
    let view = acts.tab.get_untracked().name();
    let link = acts.handle.with(|session| session.link(view))?;
    Ok(of_fragment(&link.fragment()))
}

/// The address of this page with another fragment.
fn of_fragment(fragment: &str) -> String {
    let here = window().location().href().unwrap_or_default();
    let page = here.split_once('#').map_or(here.as_str(), |(page, _)| page);
    format!("{page}#{fragment}")
}

/// Copies the address of the exact run, and puts it into the address bar.
pub fn share(acts: Acts) {
    let view = acts.tab.get_untracked().name();
    match acts.handle.with(|session| session.link(view)) {
        Ok(link) => {
            keep::linked(acts.handle.with(Session::mark));
            copy(acts, &link);
        }
        Err(refused) if refused.code == Code::TooLarge => offer_file(acts, refused.reason),
        Err(refused) => acts.notices.show(refused.to_string()),
    }
}

fn offer_file(acts: Acts, text: String) {
    acts.notices.offer(text, "Save as a file", move || files::save_run(acts, ExportFormat::Session));
}

fn copy(acts: Acts, link: &Link) {
    let address = of_fragment(&link.fragment());
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&address));
    }
    let copied = window().navigator().clipboard().write_text(&address);
    let but = but(link);
    leptos::task::spawn_local(async move {
        let is_copied = wasm_bindgen_futures::JsFuture::from(copied).await.is_ok();
        let told = match (is_copied, but.is_none()) {
            (true, true) => "The link is copied. It opens exactly this run, at this moment.",
            (true, false) => "The link is copied.",
            (false, _) => "The browser did not allow copying: the address bar holds the address.",
        };
        match but {
            None => acts.notices.show(told),
            Some(but) => offer_file(acts, format!("{told} {but}")),
        }
    });
}

/// What somebody should know who sends the link on.
fn but(link: &Link) -> Option<String> {
    let others = link.branches_left_out();
    let (chars, most) = (link.text().len() as u64, words::count(LONG_CHARS as u64));
    let of_branches = format!(
        "The link holds this branch only; {others} {} did not fit. Save a file to keep them all.",
        if others == 1 { "other" } else { "others" }
    );
    let of_length = format!(
        "It has {} characters, and some programs cut links of more than {most}: a file is safer.",
        words::count(chars)
    );
    let parts = [(others > 0, of_branches), (link.is_long(), of_length)];
    let told: Vec<String> = parts.into_iter().filter_map(|(is_so, text)| is_so.then_some(text)).collect();
    (!told.is_empty()).then(|| told.join(" "))
}

/// Opens the run that the address of this page holds: at once, or by slices where it is long.
pub fn open_link((acts, link): (Acts, String)) {
    let turn = Turn::take();
    let mut opening = match Opening::read(&link) {
        Ok(opening) => opening,
        Err(refused) => {
            // What is wrong with the link as a whole is told of no field.
            let told = if refused.field == "link" { refused.reason } else { refused.to_string() };
            return acts.notices.show(format!("This link cannot be opened: {told}"));
        }
    };
    let began = now_ms();
    while !opening.advance(AT_ONCE) {
        if now_ms() - began > AT_ONCE_MS {
            return leptos::task::spawn_local(open_by_slices(acts, opening, turn));
        }
    }
    let (session, opened) = opening.finish();
    arrive_by_link(acts, session, &opened);
}

fn arrive_by_link(acts: Acts, session: Session, opened: &Opened) {
    arrive(acts, session, &opened.view);
    keep::linked(acts.handle.with(Session::mark));
    tell(acts, &opened.warnings);
}

async fn open_by_slices(acts: Acts, opening: Opening, turn: Turn) {
    let mut dialog = Dialog::show("Opening the link".to_owned(), turn);
    let before = acts.handle.with(Session::run_id);
    // Another address may have begun another run meanwhile.
    let is_wanted = || turn.is_mine() && acts.handle.with(Session::run_id) == before;
    let computed = files::compute(opening, is_wanted, &mut dialog).await;
    drop(dialog);
    match computed {
        Some((session, opened)) => arrive_by_link(acts, session, &opened),
        None => acts.notices.say("Opening the link was cancelled. The run on the screen is as it was."),
    }
}

/// Puts a run in place of the one on the screen, paused.
pub fn arrive(acts: Acts, session: Session, view: &str) {
    acts.player.pause();
    acts.handle.update(|here| *here = session);
    acts.arrived();
    acts.show_tab(view);
}

fn tell(acts: Acts, warnings: &[Warning]) {
    match warnings {
        [] => acts.notices.say("The run stands as it was shared."),
        warnings => {
            let texts: Vec<String> = warnings.iter().map(ToString::to_string).collect();
            acts.notices.show(texts.join(" "));
        }
    }
}

/// Opens a run that was shared or saved in place of this one, paused.
pub fn open(acts: Acts, text: &str) -> Result<Opened, Refused> {
    Turn::take();
    acts.player.pause();
    let opened = acts.handle.update(|session| session.open(text))?;
    acts.arrived();
    acts.show_tab(&opened.view);
    tell(acts, &opened.warnings);
    Ok(opened)
}

/// Begins anew with events from elsewhere, paused.
pub fn import(acts: Acts, text: &str) -> Result<Imported, Refused> {
    Turn::take();
    acts.player.pause();
    let imported = acts.handle.update(|session| session.import(text))?;
    acts.arrived();
    Ok(imported)
}
