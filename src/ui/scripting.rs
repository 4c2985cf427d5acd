//! `window.eventarium`: the run for scripts, over the same session that the screen uses.
//!
//! Only the names stand here; what a function does is loaded with the first call.

use js_sys::{Error, Object, Promise, Reflect};
use leptos::prelude::{request_animation_frame, set_timeout, window};
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

use super::acts::Acts;
use super::{door, keep, later};
use crate::session::{ENGINE_VERSION, FORMAT_VERSION};

/// A page that is not shown draws no frames; its scene stands after this long.
const UNSEEN: std::time::Duration = std::time::Duration::from_millis(500);

/// All functions. Each takes at most two arguments.
pub const NAMES: [&str; 41] = [
    "scenarios",
    "reset",
    "settings",
    "set",
    "send",
    "traffic",
    "inject",
    "clear",
    "faults",
    "tasks",
    "resolve",
    "deadLetters",
    "redrive",
    "discard",
    "advance",
    "runUntilQuiet",
    "play",
    "pause",
    "step",
    "stepBack",
    "now",
    "seek",
    "events",
    "trace",
    "streams",
    "order",
    "saga",
    "readModel",
    "queues",
    "invariants",
    "hash",
    "caption",
    "undo",
    "fork",
    "branches",
    "switchTo",
    "compare",
    "link",
    "open",
    "export",
    "import",
];

/// A function that was called, with what it was given; nothing where it was not given.
pub struct Called {
    pub acts: Acts,
    pub name: &'static str,
    pub first: JsValue,
    pub second: JsValue,
}

type Function = dyn Fn(JsValue, JsValue) -> Result<JsValue, JsValue>;

/// Puts the object on the window. The screen calls it once.
pub fn install(acts: Acts) {
    let object = Object::new();
    let set = |object: &Object, name: &str, value: &JsValue| {
        // A fresh object takes any property.
        let _ = Reflect::set(object, &name.into(), value);
    };
    let version = Object::new();
    set(&version, "app", &env!("CARGO_PKG_VERSION").into());
    set(&version, "engine", &ENGINE_VERSION.into());
    set(&version, "format", &FORMAT_VERSION.into());
    set(&object, "version", &version);
    set(&object, "ready", &ready());
    for name in NAMES {
        set(&object, name, &function(acts, name));
    }
    set(&window(), "eventarium", &object);
}

fn function(acts: Acts, name: &'static str) -> JsValue {
    let run = move |first: JsValue, second: JsValue| {
        let called = Called { acts, name, first, second };
        door::ask(called, later::scripting::call).map_err(|_| unavailable())?
    };
    let closure: Closure<Function> = Closure::new(run);
    closure.into_js_value()
}

/// The refusal of a page that cannot load what it needs.
fn unavailable() -> JsValue {
    let error = Error::new("the part of the page that answers could not be loaded");
    let _ = Reflect::set(&error, &"code".into(), &"unavailable".into());
    error.into()
}

/// Resolved when the first scene stands: after the frame that draws it, with what was kept from before.
fn ready() -> JsValue {
    let promise = Promise::new(&mut |resolve, _| {
        keep::when_restored(move || {
            let done = resolve.clone();
            let tell = move || drop(done.call0(&JsValue::NULL));
            set_timeout(tell, UNSEEN);
            request_animation_frame(move || {
                request_animation_frame(move || drop(resolve.call0(&JsValue::NULL)));
            });
        });
    });
    promise.into()
}
