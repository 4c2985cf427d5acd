//! What a body says: camelCase fields in the order in which people read them, ids as names, money in cents.

use crate::domain::inventory::{InventoryCommand, InventoryEvent};
use crate::domain::order::{CancelReason, OrderCommand, OrderEvent, OrderPlacedV1};
use crate::domain::payment::{PaymentCommand, PaymentEvent};
use crate::domain::shipping::{ShippingCommand, ShippingEvent};
use crate::domain::{Command, CustomerId, Event, Line, OrderId, Refusal, Sku, catalogue};
use crate::exchange::Wire;
use crate::kernel::MessageNo;
use crate::world::{Body, Fact, Failure, Rejection, Reply, World};

/// What the numbers of orders and customers stand for.
#[derive(Clone, Copy)]
pub enum Who<'a> {
    /// The names that a run has met.
    Run(&'a World),
    /// The one order and the one customer that a body is about.
    These { order: Option<&'a str>, customer: Option<&'a str> },
}

impl<'a> From<&'a World> for Who<'a> {
    fn from(world: &'a World) -> Self {
        Self::Run(world)
    }
}

impl Who<'_> {
    fn order(self, order: OrderId) -> Wire {
        match self {
            Self::Run(world) => world.order_name(order).into(),
            Self::These { order, .. } => order.map_or(Wire::Nothing, Wire::from),
        }
    }

    fn customer(self, customer: CustomerId) -> Wire {
        match self {
            Self::Run(world) => world.customer_name(customer).into(),
            Self::These { customer, .. } => customer.map_or(Wire::Nothing, Wire::from),
        }
    }
}

/// The body of any message; [`Wire::Nothing`] where there is no such message.
pub fn of_message(world: &World, message: MessageNo) -> Wire {
    let Some(letter) = world.letter(message) else { return Wire::Nothing };
    match &letter.body {
        Body::Command(command) => of_command(world.into(), command),
        Body::Event { position } => world.fact(*position).map_or(Wire::Nothing, |fact| of_fact(world, fact)),
        Body::Corrected { event, .. } => of_event(world.into(), event),
        Body::Reply(reply) => of_reply(*reply),
        Body::Timer { order, call, attempt } => Wire::object([
            ("orderId", world.order_name(*order).into()),
            ("call", call.name().into()),
            ("attempt", u32::from(*attempt).into()),
        ]),
    }
}

fn of_reply(reply: Reply) -> Wire {
    let outcome = |text: &str| ("outcome", Wire::from(text));
    match reply {
        Reply::Accepted => Wire::object([outcome("accepted")]),
        Reply::Rejected(rejection) => {
            Wire::object([outcome("rejected"), ("rejection", rejection_name(rejection).into())])
        }
        Reply::Failed(failure) => Wire::object([outcome("failed"), ("failure", failure_name(failure).into())]),
    }
}

/// The name of a rejection: `AlreadyPlaced`.
pub fn rejection_name(rejection: Rejection) -> String {
    let told = match rejection {
        Rejection::Order(reason) => format!("{reason:?}"),
        Rejection::Inventory(reason) => format!("{reason:?}"),
        Rejection::Payment(reason) => format!("{reason:?}"),
        Rejection::Shipping(reason) => format!("{reason:?}"),
        Rejection::Saga(reason) => format!("{reason:?}"),
    };
    told.split([' ', '{', '(']).next().unwrap_or_default().to_owned()
}

/// The name of a failure: `Unavailable`.
pub fn failure_name(failure: Failure) -> String {
    format!("{failure:?}")
}

/// The body of a recorded fact.
pub fn of_fact(world: &World, fact: &Fact) -> Wire {
    match fact {
        Fact::Shop(event) => of_event(world.into(), event),
        Fact::OrderPlacedV1(OrderPlacedV1 { order, customer, amount }) => Wire::object([
            ("orderId", world.order_name(*order).into()),
            ("customerId", world.customer_name(*customer).into()),
            ("amountCents", (*amount).into()),
        ]),
        Fact::HandlerFailed { consumer, message, attempt, failure } => Wire::object([
            ("consumer", consumer.name().into()),
            ("messageId", world.letter(*message).map_or(Wire::Nothing, |letter| letter.id.to_string().into())),
            ("messageType", world.message_name(*message).into()),
            ("attempt", u32::from(*attempt).into()),
            ("failure", failure_name(*failure).into()),
        ]),
    }
}

/// The body of a command.
pub fn of_command(who: Who<'_>, command: &Command) -> Wire {
    let order = |order: &OrderId| ("orderId", who.order(*order));
    match command {
        Command::Order(OrderCommand::Place { order: id, customer, lines, total }) => Wire::object([
            order(id),
            ("customerId", who.customer(*customer)),
            ("items", items(lines)),
            ("totalCents", (*total).into()),
        ]),
        Command::Order(OrderCommand::Cancel { order: id, reason, authority: _ }) => {
            with_reason(order(id), reason_fields(*reason))
        }
        Command::Order(OrderCommand::Confirm { order: id, authority: _ } | OrderCommand::Ship { order: id })
        | Command::Inventory(InventoryCommand::Release { order: id } | InventoryCommand::Ship { order: id })
        | Command::Payment(PaymentCommand::Refund { order: id })
        | Command::Shipping(
            ShippingCommand::Create { order: id }
            | ShippingCommand::Cancel { order: id }
            | ShippingCommand::Dispatch { order: id },
        ) => Wire::object([order(id)]),
        Command::Inventory(InventoryCommand::Reserve { order: id, lines }) => {
            Wire::object([order(id), ("items", items(lines))])
        }
        Command::Inventory(InventoryCommand::Restock { sku, quantity }) => {
            Wire::object([("sku", sku_text(*sku)), ("quantity", (*quantity).into())])
        }
        Command::Payment(PaymentCommand::Charge { order: id, customer, amount }) => {
            Wire::object([order(id), ("customerId", who.customer(*customer)), ("amountCents", (*amount).into())])
        }
    }
}

/// The body of an event.
pub fn of_event(who: Who<'_>, event: &Event) -> Wire {
    match event {
        Event::Order(event) => of_order_event(who, event),
        Event::Inventory(event) => of_inventory_event(who, event),
        Event::Payment(event) => of_payment_event(who, event),
        Event::Shipping(event) => of_shipping_event(who, event),
    }
}

fn of_order_event(who: Who<'_>, event: &OrderEvent) -> Wire {
    let order = ("orderId", who.order(event.order()));
    match event {
        OrderEvent::Placed { order: _, customer, lines, total } => Wire::object([
            order,
            ("customerId", who.customer(*customer)),
            ("items", items(lines)),
            ("totalCents", (*total).into()),
            ("currency", catalogue::CURRENCY.into()),
        ]),
        OrderEvent::Cancelled { order: _, reason } => with_reason(order, reason_fields(*reason)),
        OrderEvent::Noted { .. }
        | OrderEvent::CancellationRequested { .. }
        | OrderEvent::Confirmed { .. }
        | OrderEvent::Shipped { .. } => Wire::object([order]),
    }
}

fn of_inventory_event(who: Who<'_>, event: &InventoryEvent) -> Wire {
    let order = |id: &OrderId| ("orderId", who.order(*id));
    match event {
        InventoryEvent::Reserved { order: id, lines }
        | InventoryEvent::Released { order: id, lines }
        | InventoryEvent::Shipped { order: id, lines } => Wire::object([order(id), ("items", items(lines))]),
        InventoryEvent::ReservationRefused { order: id, refusal } => with_reason(order(id), refusal_fields(*refusal)),
        InventoryEvent::ReservationVoided { order: id } => Wire::object([order(id)]),
        InventoryEvent::ReleaseFailed { order: id, attempts } => {
            Wire::object([order(id), ("attempts", u32::from(*attempts).into())])
        }
        InventoryEvent::Restocked { sku, quantity } => {
            Wire::object([("sku", sku_text(*sku)), ("quantity", (*quantity).into())])
        }
    }
}

fn of_payment_event(who: Who<'_>, event: &PaymentEvent) -> Wire {
    let order = ("orderId", who.order(event.order()));
    match event {
        PaymentEvent::Charged { order: _, customer, amount, charge } => Wire::object([
            order,
            ("customerId", who.customer(*customer)),
            ("amountCents", (*amount).into()),
            ("charge", (*charge).into()),
        ]),
        PaymentEvent::Refunded { order: _, customer, amount } => {
            Wire::object([order, ("customerId", who.customer(*customer)), ("amountCents", (*amount).into())])
        }
        PaymentEvent::Declined { order: _, refusal } => with_reason(order, refusal_fields(*refusal)),
        PaymentEvent::Voided { order: _ } => Wire::object([order]),
        PaymentEvent::RefundFailed { order: _, attempts } => {
            Wire::object([order, ("attempts", u32::from(*attempts).into())])
        }
    }
}

fn of_shipping_event(who: Who<'_>, event: &ShippingEvent) -> Wire {
    let order = ("orderId", who.order(event.order()));
    match event {
        ShippingEvent::Refused { order: _, refusal } => with_reason(order, refusal_fields(*refusal)),
        ShippingEvent::CancellationFailed { order: _, attempts } => {
            Wire::object([order, ("attempts", u32::from(*attempts).into())])
        }
        ShippingEvent::Created { .. }
        | ShippingEvent::Cancelled { .. }
        | ShippingEvent::Voided { .. }
        | ShippingEvent::Dispatched { .. } => Wire::object([order]),
    }
}

fn sku_text(sku: Sku) -> Wire {
    catalogue::article_of(sku).map_or(Wire::Nothing, |article| article.sku.into())
}

/// The lines of an order.
pub fn items(lines: &[Line]) -> Wire {
    let item = |line: &Line| {
        Wire::object([
            ("sku", sku_text(line.sku)),
            ("quantity", line.quantity.into()),
            ("unitPriceCents", line.unit_price.into()),
        ])
    };
    Wire::List(lines.iter().map(item).collect())
}

type Field = (String, Wire);

fn with_reason(order: (&str, Wire), reason: Vec<Field>) -> Wire {
    let first = (order.0.to_owned(), order.1);
    Wire::Object(std::iter::once(first).chain(reason).collect())
}

fn reason_fields(reason: CancelReason) -> Vec<Field> {
    match reason {
        CancelReason::CustomerRequest => vec![field("reason", "customer-request")],
        CancelReason::NoAnswer => vec![field("reason", "no-answer")],
        CancelReason::Refused(refusal) => refusal_fields(refusal),
    }
}

fn refusal_fields(refusal: Refusal) -> Vec<Field> {
    match refusal {
        Refusal::OutOfStock { sku, wanted, free } => vec![
            field("reason", "out-of-stock"),
            field("sku", sku_text(sku)),
            field("wanted", wanted),
            field("free", free),
        ],
        Refusal::CardDeclined => vec![field("reason", "card-declined")],
        Refusal::Unavailable { attempts } => {
            vec![field("reason", "unavailable"), field("attempts", u32::from(attempts))]
        }
        Refusal::CalledOff => vec![field("reason", "called-off")],
        Refusal::AlreadyDone => vec![field("reason", "already-done")],
    }
}

fn field(name: &str, value: impl Into<Wire>) -> Field {
    (name.to_owned(), value.into())
}
