//! Settings and faults in the words in which they are read.

use crate::exchange::{SettingsView, Wire, millis_of_span, millis_of_time};
use crate::fault::{Direction, FaultRule, Moment};
use crate::messaging::Place;
use crate::world::Settings;

/// An object of the fields that say something.
pub fn object(fields: impl IntoIterator<Item = (&'static str, Wire)>) -> Wire {
    let said = fields.into_iter().filter(|(_, value)| *value != Wire::Nothing);
    Wire::Object(said.map(|(name, value)| (name.to_owned(), value)).collect())
}

/// The value, or nothing.
pub fn maybe<T: Into<Wire>>(value: Option<T>) -> Wire {
    value.map_or(Wire::Nothing, Into::into)
}

/// Settings, without those that are as in `usual`.
pub fn of_settings(settings: Settings, usual: Option<Settings>) -> Wire {
    let (told, usual) = (fields(settings), usual.map(fields));
    let is_news = |(name, value): &(&str, Wire)| {
        !usual.iter().flatten().any(|(usual_name, usual_value)| name == usual_name && value == usual_value)
    };
    object(told.into_iter().filter(is_news))
}

fn fields(settings: Settings) -> [(&'static str, Wire); 8] {
    let SettingsView { transport, delivery, outbox, idempotency, saga, retries, step_timeout_ms, ack_timeout_ms } =
        settings.into();
    let retries = Wire::object([
        ("attempts", u32::from(retries.attempts).into()),
        ("baseMs", retries.base_ms.into()),
        ("capMs", retries.cap_ms.into()),
        ("jitter", retries.jitter.into()),
    ]);
    [
        ("transport", transport.into()),
        ("delivery", delivery.into()),
        ("outbox", Wire::Bool(outbox)),
        ("idempotency", Wire::Bool(idempotency)),
        ("saga", saga.into()),
        ("retries", retries),
        ("stepTimeoutMs", step_timeout_ms.into()),
        ("ackTimeoutMs", ack_timeout_ms.into()),
    ]
}

pub fn of_fault(rule: &FaultRule) -> Wire {
    let FaultRule { kind, target, chance, count, from, until, by, message, moment, direction } = *rule;
    object([
        ("kind", kind.name().into()),
        ("target", maybe(target.map(Place::name))),
        ("chance", maybe(chance.map(u32::from))),
        ("count", maybe(count)),
        ("from", maybe(from.map(millis_of_time))),
        ("until", maybe(until.map(millis_of_time))),
        ("by", maybe(by.map(millis_of_span))),
        ("message", maybe(message.map(|message| message.to_string()))),
        ("moment", maybe(moment.map(Moment::name))),
        ("direction", maybe((direction == Direction::From).then(|| direction.name()))),
    ])
}
