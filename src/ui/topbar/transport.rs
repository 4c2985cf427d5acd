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
            <button type="button" class="button square primary" data-guide="play" aria-label=live(name) title=live(move || format!("{} (Space)", name()))
                on:click=mouse(move |_| player.toggle())>
                {erased(move || icon(if player.is_playing() { Icon::Pause } else { Icon::Play }))}
            </button>
            {control("Step", "→", Icon::Step, move || acts.step())}
            {control("To end", "End", Icon::ToEnd, move || acts.to_end())}
        </div>
    }
}

/// The notches of the slider within one power of ten, equal in ratio.
const NOTCHES: [f64; 10] = [1.0, 1.3, 1.6, 2.0, 2.5, 3.2, 4.0, 5.0, 6.3, 7.9];
/// From 0.1 to 1,000.
const LAST_NOTCH: usize = 40;

/// Ten times the speed is whole from notch 10 on, so that nothing is lost in the tenths.
fn speed_of(notch: usize) -> f64 {
    let power = (0..notch / NOTCHES.len()).fold(0.1, |power, _| power * 10.0);
    let exact = NOTCHES.get(notch % NOTCHES.len()).map_or(1.0, |within| within * power);
    (exact * 100.0).round() / 100.0
}

/// The nearest notch.
fn notch_of(speed: f64) -> usize {
    let ratio = |notch: &usize| (speed_of(*notch) / speed).max(speed / speed_of(*notch));
    (0..=LAST_NOTCH).min_by(|one, other| ratio(one).total_cmp(&ratio(other))).unwrap_or(0)
}

pub fn speed_text(speed: f64) -> String {
    let hundredths = (speed * 100.0).round() as u64;
    match (hundredths / 100, hundredths % 100) {
        (whole, _) if whole >= 10 => format!("{}×", speed.round() as u64),
        (whole, 0) => format!("{whole}×"),
        (whole, part) if part % 10 == 0 => format!("{whole}.{}×", part / 10),
        (whole, part) => format!("{whole}.{part:02}×"),
    }
}

/// So many notches faster, or slower where it is less than nothing.
pub fn shift_speed(player: Player, notches: isize) {
    let notch = notch_of(player.speed_untracked()).saturating_add_signed(notches).min(LAST_NOTCH);
    player.set_speed(speed_of(notch));
}

#[component]
pub fn Speed() -> impl IntoView {
    let player = Player::here();
    part! {
        <div class="speed field">
            <label for="speed">"Speed"</label>
            <div class="speed-row">
                <input id="speed" type="range" min="0" max="40" step="1"
                    prop:value=live(move || notch_of(player.speed()).to_string())
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
        for notch in 0..=LAST_NOTCH {
            let speed = speed_of(notch);
            assert_eq!(notch_of(speed), notch, "{speed}");
        }
        let texts = [0, 1, 10, 14, 20, 30, 40].map(|notch| speed_text(speed_of(notch)));
        assert_eq!(texts, ["0.1×", "0.13×", "1×", "2.5×", "10×", "100×", "1000×"]);
    }
}
