//! I06, I23 and I27: no message takes effect twice, the queues add up, nothing is lost and nothing invented.

use super::Invariant;
use super::messages::{Messages, Nodes, hearers, server};
use super::watch::Watch;
use crate::kernel::MessageNo;
use crate::messaging::{Node, Place};
use crate::transport::bus::{QUEUE_MAX, QueueAccount};
use crate::world::{Body, DeliveryGuarantee, Detail, Letter, TraceEntry, TraceKind};

/// The books of all queues as the trace tells them.
#[derive(Clone, Debug, Default)]
pub(super) struct Queues {
    accounts: [QueueAccount; Node::ALL.len()],
    dead: u32,
    /// (Message, consumer) pairs that the bus accepted and that are neither handled nor dead.
    outstanding: u64,
    /// Messages that are to reach the bus and have not.
    unpublished: u64,
    touched: Nodes,
    /// A dead letter was taken out in this step; a corrected copy of it may be born.
    redriven: Option<MessageNo>,
}

impl Queues {
    // Every other kind of line is told by these, or concerns no queue.
    #[allow(clippy::wildcard_enum_match_arm)]
    pub(super) fn line(&mut self, watch: &mut Watch<'_>, messages: &mut Messages, line: &TraceEntry) {
        let (Place::Node(place), Place::Node(peer)) = (line.place, line.peer) else { return };
        match line.kind {
            TraceKind::Sent => self.sent(watch, messages, line.message, place, peer),
            TraceKind::Duplicated if place == Node::Bus && forgets(watch) => self.forget(peer, u64::MAX),
            TraceKind::Received => arrived(watch, messages, line.message, place),
            TraceKind::Handled => self.handled(watch, messages, line.message, place),
            TraceKind::Rejected => {
                self.change(messages, line.message, |account| {
                    account.concluded.add(place);
                });
            }
            TraceKind::DuplicateIgnored | TraceKind::Acknowledged => {
                let consumer = if line.kind == TraceKind::Acknowledged { peer } else { place };
                self.concluded(watch, messages, line, consumer);
            }
            TraceKind::Published => self.published(watch, messages, line.message),
            TraceKind::DeadLettered => self.died(watch, messages, line, peer),
            TraceKind::Redriven => {
                self.redriven = Some(line.message);
                self.change(messages, line.message, |account| account.dead.remove(peer));
                self.account(peer).published += 1;
                self.account(peer).redriven += 1;
            }
            _ => {}
        }
    }

    /// A message was born.
    pub(super) fn letter(
        &mut self,
        watch: &mut Watch<'_>,
        messages: &mut Messages,
        message: MessageNo,
        letter: &Letter,
    ) {
        if let Some(original) = self.redriven
            && watch.world.letter(original).is_some_and(|original| original.id == letter.id)
        {
            messages.is_copy_of(message, original);
            return;
        }
        let expected = match letter.body {
            Body::Event { .. } => true,
            Body::Command(_) => letter.source == Node::Saga,
            Body::Reply(reply) => {
                let first = &mut messages.account(letter.cause).reply;
                match first.checked_sub(1).and_then(|first| watch.world.letter(MessageNo(first))) {
                    None => *first = message.0 + 1,
                    Some(first) if first.body == Body::Reply(reply) => {}
                    Some(_) => watch.broken(Invariant::I06, None, |watch| {
                        format!("{} was answered in two ways.", named(watch, letter.cause))
                    }),
                }
                false
            }
            Body::Corrected { .. } | Body::Timer { .. } => false,
        };
        if expected {
            let account = messages.account(message);
            account.expected = true;
            self.unpublished += u64::from(!account.published);
        }
    }

    /// An event was recorded because of `cause` (I06).
    pub(super) fn effect(watch: &mut Watch<'_>, messages: &mut Messages, position: u64, cause: MessageNo, by: Node) {
        if !messages.account(cause).effects.add(by) {
            watch.broken(Invariant::I06, Some(position), |watch| {
                let fact = watch.world.fact(position).map_or("event", |fact| fact.name());
                format!("{} led to a second {fact} at {}.", named(watch, cause), by.name())
            });
        }
    }

    fn sent(&mut self, watch: &Watch<'_>, messages: &mut Messages, message: MessageNo, place: Node, peer: Node) {
        if place == Node::Bus || place == Node::Client {
            messages.account(message).sent.add(peer);
        }
        if place == Node::Bus && forgets(watch) {
            self.forget(peer, 1);
        }
    }

    fn handled(&mut self, watch: &mut Watch<'_>, messages: &mut Messages, message: MessageNo, node: Node) {
        arrived(watch, messages, message, node);
        let mut again = false;
        self.change(messages, message, |account| {
            again = !account.handled.add(node);
            account.concluded.add(node);
        });
        if !again {
            return;
        }
        watch.broken(Invariant::I06, None, |watch| {
            format!("{} took effect twice at {}.", named(watch, message), node.name())
        });
        if forgets(watch) {
            watch.broken(Invariant::I27, None, |watch| {
                format!(
                    "{} was handled twice by {} although it is sent at most once.",
                    named(watch, message),
                    node.name()
                )
            });
        }
    }

    /// A consumer says that it is done with a message: then it has handled it (I27).
    fn concluded(&mut self, watch: &mut Watch<'_>, messages: &mut Messages, line: &TraceEntry, consumer: Node) {
        let message = line.message;
        if line.kind == TraceKind::Acknowledged {
            self.account(consumer).acknowledged += 1;
        }
        if !messages.account(message).concluded.has(consumer) {
            watch.broken(Invariant::I27, None, |watch| {
                format!("{} was taken off the queue of {} unhandled.", named(watch, message), consumer.name())
            });
        }
    }

    fn published(&mut self, watch: &Watch<'_>, messages: &mut Messages, message: MessageNo) {
        let hearers = match watch.world.letter(message).map(|letter| &letter.body) {
            Some(Body::Command(command)) => server(command),
            Some(Body::Event { .. } | Body::Corrected { .. } | Body::Reply(_) | Body::Timer { .. }) | None => {
                watch.world.event_of(message).map(|event| hearers(&event)).unwrap_or_default()
            }
        };
        for consumer in hearers.iter() {
            self.account(consumer).published += 1;
        }
        let mut newly = false;
        self.change(messages, message, |account| {
            newly = account.expected && !account.published;
            account.published = true;
            account.accepted.0 |= hearers.0;
        });
        self.unpublished -= u64::from(newly);
    }

    fn died(&mut self, watch: &mut Watch<'_>, messages: &mut Messages, line: &TraceEntry, consumer: Node) {
        let message = line.message;
        self.change(messages, message, |account| {
            account.dead.add(consumer);
        });
        self.account(consumer).dead += 1;
        let number = self.dead;
        self.dead += 1;
        let parked = watch.world.bus.dead_letter(number);
        let right = line.detail == Detail::Number(number)
            && parked.is_some_and(|letter| letter.message == message && letter.consumer == consumer);
        if !right {
            watch.broken(Invariant::I23, None, |watch| {
                format!("{} is not in the dead-letter queue of {}.", named(watch, message), consumer.name())
            });
        }
    }

    /// The books of the consumers that this step concerned, held against the bus's (I23) and its bounds (I29).
    pub(super) fn step(&mut self, watch: &mut Watch<'_>) {
        self.redriven = None;
        for consumer in std::mem::take(&mut self.touched).iter() {
            let own = self.accounts.get(consumer.index()).copied().unwrap_or_default();
            let (told, depth) = (watch.world.bus.account_of(consumer), watch.world.bus.depth_of(consumer));
            if own != told || open(&own) != depth as u64 {
                watch.broken(Invariant::I23, None, |_| {
                    format!(
                        "The queue of {} took {} messages; {} acknowledged, {} dead, {} forgotten and {depth} waiting \
                         do not add up to that.",
                        consumer.name(),
                        own.published,
                        told.acknowledged,
                        told.dead,
                        told.forgotten
                    )
                });
            }
            if depth > QUEUE_MAX {
                watch.broken(Invariant::I29, None, |_| {
                    format!("The queue of {} holds {depth} messages, more than {QUEUE_MAX}.", consumer.name())
                });
            }
        }
    }

    /// The run became quiet: whatever was to arrive has arrived, or lies where a person finds it (I27).
    pub(super) fn quiet(&self, watch: &mut Watch<'_>, messages: &Messages) {
        if self.unpublished > 0
            && let Some((message, _)) = messages.find(|account| account.expected && !account.published)
        {
            let by = watch.given_up.outbox.then_some("outbox");
            watch.broken_by(Invariant::I27, None, by, |watch| {
                format!("{} was recorded and never reached the bus.", named(watch, message))
            });
        }
        if self.outstanding > 0
            && let Some((message, account)) = messages.find(|account| account.outstanding() > 0)
        {
            let missing = Nodes(account.accepted.0 & !(account.concluded.0 | account.dead.0));
            let consumer = missing.iter().next().map_or("nobody", Node::name);
            let by = watch.given_up.delivery.then_some("delivery");
            watch.broken_by(Invariant::I27, None, by, |watch| {
                format!("{} was accepted by the bus and never reached {consumer}.", named(watch, message))
            });
        }
        if let Some((_, delivery)) = watch.world.bus.deliveries().next() {
            let (message, consumer) = (delivery.message, delivery.consumer);
            watch.broken_by(Invariant::I27, None, None, |watch| {
                format!("{} waits for {} for ever.", named(watch, message), consumer.name())
            });
        }
    }

    /// A copy made by a fault is told as sent, but no delivery is forgotten for it: `u64::MAX` takes one back.
    fn forget(&mut self, consumer: Node, by: u64) {
        let account = self.account(consumer);
        account.forgotten = account.forgotten.wrapping_add(by);
    }

    // Every node has an account: the array is as long as the list of nodes.
    #[allow(clippy::indexing_slicing)]
    fn account(&mut self, consumer: Node) -> &mut QueueAccount {
        self.touched.add(consumer);
        &mut self.accounts[consumer.index()]
    }

    fn change(
        &mut self,
        messages: &mut Messages,
        message: MessageNo,
        change: impl FnOnce(&mut super::messages::MessageAccount),
    ) {
        let account = messages.account(message);
        let before = account.outstanding();
        change(account);
        self.outstanding = self.outstanding + u64::from(account.outstanding()) - u64::from(before);
    }
}

/// Messages that entered a queue and have not left it.
const fn open(account: &QueueAccount) -> u64 {
    let left = account.acknowledged + account.dead + account.forgotten;
    account.published.saturating_sub(left)
}

fn forgets(watch: &Watch<'_>) -> bool {
    watch.world.settings.delivery == DeliveryGuarantee::AtMostOnce
}

/// What arrives was sent there (I27).
fn arrived(watch: &mut Watch<'_>, messages: &mut Messages, message: MessageNo, node: Node) {
    if node.is_consumer() && !messages.account(message).sent.has(node) {
        watch.broken(Invariant::I27, None, |watch| {
            format!("{} reached {}, to whom nobody had sent it.", named(watch, message), node.name())
        });
    }
}

/// A message with its order, as people refer to it.
fn named(watch: &Watch<'_>, message: MessageNo) -> String {
    let name = watch.world.message_name(message);
    match watch.world.order_of(message) {
        Some(order) => format!("{name} of {}", watch.world.order_name(order)),
        None => name.to_owned(),
    }
}
