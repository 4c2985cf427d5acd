//! Imported events, as a session file keeps them.

use super::facts::{maybe, object};
use super::input::{split, within};
use crate::exchange::check::whole;
use crate::exchange::command::missing;
use crate::exchange::import::{EVENTS_MAX, FAILED, in_order, of_shop};
use crate::exchange::payload::{self, Who, failure_name};
use crate::exchange::{Code, Fields, Refused, Wire, millis_of_time, time_of_millis};
use crate::kernel::{Digest, MessageId};
use crate::messaging::Node;
use crate::world::{Failure, ImportedBody, ImportedEvent, ImportedEvents, Input};

pub fn of_events(events: &ImportedEvents) -> Wire {
    Wire::List(events.iter().map(of_event).collect())
}

fn of_event(event: &ImportedEvent) -> Wire {
    let ImportedEvent { id, correlation, causation, time, body } = event;
    let other = |other: &MessageId| maybe((other != id).then(|| number(*other)));
    let (name, data) = match body {
        ImportedBody::Shop { event, order, customer } => {
            let who = Who::These { order: order.as_deref(), customer: customer.as_deref() };
            (event.name(), payload::of_event(who, event))
        }
        ImportedBody::OrderPlacedV1 { order, customer, amount } => {
            let data = Wire::object([
                ("orderId", Wire::from(&**order)),
                ("customerId", (&**customer).into()),
                ("amountCents", (*amount).into()),
            ]);
            ("OrderPlaced", data)
        }
        ImportedBody::HandlerFailed { consumer, message, attempt, failure } => {
            let data = object([
                ("consumer", consumer.name().into()),
                ("message", maybe(message.map(number))),
                ("attempt", u32::from(*attempt).into()),
                ("failure", failure_name(*failure).into()),
            ]);
            (FAILED, data)
        }
    };
    object([
        ("id", number(*id).into()),
        ("correlation", other(correlation)),
        ("causation", other(causation)),
        ("ms", millis_of_time(*time).into()),
        ("type", name.into()),
        ("data", data),
    ])
}

/// Ids as 16 hexadecimal digits.
fn number(id: MessageId) -> String {
    Digest::of_word(id.0).to_string()
}

/// # Errors
/// What is no event, with the place, the field and the reason.
pub fn read(value: &Wire, code: Code) -> Result<Input, Refused> {
    let Wire::List(values) = value else {
        return Err(Refused::new(code, "", format!("a list was expected, not {}", value.kind())));
    };
    if values.len() > EVENTS_MAX {
        return Err(Refused::new(Code::TooLarge, "", format!("at most {EVENTS_MAX} events are read")));
    }
    let read = |(place, value)| read_event(value, code).map_err(|refused| within(&format!("[{place}]"), refused));
    let events: ImportedEvents = values.iter().enumerate().map(read).collect::<Result<_, _>>()?;
    in_order(&events).map_err(|(place, reason)| Refused::new(code, format!("[{place}].id"), reason))?;
    Ok(Input::Import(events))
}

fn read_event(value: &Wire, code: Code) -> Result<ImportedEvent, Refused> {
    let Wire::Object(all) = value else { return Err(Refused::new(code, "", "an object was expected")) };
    let (name, _) = split(value, code)?;
    let mut fields = Fields::of(value, "", code)?;
    let id = read_id(&mut fields, "id", code)?.ok_or_else(|| missing(code, "id"))?;
    let correlation = read_id(&mut fields, "correlation", code)?.unwrap_or(id);
    let causation = read_id(&mut fields, "causation", code)?.unwrap_or(id);
    let ms = fields.number("ms")?.ok_or_else(|| missing(code, "ms"))?;
    let time = time_of_millis(ms, code, "ms")?;
    let _ = (fields.value("type"), fields.value("data"));
    fields.finish()?;
    let data = all.iter().rfind(|(name, _)| name == "data").map_or(&Wire::Nothing, |(_, data)| data);
    let body = if name == FAILED { read_failure(data, code) } else { of_shop(name, data, "", code) };
    let body = body.map_err(|refused| if refused.field == "type" { refused } else { within("data", refused) })?;
    Ok(ImportedEvent { id, correlation, causation, time, body })
}

fn read_failure(data: &Wire, code: Code) -> Result<ImportedBody, Refused> {
    let mut fields = Fields::of(data, "", code)?;
    let consumer = fields.text("consumer")?.ok_or_else(|| missing(code, "consumer"))?;
    let consumer = Node::ALL.into_iter().find(|node| node.name() == consumer);
    let message = read_id(&mut fields, "message", code)?;
    let attempt = fields.number("attempt")?.ok_or_else(|| missing(code, "attempt"))?;
    let attempt = whole(attempt, 0, i64::from(u8::MAX), code, "attempt")?;
    let failure = fields.text("failure")?.ok_or_else(|| missing(code, "failure"))?;
    let failure = Failure::ALL.into_iter().find(|known| failure_name(*known) == failure);
    fields.finish()?;
    Ok(ImportedBody::HandlerFailed {
        consumer: consumer.ok_or_else(|| Refused::new(code, "consumer", "no such node"))?,
        message,
        attempt: u8::try_from(attempt).unwrap_or(u8::MAX),
        failure: failure.ok_or_else(|| Refused::new(code, "failure", "no such failure"))?,
    })
}

fn read_id(fields: &mut Fields<'_>, name: &'static str, code: Code) -> Result<Option<MessageId>, Refused> {
    let Some(text) = fields.text(name)? else { return Ok(None) };
    let word = text.parse::<Digest>().map_err(|_| Refused::new(code, name, "16 hexadecimal digits were expected"))?;
    Ok(Some(MessageId(word.word())))
}
