//! Opens what was kept, slice by slice, and goes on with it.

use leptos::task::spawn_local;

use super::{Desk, database, desk, right_to, watch};
use crate::exchange::keep::{Journal, Kept, Lost, load};
use crate::session::{Opened, Opening, RunMark, Session};
use crate::ui::keep::{self, Keep, Restoring, Standing};
use crate::ui::later::files::Pace;

/// Steps between two looks at the clock.
const SLICE_STEPS: u32 = 256;

/// Opens the run that this tab kept last, or where it kept none the one that was kept last. Where somebody acted before
/// that was done, what was done stays, and the kept run is offered.
pub fn begin(restoring: Restoring) {
    let (keep, before) = (restoring.keep, restoring.instead_of);
    spawn_local(async move {
        bring_back(keep, before).await;
        drop(restoring);
    });
}

async fn bring_back(keep: Keep, before: RunMark) {
    let notices = keep.acts.notices;
    for id in keep::known() {
        match open(keep, id.clone(), Some(before)).await {
            Ok(Came::Back(say)) => {
                return notices.offer(say, "Start fresh", move || keep.acts.reset(None, None, None));
            }
            Ok(Came::Late) => {
                return notices
                    .offer("Your last run is kept beside this one.", "Open it", move || again((keep, id.clone())));
            }
            Ok(Came::Nothing) => {}
            Err(reason) => {
                notices.show(format!("Your last run could not be brought back: {reason}."));
                return keep.say(Standing::NotSaved(reason));
            }
        }
    }
}

/// What became of a kept run that was to be opened.
enum Came {
    /// It stands here; what is to be said about it.
    Back(String),
    /// Somebody acted before it was there: nothing was changed.
    Late,
    /// Nothing is kept under this name.
    Nothing,
}

/// Opens another one of the kept runs in place of this one, which stays kept.
pub fn again((keep, id): (Keep, String)) {
    keep.acts.player.pause();
    spawn_local(async move {
        match open(keep, id, None).await {
            Ok(Came::Back(say)) => keep.acts.notices.show(say),
            Ok(Came::Late | Came::Nothing) => keep.acts.notices.show("There is nothing left of this run."),
            Err(reason) => keep.acts.notices.show(format!("This run could not be opened: {reason}.")),
        }
    });
}

/// Opens a kept run, unless somebody acted since `before`.
async fn open(keep: Keep, id: String, before: Option<RunMark>) -> Result<Came, String> {
    let is_late = move || before.is_some_and(|before| before != keep.acts.handle.with(Session::mark));
    let database = database().await?;
    let lock = right_to(&id).await;
    let stored = database.read(&id).await?;
    let Kept { run, journal, damaged } = match load(&stored) {
        Ok(kept) => kept,
        Err(Lost::Nothing) => return Ok(Came::Nothing),
        Err(Lost::Damaged { bytes }) => {
            let text = Lost::Damaged { bytes: bytes.clone() }.to_string();
            if !is_late() {
                let here = keep.acts.handle.with(Session::run_id);
                desk(|desk| {
                    // The run that is walked on stays kept under its own name.
                    if desk.run != Some(here) {
                        let database = desk.database.take();
                        *desk = Desk { database, ..Desk::default() };
                    }
                    desk.damaged = bytes;
                });
            }
            return Err(text);
        }
        Err(lost @ Lost::Newer { .. }) => return Err(lost.to_string()),
    };
    let mut opening = Opening::of(run);
    let mut pace = Pace::new();
    while !opening.advance(SLICE_STEPS) {
        pace.rest().await;
    }
    let (session, Opened { warnings, .. }) = opening.finish();
    // Whoever was faster than this is not interrupted.
    if is_late() {
        return Ok(Came::Late);
    }
    keep.acts.player.pause();
    let (run, is_ours) = (session.run_id(), lock.is_some());
    if is_ours {
        keep::remember(&id);
    }
    desk(|desk| {
        let database = desk.database.take();
        // Without the right to go on with it, it is a copy: with the first act it gets a name of its own.
        let (run, id, journal) =
            if is_ours { (Some(run), id, journal) } else { (None, String::new(), Journal::default()) };
        *desk = Desk { database, id, run, journal, lock, damaged: damaged.clone(), ..Desk::default() };
    });
    keep.acts.handle.update(|here| *here = session);
    keep.acts.arrived();
    keep.say(if is_ours { Standing::Saved } else { Standing::Idle });
    watch(keep);
    Ok(Came::Back(said(is_ours, damaged.len(), warnings.iter().map(ToString::to_string))))
}

fn said(is_ours: bool, damaged: usize, warnings: impl Iterator<Item = String>) -> String {
    let mut text = if is_ours {
        "Your last run is back.".to_owned()
    } else {
        "Your last run is open in another tab: here you walk on with a copy of your own.".to_owned()
    };
    if damaged > 0 {
        text.push_str(&format!(
            " Its end was damaged: it stands before that, and the {damaged} damaged bytes can be downloaded."
        ));
    }
    warnings.for_each(|warning| text.push_str(&format!(" Beware: {warning}.")));
    text
}
