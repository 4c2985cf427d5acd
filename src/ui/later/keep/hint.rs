//! Tabs tell each other that something is kept otherwise than before (SEC-42).
//!
//! A hint is never believed: whoever hears one looks again at what is kept. However many come, that is done a few times
//! a second at most.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use js_sys::JsString;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{BroadcastChannel, MessageEvent};

use super::{SAVING, STALE, database, desk, panel, save};
use crate::exchange::keep::{Did, HINT_BYTES_MAX, Hint, stamp};
use crate::ui::keep::{Keep, Standing};

const CHANNEL: &str = "eventarium.kept";
/// From a hint to the look that it causes; what is heard meanwhile is seen by the same look.
const LOOK_AFTER: Duration = Duration::from_millis(150);
const DELETED: &str = "what was kept of this run was deleted elsewhere; what you do next keeps it again";

thread_local! {
    static OPEN: RefCell<Option<BroadcastChannel>> = const { RefCell::new(None) };
    static HEARD: Cell<bool> = const { Cell::new(false) };
}

/// From now on this tab hears the others. A browser without channels has none: each tab sees then what it looks up.
pub(super) fn listen(keep: Keep) {
    if OPEN.with_borrow(Option::is_some) {
        return;
    }
    let Ok(channel) = BroadcastChannel::new(CHANNEL) else { return };
    let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |said: MessageEvent| {
        if understood(&said).is_some() {
            heard(keep);
        }
    });
    channel.set_onmessage(Some(hear.into_js_value().unchecked_ref()));
    OPEN.set(Some(channel));
}

/// Its length is looked at before any of it is copied.
fn understood(said: &MessageEvent) -> Option<Hint> {
    let text = said.data().dyn_into::<JsString>().ok()?;
    let is_short = usize::try_from(text.length()).is_ok_and(|length| length <= HINT_BYTES_MAX);
    Hint::read(&is_short.then(|| text.as_string())??)
}

/// Tells the other tabs, and the panel of this one.
pub(super) fn tell(did: Did, run: &str) {
    let text = Hint { did, run: run.to_owned() }.to_text();
    OPEN.with_borrow(|open| {
        if let Some(open) = open {
            // A hint that nobody hears costs nothing.
            let _ = open.post_message(&text.into());
        }
    });
    panel::look_again();
}

fn heard(keep: Keep) {
    if !HEARD.replace(true) {
        set_timeout(
            move || {
                HEARD.set(false);
                panel::look_again();
                spawn_local(look(keep));
            },
            LOOK_AFTER,
        );
    }
}

/// Is what this tab keeps still what it wrote, and is there room now for what it could not keep?
async fn look(keep: Keep) {
    let (id, run) = desk(|desk| (desk.id.clone(), desk.run));
    let is_ours = run.is_some() && run == Some(keep.acts.handle.with(crate::session::Session::run_id));
    if !is_ours || SAVING.get() || desk(|desk| desk.is_stale) {
        return;
    }
    let found = async { database().await?.slots(&id).await };
    let Ok(found) = found.await.map(|slots| stamp(&slots)) else { return };
    // Whoever saved meanwhile knows better.
    if SAVING.get() || desk(|desk| desk.id != id || desk.run != run) {
        return;
    }
    let known = desk(|desk| desk.journal.stamp());
    match found {
        _ if found == known => {
            if keep.standing.with_untracked(|standing| standing.reason().is_some()) {
                save(keep);
            }
        }
        None => {
            desk(|desk| (desk.run, desk.lock) = (None, None));
            keep.say(Standing::NotSaved(DELETED.to_owned()));
        }
        Some(_) => {
            desk(|desk| desk.is_stale = true);
            keep.say(Standing::NotSaved(STALE.to_owned()));
        }
    }
}
