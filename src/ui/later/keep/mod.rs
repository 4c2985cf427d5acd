//! Keeps the run in the browser's database, act by act, and opens it again.
//!
//! One tab writes one kept run: it holds a lock while it does, and names the stamp that it has seen last, so that a tab
//! that slept is refused instead of writing over another one. Nothing here is fatal: where the browser does not let the
//! page keep anything, the badge says so and the run goes on.

mod address;
mod database;
mod file;
mod hint;
mod lock;
mod panel;
mod restore;
mod shelf;

pub use address::linked;
pub use file::{LargeFile, is_another, note as note_file, too_large};
pub use panel::view as panel;
pub use restore::{again as open_kept, begin as restore};
pub use shelf::ask_to_persist;

use std::cell::{Cell, RefCell};

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::exchange::Refused;
use crate::exchange::keep::{About, Did, Journal, Prepared, may_save};
use crate::session::{RunId, Session};
use crate::ui::keep::{self, Keep, Standing};
use database::{Database, Failure};
use lock::Lock;

/// Where the cursor stands is kept at most so often.
const WALK_MS: i32 = 1_000;

/// What this tab keeps.
#[derive(Default)]
struct Desk {
    database: Option<Database>,
    /// The name under which the run is kept.
    id: String,
    run: Option<RunId>,
    journal: Journal,
    lock: Option<Lock>,
    /// Another tab goes on with the run: nothing is written here until another run begins.
    is_stale: bool,
    /// What could not be read of the run when it was opened.
    damaged: Vec<u8>,
    /// Somebody was asked whether the oldest run may go for this one.
    is_asked: bool,
}

thread_local! {
    static DESK: RefCell<Desk> = RefCell::default();
    static SAVING: Cell<bool> = const { Cell::new(false) };
    static WATCHING: Cell<bool> = const { Cell::new(false) };
}

fn desk<R>(look: impl FnOnce(&mut Desk) -> R) -> R {
    DESK.with_borrow_mut(look)
}

/// Somebody acted, or walked: what is new is kept.
pub fn save(keep: Keep) {
    watch(keep);
    // Whoever is saving looks again before it ends.
    if !SAVING.replace(true) {
        spawn_local(async move {
            let saved = save_all(keep).await;
            SAVING.set(false);
            keep.standing.set(match saved {
                Ok(()) => Standing::Saved,
                Err(standing) => standing,
            });
        });
    }
}

/// Saves until there is nothing new.
async fn save_all(keep: Keep) -> Result<(), Standing> {
    loop {
        let run = keep.acts.handle.with(Session::run_id);
        if desk(|desk| desk.run != Some(run)) {
            begin_another(run).await?;
        }
        if desk(|desk| desk.is_stale) {
            return Err(STALE.to_owned().into());
        }
        if let Some(reason) = file::not_kept(run) {
            return Err(Standing::TooLarge(reason));
        }
        let (now, mark) = keep.acts.handle.with(|session| (session.kept(), session.mark()));
        let prepared = desk(|desk| desk.journal.prepare(now, js_sys::Date::now()));
        let too_large = |refused: Refused| file::refused(run).unwrap_or_else(|| refused.to_string());
        let prepared = prepared.map_err(|refused| Standing::TooLarge(too_large(refused)))?;
        let Some(Prepared { batch, after }) = prepared else { return Ok(()) };
        if batch.expects.is_none() && !has_room(keep).await? {
            return Err(FULL.to_owned().into());
        }
        if keep.standing.with_untracked(|standing| *standing != Standing::Saving) && batch.writes.len() > 1 {
            keep.standing.set(Standing::Saving);
        }
        // Asked only where much is written: the browser takes its time to answer.
        if batch.bytes() > 64 * 1_024 || batch.expects.is_none() {
            let adding = u64::try_from(batch.bytes()).unwrap_or(u64::MAX);
            may_save(shelf::usage().await, adding).map_err(|refused| refused.reason)?;
        }
        let (database, id) = (database().await?, desk(|desk| desk.id.clone()));
        match database.commit(&id, &batch).await {
            Ok(()) => desk(|desk| {
                if desk.id == id {
                    desk.journal = after;
                    desk.damaged.clear();
                }
            }),
            Err(Failure::Stale) => {
                desk(|desk| desk.is_stale = true);
                keep.acts.notices.show("Another tab goes on with this run: what you do here is not saved.");
                return Err(STALE.to_owned().into());
            }
            Err(Failure::Other(reason)) => {
                desk(|desk| desk.database = None);
                return Err(reason.into());
            }
        }
        keep::remember(&id);
        // Where the cursor stands is the manifest alone.
        if batch.writes.len() > 1 {
            hint::tell(Did::Saved, &id);
            address::clear(mark, keep.acts.handle.with(Session::run_id));
        }
    }
}

const STALE: &str = "another tab goes on with this run";
const FULL: &str = "as many runs are kept as there is room for, and the oldest goes only if you say so";

/// Whether one more run may be kept. Where the oldest has to go for it, somebody is asked, once for each run, as soon as
/// something was done in it.
async fn has_room(keep: Keep) -> Result<bool, String> {
    let Some((oldest, about)) = shelf::in_the_way(&database().await?).await? else { return Ok(true) };
    let has_acts = keep.acts.handle.with(Session::mark).has_acts;
    if has_acts && !desk(|desk| std::mem::replace(&mut desk.is_asked, true)) {
        let (name, when) = panel::told_or_unknown(about.as_ref());
        let text = format!(
            "{} runs are kept already. For this one the oldest would have to go: {name}, {when}. Until then this one is not saved.",
            shelf::RUNS_MAX
        );
        keep.acts.notices.offer(text, "Let the oldest go", move || give_up(keep, oldest.clone(), about.clone()));
    }
    Ok(false)
}

/// Gives up the kept run that somebody was asked about, and keeps what there is room for then. Where it is not the one
/// any more that was told of, or is not in the way any more, nothing goes.
fn give_up(keep: Keep, id: String, about: Option<About>) {
    spawn_local(async move {
        if let Ok(database) = database().await {
            let asked = Some((id, about));
            let still = shelf::in_the_way(&database).await.is_ok_and(|oldest| oldest == asked);
            if let Some((id, _)) = asked.filter(|_| still) {
                // What could not be deleted is still in the way, and the badge says so.
                let _ = shelf::delete(&database, &id).await;
            } else {
                desk(|desk| desk.is_asked = false);
            }
        }
        save(keep);
    });
}

/// The database, opened where it is not.
async fn database() -> Result<Database, String> {
    if let Some(open) = desk(|desk| desk.database.clone()).filter(Database::is_open) {
        return Ok(open);
    }
    let open = Database::open().await?;
    desk(|desk| desk.database = Some(open.clone()));
    Ok(open)
}

/// A run that nothing is kept of yet gets a name of its own; the one before stays where it is.
async fn begin_another(run: RunId) -> Result<(), String> {
    let id = format!("{:013.0}-{:08x}", js_sys::Date::now(), (js_sys::Math::random() * 4_294_967_295.0) as u32);
    let lock = Lock::take(&id).await;
    desk(|desk| {
        let database = desk.database.take();
        *desk = Desk { database, id, run: Some(run), lock, ..Desk::default() };
    });
    Ok(())
}

/// Keeps where the cursor stands: when the page is put away, and at most once a second while nothing plays.
fn watch(keep: Keep) {
    if WATCHING.replace(true) {
        return;
    }
    hint::listen(keep);
    let last: Cell<Option<(u32, u64)>> = Cell::new(None);
    let place = move || {
        let is_kept = |session: &Session| desk(|desk| desk.run == Some(session.run_id()));
        let place = |session: &Session| (session.timeline().step(), session.now().micros());
        keep.acts.handle.with(|session| is_kept(session).then(|| place(session)))
    };
    let walked = move || {
        let now = place();
        if !keep.acts.player.is_playing_untracked() && now.is_some() && last.replace(now) != now {
            save(keep);
        }
    };
    let every = std::time::Duration::from_millis(WALK_MS.unsigned_abs().into());
    set_interval(walked, every);
    let put_away = move || {
        if place().is_some() {
            save(keep);
        }
    };
    window_event_listener_untyped("pagehide", move |_| put_away());
    window_event_listener_untyped("visibilitychange", move |_| put_away());
}
