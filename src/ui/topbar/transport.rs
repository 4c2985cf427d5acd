//! To start, step back, play, step, to end; the speed; the clock.

use crate::ui::erase::{changed, erased, live, mouse};
use leptos::prelude::*;

use crate::scene::words;
use crate::ui::acts::Acts;
use crate::ui::handle::SessionHandle;
use crate::ui::icons::{Icon, icon};
use crate::ui::player::Player;

fn control(name: &'static str, key: &'static str, picture: Icon, act: impl Fn() + 'static) -> AnyView {
    part! {
        <button type="button" class="button square" aria-label=name title=format!("{name} ({key})") on:click=mouse(move |_| act())>
            {icon(picture)}
        </button>
    }
}

#[component]
pub fn Transport() -> impl IntoView {
    let player = Player::here();
    let acts = Acts::here();
    let name = move || if player.is_playing() { "Pause" } else { "Play" };
    part! {
        <div class="transport" role="group" aria-label="Time">
            {control("To start", "Home", Icon::ToStart, move || acts.to_start())}
            {control("Step back", "←", Icon::StepBack, move || acts.step_back())}
            <button type="button" class="button square primary" data-guide="play" aria-label=name title=live(move || format!("{} (Space)", name()))
                on:click=mouse(move |_| player.toggle())>
                {erased(move || icon(if player.is_playing() { Icon::Pause } else { Icon::Play }))}
            </button>
            {control("Step", "→", Icon::Step, move || acts.step())}
            {control("To end", "End", Icon::ToEnd, move || acts.to_end())}
        </div>
    }
}

/// Notches of the slider for one power of ten.
const NOTCHES: f64 = 10.0;

fn notch_of(speed: f64) -> f64 {
    (speed.max(0.1).log10() + 1.0) * NOTCHES
}

fn speed_of(notch: f64) -> f64 {
    let exact = 10_f64.powf(notch / NOTCHES - 1.0);
    let unit = 10_f64.powf(exact.log10().floor() - 1.0);
    (exact / unit).round() * unit
}

pub fn speed_text(speed: f64) -> String {
    if speed >= 10.0 { format!("{speed:.0}×") } else { format!("{}×", (speed * 100.0).round() / 100.0) }
}

/// One notch faster or slower.
pub fn shift_speed(player: Player, notches: f64) {
    player.set_speed(speed_of((notch_of(player.speed_untracked()) + notches).round()));
}

#[component]
pub fn Speed() -> impl IntoView {
    let player = Player::here();
    part! {
        <div class="speed field">
            <label for="speed">"Speed"</label>
            <div class="speed-row">
                <input id="speed" type="range" min="0" max="40" step="1"
                    prop:value=live(move || notch_of(player.speed()).round().to_string())
                    aria-valuetext=live(move || speed_text(player.speed()))
                    title="Slower [ · faster ]"
                    on:input=changed(move |ev| {
                        if let Ok(notch) = event_target_value(&ev).parse() {
                            player.set_speed(speed_of(notch));
                        }
                    }) />
                <output for="speed" class="mono" aria-live="off"
                    title=live(move || if player.is_behind() { "As fast as this machine can" } else { "" })>
                    {erased(move || speed_text(player.speed()))}
                    {erased(move || player.is_behind().then_some(" !"))}
                </output>
            </div>
        </div>
    }
}

#[component]
pub fn Clock() -> impl IntoView {
    let now = SessionHandle::here().select(|session| words::clock(session.now()));
    part! {
        <div class="clock field">
            <span class="label" id="clock-label">"Virtual time"</span>
            <div class="time" role="timer" aria-labelledby="clock-label">{erased(move || now.get())}</div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notch_is_a_speed_and_back() {
        for notch in 0..=40 {
            let speed = speed_of(f64::from(notch));
            assert_eq!(notch_of(speed).round() as i32, notch, "{speed}");
        }
        assert_eq!((speed_text(speed_of(0.0)), speed_text(speed_of(10.0))), ("0.1×".into(), "1×".into()));
        assert_eq!(speed_text(speed_of(40.0)), "1000×");
    }
}
