//! When the program stops on a mistake of its own: the page of the loader says so, with what helps to repeat it.

use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};

/// Calls a function of the loader, if it is there.
fn tell(name: &str, arguments: &[JsValue]) {
    let function = js_sys::Reflect::get(&window(), &name.into()).ok();
    if let Some(function) = function.and_then(|function| function.dyn_into::<js_sys::Function>().ok()) {
        let _ = function.apply(&JsValue::NULL, &arguments.iter().collect());
    }
}

/// From now on a panic ends in the loader's page.
pub fn watch() {
    std::panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        tell("__eventariumCrash", &[panic.to_string().into()]);
    }));
}

/// Leaves what helps to repeat a crash: which run this is.
pub fn note(what: &str) {
    tell("__eventariumNote", &[what.into()]);
}
