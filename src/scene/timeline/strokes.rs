//! One line of the trace becomes marks, slopes, boxes and words.

use super::axis::Axis;
use super::diagram::{Frame, Lane};
use super::ink::{Label, MarkAt, Point, Role, Shape, Stroke, StrokeStyle, WorkBox};
use crate::domain::OrderId;
use crate::domain::fulfilment::SagaNote;
use crate::kernel::{MessageNo, VirtualTime};
use crate::messaging::{Node, Place};
use crate::scene::geometry::Within;
use crate::scene::words::short_span;
use crate::world::{Detail, MessageKind, TraceEntry, TraceKind, World};

/// So far from its mark a label begins.
pub(super) const LABEL_DX: f64 = 9.0;

pub(super) struct Pen<'a> {
    head: &'a World,
    axis: &'a Axis,
    frame: &'a Frame,
    /// Lines of later steps are future.
    steps: u32,
    order: Option<OrderId>,
    works: Vec<WorkBox>,
    strokes: Vec<Stroke>,
    marks: Vec<MarkAt>,
    labels: Vec<Label>,
}

type Ink = (Vec<WorkBox>, Vec<Stroke>, Vec<MarkAt>, Vec<Label>);

impl<'a> Pen<'a> {
    pub fn new(head: &'a World, axis: &'a Axis, frame: &'a Frame, steps: u32, order: Option<OrderId>) -> Self {
        let (works, strokes, marks, labels) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { head, axis, frame, steps, order, works, strokes, marks, labels }
    }

    pub fn lift(self) -> Ink {
        (self.works, self.strokes, self.marks, self.labels)
    }

    pub fn draw(&mut self, line: usize, entry: &TraceEntry) {
        if self.order.is_some() && entry.message.known().is_some() && self.head.order_of(entry.message) != self.order {
            return;
        }
        match entry.kind {
            TraceKind::Received => self.received(entry),
            TraceKind::Appended => self.appended(line, entry),
            TraceKind::Projected => self.projected(line, entry),
            TraceKind::Failed => self.spot(line, entry, entry.place, Shape::Cross, Role::Bad),
            TraceKind::Rejected => {
                self.spot(line, entry, entry.place, Shape::CrossedCircle, Role::Bad);
                self.say(entry, entry.place, "rejected", Role::Bad);
            }
            TraceKind::TimedOut => self.spot(line, entry, entry.peer, Shape::Ring, Role::Bad),
            TraceKind::RetryScheduled => self.waits(entry),
            TraceKind::DeadLettered => {
                self.spot(line, entry, entry.peer, Shape::Octagon, Role::Plain);
                self.say(entry, entry.peer, "dead letter", Role::Plain);
            }
            TraceKind::Dropped => self.dropped(line, entry),
            TraceKind::DuplicateIgnored => self.spot(line, entry, entry.place, Shape::DoubleRing, Role::Plain),
            TraceKind::Conflict => {
                self.spot(line, entry, entry.place, Shape::Cross, Role::Bad);
                self.say(entry, entry.place, "conflict", Role::Bad);
            }
            TraceKind::Crashed => self.down(entry),
            TraceKind::TimerRang => self.spot(line, entry, entry.place, Shape::Ring, Role::Timer),
            TraceKind::Saga => self.saga(line, entry),
            TraceKind::GaveUp => {
                self.spot(line, entry, entry.place, Shape::Cross, Role::Bad);
                self.say(entry, entry.place, "gave up", Role::Bad);
            }
            TraceKind::Mailed => self.spot(line, entry, entry.place, Shape::SmallSquare, Role::Plain),
            TraceKind::Refused | TraceKind::Lost => self.spot(line, entry, entry.place, Shape::Cross, Role::Bad),
            TraceKind::Acted
            | TraceKind::Sent
            | TraceKind::Handled
            | TraceKind::RivalAppended
            | TraceKind::Published
            | TraceKind::Acknowledged
            | TraceKind::Redriven
            | TraceKind::Discarded
            | TraceKind::Delayed
            | TraceKind::Duplicated
            | TraceKind::Reordered
            | TraceKind::Poisoned
            | TraceKind::Restarted
            | TraceKind::FaultArmed
            | TraceKind::FaultLifted
            | TraceKind::SettingChanged
            | TraceKind::TrafficChanged
            | TraceKind::TimerSet
            | TraceKind::FraudSuspected
            | TraceKind::Repeated
            | TraceKind::TaskOpened
            | TraceKind::TaskResolved
            | TraceKind::Halted
            | TraceKind::Loaded
            | TraceKind::SnapshotTaken
            | TraceKind::SnapshotPassedOver
            | TraceKind::SnapshotsForgotten
            | TraceKind::RebuildStarted
            | TraceKind::Rebuilding
            | TraceKind::RebuildSwitched
            | TraceKind::RebuildDiffers
            | TraceKind::Edited
            | TraceKind::Stopped
            | TraceKind::LogReplaced
            | TraceKind::StreamReplaced => {}
        }
    }

    /// What is on its way at the cursor, as far as it has come.
    pub fn draw_flying(&mut self, now: VirtualTime) {
        let flying = self.head.agenda.iter().filter_map(|((due, _), occurrence)| Some((due, *occurrence.hop()?)));
        for (due, hop) in flying.take(400) {
            let relevant = self.order.is_none() || self.head.order_of(hop.message) == self.order;
            let Some(letter) = self.head.letter(hop.message).filter(|_| relevant && hop.attempt <= 1) else { continue };
            let to = if hop.to == Node::Bus { self.first_consumer(hop.message) } else { Some(hop.to) };
            let (Some(from), Some(to)) = (self.lane(letter.source), to.and_then(|to| self.lane(to))) else { continue };
            // Over the bus a message has gone three tenths of its way when it is accepted.
            let share = share_of(hop.sent_at, due, now);
            let gone = match (hop.from, hop.to) {
                (_, Node::Bus) => 0.3 * share,
                (Node::Bus, _) => 0.3 + 0.7 * share,
                _ => share,
            };
            let start = Point { x: self.axis.x(letter.born), y: from };
            let tip = Point { x: self.axis.x(now), y: from + (to - from) * gone };
            self.slope(start, tip, hop.message, true, false);
        }
    }

    fn received(&mut self, entry: &TraceEntry) {
        let Some(letter) = self.head.letter(entry.message) else { return };
        let (Place::Node(source), Place::Node(target)) = (Place::Node(letter.source), entry.place) else { return };
        let (Some(from), Some(to)) = (self.lane(source), self.lane(target)) else { return };
        let future = self.is_future(entry);
        if entry.attempt <= 1 && source != target {
            let start = Point { x: self.axis.x(letter.born), y: from };
            let end = Point { x: self.axis.x(entry.time), y: to };
            self.slope(start, end, entry.message, true, future);
        }
        if let Detail::Due(until) = entry.detail {
            let x = self.axis.x(entry.time);
            let role = self.role(entry.message);
            let from = Point { x, y: to - 4.0 };
            self.works.push(WorkBox { from, width: self.axis.x(until) - x, height: 8.0, role, future });
        }
    }

    fn slope(&mut self, from: Point, to: Point, message: MessageNo, arrow: bool, future: bool) {
        let role = self.role(message);
        let style = if role == Role::Compensation { StrokeStyle::Dashed } else { StrokeStyle::Solid };
        self.strokes.push(Stroke { from, to, role, style, arrow, future, message });
    }

    fn appended(&mut self, line: usize, entry: &TraceEntry) {
        let name = self.head.message_name(entry.message);
        let compensation = self.head.is_compensation(entry.message);
        let bad = ["Refused", "Declined", "Failed"].iter().any(|end| name.ends_with(end));
        let (shape, role) = match (bad, compensation) {
            (true, _) => (Shape::CrossedCircle, Role::Bad),
            (false, true) => (Shape::Diamond, Role::Compensation),
            (false, false) => (Shape::Circle, Role::Event),
        };
        self.spot(line, entry, entry.place, shape, role);
        self.say(entry, entry.place, name, role);
    }

    fn projected(&mut self, line: usize, entry: &TraceEntry) {
        let (Some(letter), Some(to)) = (self.head.letter(entry.message), self.reads()) else { return };
        let Some(from) = self.lane(letter.source) else { return };
        let future = self.is_future(entry);
        let end = Point { x: self.axis.x(entry.time), y: to };
        let start = Point { x: self.axis.x(letter.born), y: from };
        let style = StrokeStyle::Dotted;
        let message = entry.message;
        self.strokes.push(Stroke { from: start, to: end, role: Role::Read, style, arrow: false, future, message });
        self.marks.push(MarkAt { at: end, shape: Shape::SmallSquare, role: Role::Read, future, message, line });
    }

    /// A back-off: the same hue, dotted, with its length.
    fn waits(&mut self, entry: &TraceEntry) {
        let (Place::Node(node), Detail::Due(until)) = (entry.peer, entry.detail) else { return };
        let Some(y) = self.lane(node) else { return };
        let from = Point { x: self.axis.x(entry.time), y };
        let to = Point { x: self.axis.x(until), y };
        let (future, message) = (self.is_future(entry), entry.message);
        let style = StrokeStyle::Dotted;
        self.strokes.push(Stroke { from, to, role: Role::Bad, style, arrow: false, future, message });
        let at = Point { x: from.x + LABEL_DX, y: y + self.frame.label_below() };
        let text = short_span(until.since(entry.time));
        self.labels.push(Label { at, of: y, text, role: Role::Plain, future, message });
    }

    fn dropped(&mut self, line: usize, entry: &TraceEntry) {
        let Some(letter) = self.head.letter(entry.message) else { return };
        let (Place::Node(from), Place::Node(to)) = (entry.place, entry.peer) else { return };
        let from = if from == Node::Bus || from == Node::EventStore { letter.source } else { from };
        let to = if to == Node::Bus { self.first_consumer(entry.message).unwrap_or(Node::Saga) } else { to };
        let (Some(start), Some(end)) = (self.lane(from), self.lane(to)) else { return };
        let x = self.axis.x(entry.time);
        let tip = Point { x: x + 14.0, y: start + (end - start) * 0.45 };
        self.slope(Point { x, y: start }, tip, entry.message, false, self.is_future(entry));
        let (message, future) = (entry.message, self.is_future(entry));
        self.marks.push(MarkAt { at: tip, shape: Shape::Cross, role: Role::Bad, future, message, line });
        let at = Point { x: tip.x + LABEL_DX, y: tip.y };
        self.labels.push(Label { at, of: tip.y, text: "lost".into(), role: Role::Bad, future, message });
    }

    fn down(&mut self, entry: &TraceEntry) {
        let (Place::Node(node), Detail::Until(until)) = (entry.place, entry.detail) else { return };
        let Some(y) = self.lane(node) else { return };
        let x = self.axis.x(entry.time);
        let height = (self.frame.lane_gap() * 0.7).min(22.0);
        let from = Point { x, y: y - height / 2.0 };
        let future = self.is_future(entry);
        self.works.push(WorkBox { from, width: self.axis.x(until) - x, height, role: Role::Bad, future });
        let at = Point { x: x + 4.0, y: y + 3.0 };
        let (of, text, message) = (y, "down".into(), entry.message);
        self.labels.push(Label { at, of, text, role: Role::Bad, future, message });
    }

    fn saga(&mut self, line: usize, entry: &TraceEntry) {
        let Detail::Saga(_, note) = entry.detail else { return };
        let (text, shape, role) = match note {
            SagaNote::StepUnknown(_) => ("outcome unknown", Shape::Ring, Role::Bad),
            SagaNote::Stuck => ("needs a person", Shape::Octagon, Role::Bad),
            SagaNote::Completed => ("completed", Shape::Circle, Role::Read),
            SagaNote::Compensated => ("compensated", Shape::Diamond, Role::Compensation),
            SagaNote::CompensationResolved(..) => ("resolved", Shape::Diamond, Role::Plain),
            SagaNote::Started
            | SagaNote::StepStarted(_)
            | SagaNote::StepDone(_)
            | SagaNote::StepRefused(_)
            | SagaNote::CompensationStarted(_)
            | SagaNote::CompensationDone(_)
            | SagaNote::CompensationFailed(_)
            | SagaNote::IgnoredLate(_) => return,
        };
        self.spot(line, entry, entry.place, shape, role);
        self.say(entry, entry.place, text, role);
    }

    fn spot(&mut self, line: usize, entry: &TraceEntry, place: Place, shape: Shape, role: Role) {
        let Some(y) = self.lane_of(place) else { return };
        let at = Point { x: self.axis.x(entry.time), y };
        let (future, message) = (self.is_future(entry), entry.message);
        self.marks.push(MarkAt { at, shape, role, future, message, line });
    }

    fn say(&mut self, entry: &TraceEntry, place: Place, text: &str, role: Role) {
        let Some(y) = self.lane_of(place) else { return };
        let at = Point { x: self.axis.x(entry.time) + LABEL_DX, y: y - self.frame.label_above() };
        let (future, message) = (self.is_future(entry), entry.message);
        self.labels.push(Label { at, of: y, text: text.into(), role, future, message });
    }

    const fn is_future(&self, entry: &TraceEntry) -> bool {
        entry.step > self.steps
    }

    /// Who hears of a message first: where a line to the bus is heading.
    fn first_consumer(&self, message: MessageNo) -> Option<Node> {
        match self.head.message_kind(message) {
            MessageKind::Command => self.head.service_of(message),
            MessageKind::Event => Some(Node::Saga),
            MessageKind::Reply | MessageKind::Timer => None,
        }
    }

    fn role(&self, message: MessageNo) -> Role {
        if self.head.is_compensation(message) {
            return Role::Compensation;
        }
        match self.head.message_kind(message) {
            MessageKind::Command => Role::Command,
            MessageKind::Event => Role::Event,
            MessageKind::Reply => Role::Reply,
            MessageKind::Timer => Role::Timer,
        }
    }

    fn lane_of(&self, place: Place) -> Option<f64> {
        match place {
            Place::Node(node) => self.lane(node),
            Place::ReadModel(_) => self.reads(),
        }
    }

    fn lane(&self, node: Node) -> Option<f64> {
        Lane::Node(node).index().map(|lane| self.frame.lane_y(lane))
    }

    fn reads(&self) -> Option<f64> {
        Lane::Reads.index().map(|lane| self.frame.lane_y(lane))
    }
}

/// How much of a way is done.
fn share_of(from: VirtualTime, to: VirtualTime, now: VirtualTime) -> f64 {
    let whole = to.since(from).micros().max(1) as f64;
    (now.since(from).micros() as f64 / whole).within(0.0, 1.0)
}
