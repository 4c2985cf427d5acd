//! The space-time diagram as a picture.

use super::Paint;
use super::svg::{Anchor, Ink, Svg};
use crate::scene::geometry::{Point, Rect};
use crate::scene::timeline::{Diagram, Frame, LANES, Lane, MarkAt, Role, Shape, Stroke, StrokeStyle};

/// The frame of a picture that stands alone, in logical pixels.
pub const TIMELINE_FRAME: Frame = Frame { width: 1_200.0, height: 480.0, left: 92.0, top: 26.0 };
/// The frame of a picture in the report.
pub const REPORT_FRAME: Frame = Frame { width: 900.0, height: 300.0, left: 92.0, top: 26.0 };
/// Each of them on a phone, where it is shown as large as it is.
pub const REPORT_FRAME_NARROW: Frame = Frame { width: 360.0, height: 320.0, left: 84.0, top: 26.0 };

const MARK_SIZE: f64 = 5.0;

/// `diagram` was computed for `frame`; `title` is what a screen reader says.
pub fn timeline_picture(diagram: &Diagram, frame: &Frame, title: &str, paint: Paint<'_>) -> String {
    let mut svg = Svg::new(frame.width, frame.height, title, paint);
    let (line, dim, ink) = (paint("line"), paint("dim"), paint("ink"));
    for (lane, named) in LANES.iter().enumerate() {
        let y = frame.lane_y(lane);
        let word = if *named == Lane::Reads { "read" } else { "ink" };
        svg.words(Point::new(10.0, y + 4.0), Anchor::Start, 11.5, named.title(), Ink::fill(&paint(word)));
        svg.line(Point::new(frame.left, y), Point::new(frame.width, y), Ink::line(&line, 1.0));
    }
    for tick in &diagram.ticks {
        let (top, bottom) = (Point::new(tick.x, frame.top - 6.0), Point::new(tick.x, frame.height));
        svg.line(top, bottom, Ink::line(&line, 1.0).dashed("2 4"));
        svg.words(Point::new(tick.x, 14.0), Anchor::Middle, 10.0, &tick.text, Ink::fill(&dim));
    }
    for work in &diagram.works {
        let opacity = if work.future { 0.14 } else { 0.35 };
        let rect = Rect::new(work.from.x, work.from.y, work.width.max(1.0), work.height);
        svg.rect(rect, 0.0, Ink::fill(&paint(work.role.name())).faint(opacity));
    }
    for stroke in &diagram.strokes {
        draw_stroke(&mut svg, stroke, &paint(stroke.role.name()));
    }
    for mark in &diagram.marks {
        draw_mark(&mut svg, mark, &paint(mark.role.name()), &paint("bg"));
    }
    for fold in &diagram.folds {
        let middle = fold.x + fold.width / 2.0;
        let band = Rect::new(middle - 7.0, frame.top, 14.0, frame.height - frame.top);
        svg.rect(band, 0.0, Ink::fill(&paint("bg")));
        let (top, bottom) = (Point::new(middle, frame.top), Point::new(middle, frame.height));
        svg.line(top, bottom, Ink::line(&paint("edge"), 1.0).dashed("3 3"));
        svg.words(Point::new(middle, 14.0), Anchor::Middle, 10.0, &fold.text, Ink::fill(&dim));
    }
    for label in diagram.labels.iter().filter(|label| label.at.x >= frame.left) {
        let opacity = if label.future { 0.45 } else { 1.0 };
        let at = Point::new(label.at.x, label.at.y);
        svg.words(at, Anchor::Start, 10.0, &label.text, Ink::fill(&paint(label.role.name())).faint(opacity));
    }
    let x = diagram.playhead;
    svg.rect(Rect::new(x - 0.75, 4.0, 1.5, frame.height), 0.0, Ink::fill(&ink));
    svg.corners(Point::new(x, 2.0), &[(-5.0, 0.0), (5.0, 0.0), (5.0, 8.0), (0.0, 13.0), (-5.0, 8.0)], Ink::fill(&ink));
    svg.finish()
}

fn draw_stroke(svg: &mut Svg, stroke: &Stroke, hue: &str) {
    let opacity = match (stroke.future, stroke.role) {
        (true, _) => 0.28,
        (false, Role::Read) => 0.55,
        (false, _) => 0.9,
    };
    let dashes = match stroke.style {
        StrokeStyle::Solid => "",
        StrokeStyle::Dashed => "5 4",
        StrokeStyle::Dotted => "1.5 3.5",
    };
    svg.line(stroke.from, stroke.to, Ink::line(hue, 1.4).faint(opacity).dashed(dashes));
    if stroke.arrow {
        let (dx, dy) = (stroke.to.x - stroke.from.x, stroke.to.y - stroke.from.y);
        let length = Point::new(dx, dy).length().max(0.001);
        let (dx, dy) = (dx / length, dy / length);
        let wing = |side: f64| (-6.3 * dx + side * dy, -6.3 * dy - side * dx);
        svg.corners(stroke.to, &[(0.0, 0.0), wing(3.0), wing(-3.0)], Ink::fill(hue).faint(opacity));
    }
}

fn draw_mark(svg: &mut Svg, mark: &MarkAt, hue: &str, ground: &str) {
    let (at, size) = (mark.at, MARK_SIZE);
    let opacity = if mark.future { 0.35 } else { 1.0 };
    let (fill, line) = (Ink::fill(hue).faint(opacity), Ink::line(hue, 1.5).faint(opacity));
    let square = |size: f64| Rect::new(at.x - size, at.y - size, 2.0 * size, 2.0 * size);
    let far = size * 1.3;
    match mark.shape {
        Shape::Circle => svg.circle(at, size, fill),
        Shape::RoundedSquare => svg.rect(square(size), size / 2.0, fill),
        Shape::SmallSquare => svg.rect(square(size * 0.7), 0.0, fill),
        Shape::Diamond => svg.corners(at, &[(0.0, -far), (far, 0.0), (0.0, far), (-far, 0.0)], fill),
        Shape::Ring => svg.circle(at, size, line),
        Shape::DoubleRing => {
            svg.circle(at, size, line);
            svg.circle(at, size * 0.45, line);
        }
        Shape::Cross => cross(svg, at, size * 0.85, Ink::line(hue, 2.0).faint(opacity)),
        Shape::CrossedCircle => {
            svg.circle(at, size, fill);
            cross(svg, at, size * 0.5, Ink::line(ground, 1.5));
        }
        Shape::Octagon => {
            let (near, far) = (size * 0.45, size * 1.1);
            let upper = [(-far, -near), (-near, -far), (near, -far), (far, -near)];
            let lower = [(far, near), (near, far), (-near, far), (-far, near)];
            svg.corners(at, &[upper, lower].concat(), line);
        }
    }
}

fn cross(svg: &mut Svg, at: Point, size: f64, ink: Ink<'_>) {
    svg.line(at.by(-size, -size), at.by(size, size), ink);
    svg.line(at.by(size, -size), at.by(-size, size), ink);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Span;
    use crate::scene::samples::one_order;
    use crate::scene::timeline::diagram;

    #[test]
    fn every_mark_of_the_diagram_is_in_the_picture() {
        let world = one_order(&[]);
        let diagram = diagram(&world, world.steps, world.now, None, Span::from_secs(6), &TIMELINE_FRAME);
        let text = timeline_picture(&diagram, &TIMELINE_FRAME, "a run", &|word| format!("#{word}"));
        let circles = diagram.marks.iter().filter(|mark| mark.shape == Shape::Circle).count();
        assert!(circles > 0);
        assert!(text.matches("<circle").count() >= circles);
        assert!(
            diagram
                .labels
                .iter()
                .filter(|label| label.at.x >= TIMELINE_FRAME.left)
                .all(|label| text.contains(&label.text))
        );
        assert!(text.starts_with("<svg") && text.ends_with("</svg>"));
    }
}
