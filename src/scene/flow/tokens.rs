//! What moves: messages on their way, rings that drain, marks in the queues.

use super::layout::{Layout, QUEUES};
use crate::kernel::{MessageNo, Span, VirtualTime};
use crate::messaging::Node;
use crate::scene::geometry::{Curve, Point, Within};
use crate::scene::mark::{Hue, Mark, Shape};
use crate::transport::bus::{Delivery, DeliveryState};
use crate::world::{Hop, Occurrence, Work, World};

/// The most messages drawn at a time; the rest is counted.
pub const TOKENS_MAX: usize = 2_000;
/// The agenda is looked through so far and no further.
const AGENDA_MAX: usize = 20_000;
/// Unfinished deliveries are looked through so far and no further.
const DELIVERIES_MAX: usize = 3_000;
const WORK_RINGS_MAX: u8 = 2;
const TIMER_RINGS_MAX: usize = 3;
/// How far a copy travels beside its original.
const COPY_OFFSET: f64 = 8.0;

/// Which transmission a token is, for as long as it travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TokenKey {
    pub message: MessageNo,
    pub from: Node,
    pub to: Node,
    pub attempt: u8,
    pub copy: u8,
}

impl TokenKey {
    pub const fn of(hop: &Hop) -> Self {
        Self { message: hop.message, from: hop.from, to: hop.to, attempt: hop.attempt, copy: hop.copy }
    }
}

/// A message on its way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Token {
    pub key: TokenKey,
    pub at: Point,
    /// How much of the way is done, from 0 to 1.
    pub part: f64,
    pub curve: Curve,
    pub mark: Mark,
    pub label: &'static str,
    pub due: VirtualTime,
}

/// A ring that drains: the next event is visible before it happens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Draining {
    pub at: Point,
    pub radius: f64,
    /// What is left, from 1 to 0.
    pub left: f64,
    pub hue: Hue,
}

/// A message in a queue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QueueMark {
    pub at: Point,
    pub message: MessageNo,
    pub consumer: Node,
    pub mark: Mark,
    /// Handed over and not yet acknowledged.
    pub away: bool,
}

/// All that moves at one moment. Kept between frames, so that its vectors are.
#[derive(Clone, Debug, Default)]
pub struct Moving {
    pub tokens: Vec<Token>,
    pub rings: Vec<Draining>,
    pub queued: Vec<QueueMark>,
    /// Messages on their way that are not among the tokens.
    pub more: usize,
}

/// How much of a transmission's way is done.
pub fn travelled(hop: &Hop, due: VirtualTime, now: VirtualTime) -> f64 {
    let whole = due.since(hop.sent_at).micros();
    if whole == 0 { 1.0 } else { (now.since(hop.sent_at).micros() as f64 / whole as f64).min(1.0) }
}

/// Where a message on its way is.
pub fn token_position(layout: &Layout, hop: &Hop, due: VirtualTime, now: VirtualTime) -> Point {
    route(layout, hop).at(travelled(hop, due, now))
}

fn route(layout: &Layout, hop: &Hop) -> Curve {
    layout.route(hop.from, hop.to).by(0.0, f64::from(hop.copy) * COPY_OFFSET)
}

impl Moving {
    /// What moves at `now`.
    pub fn fill(&mut self, world: &World, layout: &Layout, now: VirtualTime) {
        self.tokens.clear();
        self.rings.clear();
        self.queued.clear();
        self.more = 0;
        self.fill_from_agenda(world, layout, now);
        self.fill_queues(world, layout, now);
    }

    fn fill_from_agenda(&mut self, world: &World, layout: &Layout, now: VirtualTime) {
        let mut works = [0_u8; Node::ALL.len()];
        let mut timers = 0;
        for ((due, _), occurrence) in world.agenda.iter().take(AGENDA_MAX) {
            match occurrence {
                Occurrence::Arrive(hop) if self.tokens.len() < TOKENS_MAX => {
                    self.tokens.push(token(world, layout, hop, due, now));
                }
                Occurrence::Arrive(_) => self.more += 1,
                Occurrence::Finish(work) => {
                    if let Some(count) = works.get_mut(work.hop.to.index()) {
                        if *count < WORK_RINGS_MAX {
                            self.rings.push(work_ring(world, layout, work, due, now, *count));
                        }
                        *count = count.saturating_add(1);
                    }
                }
                Occurrence::SagaTimer { order, call, attempt } => {
                    if timers < TIMER_RINGS_MAX && world.saga_timer_matters(*order, *call, *attempt) {
                        let saga = layout.node(Node::Saga);
                        let at = Point::new(saga.right() - 11.0 - 14.0 * timers as f64, saga.bottom());
                        self.rings.push(draining(at, 5.0, due, now, world.settings.step_timeout, Hue::External));
                        timers += 1;
                    }
                }
                Occurrence::Restart { node, .. } => {
                    let whole = world.faults.rule(crate::fault::FaultId(world.node(*node).down_by));
                    let whole = whole.map_or(Span::from_secs(5), crate::fault::FaultRule::span);
                    let rect = layout.node(*node);
                    let at = Point::new(rect.x + 9.0, rect.bottom());
                    self.rings.push(draining(at, 6.0, due, now, whole, Hue::Bad));
                }
                Occurrence::Dispatch
                | Occurrence::Rebuild(_)
                | Occurrence::DispatchAgain(_)
                | Occurrence::AckTimeout(_)
                | Occurrence::Redeliver(_)
                | Occurrence::AnswerTimeout { .. }
                | Occurrence::Project(_)
                | Occurrence::ParcelLeaves { .. }
                | Occurrence::FaultEdge { .. }
                | Occurrence::Traffic { .. } => {}
            }
        }
    }

    fn fill_queues(&mut self, world: &World, layout: &Layout, now: VirtualTime) {
        let mut rows = QUEUES.map(|node| (layout.queue(node), 0_usize));
        let mut open = rows.len();
        for (_, delivery) in world.bus.deliveries().take(DELIVERIES_MAX) {
            let Some(place) = QUEUES.iter().position(|node| *node == delivery.consumer) else { continue };
            let Some((Some(row), taken)) = rows.get_mut(place) else { continue };
            if *taken >= row.marks {
                continue;
            }
            let at = Point::new(row.marks_from + (*taken as f64 + 0.5) * row.pitch, row.rect.middle().y);
            *taken += 1;
            if *taken == row.marks {
                open -= 1;
            }
            self.queue_mark(world, delivery, at, now);
            if open == 0 {
                break;
            }
        }
    }

    fn queue_mark(&mut self, world: &World, delivery: &Delivery, at: Point, now: VirtualTime) {
        let mark = Mark::of_message(world, delivery.message);
        let mark = if delivery.poisoned { Mark { crossed: true, hue: Hue::Bad, ..mark } } else { mark };
        let mut away = false;
        match delivery.state {
            DeliveryState::Held => {}
            DeliveryState::InFlight => {
                away = true;
                if let Some((due, _)) = delivery.timer.filter(|_| delivery.attempts > 1) {
                    self.rings.push(draining(at, 4.6, due, now, world.settings.ack_timeout, Hue::External));
                }
            }
            DeliveryState::BackOff { until } => {
                let tried = delivery.attempts.saturating_sub(delivery.attempts_before).max(1);
                let most = world.settings.retries.expo(u32::from(tried));
                self.rings.push(draining(at, 4.6, until, now, most, mark.hue));
            }
        }
        self.queued.push(QueueMark { at, message: delivery.message, consumer: delivery.consumer, mark, away });
    }
}

fn token(world: &World, layout: &Layout, hop: &Hop, due: VirtualTime, now: VirtualTime) -> Token {
    let curve = route(layout, hop);
    let part = travelled(hop, due, now);
    let mark = Mark::of_hop(world, hop);
    Token { key: TokenKey::of(hop), at: curve.at(part), part, curve, mark, label: world.message_name(hop.message), due }
}

fn work_ring(world: &World, layout: &Layout, work: &Work, due: VirtualTime, now: VirtualTime, place: u8) -> Draining {
    let rect = layout.node(work.hop.to);
    let at = Point::new(rect.right() - 12.0 - 15.0 * f64::from(place), rect.y + 12.0);
    let hue = Mark::of_message(world, work.hop.message).hue;
    draining(at, 5.5, due, now, due.since(work.began), hue)
}

fn draining(at: Point, radius: f64, due: VirtualTime, now: VirtualTime, whole: Span, hue: Hue) -> Draining {
    let left = due.since(now).micros() as f64 / whole.micros().max(1) as f64;
    Draining { at, radius, left: left.within(0.0, 1.0), hue }
}

/// The token nearest to a point, if one is near enough to be meant.
pub fn hit(tokens: &[Token], point: Point, reach: f64) -> Option<&Token> {
    let near = tokens.iter().map(|token| (token.at.distance_squared(point), token));
    let near = near.filter(|(distance, _)| *distance <= reach * reach);
    near.min_by(|(one, _), (other, _)| one.total_cmp(other)).map(|(_, token)| token)
}

impl Token {
    /// True for what turns back.
    pub fn turns_back(&self) -> bool {
        self.mark.shape == Shape::Diamond
    }

    /// Which way it goes, as a vector of any length.
    pub const fn heading(&self) -> Point {
        let ahead = if self.part > 0.98 { self.curve.at(1.0) } else { self.curve.at(self.part + 0.02) };
        let behind = if self.part > 0.98 { self.curve.at(0.98) } else { self.at };
        Point::new(ahead.x - behind.x, ahead.y - behind.y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::samples;

    #[test]
    fn a_message_is_as_far_on_its_way_as_its_time() {
        let mut world = samples::placed(&[]);
        let layout = Layout::fit(900.0, 420.0);
        let mut moving = Moving::default();
        let due = world.next_due().expect("the command is on its way");
        let hop = *world.agenda.iter().find_map(|(_, due)| due.hop()).expect("a hop");
        let way = layout.route(Node::Client, Node::Order);
        assert_eq!(token_position(&layout, &hop, due, hop.sent_at), way.from);
        assert_eq!(token_position(&layout, &hop, due, due), way.to);
        let half = VirtualTime::from_micros((hop.sent_at.micros() + due.micros()) / 2);
        moving.fill(&world, &layout, half);
        let [token] = moving.tokens.as_slice() else { panic!("one message is on its way") };
        assert_eq!(token.label, "PlaceOrder");
        assert!((token.part - 0.5).abs() < 0.001);
        assert!(hit(&moving.tokens, way.at(0.5), 12.0).is_some());
        assert!(hit(&moving.tokens, way.at(0.5).by(0.0, 40.0), 12.0).is_none());
        samples::walk(&mut world, due);
        moving.fill(&world, &layout, world.now);
        assert!(moving.tokens.is_empty());
        assert_eq!(moving.rings.len(), 1, "the order service handles it");
    }

    #[test]
    fn the_still_picture_depends_on_the_moment_alone() {
        let mut world = samples::placed(&[]);
        samples::walk(&mut world, VirtualTime::from_millis(900));
        let layout = Layout::fit(900.0, 420.0);
        let (mut one, mut other) = (Moving::default(), Moving::default());
        one.fill(&world, &layout, VirtualTime::from_millis(100));
        one.fill(&world, &layout, VirtualTime::from_millis(900));
        other.fill(&world, &layout, VirtualTime::from_millis(900));
        assert_eq!(one.tokens, other.tokens);
        assert_eq!(one.rings, other.rings);
    }
}
