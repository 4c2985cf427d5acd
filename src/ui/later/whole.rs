//! Whole runs that leave and enter: as an address, as a file, as events from elsewhere.

use leptos::prelude::*;

use crate::exchange::Refused;
use crate::session::{Imported, Opened, Session};
use crate::ui::acts::Acts;
use crate::ui::later::keep;
use crate::ui::notices::Notices;

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
    match address(acts) {
        Ok(address) => {
            keep::linked(acts.handle.with(Session::mark));
            copy(&address, acts.notices);
        }
        Err(refused) => acts.notices.show(refused.to_string()),
    }
}

fn copy(address: &str, notices: Notices) {
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(address));
    }
    let copied = window().navigator().clipboard().write_text(address);
    leptos::task::spawn_local(async move {
        match wasm_bindgen_futures::JsFuture::from(copied).await {
            Ok(_) => notices.show("The link is copied. It opens exactly this run, at this moment."),
            Err(_) => notices.show("The browser did not allow copying: the address bar holds the address."),
        }
    });
}

/// Opens the run that the address of this page holds.
pub fn open_link((acts, link): (Acts, String)) {
    match open(acts, &link) {
        Ok(_) => keep::linked(acts.handle.with(Session::mark)),
        Err(refused) => acts.notices.show(format!("This link cannot be opened: {refused}")),
    }
}

/// Opens a run that was shared or saved in place of this one, paused.
pub fn open(acts: Acts, text: &str) -> Result<Opened, Refused> {
    acts.player.pause();
    let opened = acts.handle.update(|session| session.open(text))?;
    acts.arrived();
    acts.show_tab(&opened.view);
    match opened.warnings.as_slice() {
        [] => acts.notices.say("The run stands as it was shared."),
        warnings => {
            let texts: Vec<String> = warnings.iter().map(ToString::to_string).collect();
            acts.notices.show(texts.join(" "));
        }
    }
    Ok(opened)
}

/// Begins anew with events from elsewhere, paused.
pub fn import(acts: Acts, text: &str) -> Result<Imported, Refused> {
    acts.player.pause();
    let imported = acts.handle.update(|session| session.import(text))?;
    acts.arrived();
    Ok(imported)
}
