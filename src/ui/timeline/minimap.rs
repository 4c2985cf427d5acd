//! The whole run in one strip, and the slider that walks it.

use crate::ui::erase::{changed, erased, here, key, live, provide};
use leptos::html;
use leptos::prelude::*;

use crate::kernel::VirtualTime;
use crate::scene::timeline::{Overview, Role, Signal};
use crate::scene::words::clock;
use crate::session::Session;
use crate::ui::acts::Acts;
use crate::ui::canvas::{Hues, surface};
use crate::ui::handle::{SessionHandle, now_ms};
use crate::ui::player::Player;
use crate::ui::{door, later};

/// The strip shows at least so much time, or the first order would fill it.
const LEAST_MILLIS: u64 = 12_000;
/// Real milliseconds between two pictures while it plays.
const PAUSE_MS: f64 = 50.0;

/// The overview of this screen, fed as the run grows.
#[derive(Clone, Copy)]
pub struct RunOverview(StoredValue<Overview, LocalStorage>);

impl RunOverview {
    pub fn provide() -> Self {
        let overview = Self(StoredValue::new_local(Overview::default()));
        provide(overview);
        overview
    }

    /// Looks at the overview of all that is known of the run.
    pub fn with<R>(self, handle: SessionHandle, look: impl FnOnce(&Overview) -> R) -> R {
        handle.with(|session| self.0.update_value(|overview| overview.update(session.timeline().head())));
        self.0.with_value(look)
    }
}

/// Where the strip and the lanes of all branches end, in virtual milliseconds: they share one scale.
pub fn end_millis(session: &Session) -> u64 {
    session.last_clock().millis().max(LEAST_MILLIS)
}

#[component]
pub fn Minimap() -> impl IntoView {
    let (handle, acts, player) = (SessionHandle::here(), Acts::here(), Player::here());
    let overview: RunOverview = here();
    let canvas: NodeRef<html::Canvas> = NodeRef::new();
    let hues = StoredValue::new_local((Hues::default(), 0.0_f64));
    Effect::new(move |_| {
        handle.track();
        let (began, playing) = (now_ms(), player.is_playing());
        if playing && hues.with_value(|hues| began - hues.1 < PAUSE_MS) {
            return;
        }
        let end = handle.with(end_millis) * 1_000;
        hues.update_value(|(hues, at)| {
            *at = began;
            hues.refresh();
            overview.with(handle, |overview| paint(canvas, overview, end, hues));
        });
    });
    let end = handle.select_calm(end_millis);
    let now = handle.select(|session| session.now().millis());
    let slider = NodeRef::<html::Input>::new();
    // A slider takes no value beyond its end: the end is set first, whichever of the two is told first.
    Effect::new(move |_| {
        let (now, end) = (now.get(), end.get());
        let Some(slider) = slider.get() else { return };
        slider.set_max(&end.max(now).to_string());
        slider.set_value(&now.to_string());
    });
    let said =
        handle.select_calm(|session| format!("{} of {}", clock(session.now()), clock(session.timeline().head_clock())));
    let name = handle.select_calm(Session::branch_name);
    let scrub = move |ev: web_sys::Event| {
        if let Ok(millis) = event_target_value(&ev).parse() {
            acts.seek_time(VirtualTime::from_millis(millis));
        }
    };
    let keys = move |ev: web_sys::KeyboardEvent| {
        match ev.key().as_str() {
            "ArrowLeft" | "ArrowDown" if ev.shift_key() => acts.previous_moment(),
            "ArrowRight" | "ArrowUp" if ev.shift_key() => acts.next_moment(),
            "ArrowLeft" | "ArrowDown" => acts.step_back(),
            "ArrowRight" | "ArrowUp" => acts.step(),
            "Home" => acts.to_start(),
            "End" => acts.to_end(),
            "PageUp" => by_seconds(acts, handle, 1),
            "PageDown" => by_seconds(acts, handle, -1),
            _ => return,
        }
        ev.prevent_default();
    };
    part! {
        <div class="minimap">
            <span class="branch-name" aria-hidden="true">{erased(move || name.get())}</span>
            <div class="strip">
                <canvas node_ref=canvas aria-hidden="true"></canvas>
                {door::when_open(later::chapters::marks)}
                <input type="range" class="scrub" aria-label="Timeline" min="0" step="1" node_ref=slider aria-valuetext=live(move || said.get()) on:input=changed(scrub) on:keydown=key(keys) />
            </div>
        </div>
    }
}

fn by_seconds(acts: Acts, handle: SessionHandle, seconds: i64) {
    let now = handle.with(|session| session.now().micros());
    acts.seek_time(VirtualTime::from_micros(now.saturating_add_signed(seconds * 1_000_000)));
}

fn paint(canvas: NodeRef<html::Canvas>, overview: &Overview, end: u64, hues: &Hues) {
    let Some(surface) = surface(canvas) else { return };
    let (context, height) = (&surface.context, surface.height);
    let x = |micros: u64| surface.width * micros as f64 / end.max(1) as f64;
    let most = overview.bars().iter().copied().max().unwrap_or(1).max(1);
    context.set_fill_style_str(hues.of(Role::Event));
    context.set_global_alpha(0.75);
    let width = x(overview.bar_micros());
    for (place, lines) in (0_u64..).zip(overview.bars()) {
        let tall = (f64::from(*lines) / f64::from(most)).sqrt() * (height - 6.0);
        let gap = if width > 3.0 { 1.0 } else { 0.0 };
        context.fill_rect(x(place * overview.bar_micros()), height - tall, (width - gap).max(0.6), tall);
    }
    context.set_global_alpha(1.0);
    let mut last = (f64::NEG_INFINITY, Signal::Act);
    for mark in overview.marks() {
        let at = x(mark.time.micros());
        if at - last.0 < 1.0 && last.1 == mark.signal {
            continue;
        }
        last = (at, mark.signal);
        let (role, from, tall) = match mark.signal {
            Signal::Act => (Role::Command, height - 5.0, 5.0),
            Signal::Fault => (Role::Bad, 0.0, 6.0),
            Signal::Failure => (Role::Bad, height * 0.35, height * 0.65),
            Signal::Compensation => (Role::Compensation, 0.0, height),
            Signal::DeadLetter => (Role::Plain, 0.0, height),
            Signal::Stuck => (Role::Bad, 0.0, height),
        };
        context.set_fill_style_str(hues.of(role));
        context.fill_rect(at - 0.75, from, 1.5, tall);
    }
}
