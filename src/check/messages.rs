//! The checker's own account of each message: where it was sent, taken, handled, and what it brought about.

use crate::domain::inventory::InventoryEvent;
use crate::domain::order::OrderEvent;
use crate::domain::payment::PaymentEvent;
use crate::domain::shipping::ShippingEvent;
use crate::domain::{Command, Event};
use crate::kernel::{MessageNo, Table};
use crate::messaging::Node;

/// A set of nodes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Nodes(pub(super) u16);

impl Nodes {
    pub(super) fn of(nodes: &[Node]) -> Self {
        Self(nodes.iter().fold(0, |bits, node| bits | (1 << node.index())))
    }

    pub(super) const fn has(self, node: Node) -> bool {
        self.0 & (1 << node.index()) != 0
    }

    /// Adds a node; true if it was not there.
    pub(super) const fn add(&mut self, node: Node) -> bool {
        let new = !self.has(node);
        self.0 |= 1 << node.index();
        new
    }

    pub(super) const fn remove(&mut self, node: Node) {
        self.0 &= !(1 << node.index());
    }

    pub(super) fn iter(self) -> impl Iterator<Item = Node> {
        Node::ALL.into_iter().filter(move |node| self.has(*node))
    }
}

/// One message.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct MessageAccount {
    /// Where it was sent, by the bus or by the client.
    pub(super) sent: Nodes,
    /// For whom the bus accepted it.
    pub(super) accepted: Nodes,
    /// Where it took effect.
    pub(super) handled: Nodes,
    /// Who is done with it: handled, or refused by the business.
    pub(super) concluded: Nodes,
    /// Who recorded an event because of it.
    pub(super) effects: Nodes,
    /// At whose queue it is a dead letter.
    pub(super) dead: Nodes,
    /// It is to reach the bus: an event, or a command of a saga.
    pub(super) expected: bool,
    pub(super) published: bool,
    /// The first reply to it, plus one.
    pub(super) reply: u32,
}

impl MessageAccount {
    /// Consumers for whom the bus accepted it and who have neither handled it nor let it die.
    pub(super) const fn outstanding(&self) -> u32 {
        (self.accepted.0 & !(self.concluded.0 | self.dead.0)).count_ones()
    }
}

/// All messages. A corrected copy goes by the number of its original: to those who take it, it is the same message.
#[derive(Clone, Debug, Default)]
pub(super) struct Messages {
    rows: Table<MessageAccount>,
    /// In the order of birth.
    copies: Vec<(MessageNo, MessageNo)>,
}

impl Messages {
    pub(super) fn is_copy_of(&mut self, copy: MessageNo, original: MessageNo) {
        let original = self.original(original);
        self.copies.push((copy, original));
    }

    pub(super) fn original(&self, message: MessageNo) -> MessageNo {
        let known = self.copies.binary_search_by_key(&message, |(copy, _)| *copy);
        known.ok().and_then(|place| self.copies.get(place)).map_or(message, |(_, original)| *original)
    }

    pub(super) fn account(&mut self, message: MessageNo) -> &mut MessageAccount {
        let original = self.original(message);
        self.rows.row(original.index())
    }

    /// The first message for which `is` holds.
    pub(super) fn find(&self, is: impl Fn(&MessageAccount) -> bool) -> Option<(MessageNo, &MessageAccount)> {
        (0_u32..).map(MessageNo).zip(self.rows.iter()).find(|(_, account)| is(account))
    }

    pub(super) fn bytes(&self) -> usize {
        self.rows.bytes()
    }

    pub(super) fn bytes_beside(&self, later: &Self) -> usize {
        self.rows.bytes_beside(&later.rows)
    }
}

/// Who is to hear an event, as the shop is described; the bus has its own list.
pub(super) fn hearers(event: &Event) -> Nodes {
    use Node::{Analytics, Inventory, Notification, Order, Saga, Shipping};
    let nodes: &[Node] = match event {
        Event::Order(OrderEvent::Placed { .. } | OrderEvent::Cancelled { .. }) => &[Saga, Notification, Analytics],
        Event::Order(OrderEvent::CancellationRequested { .. }) => &[Saga],
        Event::Order(OrderEvent::Confirmed { .. }) => &[Saga, Shipping, Notification],
        Event::Order(OrderEvent::Shipped { .. }) => &[Notification],
        Event::Order(OrderEvent::Noted { .. })
        | Event::Inventory(InventoryEvent::Shipped { .. } | InventoryEvent::Restocked { .. }) => &[],
        Event::Inventory(
            InventoryEvent::Reserved { .. }
            | InventoryEvent::ReservationRefused { .. }
            | InventoryEvent::Released { .. }
            | InventoryEvent::ReservationVoided { .. }
            | InventoryEvent::ReleaseFailed { .. },
        ) => &[Saga],
        Event::Payment(PaymentEvent::Charged { .. }) => &[Saga, Analytics],
        Event::Payment(
            PaymentEvent::Declined { .. }
            | PaymentEvent::Refunded { .. }
            | PaymentEvent::Voided { .. }
            | PaymentEvent::RefundFailed { .. },
        ) => &[Saga],
        Event::Shipping(ShippingEvent::Created { .. }) => &[Saga, Inventory],
        Event::Shipping(ShippingEvent::Dispatched { .. }) => &[Order],
        Event::Shipping(
            ShippingEvent::Refused { .. }
            | ShippingEvent::Cancelled { .. }
            | ShippingEvent::Voided { .. }
            | ShippingEvent::CancellationFailed { .. },
        ) => &[Saga],
    };
    Nodes::of(nodes)
}

/// Who is to carry out a command.
pub(super) fn server(command: &Command) -> Nodes {
    Nodes::of(&[match command {
        Command::Order(_) => Node::Order,
        Command::Inventory(_) => Node::Inventory,
        Command::Payment(_) => Node::Payment,
        Command::Shipping(_) => Node::Shipping,
    }])
}
