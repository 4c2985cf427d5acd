//! What a thing is called, and which thing a number stands for.

use std::borrow::Cow;

use super::*;
use crate::domain::{Command, Context, Event};
use crate::event_store::{GlobalPosition, RecordedEvent, StreamId};

/// Streams before the first order's.
const SHARED_STREAMS: u32 = 2;
/// The stream of the warehouse.
pub(super) const INVENTORY_STREAM: StreamId = StreamId(0);
/// The stream of `EventHandlerFailed`.
pub(super) const FAILURES_STREAM: StreamId = StreamId(1);

/// What a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MessageKind {
    Command,
    Event,
    Reply,
    Timer,
}

pub(super) const fn order_stream(order: OrderId) -> StreamId {
    StreamId(SHARED_STREAMS + order.0 * 3)
}

pub(super) const fn payment_stream(order: OrderId) -> StreamId {
    StreamId(SHARED_STREAMS + order.0 * 3 + 1)
}

pub(super) const fn shipment_stream(order: OrderId) -> StreamId {
    StreamId(SHARED_STREAMS + order.0 * 3 + 2)
}

/// The context whose state a stream's events fold into; `None` where they fold into none.
pub(super) fn context_of(stream: StreamId) -> Option<Context> {
    match stream {
        INVENTORY_STREAM => Some(Context::Inventory),
        FAILURES_STREAM => None,
        StreamId(number) => Some(match (number - SHARED_STREAMS) % 3 {
            0 => Context::Order,
            1 => Context::Payment,
            _ => Context::Shipping,
        }),
    }
}

impl Fact {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Shop(event) => event.name(),
            Self::HandlerFailed { .. } => "EventHandlerFailed",
            Self::OrderPlacedV1(_) => "OrderPlaced",
        }
    }
}

impl World {
    /// The context whose state a stream's events fold into; `None` for a stream about the plumbing.
    pub fn context_of(&self, stream: StreamId) -> Option<Context> {
        context_of(stream)
    }

    pub fn order_name(&self, order: OrderId) -> &str {
        self.order_names.text(crate::kernel::Symbol(order.0))
    }

    /// The customer's id as it was given.
    pub fn customer_name(&self, customer: CustomerId) -> &str {
        self.customer_names.text(crate::kernel::Symbol(customer.0))
    }

    pub fn find_order(&self, name: &str) -> Option<OrderId> {
        self.order_names.find(name).map(|symbol| OrderId(symbol.0))
    }

    pub fn letter(&self, message: MessageNo) -> Option<&Letter> {
        self.letters.get(message.index())
    }

    pub fn recorded(&self, position: u64) -> Option<RecordedEvent<'_, Fact>> {
        self.store.event_at(GlobalPosition(u32::try_from(position).ok()?))
    }

    pub fn fact(&self, position: u64) -> Option<&Fact> {
        self.recorded(position).map(RecordedEvent::event)
    }

    /// The message of the event at a position.
    pub fn event_message(&self, position: u64) -> MessageNo {
        usize::try_from(position).ok().and_then(|at| self.event_letters.get(at)).copied().unwrap_or(MessageNo::NONE)
    }

    /// The event that a message carries, corrected or as stored, in today's shape.
    pub fn event_of(&self, message: MessageNo) -> Option<Cow<'_, Event>> {
        match &self.letter(message)?.body {
            Body::Event { position } => self.fact(*position)?.shop(),
            Body::Corrected { event, .. } => Some(Cow::Borrowed(event)),
            Body::Command(_) | Body::Reply(_) | Body::Timer { .. } => None,
        }
    }

    pub fn message_kind(&self, message: MessageNo) -> MessageKind {
        match self.letter(message).map(|letter| &letter.body) {
            Some(Body::Command(_)) => MessageKind::Command,
            Some(Body::Event { .. } | Body::Corrected { .. }) | None => MessageKind::Event,
            Some(Body::Reply(_)) => MessageKind::Reply,
            Some(Body::Timer { .. }) => MessageKind::Timer,
        }
    }

    pub fn message_name(&self, message: MessageNo) -> &'static str {
        match self.letter(message).map(|letter| &letter.body) {
            Some(Body::Command(command)) => command.name(),
            Some(Body::Event { position }) => self.fact(*position).map_or("", Fact::name),
            Some(Body::Corrected { event, .. }) => event.name(),
            Some(Body::Reply(_)) => "Reply",
            Some(Body::Timer { .. }) => "Timer",
            None => "",
        }
    }

    /// True for the commands that undo a step, for what they lead to, and for the cancelling that ends the saga.
    pub fn is_compensation(&self, message: MessageNo) -> bool {
        match self.letter(message).map(|letter| &letter.body) {
            Some(Body::Command(command)) => bodies::undoes(command),
            Some(Body::Event { .. } | Body::Corrected { .. }) => {
                self.event_of(message).is_some_and(|event| bodies::undid(&event))
            }
            Some(Body::Reply(_)) | None => false,
            Some(Body::Timer { call, .. }) => !matches!(call, Call::Step(_)),
        }
    }

    /// The service that handles a command.
    pub fn service_of(&self, message: MessageNo) -> Option<Node> {
        match &self.letter(message)?.body {
            Body::Command(command) => Some(bodies::service_of(command)),
            Body::Event { .. } | Body::Corrected { .. } | Body::Reply(_) | Body::Timer { .. } => None,
        }
    }

    /// The stream that a command's service writes.
    pub const fn stream_of(command: &Command) -> StreamId {
        service::stream_of(command)
    }

    /// The order that a message is about.
    pub fn order_of(&self, message: MessageNo) -> Option<OrderId> {
        let letter = self.letter(message)?;
        match &letter.body {
            Body::Command(command) => command.order(),
            Body::Event { position } => match self.fact(*position)? {
                Fact::Shop(event) => event.order(),
                Fact::HandlerFailed { message, .. } => self.order_of(*message),
                Fact::OrderPlacedV1(former) => Some(former.order),
            },
            Body::Corrected { event, .. } => event.order(),
            Body::Reply(_) => letter.cause.known().and_then(|cause| self.order_of(cause)),
            Body::Timer { order, .. } => Some(*order),
        }
    }

    pub fn stream_name(&self, stream: StreamId) -> String {
        if stream == INVENTORY_STREAM {
            return "inventory".into();
        }
        if stream == FAILURES_STREAM {
            return "handler-failures".into();
        }
        let number = stream.0 - SHARED_STREAMS;
        let prefix = match number % 3 {
            0 => "order",
            1 => "payment",
            _ => "shipment",
        };
        format!("{prefix}-{}", self.order_name(OrderId(number / 3)))
    }

    /// The stream with this name, whether or not anything is in it.
    pub fn find_stream(&self, name: &str) -> Option<StreamId> {
        match name {
            "inventory" => return Some(INVENTORY_STREAM),
            "handler-failures" => return Some(FAILURES_STREAM),
            _ => {}
        }
        let (kind, order) = name.split_once('-')?;
        let order = self.find_order(order)?;
        match kind {
            "order" => Some(order_stream(order)),
            "payment" => Some(payment_stream(order)),
            "shipment" => Some(shipment_stream(order)),
            _ => None,
        }
    }

    /// The message that carries a call of a saga.
    pub fn call_message(&self, order: OrderId, call: Call) -> Option<MessageNo> {
        let record = self.sagas.get(order.0 as usize)?;
        record.calls.get(call_slot(call)).and_then(|slot| slot.0.checked_sub(1)).map(MessageNo)
    }

    pub fn open_tasks(&self) -> impl Iterator<Item = (u32, &Task)> {
        (0_u32..).zip(self.tasks.iter()).filter(|(_, task)| task.resolved.is_none())
    }

    pub fn node(&self, node: Node) -> NodeState {
        self.nodes.get(node.index()).copied().unwrap_or_default()
    }

    pub fn is_down(&self, node: Node) -> bool {
        self.node(node).down_until.is_some()
    }

    /// The highest position below which everything is with the bus.
    pub fn outbox_checkpoint(&self) -> u64 {
        let waiting = self.outbox.waiting.keys().filter_map(|message| match &self.letter(*message)?.body {
            Body::Event { position } => Some(*position),
            Body::Command(_) | Body::Corrected { .. } | Body::Reply(_) | Body::Timer { .. } => None,
        });
        waiting.min().unwrap_or(u64::from(self.outbox.next))
    }
}
