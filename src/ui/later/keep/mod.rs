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
use crate::exchange::keep::{About, Batch, Did, Journal, Usage, is_to_be_asked, may_save};
use crate::session::{RunId, Session};
use crate::ui::keep::{self, Keep, Standing};
use database::{Database, Failure};
use lock::Lock;

/// Where the cursor stands is kept at most so often.
const WALK_MS: i32 = 1_000;
/// While a run plays it is kept up to so many lines of its trace: what is kept tells the state there, and a longer run would
/// stutter by that.
const PLAYED_LINES_MAX: usize = 50_000;

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
    /// Bytes of the run when the browser was asked last how much room there is.
    asked_at: Option<u64>,
}

thread_local! {
    static DESK: RefCell<Desk> = RefCell::default();
    static SAVING: Cell<bool> = const { Cell::new(false) };
    /// The run that is to be kept, because something was done in it.
    static WANTED: Cell<Option<RunId>> = const { Cell::new(None) };
    static WATCHING: Cell<bool> = const { Cell::new(false) };
}

fn desk<R>(look: impl FnOnce(&mut Desk) -> R) -> R {
    DESK.with_borrow_mut(look)
}

/// The name under which this run is kept; `None` where it is not, or not yet.
fn name_of(run: RunId) -> Option<String> {
    desk(|desk| (desk.run == Some(run)).then(|| desk.id.clone()))
}

/// The right to go on with a kept run: the one that this tab has already, or else a new one.
async fn right_to(id: &str) -> Option<Lock> {
    match desk(|desk| if desk.id == id { desk.lock.take() } else { None }) {
        Some(held) => Some(held),
        None => Lock::take(id).await,
    }
}

/// Somebody acted, or walked: what is new is kept.
pub fn save(keep: Keep) {
    watch(keep);
    WANTED.set(Some(keep.acts.handle.with(Session::run_id)));
    // Whoever is saving looks again before it ends.
    if !SAVING.replace(true) {
        spawn_local(async move {
            let saved = save_all(keep).await;
            SAVING.set(false);
            keep.say(match saved {
                Ok(()) => Standing::Saved,
                Err(standing) => standing,
            });
        });
    }
}

/// Saves until there is nothing new. Whenever the browser is waited for, another run may take the place of this one:
/// then what was prepared is nobody's, and it begins again.
async fn save_all(keep: Keep) -> Result<(), Standing> {
    loop {
        let run = keep.acts.handle.with(Session::run_id);
        if desk(|desk| desk.run != Some(run)) {
            if WANTED.get() != Some(run) {
                return Err(Standing::Idle);
            }
            begin_another(keep, run).await;
            continue;
        }
        if desk(|desk| desk.is_stale) {
            return Err(STALE.to_owned().into());
        }
        if let Some(reason) = file::not_kept(run) {
            return Err(Standing::TooLarge(reason));
        }
        let (now, mark) = keep.acts.handle.with(|session| (session.kept(), session.mark()));
        let (id, prepared) = desk(|desk| (desk.id.clone(), desk.journal.prepare(now, js_sys::Date::now())));
        let too_large = |refused: Refused| file::refused(run).unwrap_or_else(|| refused.to_string());
        let prepared = prepared.map_err(|refused| Standing::TooLarge(too_large(refused)))?;
        let Some(prepared) = prepared else { return Ok(()) };
        let is_here = || {
            let run = keep.acts.handle.with(Session::run_id);
            desk(|desk| desk.id == id && desk.run == Some(run))
        };
        let written = write(keep, &id, &prepared.batch, &is_here).await;
        if !is_here() {
            continue;
        }
        let is_told = is_told(&prepared.batch);
        match written {
            Ok(()) => desk(|desk| {
                desk.journal.written(prepared);
                desk.damaged.clear();
            }),
            Err(Failure::Stale) => {
                desk(|desk| desk.is_stale = true);
                keep.acts.notices.show("Another tab goes on with this run: what you do here is not saved.");
                return Err(STALE.to_owned().into());
            }
            Err(Failure::Other(reason)) => return Err(reason.into()),
        }
        keep::remember(&id);
        if is_told {
            hint::tell(Did::Saved, &id);
            address::clear(mark, run);
        }
    }
}

/// False for where the cursor stands, which is the manifest alone: nobody is told of that.
fn is_told(batch: &Batch) -> bool {
    batch.writes.len() > 1
}

/// Writes a save, if there is room for it. Nothing is written as soon as `is_here` says no.
async fn write(keep: Keep, id: &str, batch: &Batch, is_here: &dyn Fn() -> bool) -> Result<(), Failure> {
    if batch.expects.is_none() && !has_room(keep).await? {
        return Err(FULL.to_owned().into());
    }
    let (held, asked_at) = desk(|desk| (desk.journal.bytes(), desk.asked_at));
    let adding = u64::try_from(batch.bytes()).unwrap_or(u64::MAX);
    if is_to_be_asked(asked_at, held.saturating_add(adding)) {
        let usage = shelf::usage().await;
        // A browser that does not say how much is used knows no less than this run.
        let usage = Usage { kept: usage.kept.max(held), ..usage };
        may_save(usage, adding).map_err(|refused| refused.reason)?;
        if is_here() {
            desk(|desk| desk.asked_at = Some(held));
        }
    }
    let database = database().await?;
    if !is_here() {
        return Ok(());
    }
    if is_told(batch) && keep.standing.with_untracked(|standing| *standing != Standing::Saving) {
        keep.say(Standing::Saving);
    }
    let written = database.commit(id, batch).await;
    if matches!(written, Err(Failure::Other(_))) {
        desk(|desk| desk.database = None);
    }
    written
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
        if desk(|desk| desk.run) == Some(keep.acts.handle.with(Session::run_id)) {
            save(keep);
        }
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

/// A run that nothing is kept of yet gets a name of its own; the one before stays where it is. Nothing changes where
/// another run began meanwhile.
async fn begin_another(keep: Keep, run: RunId) {
    let luck = (js_sys::Math::random() * 4_294_967_295.0) as u32;
    let id = format!("{:013.0}-{luck:08x}", js_sys::Date::now());
    let lock = Lock::take(&id).await;
    let is_here = keep.acts.handle.with(Session::run_id) == run;
    desk(|desk| {
        if is_here && desk.run != Some(run) {
            let (database, journal) = (desk.database.take(), Journal::begun(luck));
            *desk = Desk { database, id, run: Some(run), journal, lock, ..Desk::default() };
        }
    });
}

/// Keeps where the cursor stands: when the page is put away, and at most once a second, of a long run only while nothing
/// plays.
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
        let is_short = || keep.acts.handle.with(|session| session.world().trace.len() <= PLAYED_LINES_MAX);
        let is_time = !keep.acts.player.is_playing_untracked() || is_short();
        if is_time && now.is_some() && last.replace(now) != now {
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
