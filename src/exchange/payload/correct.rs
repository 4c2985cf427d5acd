//! Reads the body that a person corrected. It stays the same kind of message about the same order.

use crate::domain::order::OrderCommand;
use crate::domain::{Command, Event, OrderId};
use crate::exchange::command::CommandDraft;
use crate::exchange::{Code, Refused, Wire};
use crate::kernel::MessageNo;
use crate::world::{Body, Correction, Fact, World};

use super::read;

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
            corrected_event(world, message, &*world.event_of(message).ok_or_else(nothing)?, body)
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
        let mut body = read::Body::of(body, PATH, CODE)?;
        must_be(world.order_name(*order), &body.order_id()?)?;
        let reason = body.cancel_reason()?;
        body.fields.finish()?;
        let command = Command::Order(OrderCommand::Cancel { order: OrderId::default(), reason, authority: *authority });
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

fn corrected_event(world: &World, message: MessageNo, original: &Event, body: &Wire) -> Result<Correction, Refused> {
    // Who corrects what was stored in the first version may say it in that version's words.
    let read::NamedEvent { event, order, customer } = match body.get("amountCents") {
        Some(_) if is_former(world, message) => read::order_placed_v1(body, PATH, CODE),
        Some(_) | None => read::event(original.name(), body, PATH, CODE),
    }?;
    if let (Some(order), Some(given)) = (original.order(), order.as_deref()) {
        must_be(world.order_name(order), given)?;
    }
    Ok(Correction::Event { event, customer })
}

fn is_former(world: &World, message: MessageNo) -> bool {
    match world.letter(message).map(|letter| &letter.body) {
        Some(Body::Event { position } | Body::Corrected { position, .. }) => {
            matches!(world.fact(*position), Some(Fact::OrderPlacedV1(_)))
        }
        Some(Body::Command(_) | Body::Reply(_) | Body::Timer { .. }) | None => false,
    }
}
