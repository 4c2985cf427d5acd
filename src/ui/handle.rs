//! How components reach the run: read a slice, speak by intents, and be told once a frame that something changed.

use crate::ui::erase::{here, provide};
use leptos::prelude::*;

use super::erase::{Held, Slice};
use crate::session::Session;

/// Panels of text follow a running clock at most this often.
const CALM_MS: f64 = 100.0;
/// They take turns, so that no frame has to write all of them.
const TURNS: usize = 6;

/// The session behind the screen. Copied freely; the session itself stays in one place.
#[derive(Clone, Copy)]
pub struct SessionHandle {
    session: StoredValue<Session, LocalStorage>,
    frame: Trigger,
    calm: [Trigger; TURNS],
    due: StoredValue<Due>,
}

/// How a panel looks at the session.
type Look = Box<dyn Fn(&Session) -> Held + Send + Sync>;

/// What a look or a change gave: both are called exactly once.
fn given<R>(answer: Option<R>) -> R {
    match answer {
        Some(answer) => answer,
        None => unreachable!("the session is there as long as the page"),
    }
}

/// What waits for the next frame.
#[derive(Clone, Copy, Default)]
struct Due {
    asked: bool,
    calm_at: f64,
    /// Whose turn it is.
    turn: usize,
    /// The next frame tells all calm panels, whatever the clock says.
    calm_now: bool,
    /// How many slices for calm panels there have been.
    slices: usize,
}

impl SessionHandle {
    pub fn provide(session: Session) -> Self {
        let handle = Self {
            session: StoredValue::new_local(session),
            frame: Trigger::new(),
            calm: std::array::from_fn(|_| Trigger::new()),
            due: StoredValue::new(Due::default()),
        };
        provide(handle);
        handle
    }

    pub fn here() -> Self {
        here()
    }

    /// Looks at the session without following it.
    pub fn with<R>(self, look: impl FnOnce(&Session) -> R) -> R {
        let (mut look, mut seen) = (Some(look), None);
        self.look(&mut |session| seen = look.take().map(|look| look(session)));
        given(seen)
    }

    #[inline(never)]
    fn look(self, look: &mut dyn FnMut(&Session)) {
        self.session.with_value(look);
    }

    /// Changes the session because a person or script asked for it; every view is told with the next frame.
    pub fn update<R>(self, change: impl FnOnce(&mut Session) -> R) -> R {
        let (mut change, mut answer) = (Some(change), None);
        self.change(true, &mut |session| answer = change.take().map(|change| change(session)));
        given(answer)
    }

    /// Lets the run walk on by itself; panels of text are told less often than pictures.
    pub fn walk<R>(self, change: impl FnOnce(&mut Session) -> R) -> R {
        let (mut change, mut answer) = (Some(change), None);
        self.change(false, &mut |session| answer = change.take().map(|change| change(session)));
        given(answer)
    }

    #[inline(never)]
    fn change(self, by_act: bool, change: &mut dyn FnMut(&mut Session)) {
        change(&mut self.session.write_value());
        if by_act {
            self.due.update_value(|due| due.calm_now = true);
        }
        self.ask_for_frame();
    }

    /// A small slice of the run, looked at again with every frame in which the run changed. For pictures.
    pub fn select<T: PartialEq + Send + Sync + 'static>(
        self,
        look: impl Fn(&Session) -> T + Send + Sync + 'static,
    ) -> Slice<T> {
        self.slice(self.frame, look)
    }

    /// The same for text: ten times a second while the run walks on by itself, at once after an act.
    pub fn select_calm<T: PartialEq + Send + Sync + 'static>(
        self,
        look: impl Fn(&Session) -> T + Send + Sync + 'static,
    ) -> Slice<T> {
        let mut turn = 0;
        self.due.update_value(|due| {
            turn = due.slices % TURNS;
            due.slices += 1;
        });
        self.slice(self.calm.get(turn).copied().unwrap_or(self.frame), look)
    }

    fn slice<T: PartialEq + Send + Sync + 'static>(
        self,
        told: Trigger,
        look: impl Fn(&Session) -> T + Send + Sync + 'static,
    ) -> Slice<T> {
        Slice::of(self.follow(told, Box::new(move |session| Held::new(look(session)))))
    }

    #[inline(never)]
    fn follow(self, told: Trigger, look: Look) -> Memo<Held> {
        Memo::new(move |_| {
            told.track();
            self.session.with_value(&look)
        })
    }

    /// Follows the run without reading it, for effects that draw.
    pub fn track(self) {
        self.frame.track();
    }

    /// Tells the panels of text with the next frame: the clock has stopped.
    pub fn settle(self) {
        self.due.update_value(|due| due.calm_now = true);
        self.ask_for_frame();
    }

    fn ask_for_frame(self) {
        if self.due.with_value(|due| due.asked) {
            return;
        }
        self.due.update_value(|due| due.asked = true);
        request_animation_frame(move || self.tell());
    }

    fn tell(self) {
        let now = now_ms();
        let mut told = 0..0;
        let here = self.due.try_update_value(|due| {
            due.asked = false;
            told = due.told(now);
        });
        if here.is_none() {
            return;
        }
        self.frame.notify();
        self.calm.get(told).into_iter().flatten().for_each(Trigger::notify);
    }
}

impl Due {
    /// Which of the calm panels hear of this frame.
    fn told(&mut self, now: f64) -> std::ops::Range<usize> {
        if std::mem::take(&mut self.calm_now) {
            self.calm_at = now;
            return 0..TURNS;
        }
        // A frame may come a little early.
        if now - self.calm_at < CALM_MS / TURNS as f64 - 1.0 {
            return 0..0;
        }
        self.calm_at = now;
        self.turn = (self.turn + 1) % TURNS;
        self.turn..self.turn + 1
    }
}

/// Real time since navigation in milliseconds: for pacing the screen, never for the run.
pub fn now_ms() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}
