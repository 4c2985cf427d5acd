//! Reads the body that a person corrected. It stays the same kind of message about the same order.

use std::sync::Arc;

use crate::domain::inventory::InventoryEvent;
use crate::domain::order::{CancelReason, OrderCommand, OrderEvent};
use crate::domain::payment::PaymentEvent;
use crate::domain::shipping::ShippingEvent;
use crate::domain::{Command, CustomerId, Event, Lines, Money, OrderId, Refusal};
use crate::exchange::check::whole;
use crate::exchange::command::{CommandDraft, Prices, cents, check_lines, id, known_sku, missing, pieces, read_items};
use crate::exchange::fields::Fields;
use crate::exchange::limits::QUANTITY_MAX;
use crate::exchange::{Code, Refused, Wire};
use crate::kernel::MessageNo;
use crate::world::{Body, Correction, World};

const CODE: Code = Code::BadArgument;
const PATH: &str = "body";

/// The correction of a message by a body.
///
/// # Errors
/// A body that the handler could not process either, with the field and the reason.
pub fn correction(world: &World, message: MessageNo, body: &Wire) -> Result<Correction, Refused> {
    let nothing = || Refused::new(CODE, PATH, "this message has no body that could be corrected");
    let letter = world.letter(message).ok_or_else(nothing)?;
    let corrected = match &letter.body {
        Body::Command(command) => corrected_command(world, command, body),
        Body::Event { .. } | Body::Corrected { .. } => {
            corrected_event(world, world.event_of(message).ok_or_else(nothing)?, body)
        }
        Body::Reply(_) | Body::Timer { .. } => Err(nothing()),
    };
    corrected.map_err(|refused| match refused.field.as_str() {
        field if field == PATH || field.starts_with("body.") => refused,
        field => Refused { field: format!("{PATH}.{field}"), ..refused },
    })
}

fn corrected_command(world: &World, original: &Command, body: &Wire) -> Result<Correction, Refused> {
    if let Command::Order(OrderCommand::Cancel { order, authority, .. }) = original {
        let mut fields = Fields::of(body, PATH, CODE)?;
        same_order(world, *order, &mut fields)?;
        let reason = cancel_reason(&mut fields)?;
        fields.finish()?;
        let command = Command::Order(OrderCommand::Cancel { order: *order, reason, authority: *authority });
        return Ok(Correction::Command { command, customer: None });
    }
    let checked = CommandDraft::read_body(original.name(), body, PATH, CODE)?.check(CODE)?;
    if let (Some(order), Some(given)) = (original.order(), checked.order.as_deref()) {
        must_be(world.order_name(order), given)?;
    }
    let command = match (original, checked.command) {
        (
            Command::Order(OrderCommand::Confirm { authority, .. }),
            Command::Order(OrderCommand::Confirm { order, authority: _ }),
        ) => Command::Order(OrderCommand::Confirm { order, authority: *authority }),
        (_, command) => command,
    };
    Ok(Correction::Command { command, customer: checked.customer })
}

fn must_be(expected: &str, given: &str) -> Result<(), Refused> {
    if given == expected {
        return Ok(());
    }
    Err(Refused::new(CODE, "orderId", format!("the message is about {expected} and stays so")))
}

fn same_order(world: &World, order: OrderId, fields: &mut Fields<'_>) -> Result<OrderId, Refused> {
    let given = fields.text("orderId")?.ok_or_else(|| missing(CODE, "orderId"))?;
    must_be(world.order_name(order), given)?;
    Ok(order)
}

fn corrected_event(world: &World, original: &Event, body: &Wire) -> Result<Correction, Refused> {
    let mut fields = Fields::of(body, PATH, CODE)?;
    let mut customer = None;
    let event = match original {
        Event::Order(event) => order_event(world, event, &mut fields, &mut customer).map(Event::Order),
        Event::Inventory(event) => inventory_event(world, event, &mut fields).map(Event::Inventory),
        Event::Payment(event) => payment_event(world, event, &mut fields, &mut customer).map(Event::Payment),
        Event::Shipping(event) => shipping_event(world, event, &mut fields).map(Event::Shipping),
    }?;
    fields.finish()?;
    Ok(Correction::Event { event, customer })
}

fn order_event(
    world: &World,
    original: &OrderEvent,
    fields: &mut Fields<'_>,
    customer: &mut Option<Arc<str>>,
) -> Result<OrderEvent, Refused> {
    let order = same_order(world, original.order(), fields)?;
    Ok(match original {
        OrderEvent::Placed { .. } => {
            *customer = Some(customer_id(fields)?);
            let lines = lines(fields, Prices::Needed)?;
            let total = cents(fields.number("totalCents")?, CODE, "totalCents")?;
            OrderEvent::Placed { order, customer: CustomerId::default(), lines, total }
        }
        OrderEvent::Cancelled { .. } => OrderEvent::Cancelled { order, reason: cancel_reason(fields)? },
        OrderEvent::Noted { .. } => OrderEvent::Noted { order },
        OrderEvent::CancellationRequested { .. } => OrderEvent::CancellationRequested { order },
        OrderEvent::Confirmed { .. } => OrderEvent::Confirmed { order },
        OrderEvent::Shipped { .. } => OrderEvent::Shipped { order },
    })
}

fn inventory_event(
    world: &World,
    original: &InventoryEvent,
    fields: &mut Fields<'_>,
) -> Result<InventoryEvent, Refused> {
    let Some(order) = original.order() else {
        let sku = known_sku(fields.text("sku")?, CODE, "sku")?;
        return Ok(InventoryEvent::Restocked { sku, quantity: pieces(fields.number("quantity")?, CODE, "quantity")? });
    };
    let order = same_order(world, order, fields)?;
    Ok(match original {
        InventoryEvent::Reserved { .. } => InventoryEvent::Reserved { order, lines: lines(fields, Prices::Optional)? },
        InventoryEvent::Released { .. } => InventoryEvent::Released { order, lines: lines(fields, Prices::Optional)? },
        InventoryEvent::Shipped { .. } => InventoryEvent::Shipped { order, lines: lines(fields, Prices::Optional)? },
        InventoryEvent::ReservationRefused { .. } => {
            InventoryEvent::ReservationRefused { order, refusal: refusal(fields)? }
        }
        InventoryEvent::ReleaseFailed { .. } => InventoryEvent::ReleaseFailed { order, attempts: attempts(fields)? },
        InventoryEvent::ReservationVoided { .. } => InventoryEvent::ReservationVoided { order },
        InventoryEvent::Restocked { sku, quantity } => InventoryEvent::Restocked { sku: *sku, quantity: *quantity },
    })
}

fn payment_event(
    world: &World,
    original: &PaymentEvent,
    fields: &mut Fields<'_>,
    named: &mut Option<Arc<str>>,
) -> Result<PaymentEvent, Refused> {
    let order = same_order(world, original.order(), fields)?;
    let customer = CustomerId::default();
    Ok(match original {
        PaymentEvent::Charged { .. } => {
            *named = Some(customer_id(fields)?);
            let charge = fields.number("charge")?.ok_or_else(|| missing(CODE, "charge"))?;
            let charge = whole(charge, 1, QUANTITY_MAX, CODE, "charge")?;
            let charge = u32::try_from(charge).map_err(|_| missing(CODE, "charge"))?;
            PaymentEvent::Charged { order, customer, amount: amount(fields)?, charge }
        }
        PaymentEvent::Refunded { .. } => {
            *named = Some(customer_id(fields)?);
            PaymentEvent::Refunded { order, customer, amount: amount(fields)? }
        }
        PaymentEvent::Declined { .. } => PaymentEvent::Declined { order, refusal: refusal(fields)? },
        PaymentEvent::RefundFailed { .. } => PaymentEvent::RefundFailed { order, attempts: attempts(fields)? },
        PaymentEvent::Voided { .. } => PaymentEvent::Voided { order },
    })
}

fn shipping_event(world: &World, original: &ShippingEvent, fields: &mut Fields<'_>) -> Result<ShippingEvent, Refused> {
    let order = same_order(world, original.order(), fields)?;
    Ok(match original {
        ShippingEvent::Refused { .. } => ShippingEvent::Refused { order, refusal: refusal(fields)? },
        ShippingEvent::CancellationFailed { .. } => {
            ShippingEvent::CancellationFailed { order, attempts: attempts(fields)? }
        }
        ShippingEvent::Created { .. } => ShippingEvent::Created { order },
        ShippingEvent::Cancelled { .. } => ShippingEvent::Cancelled { order },
        ShippingEvent::Voided { .. } => ShippingEvent::Voided { order },
        ShippingEvent::Dispatched { .. } => ShippingEvent::Dispatched { order },
    })
}

fn lines(fields: &mut Fields<'_>, prices: Prices) -> Result<Lines, Refused> {
    check_lines(&read_items(fields, CODE)?.ok_or_else(|| missing(CODE, "items"))?, prices, CODE)
}

fn customer_id(fields: &mut Fields<'_>) -> Result<Arc<str>, Refused> {
    id(fields.text("customerId")?, CODE, "customerId")
}

fn amount(fields: &mut Fields<'_>) -> Result<Money, Refused> {
    cents(fields.number("amountCents")?, CODE, "amountCents")
}

fn attempts(fields: &mut Fields<'_>) -> Result<u8, Refused> {
    let number = fields.number("attempts")?.ok_or_else(|| missing(CODE, "attempts"))?;
    let attempts = whole(number, 1, i64::from(u8::MAX), CODE, "attempts")?;
    u8::try_from(attempts).map_err(|_| missing(CODE, "attempts"))
}

fn count(fields: &mut Fields<'_>, name: &'static str) -> Result<u32, Refused> {
    let number = fields.number(name)?.ok_or_else(|| missing(CODE, name))?;
    let count = whole(number, 0, i64::from(u32::MAX), CODE, name)?;
    u32::try_from(count).map_err(|_| missing(CODE, name))
}

fn cancel_reason(fields: &mut Fields<'_>) -> Result<CancelReason, Refused> {
    match fields.text("reason")? {
        Some("customer-request") => Ok(CancelReason::CustomerRequest),
        Some("no-answer") => Ok(CancelReason::NoAnswer),
        Some(_) | None => refusal(fields).map(CancelReason::Refused),
    }
}

fn refusal(fields: &mut Fields<'_>) -> Result<Refusal, Refused> {
    match fields.text("reason")?.ok_or_else(|| missing(CODE, "reason"))? {
        "out-of-stock" => Ok(Refusal::OutOfStock {
            sku: known_sku(fields.text("sku")?, CODE, "sku")?,
            wanted: count(fields, "wanted")?,
            free: count(fields, "free")?,
        }),
        "card-declined" => Ok(Refusal::CardDeclined),
        "unavailable" => Ok(Refusal::Unavailable { attempts: attempts(fields)? }),
        "called-off" => Ok(Refusal::CalledOff),
        "already-done" => Ok(Refusal::AlreadyDone),
        _ => Err(Refused::new(
            CODE,
            "reason",
            "no such reason; known are out-of-stock, card-declined, unavailable, called-off, already-done",
        )),
    }
}
