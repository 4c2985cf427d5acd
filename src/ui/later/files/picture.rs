//! Pictures of this moment as SVG and PNG, in the colours of the theme.

use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use super::save;
use crate::kernel::Span;
use crate::scene::picture::{TIMELINE_FRAME, flow_picture, timeline_picture};
use crate::scene::timeline::diagram;
use crate::scene::words::time_seconds;
use crate::session::Session;
use crate::ui::acts::Acts;

/// So much busy time is in the picture of the timeline.
const SPAN: Span = Span::from_secs(6);
/// A PNG has so many dots for each logical pixel.
const SHARP: f64 = 2.0;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawing {
    Flow,
    Timeline,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Svg,
    Png,
}

impl Kind {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Svg => "SVG",
            Self::Png => "PNG",
        }
    }
}

impl Drawing {
    const fn file_name(self, kind: Kind) -> &'static str {
        match (self, kind) {
            (Self::Flow, Kind::Svg) => "eventarium-flow.svg",
            (Self::Flow, Kind::Png) => "eventarium-flow.png",
            (Self::Timeline, Kind::Svg) => "eventarium-timeline.svg",
            (Self::Timeline, Kind::Png) => "eventarium-timeline.png",
        }
    }

    fn text(self, session: &Session) -> String {
        let (paint, now) = (paint(), session.now());
        let at = time_seconds(now);
        match self {
            Self::Flow => flow_picture(session.world(), now, &format!("The shop at {at}"), &paint),
            Self::Timeline => {
                let diagram = diagram(session.head(), session.timeline().step(), now, None, SPAN, &TIMELINE_FRAME);
                timeline_picture(&diagram, &TIMELINE_FRAME, &format!("The run around {at}"), &paint)
            }
        }
    }
}

/// The colours that the style sheet gives its words now.
pub fn paint() -> impl Fn(&str) -> String {
    let style = document().document_element().and_then(|root| window().get_computed_style(&root).ok().flatten());
    move |word| {
        let value = style.as_ref().and_then(|style| style.get_property_value(&format!("--{word}")).ok());
        value.unwrap_or_default().trim().to_owned()
    }
}

pub fn save(acts: Acts, drawing: Drawing, kind: Kind) {
    let (text, name) = (acts.handle.with(|session| drawing.text(session)), drawing.file_name(kind));
    match kind {
        Kind::Svg => save::said(acts, name, save::text_file(&text, "image/svg+xml", name)),
        Kind::Png => {
            if save_png(acts, &text, name).is_err() {
                save::said(acts, name, Err(JsValue::NULL));
            }
        }
    }
}

/// The address of a picture within itself.
pub fn address(svg: &str) -> String {
    let text: String = js_sys::encode_uri_component(svg).into();
    format!("data:image/svg+xml,{text}")
}

/// Lets the browser paint the picture on a canvas, and saves that.
fn save_png(acts: Acts, svg: &str, name: &'static str) -> Result<(), JsValue> {
    let image = web_sys::HtmlImageElement::new()?;
    let shown = image.clone();
    let loaded = Closure::once_into_js(move || {
        if dots(acts, &shown, name).is_err() {
            save::said(acts, name, Err(JsValue::NULL));
        }
    });
    image.set_onload(Some(loaded.unchecked_ref()));
    image.set_src(&address(svg));
    Ok(())
}

fn dots(acts: Acts, image: &web_sys::HtmlImageElement, name: &'static str) -> Result<(), JsValue> {
    let (width, height) = (f64::from(image.width()) * SHARP, f64::from(image.height()) * SHARP);
    let canvas: web_sys::HtmlCanvasElement = document().create_element("canvas")?.unchecked_into();
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let context = canvas.get_context("2d")?.ok_or(JsValue::NULL)?;
    let context: web_sys::CanvasRenderingContext2d = context.unchecked_into();
    context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width, height)?;
    let done = Closure::once_into_js(move |blob: JsValue| {
        let saved = blob.dyn_into::<web_sys::Blob>().and_then(|blob| save::blob_file(&blob, name));
        save::said(acts, name, saved);
    });
    canvas.to_blob(done.unchecked_ref())
}
