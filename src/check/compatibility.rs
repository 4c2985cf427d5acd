//! The grid of versions: who writes which version, who knows which, and what lies in the store. Each cell is a run.

use crate::domain::order::{Authority, CancelReason, OrderCommand};
use crate::domain::{Command, CustomerId, Line, Lines, Money, OrderId, Sku, total_of};
use crate::kernel::{Seed, Span};
use crate::messaging::{Node, Place, ReadModel};
use crate::timeline::Timeline;
use crate::world::{Deployed, Detail, Failure, History, Input, Settings, TraceKind, Upcasting, World};

/// A cell runs at most so long and so far; it is quiet long before.
const SPAN_MOST: Span = Span::from_secs(300);
const STEPS_MOST: u32 = 20_000;

/// What is deployed and what is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Versions {
    pub producer: Deployed,
    pub consumers: Deployed,
    pub upcasting: Upcasting,
    /// The version in which an order was stored before; `None` for an empty store.
    pub stored: Option<Deployed>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compatibility {
    pub versions: Versions,
    /// The order service could not read its own stream.
    pub producer_fails: bool,
    /// Consumers of messages that could not read one.
    pub consumers_fail: Vec<Node>,
    /// Read models that could not be built from what is stored, or stopped at what came.
    pub models_stop: Vec<ReadModel>,
    /// The new order was shipped.
    pub new_order_shipped: bool,
}

impl Compatibility {
    /// Everybody understood everything.
    pub const fn is_compatible(&self) -> bool {
        !self.producer_fails && self.consumers_fail.is_empty() && self.models_stop.is_empty() && self.new_order_shipped
    }
}

/// All cells: producer first and second version; consumers in the first, in the second without and with upcasters;
/// nothing, the first and the second version stored.
pub fn compatibility_grid() -> Vec<Compatibility> {
    let consumers =
        [(Deployed::First, Upcasting::Off), (Deployed::Second, Upcasting::Off), (Deployed::Second, Upcasting::On)];
    let mut grid = Vec::new();
    for producer in Deployed::ALL {
        for (knows, upcasting) in consumers {
            for stored in [None, Some(Deployed::First), Some(Deployed::Second)] {
                grid.push(compatibility(Versions { producer, consumers: knows, upcasting, stored }));
            }
        }
    }
    grid
}

/// Runs one cell: an order of the past, the deployment, all read models built again, and an order of today.
pub fn compatibility(versions: Versions) -> Compatibility {
    let past = versions.stored.unwrap_or_default();
    let mut run: Timeline<()> = Timeline::new(Seed(1), deployed(past, past, Upcasting::On));
    if versions.stored.is_some() {
        run.act(place("ord-old"));
        run.run_until_quiet(SPAN_MOST, STEPS_MOST);
    }
    run.act(Input::Set(deployed(versions.producer, versions.consumers, versions.upcasting)));
    let first_line = run.world().trace.len();
    for model in ReadModel::ALL {
        run.act(Input::Rebuild(model));
    }
    run.act(place("ord-new"));
    if versions.stored.is_some() {
        run.act(cancel("ord-old"));
    }
    run.run_until_quiet(SPAN_MOST, STEPS_MOST);
    judged(versions, run.world(), first_line)
}

fn judged(versions: Versions, world: &World, first_line: usize) -> Compatibility {
    let lines = || world.trace.from(first_line);
    let failed = |node: Node| {
        let unknown = Detail::Failed(Failure::UnknownSchema);
        lines().any(|line| line.detail == unknown && line.place == Place::Node(node))
    };
    let stopped = |model: &ReadModel| {
        lines().any(|line| line.kind == TraceKind::Stopped && line.place == Place::ReadModel(*model))
    };
    let new = world.find_order("ord-new").and_then(|order| world.orders.get(order.index()));
    Compatibility {
        versions,
        producer_fails: failed(Node::Order),
        consumers_fail: Node::ALL.into_iter().filter(|node| *node != Node::Order && failed(*node)).collect(),
        models_stop: ReadModel::ALL.into_iter().filter(stopped).collect(),
        new_order_shipped: matches!(new, Some(crate::domain::order::Order::Shipped(_))),
    }
}

fn deployed(producer: Deployed, consumers: Deployed, upcasting: Upcasting) -> Settings {
    let history = History { producer, consumers, upcasting, ..History::default() };
    Settings { history, ..Settings::default() }
}

fn place(order: &str) -> Input {
    let lines: Lines = [Line { sku: Sku(0), quantity: 2, unit_price: Money(12_999) }].into();
    let total = total_of(&lines);
    send(OrderCommand::Place { order: OrderId(0), customer: CustomerId(0), lines, total }, order)
}

fn cancel(order: &str) -> Input {
    let reason = CancelReason::CustomerRequest;
    send(OrderCommand::Cancel { order: OrderId(0), reason, authority: Authority::Customer }, order)
}

fn send(command: OrderCommand, order: &str) -> Input {
    Input::Send { command: Command::Order(command), order: Some(order.into()), customer: Some("cust-441".into()) }
}
