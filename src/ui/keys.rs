//! The keyboard. Every key has a button or menu entry that does the same.

use crate::ui::erase::{State, here, provide};
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::acts::Acts;
use super::centre::Workbench;
use super::help::Help;
use super::inspector::Tab;
use super::prefs;
use super::timeline::{Against, TimeViews};
use super::topbar::shift_speed;
use super::{door, later};
use crate::fault::FaultKind;

/// Whether single letters and digits are keys (a screen reader or speech user may want them off).
#[derive(Clone, Copy)]
pub struct SingleLetters(State<bool>);

impl SingleLetters {
    pub fn provide() -> Self {
        let letters = Self(State::new(prefs::read("letters").as_deref() != Some("off")));
        provide(letters);
        letters
    }

    pub fn on(self) -> bool {
        self.0.get()
    }

    pub fn set(self, on: bool) {
        self.0.set(on);
        prefs::write("letters", if on { "on" } else { "off" });
    }
}

/// Listens for keys as long as the screen stands.
pub fn listen() {
    let acts = Acts::here();
    let help: Help = here();
    let letters: SingleLetters = here();
    let tab: State<Tab> = here();
    // A listener has no owner in which it could look for these.
    let (views, bench, against): (_, _, Against) = (TimeViews::here(), Workbench::here(), here());
    let handle = window_event_listener(ev::keydown, move |ev| {
        if ev.default_prevented() || ev.ctrl_key() || ev.alt_key() || ev.meta_key() || is_typing(&ev) {
            return;
        }
        let key = ev.key();
        let done = match (key.as_str(), ev.shift_key()) {
            (" ", _) if !on_control(&ev) => {
                acts.player.toggle();
                true
            }
            ("ArrowLeft", false) if !takes_arrows(&ev) => {
                acts.step_back();
                true
            }
            ("ArrowRight", false) if !takes_arrows(&ev) => {
                acts.step();
                true
            }
            ("ArrowLeft", true) if !takes_arrows(&ev) => {
                acts.previous_moment();
                true
            }
            ("ArrowRight", true) if !takes_arrows(&ev) => {
                acts.next_moment();
                true
            }
            ("Home", _) if !takes_arrows(&ev) => {
                acts.to_start();
                true
            }
            ("End", _) if !takes_arrows(&ev) => {
                acts.to_end();
                true
            }
            ("/", _) if letters.0.get_untracked() => {
                views.find();
                true
            }
            ("w" | "W", _) if letters.0.get_untracked() => {
                bench.toggle();
                true
            }
            ("c" | "C", _) if letters.0.get_untracked() => {
                door::call((acts, against), later::compare::toggle);
                true
            }
            _ => letters.0.get_untracked() && letter(&key, acts, help, tab),
        };
        if done {
            ev.prevent_default();
        }
    });
    on_cleanup(move || handle.remove());
}

fn letter(key: &str, acts: Acts, help: Help, tab: State<Tab>) -> bool {
    match key {
        "?" => help.open(),
        "[" => shift_speed(acts.player, -1),
        "]" => shift_speed(acts.player, 1),
        "s" | "S" => acts.share(),
        "f" | "F" => super::place::click_id("fork-button"),
        "d" | "D" => acts.befall(FaultKind::Drop, "The chosen message is lost."),
        "x" | "X" => acts.befall(FaultKind::Duplicate, "The chosen message comes twice."),
        "e" | "E" => {
            tab.set(Tab::Event);
            super::place::focus_id("inspector-panel");
        }
        digit => match digit.parse::<usize>().ok().and_then(Tab::from_number) {
            Some(to) => tab.set(to),
            None => return false,
        },
    }
    true
}

fn target(ev: &web_sys::KeyboardEvent) -> Option<web_sys::Element> {
    ev.target()?.dyn_into().ok()
}

fn matches(ev: &web_sys::KeyboardEvent, selector: &str) -> bool {
    target(ev).is_some_and(|element| element.closest(selector).ok().flatten().is_some())
}

/// Text goes into the field, and an open dialog or menu has the keys for itself.
fn is_typing(ev: &web_sys::KeyboardEvent) -> bool {
    matches(
        ev,
        "input:not([type=checkbox]):not([type=range]), textarea, select, dialog, [role=menu], [contenteditable]",
    )
}

/// Space presses the control that has the focus.
fn on_control(ev: &web_sys::KeyboardEvent) -> bool {
    matches(ev, "button, input, summary, a, [role=tab], [role=switch]")
}

/// Arrows, Home and End move within the control that has the focus.
fn takes_arrows(ev: &web_sys::KeyboardEvent) -> bool {
    matches(ev, "input, [role=tablist], [role=slider], [role=menu], [data-arrows]")
}
