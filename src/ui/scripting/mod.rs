//! `window.eventarium`: the run for scripts, over the same session that the screen uses.
//!
//! Every function reads its arguments as plain data within limits, asks the session, and gives plain data back. A
//! refused call throws an `Error` with a `code`, and the run is as it was.

mod calls;
mod convert;
mod runs;

use js_sys::{Object, Promise, Reflect};
use leptos::prelude::{request_animation_frame, set_timeout, window};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

use super::acts::Acts;
use crate::exchange::Code;
use crate::session::{ENGINE_VERSION, FORMAT_VERSION};
use calls::{CALLS, Call};
use convert::{to_error, to_js, to_wire};

/// A page that is not shown draws no frames; its scene stands after this long.
const UNSEEN: std::time::Duration = std::time::Duration::from_millis(500);

#[derive(Serialize)]
struct Version {
    app: &'static str,
    engine: u32,
    format: u32,
}

type Function = dyn Fn(JsValue, JsValue) -> Result<JsValue, JsValue>;

/// Puts the object on the window. The screen calls it once.
pub fn install(acts: Acts) {
    let object = Object::new();
    let set = |name: &str, value: &JsValue| {
        // A fresh object takes any property.
        let _ = Reflect::set(&object, &name.into(), value);
    };
    let version = Version { app: env!("CARGO_PKG_VERSION"), engine: ENGINE_VERSION, format: FORMAT_VERSION };
    set("version", &to_js(&version));
    set("ready", &ready());
    for (name, code, call) in CALLS {
        set(name, &function(acts, code, call));
    }
    let _ = Reflect::set(&window(), &"eventarium".into(), &object);
}

fn function(acts: Acts, code: Code, call: Call) -> JsValue {
    let run = move |first: JsValue, second: JsValue| {
        let read = |value| to_wire(value, code);
        let answer = read(&first).and_then(|first| call(acts, &first, &read(&second)?));
        answer.map_err(|refused| to_error(&refused))
    };
    let closure: Closure<Function> = Closure::new(run);
    closure.into_js_value()
}

/// Resolved when the first scene stands: after the frame that draws it.
fn ready() -> JsValue {
    let promise = Promise::new(&mut |resolve, _| {
        let done = resolve.clone();
        let tell = move || drop(done.call0(&JsValue::NULL));
        set_timeout(tell, UNSEEN);
        request_animation_frame(move || {
            request_animation_frame(move || drop(resolve.call0(&JsValue::NULL)));
        });
    });
    promise.into()
}
