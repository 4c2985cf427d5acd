//! Where floating things stand: near their cause, inside the window.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Space kept to the edges of the window.
const MARGIN: f64 = 8.0;

/// Moves a floating box to a point as soon as it exists, so that all of it can be seen.
pub fn within_window(floating: NodeRef<html::Div>, x: f64, y: f64) {
    Effect::new(move |_| {
        let Some(element) = floating.get() else { return };
        let rect = element.get_bounding_client_rect();
        let (width, height) = window_size();
        let left = x.min(width - rect.width() - MARGIN).max(MARGIN);
        let top = y.min(height - rect.height() - MARGIN).max(MARGIN);
        let style = web_sys::HtmlElement::style(&element);
        let _ = style.set_property("--x", &format!("{left}px"));
        let _ = style.set_property("--y", &format!("{top}px"));
    });
}

fn window_size() -> (f64, f64) {
    let read = |value: Result<wasm_bindgen::JsValue, wasm_bindgen::JsValue>| {
        value.ok().and_then(|value| value.as_f64()).unwrap_or(1_000.0)
    };
    (read(window().inner_width()), read(window().inner_height()))
}

/// True when the focus moves from inside `holder` to something outside of it.
pub fn leaves(ev: &web_sys::FocusEvent, holder: NodeRef<html::Div>) -> bool {
    let Some(holder) = holder.get_untracked() else { return false };
    match ev.related_target().and_then(|target| target.dyn_into::<web_sys::Node>().ok()) {
        Some(target) => !holder.contains(Some(&target)),
        None => true,
    }
}

/// Gives the focus to an element by its id.
pub fn focus_id(id: &str) {
    if let Some(element) =
        document().get_element_by_id(id).and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
    {
        let _ = element.focus();
    }
}

/// Puts a switch back to what it stands for: an act may have been refused.
pub fn set_checked(ev: &web_sys::Event, on: Memo<bool>) {
    if let Some(input) = ev.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok()) {
        request_animation_frame(move || input.set_checked(on.get_untracked()));
    }
}
