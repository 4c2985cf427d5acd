//! The space-time diagram: a lifeline for each part; slopes are delays, boxes are work.

use super::axis::{Axis, Fold, Tick};
use super::ink::{Label, MarkAt, Point, Stroke, WorkBox};
use super::strokes::{LABEL_DX, Pen};
use crate::domain::OrderId;
use crate::kernel::{Span, VirtualTime};
use crate::messaging::Node;
use crate::world::World;

/// The most lines of the trace that one picture looks at.
pub(super) const LINES_MAX: usize = 20_000;
/// More lines than this in the window, and the picture follows one order.
const LINES_FOR_ALL: usize = 1_600;
/// In dense traffic the order that is followed changes after so much time.
const FOLLOW: Span = Span::from_secs(6);

/// A lifeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    Node(Node),
    Reads,
}

/// The lifelines from top to bottom. Bus and store lie between them and have none: a slope crosses them.
pub const LANES: [Lane; 9] = [
    Lane::Node(Node::Client),
    Lane::Node(Node::Order),
    Lane::Node(Node::Saga),
    Lane::Node(Node::Inventory),
    Lane::Node(Node::Payment),
    Lane::Node(Node::Shipping),
    Lane::Node(Node::Notification),
    Lane::Node(Node::Analytics),
    Lane::Reads,
];

impl Lane {
    pub const fn title(self) -> &'static str {
        match self {
            Self::Node(node) => crate::scene::words::short_title(node),
            Self::Reads => "Reads",
        }
    }

    pub(super) fn index(self) -> Option<usize> {
        LANES.iter().position(|lane| *lane == self)
    }
}

/// The frame of a picture, in logical pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    pub width: f64,
    pub height: f64,
    /// Room for the names of the lifelines.
    pub left: f64,
    /// Room for the ruler.
    pub top: f64,
}

impl Frame {
    pub fn lane_y(&self, lane: usize) -> f64 {
        let gap = (self.height - self.top) / LANES.len() as f64;
        self.top + gap * (lane as f64 + 0.5)
    }

    pub fn lane_gap(&self) -> f64 {
        (self.height - self.top) / LANES.len() as f64
    }

    /// So far above its mark stands a label that still belongs to the mark's lifeline.
    pub fn label_above(&self) -> f64 {
        (self.lane_gap() * 0.4).min(9.0)
    }

    /// So far below its mark, where it is taken above.
    pub fn label_below(&self) -> f64 {
        (self.lane_gap() * 0.4).min(15.0)
    }
}

/// A still picture of the run around the cursor.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagram {
    pub axis: Axis,
    pub ticks: Vec<Tick>,
    pub folds: Vec<Fold>,
    pub works: Vec<WorkBox>,
    pub strokes: Vec<Stroke>,
    pub marks: Vec<MarkAt>,
    pub labels: Vec<Label>,
    pub playhead: f64,
    /// The order whose story is shown, where it is not all of them.
    pub order: Option<OrderId>,
    /// True where there was too much to draw and an order was chosen for that reason.
    pub sampled: bool,
}

/// The picture of `head` (the furthest known world of the run) with the cursor at `now` after `steps`.
/// `order` picks a story; `span` is how much busy time is shown.
pub fn diagram(
    head: &World,
    steps: u32,
    now: VirtualTime,
    order: Option<OrderId>,
    span: Span,
    frame: &Frame,
) -> Diagram {
    let axis = Axis::around(&head.trace, now, head.now, span, frame.left, frame.width);
    let first = head.trace.first_at(VirtualTime::from_micros(axis.from().micros().saturating_sub(400_000)));
    let last = head.trace.first_at(VirtualTime::from_micros(axis.to().micros() + 1));
    let dense = last.saturating_sub(first) > LINES_FOR_ALL;
    let sampled = order.is_none() && dense;
    let order = if sampled { followed(head, now) } else { order };
    let mut pen = Pen::new(head, &axis, frame, steps, order);
    for line in first.max(last.saturating_sub(LINES_MAX))..last {
        if let Some(entry) = head.trace.get(line) {
            pen.draw(line, entry);
        }
    }
    if head.steps == steps {
        pen.draw_flying(now);
    }
    let playhead = axis.x(now);
    let (works, strokes, marks, labels) = pen.lift();
    Diagram {
        ticks: axis.ticks(),
        folds: axis.folds(),
        axis,
        works,
        strokes,
        labels: spread(labels, &marks, frame),
        marks,
        playhead,
        order,
        sampled,
    }
}

/// The first order placed in the current stretch of [`FOLLOW`], or in the one before.
fn followed(head: &World, now: VirtualTime) -> Option<OrderId> {
    let stretch = now.micros() / FOLLOW.micros();
    let start = VirtualTime::from_micros(stretch.saturating_sub(1) * FOLLOW.micros());
    let first = head.trace.first_at(start);
    let mut placed = head.trace.from(first).take(LINES_MAX).filter_map(|entry| head.order_of(entry.message));
    placed.next()
}

/// About the width of a letter of a label, and a label's height.
const LETTER: f64 = 6.3;
const LABEL_HEIGHT: f64 = 13.0;
/// So near above or below a mark a label lies on it.
const MARK_HEIGHT: f64 = 8.0;
/// Half the width of a mark.
const MARK_WIDTH: f64 = 5.0;

/// Labels lie neither on each other nor on marks, and end within the picture: one that would not stands below its mark,
/// or to the left of it. It is left out where it has no place, or is nearer to the next lifeline than to its own.
fn spread(labels: Vec<Label>, marks: &[MarkAt], frame: &Frame) -> Vec<Label> {
    let mut kept: Vec<Label> = Vec::new();
    for label in labels {
        let width = width_of(&label);
        let free = |at: &Point| {
            let is_beside = |x: f64, width_there: f64| x + width_there <= at.x || at.x + width <= x;
            let labels = kept
                .iter()
                .all(|other| (other.at.y - at.y).abs() >= LABEL_HEIGHT || is_beside(other.at.x, width_of(other)));
            labels
                && marks.iter().all(|mark| {
                    (mark.at.y - at.y).abs() >= MARK_HEIGHT || is_beside(mark.at.x - MARK_WIDTH, 2.0 * MARK_WIDTH)
                })
        };
        let is_near = |at: &Point| (at.y - label.of).abs() <= frame.lane_gap() / 2.0;
        // A mark beyond the edge keeps its label beside it, out of sight.
        let is_within = |at: &Point| at.x + width <= frame.width || label.at.x > frame.width;
        let left = label.at.x - 2.0 * LABEL_DX - width;
        let above = label.at.y;
        let below = above + frame.label_above() + frame.label_below();
        // What is told below its lifeline is the length of the wait that begins there: it has no place before it.
        let is_wait = label.at.y > label.of;
        let sides = [label.at.x, left].into_iter().take(if is_wait { 1 } else { 2 });
        let places = sides.flat_map(|x| [above, below].map(|y| Point { x, y }));
        let place = places.into_iter().find(|at| is_near(at) && is_within(at) && free(at));
        if let Some(at) = place {
            kept.push(Label { at, ..label });
        }
    }
    kept
}

fn width_of(label: &Label) -> f64 {
    label.text.chars().count() as f64 * LETTER
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::MessageNo;
    use crate::scene::timeline::Role;

    fn label(y: f64, of: f64) -> Label {
        let text = "PaymentCharged".to_owned();
        Label { at: Point { x: 200.0, y }, of, text, role: Role::Plain, future: false, message: MessageNo::NONE }
    }

    #[test]
    fn a_label_stays_within_half_a_lane_of_its_mark_or_is_left_out() {
        for height in [184.0, 247.0, 292.0, 600.0] {
            let frame = Frame { width: 700.0, height, left: 88.0, top: 22.0 };
            let (y, gap) = (frame.lane_y(5), frame.lane_gap());
            let (above, below) = (y - frame.label_above(), y + frame.label_below());
            let kept = spread(vec![label(above, y), label(above, y), label(above, y), label(below, y)], &[], &frame);
            assert_eq!(kept.first().map(|label| label.at.y), Some(above), "the first has its place at {height}");
            assert!(kept.len() <= 4, "four places at the most at {height}");
            assert!(kept.iter().all(|label| (label.at.y - y).abs() <= gap / 2.0), "at {height}: {kept:?}");
        }
    }

    #[test]
    fn a_label_ends_within_the_picture_and_lies_on_no_mark() {
        let frame = Frame { width: 382.0, height: 184.0, left: 88.0, top: 22.0 };
        let y = frame.lane_y(2);
        let at_the_edge = Label { at: Point { x: 340.0, y: y - frame.label_above() }, ..label(0.0, y) };
        let kept = spread(vec![at_the_edge.clone()], &[], &frame);
        let text_end = kept.first().map(|label| label.at.x + width_of(label));
        assert!(text_end.is_some_and(|end| end <= 340.0 - LABEL_DX), "{kept:?}");
        let mark = |x: f64| MarkAt {
            at: Point { x, y },
            shape: crate::scene::timeline::Shape::Cross,
            role: Role::Bad,
            future: false,
            message: MessageNo::NONE,
            line: 0,
        };
        let between = [mark(300.0), mark(360.0)];
        let wait = Label { text: "0.18 s".into(), at: Point { x: 309.0, y: y + frame.label_below() }, ..at_the_edge };
        assert_eq!(spread(vec![wait.clone()], &between, &frame).len(), 1);
        assert_eq!(spread(vec![wait], &[mark(264.0), mark(300.0), mark(330.0)], &frame), []);
    }
}
