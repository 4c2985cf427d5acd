//! The queues of the consumers, and the dead letters that wait for a person.

use super::Part;
use crate::exchange::payload;
use crate::messaging::Node;
use crate::scene::words;
use crate::transport::bus::{DeadState, DeliveryState};
use crate::world::World;

/// Dead letters in the list; the oldest parked are shown.
pub const DEAD_MAX: usize = 30;
/// Deliveries that are looked at to tell the waiting from those on their way.
const LOOK_MAX: usize = 5_000;

#[derive(Clone, Debug, PartialEq)]
pub struct QueueRow {
    pub consumer: Node,
    pub name: &'static str,
    pub in_flight: usize,
    pub waiting: usize,
    pub dead: usize,
    pub acknowledged: u64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct DeadView {
    pub number: u32,
    pub message: crate::kernel::MessageNo,
    pub name: &'static str,
    pub consumer: &'static str,
    pub order: Option<String>,
    pub reason: &'static str,
    pub attempts: u8,
    pub since: String,
    pub poisoned: bool,
    /// The body as JSON, as the consumer got it.
    pub body: String,
}

/// One queue for each consumer.
pub fn queues(world: &World) -> Vec<QueueRow> {
    let mut waiting = [0_usize; Node::ALL.len()];
    for (_, delivery) in world.bus.deliveries().take(LOOK_MAX) {
        if !matches!(delivery.state, DeliveryState::InFlight)
            && let Some(count) = waiting.get_mut(delivery.consumer.index())
        {
            *count += 1;
        }
    }
    let row = |(consumer, waiting): (Node, usize)| QueueRow {
        consumer,
        name: words::node_title(consumer),
        in_flight: world.bus.depth_of(consumer).saturating_sub(waiting),
        waiting,
        dead: world.bus.parked(consumer),
        acknowledged: world.bus.account_of(consumer).acknowledged,
    };
    Node::ALL.into_iter().zip(waiting).filter(|(node, _)| node.is_consumer()).map(row).collect()
}

/// The dead letters that are parked.
pub fn dead_letters(world: &World) -> Part<DeadView> {
    let mut parked = world.bus.dead_letters().filter(|(_, dead)| dead.state == DeadState::Parked);
    let rows: Vec<DeadView> = parked
        .by_ref()
        .take(DEAD_MAX)
        .map(|(number, dead)| {
            let body = payload::of_message(world, dead.message);
            let body = if dead.poisoned { payload::poisoned(&body) } else { body };
            DeadView {
                number,
                message: dead.message,
                name: world.message_name(dead.message),
                consumer: words::node_phrase(dead.consumer),
                order: world.order_of(dead.message).map(|order| words::order(world, order)),
                reason: words::dead_reason(dead.reason),
                attempts: dead.attempts,
                since: words::clock(dead.since),
                poisoned: dead.poisoned,
                body: super::json(&body),
            }
        })
        .collect();
    Part { rows, left_out: parked.count() }
}
