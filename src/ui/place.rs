//! Where floating things stand: near their cause, inside the window.

use leptos::html;
use leptos::prelude::*;

use crate::scene::geometry::Tenths;
use crate::ui::erase::Slice;
use wasm_bindgen::JsCast;

/// Space kept to the edges of the window.
const MARGIN: f64 = 8.0;

/// A length for the style.
pub fn px(length: f64) -> String {
    format!("{}px", Tenths(length))
}

/// A share of the room there is, for the style.
pub fn percent(share: f64) -> String {
    format!("{}%", Tenths(share * 100.0))
}

/// Moves a floating box to a point as soon as it exists, so that all of it can be seen.
pub fn within_window(floating: NodeRef<html::Div>, x: f64, y: f64) {
    Effect::new(move |_| {
        let Some(element) = floating.get() else { return };
        let rect = element.get_bounding_client_rect();
        let (width, height) = window_size();
        let left = x.min(width - rect.width() - MARGIN).max(MARGIN);
        let top = y.min(height - rect.height() - MARGIN).max(MARGIN);
        let style = web_sys::HtmlElement::style(&element);
        let _ = style.set_property("--x", &px(left));
        let _ = style.set_property("--y", &px(top));
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
    if let Some(element) = by_id(id) {
        let _ = element.focus();
    }
}

/// Presses a button by its id, and leaves the focus on it.
pub fn click_id(id: &str) {
    if let Some(element) = by_id(id) {
        let _ = element.focus();
        element.click();
    }
}

fn by_id(id: &str) -> Option<web_sys::HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Puts a switch back to what it stands for: an act may have been refused.
pub fn set_checked(ev: &web_sys::Event, on: Slice<bool>) {
    if let Some(input) = ev.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok()) {
        request_animation_frame(move || {
            // The switch may be gone by then.
            if let Some(on) = on.try_get_untracked() {
                input.set_checked(on);
            }
        });
    }
}

/// Puts a floating box beside the thing it points at and lights that thing.
pub fn beside(floating: NodeRef<html::Div>, target: &str) {
    for lit in all("[data-pointed]") {
        let _ = lit.remove_attribute("data-pointed");
    }
    // In the frame after the one that asked for it the box may be gone.
    let floating = floating.try_get_untracked().flatten();
    let (Some(element), Some(target)) = (floating, all(target).into_iter().next()) else { return };
    let _ = target.set_attribute("data-pointed", "");
    let scroll = web_sys::ScrollIntoViewOptions::new();
    scroll.set_block(web_sys::ScrollLogicalPosition::Nearest);
    target.scroll_into_view_with_scroll_into_view_options(&scroll);
    let (about, own) = (target.get_bounding_client_rect(), element.get_bounding_client_rect());
    let (width, height) = window_size();
    let fits_right = about.right() + own.width() + 3.0 * MARGIN < width;
    let fits_below = about.bottom() + own.height() + 3.0 * MARGIN < height;
    let (x, y) = match (fits_right, fits_below) {
        (true, _) => (about.right() + 1.5 * MARGIN, about.top() - MARGIN),
        (false, true) => (about.left(), about.bottom() + 1.5 * MARGIN),
        (false, false) => (about.left(), about.top() - own.height() - 1.5 * MARGIN),
    };
    let style = web_sys::HtmlElement::style(&element);
    let _ = style.set_property("--x", &px(x.min(width - own.width() - MARGIN).max(MARGIN)));
    let _ = style.set_property("--y", &px(y.min(height - own.height() - MARGIN).max(MARGIN)));
}

fn all(selector: &str) -> Vec<web_sys::Element> {
    let Ok(found) = document().query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|place| found.item(place)?.dyn_into().ok()).collect()
}

/// Takes the light from what was pointed at.
pub fn unlight() {
    for lit in all("[data-pointed]") {
        let _ = lit.remove_attribute("data-pointed");
    }
}
