//! The canvas over the boxes: every frame it shows what moves, and nothing else.

use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::sprites::{Sprites, Stamp};
use crate::scene::flow::{Draining, Falling, Layout, Moving, QueueMark, Token};
use crate::scene::geometry::{Curve, Point, Within};
use crate::scene::mark::{Hue, Mark, Shape};
use crate::ui::palette::{Ground, Palette};

/// More retries than this show no badge each.
const BADGES_MAX: usize = 60;
/// More messages than this have no halos.
const HALOS_MAX: usize = 40;
const TURN: f64 = std::f64::consts::TAU;

/// What a frame is drawn from, beside what moves.
pub struct Frame<'a> {
    pub layout: &'a Layout,
    pub palette: &'a Palette,
    pub falling: &'a [Falling],
    /// The picture stands: arrowheads show.
    pub paused: bool,
    /// No flight: a lit edge and a fade.
    pub still: bool,
    pub attempts_max: u8,
}

/// A canvas with its context, as large as the field.
pub struct Stage {
    canvas: HtmlCanvasElement,
    pen: CanvasRenderingContext2d,
    sprites: Sprites,
    size: (f64, f64, f64),
}

impl Stage {
    pub fn new(canvas: HtmlCanvasElement) -> Option<Self> {
        let pen = context(&canvas)?;
        Some(Self { canvas, pen, sprites: Sprites::new()?, size: (0.0, 0.0, 0.0) })
    }

    /// Draws a frame. `is_lit` says which messages are chosen or pointed at.
    pub fn draw(&mut self, moving: &Moving, frame: &Frame, is_lit: impl Fn(&Token) -> bool) {
        self.fit(frame.layout.width, frame.layout.height);
        self.sprites.prepare(frame.palette, self.size.2);
        let (width, height, _) = self.size;
        self.pen.clear_rect(0.0, 0.0, width, height);
        self.lit_ways(&moving.tokens, frame);
        moving.queued.iter().for_each(|mark| self.queued(mark));
        self.rings(&moving.rings, frame.palette);
        let stamp = if moving.tokens.len() > HALOS_MAX { Stamp::Bare } else { Stamp::Haloed };
        for token in &moving.tokens {
            self.token(token, frame, stamp, is_lit(token));
        }
        self.badges(&moving.tokens, frame);
        for body in frame.falling {
            self.pen.set_global_alpha(body.strength);
            self.sprites.draw(&self.pen, body.mark, Stamp::Haloed, body.at);
        }
        self.pen.set_global_alpha(1.0);
    }

    fn fit(&mut self, width: f64, height: f64) {
        let ratio = leptos::prelude::window().device_pixel_ratio().within(1.0, 3.0);
        if self.size == (width, height, ratio) {
            return;
        }
        self.size = (width, height, ratio);
        self.canvas.set_width((width * ratio).round() as u32);
        self.canvas.set_height((height * ratio).round() as u32);
        // Fails only where the numbers are not finite; then the picture keeps its scale.
        let _ = self.pen.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0);
    }

    /// Every way that something travels is lit in the hue of the last that does.
    fn lit_ways(&self, tokens: &[Token], frame: &Frame) {
        let mut ways: Vec<(Curve, Hue, bool)> = Vec::new();
        for token in tokens {
            let turns = token.turns_back();
            if ways.len() < 24 && !ways.iter().any(|(curve, _, back)| *curve == token.curve && *back == turns) {
                ways.push((token.curve, token.mark.hue, turns));
            }
        }
        self.pen.set_line_width(1.6);
        for (curve, hue, turns) in ways {
            self.pen.set_stroke_style_str(frame.palette.hue(hue));
            self.dash(if turns { &[5.0, 4.0] } else { &[] });
            self.pen.begin_path();
            self.trace(&curve);
            self.pen.stroke();
        }
        self.dash(&[]);
    }

    fn trace(&self, curve: &Curve) {
        self.pen.move_to(curve.from.x, curve.from.y);
        let (near_from, near_to, to) = (curve.near_from, curve.near_to, curve.to);
        self.pen.bezier_curve_to(near_from.x, near_from.y, near_to.x, near_to.y, to.x, to.y);
    }

    fn dash(&self, pattern: &[f64]) {
        let pattern: js_sys::Array = pattern.iter().map(|length| wasm_bindgen::JsValue::from_f64(*length)).collect();
        // The pattern is a list of positive numbers.
        let _ = self.pen.set_line_dash(&pattern);
    }

    fn queued(&mut self, queued: &QueueMark) {
        self.pen.set_global_alpha(if queued.away { 0.4 } else { 1.0 });
        self.sprites.draw(&self.pen, queued.mark, Stamp::Small, queued.at);
        self.pen.set_global_alpha(1.0);
    }

    fn rings(&self, rings: &[Draining], palette: &Palette) {
        for ring in rings {
            self.pen.begin_path();
            self.pen.set_line_width(1.0);
            self.pen.set_stroke_style_str(palette.ground(Ground::Edge));
            // An arc fails only for a negative radius.
            let _ = self.pen.arc(ring.at.x, ring.at.y, ring.radius, 0.0, TURN);
            self.pen.stroke();
            self.pen.begin_path();
            self.pen.set_line_width(2.0);
            self.pen.set_stroke_style_str(palette.hue(ring.hue));
            let top = -TURN / 4.0;
            let _ = self.pen.arc(ring.at.x, ring.at.y, ring.radius, top, top + TURN * ring.left);
            self.pen.stroke();
        }
    }

    fn token(&mut self, token: &Token, frame: &Frame, stamp: Stamp, lit: bool) {
        let at = if frame.still { token.curve.at(0.5) } else { token.at };
        if lit {
            self.pen.begin_path();
            self.pen.set_line_width(2.0);
            self.pen.set_stroke_style_str(frame.palette.hue(Hue::Ink));
            let _ = self.pen.arc(at.x, at.y, 12.0, 0.0, TURN);
            self.pen.stroke();
        }
        if frame.still {
            self.pen.set_global_alpha(1.0 - 0.8 * token.part);
        }
        self.sprites.draw(&self.pen, token.mark, stamp, at);
        self.pen.set_global_alpha(1.0);
        if frame.paused && token.part > 0.0 && token.part < 1.0 {
            self.arrowhead(token, at, frame.palette);
        }
    }

    fn arrowhead(&self, token: &Token, at: Point, palette: &Palette) {
        let heading = token.heading();
        let length = heading.length().max(0.01);
        let (x, y) = (heading.x / length, heading.y / length);
        let tip = at.by(x * 19.0, y * 19.0);
        let back = at.by(x * 13.0, y * 13.0);
        self.pen.set_fill_style_str(palette.hue(token.mark.hue));
        self.pen.begin_path();
        self.pen.move_to(tip.x, tip.y);
        self.pen.line_to(back.x - y * 4.0, back.y + x * 4.0);
        self.pen.line_to(back.x + y * 4.0, back.y - x * 4.0);
        self.pen.fill();
    }

    /// "2/3" at every message that is not in its first attempt.
    fn badges(&self, tokens: &[Token], frame: &Frame) {
        let again = tokens.iter().filter(|token| token.mark.attempt > 0).take(BADGES_MAX);
        for (place, token) in again.enumerate() {
            if place == 0 {
                self.pen.set_font(&format!("600 9px {}", frame.palette.font));
                self.pen.set_text_align("center");
                self.pen.set_text_baseline("middle");
            }
            let at = if frame.still { token.curve.at(0.5) } else { token.at }.by(-11.0, -9.0);
            let text = format!("{}/{}", token.mark.attempt, frame.attempts_max.max(token.mark.attempt));
            let width = 8.0 + 5.0 * text.len() as f64;
            self.pen.set_fill_style_str(frame.palette.ground(Ground::Panel));
            self.pen.set_stroke_style_str(frame.palette.hue(token.mark.hue));
            self.pen.set_line_width(1.0);
            self.pen.begin_path();
            let _ = self.pen.round_rect_with_f64(at.x - width / 2.0, at.y - 6.5, width, 13.0, 6.5);
            self.pen.fill();
            self.pen.stroke();
            self.pen.set_fill_style_str(frame.palette.hue(Hue::Ink));
            let _ = self.pen.fill_text(&text, at.x, at.y + 0.5);
        }
    }
}

pub(super) fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    use wasm_bindgen::JsCast;
    canvas.get_context("2d").ok().flatten()?.dyn_into().ok()
}

/// The path of a mark's shape around the origin, `size` from the middle to the edge.
pub(super) fn outline(pen: &CanvasRenderingContext2d, mark: Mark, size: f64) {
    pen.begin_path();
    match mark.shape {
        Shape::Square => {
            let half = size * 0.86;
            let _ = pen.round_rect_with_f64(-half, -half, 2.0 * half, 2.0 * half, size * 0.42);
        }
        Shape::Circle | Shape::Ring => {
            let _ = pen.arc(0.0, 0.0, size, 0.0, TURN);
        }
        Shape::Diamond => polygon(pen, 4, size * 1.2, 0.0),
        Shape::Box => pen.rect(-size * 0.7, -size * 0.7, size * 1.4, size * 1.4),
        Shape::Octagon => polygon(pen, 8, size * 1.06, TURN / 16.0),
    }
}

fn polygon(pen: &CanvasRenderingContext2d, corners: u32, radius: f64, turn: f64) {
    for corner in 0..corners {
        let angle = turn + TURN * f64::from(corner) / f64::from(corners);
        let (x, y) = (radius * js_sys::Math::cos(angle), radius * js_sys::Math::sin(angle));
        if corner == 0 {
            pen.move_to(x, y);
        } else {
            pen.line_to(x, y);
        }
    }
    pen.close_path();
}
