//! Playing: real time becomes a bounded walk through virtual time. The frame rate cannot change the run.

use crate::scene::geometry::Within;
use crate::ui::erase::{State, here, provide};
use leptos::prelude::*;

use super::handle::{SessionHandle, now_ms};
use super::notices::Notices;
use crate::kernel::Span;

/// Work of the engine in one frame; what does not fit is let go, and the run falls behind real time.
const BUDGET_MS: f64 = 5.0;
/// Steps between two looks at the clock.
const SLICE_STEPS: u32 = 128;
/// A longer gap between two frames (a hidden tab) does not become a jump.
const GAP_MS_MAX: f64 = 100.0;

pub const SPEED_MIN: f64 = 0.1;
pub const SPEED_MAX: f64 = 1_000.0;

/// What is said where a run is as long as it can be.
pub const FULL: &str = "This run has filled the memory of this tab and stops here. Nothing of it is lost: walk back in it, \
    save it as a file, or begin another.";

#[derive(Clone, Copy)]
pub struct Player {
    handle: SessionHandle,
    notices: Notices,
    playing: State<bool>,
    speed: State<f64>,
    /// True while the machine cannot keep up with the speed.
    behind: State<bool>,
    last: StoredValue<f64>,
}

impl Player {
    pub fn provide(handle: SessionHandle, notices: Notices) -> Self {
        let player = Self {
            handle,
            notices,
            playing: State::new(false),
            speed: State::new(1.0),
            behind: State::new(false),
            last: StoredValue::new(0.0),
        };
        provide(player);
        player
    }

    pub fn here() -> Self {
        here()
    }

    pub fn is_playing(self) -> bool {
        self.playing.get()
    }

    pub fn is_playing_untracked(self) -> bool {
        self.playing.get_untracked()
    }

    pub fn is_behind(self) -> bool {
        self.behind.get()
    }

    pub fn speed(self) -> f64 {
        self.speed.get()
    }

    pub fn speed_untracked(self) -> f64 {
        self.speed.get_untracked()
    }

    pub fn set_speed(self, speed: f64) {
        if speed.is_finite() {
            self.speed.set(speed.within(SPEED_MIN, SPEED_MAX));
        }
    }

    pub fn play(self) {
        if self.playing.get_untracked() {
            return;
        }
        self.playing.set(true);
        self.last.set_value(now_ms());
        request_animation_frame(move || self.frame());
    }

    pub fn pause(self) {
        if self.playing.get_untracked() {
            self.playing.set(false);
            self.behind.set(false);
            self.handle.settle();
        }
    }

    pub fn toggle(self) {
        if self.playing.get_untracked() { self.pause() } else { self.play() }
    }

    fn frame(self) {
        if !self.playing.try_get_untracked().unwrap_or(false) {
            return;
        }
        let began = now_ms();
        let passed = (began - self.last.get_value()).within(0.0, GAP_MS_MAX);
        self.last.set_value(began);
        let span = Span::from_micros((passed * 1_000.0 * self.speed.get_untracked()) as u64);
        let (reached, full) = self.handle.walk(|session| {
            let goal = session.now().after(span);
            loop {
                let rest = goal.since(session.now());
                let reached = session.timeline_mut().advance(rest, SLICE_STEPS).reached;
                let full = !reached && session.timeline().is_full();
                if reached || full || now_ms() - began > BUDGET_MS {
                    return (reached, full);
                }
            }
        });
        if full {
            self.pause();
            return self.notices.show(FULL);
        }
        if self.behind.get_untracked() == reached {
            self.behind.set(!reached);
        }
        request_animation_frame(move || self.frame());
    }
}
