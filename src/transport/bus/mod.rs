//! The in-process bus: publish and subscribe by type, a queue for each consumer, acknowledgement, retries, dead letters.
//!
//! It keeps the books of deliveries and says what is to be done next; time and chance are the world's. It carries
//! message numbers and never looks inside the letter. Knows nothing about orders, the store or who publishes.

mod delivery;
mod retry;

use std::collections::BTreeMap;

pub use delivery::{DeadLetter, DeadReason, DeadState, Delivery, DeliveryNo, DeliveryState, QueueAccount};
pub use retry::{Jitter, RetryPolicy};

use crate::kernel::{Log, MessageNo, Sparse, VirtualTime};
use crate::messaging::{Chain, Node};

/// What a consumer subscribes to: a number that the world gave to a type of message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Topic(pub u8);

/// Most deliveries that may be unfinished for one consumer; beyond it the bus refuses to accept and the publisher
/// repeats later (backpressure).
pub const QUEUE_MAX: usize = 100_000;

/// The bus.
#[derive(Clone, Debug, Hash)]
pub struct Bus {
    /// What every message passes before it is accepted.
    chain: Chain,
    /// Subscribers of each topic, in the order of subscribing.
    subscriptions: BTreeMap<Topic, Vec<Node>>,
    deliveries: Sparse<Delivery>,
    next: u32,
    dead: Log<DeadLetter>,
    accounts: [QueueAccount; Node::ALL.len()],
    depth: [u32; Node::ALL.len()],
    parked: [u32; Node::ALL.len()],
}

impl Default for Bus {
    fn default() -> Self {
        Self {
            chain: Chain::standard(),
            subscriptions: BTreeMap::new(),
            deliveries: Sparse::default(),
            next: 0,
            dead: Log::default(),
            accounts: [QueueAccount::default(); Node::ALL.len()],
            depth: [0; Node::ALL.len()],
            parked: [0; Node::ALL.len()],
        }
    }
}

impl Bus {
    pub const fn chain(&self) -> &Chain {
        &self.chain
    }

    /// Bytes that a clone holds which a later state of the same does not share with it.
    pub fn bytes_beside(&self, later: &Self) -> usize {
        self.deliveries.bytes_beside(&later.deliveries) + self.dead.bytes_beside(&later.dead)
    }

    /// `consumer` receives what is published under `topic` from now on; asking twice changes nothing.
    pub fn subscribe(&mut self, topic: Topic, consumer: Node) {
        let subscribers = self.subscriptions.entry(topic).or_default();
        if !subscribers.contains(&consumer) {
            subscribers.push(consumer);
        }
    }

    /// `consumer` receives nothing more under `topic`; what is queued stays queued.
    pub fn unsubscribe(&mut self, topic: Topic, consumer: Node) {
        if let Some(subscribers) = self.subscriptions.get_mut(&topic) {
            subscribers.retain(|subscriber| *subscriber != consumer);
        }
    }

    pub fn subscribers(&self, topic: Topic) -> &[Node] {
        self.subscriptions.get(&topic).map_or(&[], Vec::as_slice)
    }

    /// True while every subscriber's queue has room.
    pub fn has_room(&self, topic: Topic) -> bool {
        self.subscribers(topic).iter().all(|node| self.depth_of(*node) < QUEUE_MAX)
    }

    /// Opens a delivery of `message` to `consumer`.
    pub fn open(&mut self, message: MessageNo, consumer: Node, poisoned: bool) -> DeliveryNo {
        self.open_after(message, consumer, poisoned, 0)
    }

    /// Opens a delivery for a message that had attempts before: it was parked and is redriven.
    pub fn open_after(&mut self, message: MessageNo, consumer: Node, poisoned: bool, attempts: u8) -> DeliveryNo {
        let number = DeliveryNo(self.next);
        self.next += 1;
        let delivery = Delivery {
            message,
            consumer,
            state: DeliveryState::InFlight,
            attempts,
            attempts_before: attempts,
            poisoned,
            timer: None,
        };
        self.deliveries.insert(number.0, delivery);
        self.account(consumer).published += 1;
        self.change_depth(consumer, 1);
        number
    }

    pub fn delivery(&self, number: DeliveryNo) -> Option<&Delivery> {
        self.deliveries.get(number.0)
    }

    pub fn delivery_mut(&mut self, number: DeliveryNo) -> Option<&mut Delivery> {
        self.deliveries.get_mut(number.0)
    }

    /// Unfinished deliveries, oldest first.
    pub fn deliveries(&self) -> impl Iterator<Item = (DeliveryNo, &Delivery)> {
        self.deliveries.iter().map(|(number, delivery)| (DeliveryNo(number), delivery))
    }

    /// The consumer acknowledged: the delivery is over. `None` if it was over before.
    pub fn acknowledge(&mut self, number: DeliveryNo) -> Option<Delivery> {
        let delivery = self.close(number)?;
        self.account(delivery.consumer).acknowledged += 1;
        Some(delivery)
    }

    /// At most once: the bus forgets the delivery when it hands it over.
    pub fn forget(&mut self, number: DeliveryNo) -> Option<Delivery> {
        let delivery = self.close(number)?;
        self.account(delivery.consumer).forgotten += 1;
        Some(delivery)
    }

    /// Parks the message of a delivery as a dead letter and returns the dead letter's number.
    pub fn park(&mut self, number: DeliveryNo, reason: DeadReason, now: VirtualTime) -> Option<u32> {
        let delivery = self.close(number)?;
        self.account(delivery.consumer).dead += 1;
        self.change_parked(delivery.consumer, 1);
        let letter = DeadLetter {
            message: delivery.message,
            consumer: delivery.consumer,
            reason,
            attempts: delivery.attempts,
            poisoned: delivery.poisoned,
            since: now,
            state: DeadState::Parked,
        };
        u32::try_from(self.dead.push(letter)).ok()
    }

    /// All dead letters that ever were, by number.
    pub fn dead_letters(&self) -> impl Iterator<Item = (u32, &DeadLetter)> {
        self.dead.iter().enumerate().filter_map(|(number, letter)| Some((u32::try_from(number).ok()?, letter)))
    }

    pub fn dead_letter(&self, number: u32) -> Option<&DeadLetter> {
        self.dead.get(number as usize)
    }

    /// Dead letters still parked for a consumer.
    pub fn parked(&self, consumer: Node) -> usize {
        self.parked.get(consumer.index()).copied().unwrap_or(0) as usize
    }

    /// Takes a parked dead letter out, to be redriven or discarded; `None` if it is not parked.
    pub fn unpark(&mut self, number: u32, state: DeadState) -> Option<DeadLetter> {
        let letter = self.dead.get_mut(number as usize)?;
        if letter.state != DeadState::Parked || state == DeadState::Parked {
            return None;
        }
        letter.state = state;
        let letter = *letter;
        self.change_parked(letter.consumer, -1);
        if state == DeadState::Redriven {
            self.account(letter.consumer).redriven += 1;
        }
        Some(letter)
    }

    /// Unfinished deliveries of a consumer.
    pub fn depth_of(&self, consumer: Node) -> usize {
        self.depth.get(consumer.index()).copied().unwrap_or(0) as usize
    }

    pub fn account_of(&self, consumer: Node) -> QueueAccount {
        self.accounts.get(consumer.index()).copied().unwrap_or_default()
    }

    fn close(&mut self, number: DeliveryNo) -> Option<Delivery> {
        let delivery = self.deliveries.remove(number.0)?;
        self.change_depth(delivery.consumer, -1);
        Some(delivery)
    }

    fn change_depth(&mut self, consumer: Node, by: i32) {
        if let Some(depth) = self.depth.get_mut(consumer.index()) {
            *depth = depth.saturating_add_signed(by);
        }
    }

    fn change_parked(&mut self, consumer: Node, by: i32) {
        if let Some(parked) = self.parked.get_mut(consumer.index()) {
            *parked = parked.saturating_add_signed(by);
        }
    }

    // Every node has an account: the array is as long as the list of nodes.
    #[allow(clippy::indexing_slicing)]
    fn account(&mut self, consumer: Node) -> &mut QueueAccount {
        &mut self.accounts[consumer.index()]
    }
}
