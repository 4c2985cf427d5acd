//! The right of one tab to go on with a kept run (Web Locks).

use js_sys::{Function, Object, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Held as long as this value is there; the browser lets go of it when the tab ends.
pub struct Lock(Option<Function>);

impl Lock {
    /// `None` where another tab has it. Where the browser knows no locks it is given: the stamps still tell.
    pub async fn take(id: &str) -> Option<Self> {
        let locks = Reflect::get(&window().navigator(), &"locks".into()).unwrap_or(JsValue::UNDEFINED);
        let request = Reflect::get(&locks, &"request".into()).ok().and_then(|it| it.dyn_into::<Function>().ok());
        let Some(request) = request else { return Some(Self(None)) };
        let options = Object::new();
        let _ = Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE);
        let name = JsValue::from_str(&format!("session:{id}"));
        let given = Promise::new(&mut |resolve, _| {
            let refuse = resolve.clone();
            // The lock is held until the promise that is given back ends.
            let hold = Closure::once_into_js(move |lock: JsValue| {
                let mut release = None;
                let held = Promise::new(&mut |end, _| release = Some(end));
                let answer = if lock.is_null() { JsValue::NULL } else { release.into() };
                let _ = resolve.call1(&JsValue::NULL, &answer);
                if lock.is_null() { JsValue::UNDEFINED } else { held.into() }
            });
            if request.call3(&locks, &name, &options, &hold).is_err() {
                let _ = refuse.call1(&JsValue::NULL, &JsValue::UNDEFINED);
            }
        });
        let answer = JsFuture::from(given).await.unwrap_or(JsValue::UNDEFINED);
        if answer.is_null() { None } else { Some(Self(answer.dyn_into().ok())) }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(release) = self.0.take() {
            let _ = release.call0(&JsValue::NULL);
        }
    }
}
