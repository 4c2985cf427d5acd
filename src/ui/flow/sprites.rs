//! Every mark is drawn once and then stamped: a thousand messages cost a thousand copies of small pictures.

use std::collections::BTreeMap;

use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::stage::{context, outline};
use crate::scene::geometry::Point;
use crate::scene::mark::{Mark, Shape};
use crate::ui::palette::{Ground, Palette};

/// The side of a sprite in CSS pixels.
pub const CELL: f64 = 28.0;
const COLUMNS: u32 = 16;
const ROWS: u32 = 12;
/// From the middle of a mark to its edge.
const RADIUS: f64 = 6.0;
const RADIUS_SMALL: f64 = 3.2;

/// How a mark is stamped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stamp {
    /// With a halo, while messages are few.
    Haloed,
    Bare,
    /// As it stands in a queue.
    Small,
}

/// A sheet of marks in the colours of a palette.
pub struct Sprites {
    sheet: HtmlCanvasElement,
    pen: CanvasRenderingContext2d,
    places: BTreeMap<(Mark, Stamp), u32>,
    palette: Palette,
    ratio: f64,
}

impl Stamp {
    /// The side of the part of a cell that is not empty.
    const fn side(self) -> f64 {
        match self {
            Self::Haloed => CELL,
            Self::Bare => 22.0,
            Self::Small => 10.0,
        }
    }
}

impl Sprites {
    pub fn new() -> Option<Self> {
        let sheet: HtmlCanvasElement = leptos::prelude::document().create_element("canvas").ok()?.dyn_into().ok()?;
        let pen = context(&sheet)?;
        Some(Self { sheet, pen, places: BTreeMap::new(), palette: Palette::default(), ratio: 0.0 })
    }

    /// Begins a new sheet when the colours or the resolution changed.
    pub fn prepare(&mut self, palette: &Palette, ratio: f64) {
        if self.ratio.total_cmp(&ratio).is_eq() && self.palette == *palette {
            return;
        }
        self.palette = palette.clone();
        self.ratio = ratio;
        self.clear();
    }

    /// Stamps a mark.
    pub fn draw(&mut self, pen: &CanvasRenderingContext2d, mark: Mark, stamp: Stamp, at: Point) {
        let place = self.place(Mark { attempt: 0, ..mark }, stamp);
        let side = stamp.side();
        let (cell, inset) = (CELL * self.ratio, (CELL - side) / 2.0 * self.ratio);
        let (x, y) = (f64::from(place % COLUMNS) * cell + inset, f64::from(place / COLUMNS) * cell + inset);
        // Among many, a mark lies on whole pixels: a copy that need not be blended is several times as fast.
        let grid =
            |length: f64| if stamp == Stamp::Haloed { length } else { (length * self.ratio).round() / self.ratio };
        // Fails only for a sheet without area, which this one never is.
        let _ = pen.draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
            &self.sheet,
            x,
            y,
            side * self.ratio,
            side * self.ratio,
            grid(at.x - side / 2.0),
            grid(at.y - side / 2.0),
            side,
            side,
        );
    }

    fn place(&mut self, mark: Mark, stamp: Stamp) -> u32 {
        if let Some(place) = self.places.get(&(mark, stamp)) {
            return *place;
        }
        if self.places.len() as u32 >= COLUMNS * ROWS {
            self.clear();
        }
        let place = self.places.len() as u32;
        self.places.insert((mark, stamp), place);
        self.paint(mark, stamp, place);
        place
    }

    fn clear(&mut self) {
        self.places.clear();
        // Setting the size empties a canvas.
        self.sheet.set_width((CELL * self.ratio) as u32 * COLUMNS);
        self.sheet.set_height((CELL * self.ratio) as u32 * ROWS);
    }

    fn paint(&self, mark: Mark, stamp: Stamp, place: u32) {
        let small = stamp == Stamp::Small;
        let pen = &self.pen;
        let cell = CELL * self.ratio;
        let (x, y) = (f64::from(place % COLUMNS) * cell + cell / 2.0, f64::from(place / COLUMNS) * cell + cell / 2.0);
        // All transforms and arcs here are of finite, positive numbers.
        let _ = pen.set_transform(self.ratio, 0.0, 0.0, self.ratio, x, y);
        let colour = self.palette.hue(mark.hue);
        pen.set_fill_style_str(colour);
        pen.set_stroke_style_str(colour);
        if stamp == Stamp::Haloed {
            pen.set_global_alpha(0.22);
            pen.begin_path();
            let _ = pen.arc(0.0, 0.0, 10.5, 0.0, std::f64::consts::TAU);
            pen.fill();
            pen.set_global_alpha(1.0);
        }
        self.paint_shape(mark, if small { RADIUS_SMALL } else { RADIUS });
        if mark.crossed {
            self.paint_cross(mark, if small { 1.6 } else { 2.7 });
        }
        if mark.doubled && !small {
            pen.set_line_width(1.4);
            outline(pen, mark, RADIUS + 3.2);
            pen.stroke();
        }
    }

    fn paint_shape(&self, mark: Mark, radius: f64) {
        let pen = &self.pen;
        let hollow = mark.hollow || mark.dashed || mark.shape == Shape::Ring || mark.shape == Shape::Octagon;
        if !hollow {
            outline(pen, mark, radius);
            pen.fill();
            return;
        }
        outline(pen, mark, radius - 0.8);
        pen.set_fill_style_str(self.palette.ground(Ground::Back));
        pen.fill();
        pen.set_line_width(if radius > 4.0 { 2.0 } else { 1.4 });
        if mark.dashed {
            let pattern = js_sys::Array::of2(&2.6.into(), &1.8.into());
            let _ = pen.set_line_dash(&pattern);
        }
        pen.stroke();
        let _ = pen.set_line_dash(&js_sys::Array::new());
    }

    fn paint_cross(&self, mark: Mark, arm: f64) {
        let pen = &self.pen;
        let ink = if mark.hollow || mark.dashed { self.palette.hue(mark.hue) } else { self.palette.ground(Ground::On) };
        pen.set_stroke_style_str(ink);
        pen.set_line_width(1.8);
        pen.begin_path();
        pen.move_to(-arm, -arm);
        pen.line_to(arm, arm);
        pen.move_to(arm, -arm);
        pen.line_to(-arm, arm);
        pen.stroke();
    }
}
