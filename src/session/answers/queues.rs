//! What waits: in the queues of the bus, among the dead letters, for a person.

use serde::Serialize;

use crate::exchange::{Wire, millis_of_time, payload};
use crate::messaging::Node;
use crate::session::Session;
use crate::transport::bus::{DeadReason, DeadState, DeliveryState};

/// The queue of one consumer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct QueueView {
    pub name: String,
    pub consumer: &'static str,
    /// Waiting: for the consumer to be back, or for the next attempt.
    pub ready: usize,
    /// On the way or being handled.
    pub in_flight: usize,
    /// Parked dead letters.
    pub dead: usize,
}

/// A parked dead letter.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DeadLetterView {
    pub id: u32,
    pub message_id: String,
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub correlation_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<String>,
    pub consumer: &'static str,
    /// `handler-failed` or `not-acknowledged`.
    pub reason: &'static str,
    pub attempts: u8,
    /// Virtual milliseconds.
    pub since: f64,
    /// The body cannot be processed until it is corrected.
    pub poisoned: bool,
    /// The body as the consumer gets it.
    pub body: Wire,
}

/// A task that waits for a person.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TaskView {
    pub id: u32,
    pub order_id: String,
    /// The compensation that gave up.
    pub compensation: &'static str,
    /// The step that it would have undone.
    pub undoes: &'static str,
    pub attempts: u8,
    /// Virtual milliseconds.
    pub since: f64,
}

impl Session {
    /// One queue for each consumer.
    pub fn queues(&self) -> Vec<QueueView> {
        let bus = &self.world().bus;
        let mut in_flight = [0_usize; Node::ALL.len()];
        for (_, delivery) in bus.deliveries() {
            if delivery.state == DeliveryState::InFlight
                && let Some(count) = in_flight.get_mut(delivery.consumer.index())
            {
                *count = count.saturating_add(1);
            }
        }
        let view = |(consumer, in_flight): (Node, usize)| QueueView {
            name: format!("{}-queue", consumer.name()),
            consumer: consumer.name(),
            ready: bus.depth_of(consumer).saturating_sub(in_flight),
            in_flight,
            dead: bus.parked(consumer),
        };
        Node::ALL.into_iter().zip(in_flight).filter(|(node, _)| node.is_consumer()).map(view).collect()
    }

    /// The dead letters that are parked.
    pub fn dead_letters(&self) -> Vec<DeadLetterView> {
        let world = self.world();
        let parked = world.bus.dead_letters().filter(|(_, dead)| dead.state == DeadState::Parked);
        parked
            .filter_map(|(id, dead)| {
                let letter = world.letter(dead.message)?;
                let body = payload::of_message(world, dead.message);
                Some(DeadLetterView {
                    id,
                    message_id: letter.id.to_string(),
                    kind: world.message_name(dead.message),
                    correlation_id: world.letter(letter.root)?.id.to_string(),
                    order_id: world.order_of(dead.message).map(|order| world.order_name(order).to_owned()),
                    consumer: dead.consumer.name(),
                    reason: match dead.reason {
                        DeadReason::HandlerFailed => "handler-failed",
                        DeadReason::NotAcknowledged => "not-acknowledged",
                    },
                    attempts: dead.attempts,
                    since: millis_of_time(dead.since),
                    poisoned: dead.poisoned,
                    body: if dead.poisoned { payload::poisoned(&body) } else { body },
                })
            })
            .collect()
    }

    /// The tasks that wait for a person.
    pub fn tasks(&self) -> Vec<TaskView> {
        let world = self.world();
        let attempts = |order: crate::domain::OrderId, compensation| {
            world.sagas.get(order.index()).map_or(0, |record| record.saga.compensation(compensation).attempts)
        };
        let open = world.open_tasks();
        open.map(|(id, task)| TaskView {
            id,
            order_id: world.order_name(task.order).to_owned(),
            compensation: task.compensation.name(),
            undoes: task.compensation.undoes().name(),
            attempts: attempts(task.order, task.compensation),
            since: millis_of_time(task.opened),
        })
        .collect()
    }
}
