//! A canvas that fits its box on every screen, and the hues of the theme for it.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::handle::now_ms;
use crate::scene::geometry::Within;
use crate::scene::timeline::{Point, Role, Shape};

/// The hues are read again after so much real time, so that a change of theme shows.
const HUES_MS: f64 = 400.0;

/// The colours of the style sheet, by what they mean.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hues {
    roles: Vec<String>,
    pub ink: String,
    pub line: String,
    pub edge: String,
    pub panel: String,
    pub background: String,
    pub playhead: String,
    read_at: f64,
}

impl Hues {
    /// Reads the hues if they are old.
    pub fn refresh(&mut self) {
        let now = now_ms();
        if !self.roles.is_empty() && now - self.read_at < HUES_MS {
            return;
        }
        let Some(root) = document().document_element() else { return };
        let Some(style) = window().get_computed_style(&root).ok().flatten() else { return };
        let read = |name: &str| style.get_property_value(&format!("--{name}")).unwrap_or_default();
        self.roles = Role::ALL.into_iter().map(|role| read(role.name())).collect();
        self.ink = read("ink");
        self.line = read("line");
        self.edge = read("edge");
        self.panel = read("panel");
        self.background = read("bg");
        self.playhead = read("playhead");
        self.read_at = now;
    }

    pub fn of(&self, role: Role) -> &str {
        Role::ALL.iter().position(|other| *other == role).and_then(|at| self.roles.get(at)).map_or("", String::as_str)
    }
}

/// A drawing surface of so many logical pixels.
pub struct Surface {
    pub context: CanvasRenderingContext2d,
    pub width: f64,
    pub height: f64,
}

/// The cleared surface of a canvas, as large as its box; `None` while it has none.
pub fn surface(canvas: NodeRef<html::Canvas>) -> Option<Surface> {
    let canvas: HtmlCanvasElement = canvas.get_untracked()?;
    let (width, height) = (f64::from(canvas.client_width()), f64::from(canvas.client_height()));
    if width < 1.0 || height < 1.0 {
        return None;
    }
    let ratio = window().device_pixel_ratio().within(1.0, 3.0);
    let (across, down) = ((width * ratio).round() as u32, (height * ratio).round() as u32);
    if canvas.width() != across || canvas.height() != down {
        canvas.set_width(across);
        canvas.set_height(down);
    }
    let context = canvas.get_context("2d").ok().flatten()?.dyn_into::<CanvasRenderingContext2d>().ok()?;
    let _ = context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0);
    context.clear_rect(0.0, 0.0, width, height);
    Some(Surface { context, width, height })
}

/// Draws a mark: the shape tells the thing, the hue repeats it.
pub fn draw_shape(context: &CanvasRenderingContext2d, shape: Shape, at: Point, size: f64, hue: &str, ground: &str) {
    context.set_fill_style_str(hue);
    context.set_stroke_style_str(hue);
    context.set_line_width(1.5);
    context.begin_path();
    match shape {
        Shape::Circle => {
            circle(context, at, size);
            context.fill();
        }
        Shape::RoundedSquare => {
            let _ = context.round_rect_with_f64(at.x - size, at.y - size, 2.0 * size, 2.0 * size, size / 2.0);
            context.fill();
        }
        Shape::SmallSquare => context.fill_rect(at.x - size * 0.7, at.y - size * 0.7, size * 1.4, size * 1.4),
        Shape::Diamond => {
            corners(context, at, &[(0.0, -size * 1.3), (size * 1.3, 0.0), (0.0, size * 1.3), (-size * 1.3, 0.0)]);
            context.fill();
        }
        Shape::Ring => {
            circle(context, at, size);
            context.stroke();
        }
        Shape::DoubleRing => {
            circle(context, at, size);
            context.stroke();
            context.begin_path();
            circle(context, at, size * 0.45);
            context.stroke();
        }
        Shape::Cross => {
            context.set_line_width(2.0);
            cross(context, at, size * 0.85);
        }
        Shape::CrossedCircle => {
            circle(context, at, size);
            context.fill();
            context.set_stroke_style_str(ground);
            context.begin_path();
            cross(context, at, size * 0.5);
        }
        Shape::Octagon => {
            let (near, far) = (size * 0.45, size * 1.1);
            let points = [
                (-near, -far),
                (near, -far),
                (far, -near),
                (far, near),
                (near, far),
                (-near, far),
                (-far, near),
                (-far, -near),
            ];
            corners(context, at, &points);
            context.stroke();
        }
    }
}

fn circle(context: &CanvasRenderingContext2d, at: Point, radius: f64) {
    let _ = context.arc(at.x, at.y, radius, 0.0, std::f64::consts::TAU);
}

fn cross(context: &CanvasRenderingContext2d, at: Point, arm: f64) {
    context.move_to(at.x - arm, at.y - arm);
    context.line_to(at.x + arm, at.y + arm);
    context.move_to(at.x + arm, at.y - arm);
    context.line_to(at.x - arm, at.y + arm);
    context.stroke();
}

fn corners(context: &CanvasRenderingContext2d, at: Point, points: &[(f64, f64)]) {
    for (place, (dx, dy)) in points.iter().enumerate() {
        if place == 0 {
            context.move_to(at.x + dx, at.y + dy);
        } else {
            context.line_to(at.x + dx, at.y + dy);
        }
    }
    context.close_path();
}

/// Sets the dashes of lines to come.
pub fn dash(context: &CanvasRenderingContext2d, lengths: &[f64]) {
    let list = js_sys::Array::new();
    for length in lengths {
        list.push(&(*length).into());
    }
    let _ = context.set_line_dash(&list);
}
