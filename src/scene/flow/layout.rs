//! Hand-placed lanes, left to right: client, order service, event store, bus, consumers; the saga under the store, the
//! read models under the bus. On a narrow screen the same lanes run from top to bottom.

use crate::messaging::Node;
use crate::scene::geometry::{Curve, Point, Rect, Within};

/// The consumers in the order of their queues: from the order service at the top to the saga at the bottom, so that the
/// ways back to both do not cross the others.
pub const QUEUES: [Node; 7] =
    [Node::Order, Node::Payment, Node::Inventory, Node::Shipping, Node::Notification, Node::Analytics, Node::Saga];

/// Narrower than this, the lanes run downwards.
pub const NARROW: f64 = 572.0;
/// The most marks that a queue shows before it only counts.
pub const QUEUE_MARKS_MAX: usize = 12;
/// Room above the boxes, where pins of faults hang.
const TOP: f64 = 12.0;
const SIDE: f64 = 14.0;

/// Where everything stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    pub width: f64,
    pub height: f64,
    /// In the order of [`Node`].
    boxes: [Rect; Node::ALL.len()],
    pub reads: Rect,
    /// The dead letters, in the box of the bus.
    pub tray: Rect,
    /// In the order of [`QUEUES`].
    rows: [Rect; QUEUES.len()],
    /// Lanes run downwards.
    pub downwards: bool,
}

/// A queue's row: where the name stands, the marks begin, and how far apart they are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QueueRow {
    pub rect: Rect,
    pub marks_from: f64,
    pub pitch: f64,
    pub marks: usize,
}

/// An arrow that is always there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Way {
    pub curve: Curve,
    pub kind: WayKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WayKind {
    /// Commands of the client, and the answers.
    Asked,
    Answered,
    /// Into the store: no message travels here, an append is part of the handling.
    Stored,
    /// From a publisher to the bus.
    Published(Node),
    /// From the bus to a consumer.
    Delivered(Node),
    /// From the store to the read models, by checkpoint.
    Followed,
}

impl Layout {
    /// The layout for a field of this size.
    pub fn fit(width: f64, height: f64) -> Self {
        if width < NARROW { downwards(width, height) } else { rightwards(width, height) }
    }

    // There is a box for every node and a row for every queue.
    #[allow(clippy::indexing_slicing)]
    pub fn node(&self, node: Node) -> Rect {
        self.boxes[node.index()]
    }

    pub fn queue(&self, consumer: Node) -> Option<QueueRow> {
        let place = QUEUES.iter().position(|node| *node == consumer)?;
        let rect = *self.rows.get(place)?;
        let name = if rect.width > 150.0 { 74.0 } else { 66.0 };
        let count = 26.0;
        let room = (rect.width - name - count).max(0.0);
        let pitch = (room / QUEUE_MARKS_MAX as f64).within(7.0, 11.0);
        let marks = ((room / pitch) as usize).min(QUEUE_MARKS_MAX);
        Some(QueueRow { rect, marks_from: rect.x + name, pitch, marks })
    }

    /// All arrows, in drawing order.
    pub fn ways(&self) -> Vec<Way> {
        let mut kinds = vec![WayKind::Asked, WayKind::Answered, WayKind::Stored, WayKind::Followed];
        kinds.extend([Node::EventStore, Node::Saga].map(WayKind::Published));
        kinds.extend(QUEUES.map(WayKind::Delivered));
        kinds.into_iter().map(|kind| Way { curve: self.way(kind), kind }).collect()
    }

    pub fn way(&self, kind: WayKind) -> Curve {
        if self.downwards { self.way_downwards(kind) } else { self.way_rightwards(kind) }
    }

    /// The curve that a message follows between two nodes.
    pub fn route(&self, from: Node, to: Node) -> Curve {
        match (from, to) {
            (Node::Client, _) => self.way(WayKind::Asked),
            (_, Node::Client) => self.way(WayKind::Answered),
            (_, Node::Bus) => self.way(WayKind::Published(from)),
            (_, consumer) => self.way(WayKind::Delivered(consumer)),
        }
    }

    fn row_end(&self, consumer: Node, right: bool) -> Point {
        let rect = self.queue(consumer).map_or(self.node(Node::Bus), |row| row.rect);
        let bus = self.node(Node::Bus);
        Point::new(if right { bus.right() } else { bus.x }, rect.middle().y)
    }

    fn way_rightwards(&self, kind: WayKind) -> Curve {
        let (client, order, store) = (self.node(Node::Client), self.node(Node::Order), self.node(Node::EventStore));
        let (bus, saga) = (self.node(Node::Bus), self.node(Node::Saga));
        let left = |rect: Rect, part: f64| Point::new(rect.x, rect.y + rect.height * part);
        let right = |rect: Rect, part: f64| Point::new(rect.right(), rect.y + rect.height * part);
        match kind {
            WayKind::Asked => Curve::level(right(client, 0.34), left(order, 0.34)),
            WayKind::Answered => Curve::level(left(order, 0.74), right(client, 0.74)),
            WayKind::Stored => {
                Curve::upright(Point::new(order.middle().x, order.bottom()), Point::new(order.middle().x, store.y))
            }
            WayKind::Followed => Curve::level(right(store, 0.82), left(self.reads, 0.5)),
            WayKind::Published(Node::EventStore) => {
                let from = right(store, 0.45);
                Curve::level(from, Point::new(bus.x, from.y))
            }
            WayKind::Published(Node::Saga) => {
                let gap = self.row_end(Node::Saga, false).y - self.row_end(Node::Analytics, false).y;
                Curve::level(right(saga, 0.26), self.row_end(Node::Saga, false).by(0.0, -gap * 0.5))
            }
            WayKind::Published(Node::Order) => {
                Curve::level(right(order, 0.3), self.row_end(Node::Order, false).by(0.0, -9.0))
            }
            WayKind::Published(node) => self.way_rightwards(WayKind::Delivered(node)).reversed().by(0.0, 7.0),
            WayKind::Delivered(Node::Order) => Curve::level(self.row_end(Node::Order, false), right(order, 0.7)),
            WayKind::Delivered(Node::Saga) => Curve::level(self.row_end(Node::Saga, false), right(saga, 0.72)),
            WayKind::Delivered(node) => Curve::level(self.row_end(node, true), left(self.node(node), 0.5)),
        }
    }

    fn way_downwards(&self, kind: WayKind) -> Curve {
        let (client, order, store) = (self.node(Node::Client), self.node(Node::Order), self.node(Node::EventStore));
        let (bus, saga) = (self.node(Node::Bus), self.node(Node::Saga));
        let above = |rect: Rect, x: f64| Point::new(x, rect.y);
        let below = |rect: Rect, x: f64| Point::new(x, rect.bottom());
        match kind {
            WayKind::Asked => Curve::level(
                Point::new(client.right(), client.y + client.height * 0.34),
                Point::new(order.x, order.y + order.height * 0.34),
            ),
            WayKind::Answered => Curve::level(
                Point::new(order.x, order.y + order.height * 0.74),
                Point::new(client.right(), client.y + client.height * 0.74),
            ),
            WayKind::Stored => Curve::upright(below(order, store.middle().x), above(store, store.middle().x)),
            WayKind::Followed => {
                let from = Point::new(store.right(), store.middle().y);
                let to = Point::new(self.reads.right(), self.reads.middle().y);
                // A curve reaches three quarters of the way to such control points.
                let out = from.x + (self.width - 5.0 - from.x) / 0.75;
                Curve { from, near_from: Point::new(out, from.y), near_to: Point::new(out, to.y), to }
            }
            WayKind::Published(Node::EventStore) => {
                Curve::upright(below(store, store.middle().x), above(bus, store.middle().x))
            }
            WayKind::Published(Node::Saga) => {
                let x = saga.middle().x - 12.0;
                Curve::upright(below(saga, x), above(bus, x))
            }
            WayKind::Published(Node::Order) => {
                self.way_downwards(WayKind::Delivered(Node::Order)).reversed().by(6.0, 0.0)
            }
            WayKind::Published(node) => self.way_downwards(WayKind::Delivered(node)).reversed().by(7.0, 0.0),
            WayKind::Delivered(Node::Order) => {
                let x = order.right() - 5.0;
                Curve::upright(above(bus, x), below(order, x))
            }
            WayKind::Delivered(Node::Saga) => {
                let x = saga.middle().x + 12.0;
                Curve::upright(above(bus, x), below(saga, x))
            }
            WayKind::Delivered(node) => {
                let to = self.node(node);
                let from = bus.x + bus.width * (0.5 + 0.8 * (to.middle().x / self.width - 0.5));
                Curve::upright(below(bus, from), above(to, to.middle().x))
            }
        }
    }
}

fn rightwards(width: f64, height: f64) -> Layout {
    let widths = [0.118 * width, 0.162 * width, 0.205 * width, 0.15 * width];
    let [client, middle, bus, service] = widths;
    let client = client.within(100.0, 122.0);
    let (middle, bus, service) = (middle.within(136.0, 158.0), bus.within(146.0, 208.0), service.within(116.0, 146.0));
    let gap = ((width - 2.0 * SIDE - client - middle - bus - service) / 3.0).within(20.0, 150.0);
    let used = client + middle + bus + service + 3.0 * gap;
    let left = ((width - used) / 2.0).max(6.0);
    let columns = [left, left + client + gap, left + client + middle + 2.0 * gap, left + used - service];
    let [client_x, middle_x, bus_x, service_x] = columns;

    let room = (height - 2.0 * TOP).max(210.0);
    let box_height = (room * 0.12).within(36.0, 50.0);
    let store_height = (room * 0.155).within(46.0, 64.0);
    let reads = Rect::new(bus_x, TOP + room - box_height, bus, box_height);
    let bus_rect = Rect::new(bus_x, TOP, bus, room - box_height - (room * 0.04).within(8.0, 22.0));
    let (rows, tray) = inside_bus(bus_rect);
    let row_y = |place: usize| rows.get(place).map_or(TOP, |row: &Rect| row.middle().y);

    let service_gap = ((room - 5.0 * box_height) / 4.0).min(34.0);
    let service = |place: f64| Rect::new(service_x, TOP + place * (box_height + service_gap), service, box_height);
    let order = Rect::new(middle_x, (row_y(0) - box_height * 0.7).max(TOP), middle, box_height);
    let saga = Rect::new(middle_x, row_y(6) - box_height * 0.72, middle, box_height);
    let store_y = (order.bottom() + saga.y - store_height) / 2.0;
    let store = Rect::new(middle_x, store_y, middle, store_height);
    let boxes = Node::ALL.map(|node| match node {
        Node::Client => Rect::new(client_x, store.middle().y - box_height * 0.5, client, box_height),
        Node::Order => order,
        Node::EventStore => store,
        Node::Bus => bus_rect,
        Node::Saga => saga,
        Node::Payment => service(0.0),
        Node::Inventory => service(1.0),
        Node::Shipping => service(2.0),
        Node::Notification => service(3.0),
        Node::Analytics => service(4.0),
    });
    Layout { width, height, boxes, reads, tray, rows, downwards: false }
}

fn inside_bus(bus: Rect) -> ([Rect; QUEUES.len()], Rect) {
    const HEAD: f64 = 26.0;
    let tray_height = (bus.height * 0.13).within(24.0, 38.0);
    let tray = Rect::new(bus.x + 10.0, bus.bottom() - tray_height - 9.0, bus.width - 20.0, tray_height);
    let row_height = ((tray.y - 5.0 - bus.y - HEAD) / QUEUES.len() as f64).max(12.0);
    let mut place = 0.0;
    let rows = QUEUES.map(|_| {
        let row = Rect::new(bus.x + 8.0, bus.y + HEAD + place * row_height, bus.width - 16.0, row_height);
        place += 1.0;
        row
    });
    (rows, tray)
}

fn downwards(width: f64, height: f64) -> Layout {
    let room = (height - 2.0 * TOP).max(328.0);
    let inner = width - 2.0 * SIDE;
    let box_height = (room * 0.1).within(36.0, 44.0);
    let bus_height = (room * 0.4).within(140.0, 180.0);
    let gap = ((room - 4.0 * box_height - bus_height) / 3.6).within(12.0, 34.0);
    let half = (inner - 30.0) / 2.0;
    let right_x = SIDE + half + 30.0;
    let second = TOP + box_height + gap;
    let bus = Rect::new(SIDE, second + box_height + gap, inner, bus_height);
    let row_height = (bus_height - 34.0) / QUEUES.len() as f64;
    let third_y = bus.bottom() + gap;
    let fourth_y = third_y + box_height + gap * 0.6;
    let third = (inner - 20.0) / 3.0;
    let column = |place: f64, y: f64| Rect::new(SIDE + place * (third + 10.0), y, third, box_height);
    let boxes = Node::ALL.map(|node| match node {
        Node::Client => Rect::new(SIDE, TOP, half - 12.0, box_height),
        Node::Order => Rect::new(right_x, TOP, half, box_height),
        Node::Saga => Rect::new(SIDE, second, half, box_height),
        Node::EventStore => Rect::new(right_x, second, half - 14.0, box_height),
        Node::Bus => bus,
        Node::Payment => column(0.0, third_y),
        Node::Inventory => column(1.0, third_y),
        Node::Shipping => column(2.0, third_y),
        Node::Notification => column(0.0, fourth_y),
        Node::Analytics => column(1.0, fourth_y),
    });
    let mut place = 0.0;
    let rows = QUEUES.map(|_| {
        let row = Rect::new(bus.x + 8.0, bus.y + 29.0 + place * row_height, bus.width - 16.0, row_height);
        place += 1.0;
        row
    });
    let tray = Rect::new(bus.right() - 124.0, bus.y + 4.0, 116.0, 22.0);
    let height = fourth_y + box_height + TOP;
    Layout { width, height, boxes, reads: column(2.0, fourth_y), tray, rows, downwards: true }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZES: [(f64, f64); 8] = [
        (950.0, 440.0),
        (712.0, 300.0),
        (573.0, 280.0),
        (571.0, 280.0),
        (1500.0, 700.0),
        (390.0, 400.0),
        (360.0, 300.0),
        (320.0, 640.0),
    ];

    #[test]
    fn nothing_stands_on_anything_else_or_outside() {
        for (width, height) in SIZES {
            let layout = Layout::fit(width, height);
            let mut boxes: Vec<Rect> = Node::ALL.map(|node| layout.node(node)).to_vec();
            boxes.push(layout.reads);
            for (place, one) in boxes.iter().enumerate() {
                assert!(one.x >= 0.0 && one.right() <= width + 0.5, "{width}x{height}: {one:?}");
                assert!(one.y >= 0.0 && one.bottom() <= layout.height.max(height) + 0.5, "{width}x{height}: {one:?}");
                for other in boxes.iter().skip(place + 1) {
                    assert!(!one.overlaps(other), "{width}x{height}: {one:?} {other:?}");
                }
            }
        }
    }

    #[test]
    fn the_queues_and_the_tray_are_inside_the_bus() {
        for (width, height) in SIZES {
            let layout = Layout::fit(width, height);
            let bus = layout.node(Node::Bus);
            for node in QUEUES {
                let row = layout.queue(node).expect("every consumer has a queue");
                assert!(row.rect.y > bus.y && row.rect.bottom() < bus.bottom(), "{width}x{height} {node:?}");
                assert!(row.marks >= 4, "{width}x{height} {row:?}");
            }
            assert!(layout.tray.y > bus.y && layout.tray.bottom() < bus.bottom());
        }
    }
}
