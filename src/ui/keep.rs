//! Whether the run is kept, and when somebody acted. The keeping itself is loaded with the first act, or where something
//! is kept from before.

use std::cell::{Cell, RefCell};

use leptos::prelude::*;

use super::acts::Acts;
use super::erase::{State, erased, here, live, mouse, provide};
use super::{door, later, prefs};
use crate::session::{FIRST_SEED, RunId, RunMark, Session};

/// The preference that names the run that was kept last, by any tab; each tab remembers its own one, too.
const KEPT: &str = "kept";

/// The kept runs that this tab may go on with, the best first: its own, else the one that was kept last.
pub fn known() -> Vec<String> {
    let mut known: Vec<String> = [prefs::read_in_tab(KEPT), prefs::read(KEPT)].into_iter().flatten().collect();
    known.dedup();
    known
}

/// This tab goes on with the kept run of this name.
pub fn remember(id: &str) {
    prefs::write_in_tab(KEPT, id);
    prefs::write(KEPT, id);
}

/// How the run that is walked on is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has acted yet: there is nothing to keep.
    #[default]
    Idle,
    Saving,
    Saved,
    /// With the reason.
    NotSaved(String),
    /// The same, where there is more of the run than can be kept.
    TooLarge(String),
}

impl Standing {
    /// Why the run is not saved, if it is not.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::NotSaved(reason) | Self::TooLarge(reason) => Some(reason),
            Self::Idle | Self::Saving | Self::Saved => None,
        }
    }
}

impl From<String> for Standing {
    fn from(reason: String) -> Self {
        Self::NotSaved(reason)
    }
}

#[derive(Clone, Copy)]
pub struct Keep {
    pub acts: Acts,
    pub standing: State<Standing>,
    /// True while the panel is open.
    pub open: State<bool>,
}

impl Keep {
    pub fn here() -> Self {
        here()
    }

    /// Says how the run is kept that is walked on now.
    pub fn say(self, standing: Standing) {
        SAID_OF.set(Some(self.acts.handle.with(Session::run_id)));
        self.standing.set(standing);
    }
}

/// What is to be done when what was kept is back.
type Waiting = Vec<Box<dyn FnOnce()>>;

thread_local! {
    /// The run that somebody chose to begin. A script begins one without asking for the screen's contexts.
    static CHOSEN: Cell<Option<RunId>> = const { Cell::new(None) };
    /// The run of which was said last how it is kept.
    static SAID_OF: Cell<Option<RunId>> = const { Cell::new(None) };
    /// Who waits until what was kept is back; `None` while nothing is being brought back.
    static WAITING: RefCell<Option<Waiting>> = const { RefCell::new(None) };
}

/// What was kept is being brought back as long as this is there, also where that fails on the way.
pub struct Restoring {
    pub keep: Keep,
    /// The run that it takes the place of, if nobody acts meanwhile.
    pub instead_of: RunMark,
}

impl Restoring {
    fn begin(keep: Keep) -> Self {
        WAITING.set(Some(Vec::new()));
        Self { keep, instead_of: keep.acts.handle.with(Session::mark) }
    }
}

impl Drop for Restoring {
    fn drop(&mut self) {
        let waiting = WAITING.take();
        waiting.into_iter().flatten().for_each(|tell| tell());
    }
}

/// Calls `then` as soon as nothing is being brought back: at once where nothing is.
pub fn when_restored(then: impl FnOnce() + 'static) {
    let is_waiting = WAITING.with_borrow(Option::is_some);
    if !is_waiting {
        return then();
    }
    WAITING.with_borrow_mut(|waiting| waiting.get_or_insert_default().push(Box::new(then)));
}

/// Somebody chose how this run begins: that is an act like any other. The empty shop as a visitor finds it was not
/// chosen: there is nothing in it to keep.
pub fn chosen(session: &Session) {
    let is_choice = session.scenario().is_some() || session.seed() != FIRST_SEED;
    CHOSEN.set(is_choice.then(|| session.run_id()));
}

/// The address chose how this run begins: it says so again after a reload.
pub fn not_chosen() {
    CHOSEN.set(None);
}

/// From now on what is done is kept. What was kept before is opened, unless the address asks for something else.
pub fn begin(acts: Acts) {
    let keep = Keep { acts, standing: State::new(Standing::Idle), open: State::new(false) };
    provide(keep);
    if !known().is_empty() && window().location().hash().unwrap_or_default().len() < 2 {
        door::call(Restoring::begin(keep), later::keep::restore);
    }
    let mark = acts.handle.select_calm(Session::mark);
    Effect::new(move |before: Option<RunMark>| {
        let now = mark.get();
        // What was said of the run before does not hold for the one that begins.
        if before.is_some_and(|before| before.run != now.run) && SAID_OF.get() != Some(now.run) {
            keep.say(Standing::Idle);
        }
        // What was taken back is kept, too.
        let had_acts = before.is_some_and(|before| before.run == now.run && before.has_acts);
        if (now.has_acts || had_acts || CHOSEN.get() == Some(now.run)) && before != Some(now) {
            door::call(keep, later::keep::save);
        }
        now
    });
}

/// Says in the top bar whether the run is kept; opens the panel that says more.
#[component]
pub fn Badge() -> impl IntoView {
    let keep = Keep::here();
    let word = move || match keep.standing.get() {
        // Nothing of this run, but there is a way to the others.
        Standing::Idle => (!known().is_empty()).then_some("Kept"),
        Standing::Saving => Some("Saving"),
        Standing::Saved => Some("Saved"),
        Standing::NotSaved(_) => Some("Not saved"),
        Standing::TooLarge(_) => Some("Not saved: too large"),
    };
    let badge = move || {
        word().map(|word| {
            part! {
                <button type="button" class="button keep-badge" id="keep-badge" class:bad=word.starts_with("Not") title="What is kept of your runs"
                    aria-expanded=live(move || keep.open.get().to_string())
                    on:click=mouse(move |_| keep.open.update(|open| *open = !*open))>{word}</button>
            }
        })
    };
    part! {
        <div class="keep">
            {erased(badge)}
            {erased(move || keep.open.get().then(|| door::part(later::keep::panel)))}
        </div>
    }
}
