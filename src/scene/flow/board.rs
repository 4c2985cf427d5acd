//! What the boxes say: computed a few times a second, where the marks move with every frame.

use super::bodies::Losses;
use super::layout::QUEUES;
use crate::domain::fulfilment::Phase;
use crate::fault::{FaultId, FaultKind, FaultRule};
use crate::kernel::VirtualTime;
use crate::messaging::{Node, Place, ReadModel};
use crate::scene::mark::{Hue, Mark};
use crate::scene::words::{self, count, fault_pin, node_title, short_span};
use crate::transport::bus::DeadState;
use crate::world::{DeliveryGuarantee, FRAUD_WINDOW, World};

/// Sagas looked at for the counts: older ones have ended or wait for a person, and those are counted by their tasks.
const SAGAS_MAX: usize = 4_000;
const PINS_MAX: usize = 3;
/// The last events shown as cells in the store.
pub const CELLS: usize = 11;

/// How a part stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Well,
    Working,
    /// It answers that it cannot, or declines.
    Refusing,
    Slow,
    Down,
    /// Everything to and from it is lost.
    CutOff,
    /// It refuses everything.
    Out,
}

impl Standing {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Well => "well",
            Self::Working => "working",
            Self::Refusing => "refusing",
            Self::Slow => "slow",
            Self::Down => "down",
            Self::CutOff => "cut-off",
            Self::Out => "out",
        }
    }

    pub const fn is_trouble(self) -> bool {
        !matches!(self, Self::Well | Self::Working)
    }
}

/// A fault that hangs on a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pin {
    pub rule: u32,
    pub word: &'static str,
    /// The whole rule.
    pub sentence: String,
}

/// What a box says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    pub title: &'static str,
    pub sub: String,
    pub standing: Standing,
    pub pins: Vec<Pin>,
    pub pins_more: usize,
    /// Messages that died here.
    pub lost: usize,
}

/// A queue in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueCard {
    pub consumer: Node,
    pub depth: usize,
    pub parked: usize,
}

/// All that the boxes say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Board {
    /// In the order of [`Node`].
    pub nodes: Vec<Card>,
    pub reads: Card,
    /// In the order of [`QUEUES`].
    pub queues: Vec<QueueCard>,
    pub parked: usize,
    /// Hues of the last stored events, oldest first.
    pub cells: Vec<Hue>,
    /// Rules that aim at no part in particular.
    pub everywhere: Vec<Pin>,
    pub orders: usize,
}

impl Board {
    pub fn of(world: &World, losses: &Losses, now: VirtualTime) -> Self {
        let mut parked = [0_usize; Node::ALL.len()];
        for (_, letter) in world.bus.dead_letters().filter(|(_, letter)| letter.state == DeadState::Parked) {
            if let Some(count) = parked.get_mut(letter.consumer.index()) {
                *count += 1;
            }
        }
        let queue = |consumer: Node| QueueCard {
            consumer,
            depth: world.bus.depth_of(consumer),
            parked: parked.get(consumer.index()).copied().unwrap_or(0),
        };
        Self {
            nodes: Node::ALL.iter().map(|node| card(world, losses, *node, now)).collect(),
            reads: reads(world, now),
            queues: QUEUES.map(queue).to_vec(),
            parked: parked.iter().sum(),
            cells: cells(world),
            everywhere: pins(world, None, now).0,
            orders: world.order_names.len(),
        }
    }
}

fn card(world: &World, losses: &Losses, node: Node, now: VirtualTime) -> Card {
    let place = Place::Node(node);
    let (pins, pins_more) = pins(world, Some(place), now);
    let standing = standing(world, node, now);
    let lost = losses.before(node, world.trace.len()).len();
    Card { title: node_title(node), sub: sub_line(world, node, standing, now), standing, pins, pins_more, lost }
}

fn active_rules(world: &World, now: VirtualTime) -> impl Iterator<Item = (u32, &FaultRule)> {
    let rules = world.faults.rules().map(|(id, rule, ..)| (id.0, rule));
    rules.filter(move |(id, _)| world.faults.is_active(FaultId(*id), now))
}

fn pins(world: &World, place: Option<Place>, now: VirtualTime) -> (Vec<Pin>, usize) {
    let aimed = active_rules(world, now).filter(|(_, rule)| rule.target == place);
    let all: Vec<(u32, &FaultRule)> = aimed.filter(|(_, rule)| rule.message.is_none()).collect();
    let shown = all.iter().take(PINS_MAX);
    let pins =
        shown.map(|(id, rule)| Pin { rule: *id, word: fault_pin(rule.kind), sentence: words::rule_sentence(rule) });
    (pins.collect(), all.len().saturating_sub(PINS_MAX))
}

fn standing(world: &World, node: Node, now: VirtualTime) -> Standing {
    if world.is_down(node) {
        return Standing::Down;
    }
    let mut standing = if world.node(node).working > 0 { Standing::Working } else { Standing::Well };
    let aimed = active_rules(world, now).filter(|(_, rule)| rule.aims_at(Place::Node(node)) && rule.chance.is_none());
    for (_, rule) in aimed {
        let found = match rule.kind {
            FaultKind::Outage => Standing::Out,
            FaultKind::Partition => Standing::CutOff,
            FaultKind::Decline | FaultKind::Unavailable => Standing::Refusing,
            FaultKind::Slow if !standing.is_trouble() => Standing::Slow,
            FaultKind::Slow
            | FaultKind::Latency
            | FaultKind::Drop
            | FaultKind::Duplicate
            | FaultKind::Reorder
            | FaultKind::Poison
            | FaultKind::Crash
            | FaultKind::FailCompensation
            | FaultKind::ConcurrentWriter => continue,
        };
        standing = found;
        if matches!(standing, Standing::Out | Standing::CutOff) {
            return standing;
        }
    }
    standing
}

fn sub_line(world: &World, node: Node, standing: Standing, now: VirtualTime) -> String {
    if let Some(until) = world.node(node).down_until {
        return format!("down · back in {}", short_span(until.since(now)));
    }
    let busy = world.node(node).working;
    match (standing, node) {
        (Standing::Out, _) => return "refuses everything".to_owned(),
        (Standing::CutOff, _) => return "cut off".to_owned(),
        (Standing::Refusing, _) if busy == 0 => return "refusing".to_owned(),
        _ => {}
    }
    match node {
        Node::Client => waiting_client(world),
        Node::EventStore => store_line(world),
        Node::Bus => bus_line(world),
        Node::Saga => saga_line(world),
        Node::Notification if busy == 0 => plural(world.mails.len(), "e-mail", "e-mails"),
        Node::Analytics if busy == 0 => analytics_line(world, now),
        Node::Order | Node::Inventory | Node::Payment | Node::Shipping | Node::Notification | Node::Analytics => {
            if busy == 0 { idle_line(node).to_owned() } else { working_line(world, node, busy) }
        }
    }
}

const fn idle_line(node: Node) -> &'static str {
    match node {
        Node::Order => "decide · evolve",
        Node::Inventory => "reserve · release",
        Node::Payment => "charge · refund",
        Node::Shipping => "create · cancel",
        Node::Client | Node::EventStore | Node::Bus | Node::Saga | Node::Notification | Node::Analytics => "idle",
    }
}

/// "ChargePayment"; "3 at work".
fn working_line(world: &World, node: Node, busy: u32) -> String {
    if busy > 1 {
        return format!("{busy} at work");
    }
    let works = world.agenda.iter().take(2_000).filter_map(|(_, occurrence)| occurrence.work());
    let name = works.filter(|work| work.hop.to == node).map(|work| world.message_name(work.hop.message)).next();
    name.unwrap_or("at work").to_owned()
}

fn waiting_client(world: &World) -> String {
    match world.pending.len() {
        0 => "sends commands".to_owned(),
        1 => "awaits an answer".to_owned(),
        many => format!("{many} unanswered"),
    }
}

fn store_line(world: &World) -> String {
    let streams = world.store.streams().count();
    match world.store.len().checked_sub(1) {
        None => "empty".to_owned(),
        Some(last) if streams >= 1_000 => {
            format!("#{last:04} · {}.{}k streams", streams / 1_000, streams % 1_000 / 100)
        }
        Some(last) => format!("#{last:04} · {}", plural(streams, "stream", "streams")),
    }
}

fn bus_line(world: &World) -> String {
    let way = match world.settings.delivery {
        DeliveryGuarantee::AtLeastOnce => "at least once",
        DeliveryGuarantee::AtMostOnce => "at most once",
    };
    if world.settings.outbox { way.to_owned() } else { format!("{way}, no outbox") }
}

fn saga_line(world: &World) -> String {
    let (mut running, mut undoing) = (0, 0);
    let first = world.sagas.len().saturating_sub(SAGAS_MAX);
    for place in first..world.sagas.len() {
        match world.sagas.get(place).map(|record| record.saga.phase) {
            Some(Phase::Running) => running += 1,
            Some(Phase::Compensating) => undoing += 1,
            Some(Phase::NotStarted | Phase::Completed | Phase::Compensated | Phase::Stuck) | None => {}
        }
    }
    let stuck = world.open_tasks().count();
    let mut parts = Vec::new();
    if running > 0 {
        parts.push(format!("{running} running"));
    }
    if undoing > 0 {
        parts.push(format!("{undoing} undo"));
    }
    if stuck > 0 {
        parts.push(format!("{stuck} stuck"));
    }
    if parts.is_empty() { "idle".to_owned() } else { parts.join(" · ") }
}

fn analytics_line(world: &World, now: VirtualTime) -> String {
    let window = now.micros() / FRAUD_WINDOW.micros();
    let placed = if world.analytics.window == window { world.analytics.placed } else { 0 };
    format!("{} in 5 s", plural(placed as usize, "order", "orders"))
}

fn reads(world: &World, now: VirtualTime) -> Card {
    let end = world.store.len() as u64;
    let worst = ReadModel::ALL
        .into_iter()
        .map(|model| (world.models.checkpoint(model).lag(end), model))
        .max_by_key(|(lag, _)| *lag)
        .filter(|(lag, _)| *lag > 0);
    let sub = worst.map_or_else(
        || "orders · stock · revenue".to_owned(),
        |(lag, model)| format!("{} {} behind", model.name(), count(lag)),
    );
    let mut all: Vec<Pin> = Vec::new();
    for model in ReadModel::ALL {
        all.extend(pins(world, Some(Place::ReadModel(model)), now).0);
    }
    let standing = if all.is_empty() { Standing::Well } else { Standing::Slow };
    let pins_more = all.len().saturating_sub(PINS_MAX);
    all.truncate(PINS_MAX);
    Card { title: "Read models", sub, standing, pins: all, pins_more, lost: 0 }
}

fn cells(world: &World) -> Vec<Hue> {
    let end = world.store.len();
    (end.saturating_sub(CELLS)..end)
        .map(|position| Mark::of_message(world, world.event_message(position as u64)).hue)
        .collect()
}

fn plural(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{} {many}", count(number as u64)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::samples;

    fn board(world: &World) -> Board {
        let mut losses = Losses::default();
        while !losses.follow(&world.trace, usize::MAX) {}
        Board::of(world, &losses, world.now)
    }

    fn card(board: &Board, node: Node) -> &Card {
        board.nodes.get(node.index()).expect("a card for every node")
    }

    #[test]
    fn boxes_say_what_their_parts_do() {
        let world = samples::one_order(&[]);
        let board = board(&world);
        assert_eq!(card(&board, Node::EventStore).sub, "#0007 · 4 streams");
        assert_eq!(card(&board, Node::Notification).sub, "3 e-mails");
        assert_eq!(card(&board, Node::Saga).sub, "idle");
        assert!(board.nodes.iter().all(|card| card.standing == Standing::Well));
        assert_eq!(board.cells.len(), 8);
    }

    #[test]
    fn a_fault_hangs_on_its_part_with_a_word() {
        let rule = FaultRule { target: Some(Place::Node(Node::Shipping)), ..FaultRule::of(FaultKind::Unavailable) };
        let board = board(&samples::one_order(&[rule]));
        let shipping = card(&board, Node::Shipping);
        assert_eq!((shipping.standing, shipping.sub.as_str()), (Standing::Refusing, "refusing"));
        assert_eq!(shipping.pins.iter().map(|pin| pin.word).collect::<Vec<_>>(), ["unavailable"]);
        assert_eq!(card(&board, Node::Payment).standing, Standing::Well);
    }
}
