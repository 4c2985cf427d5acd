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

/// Settings as scripts see them, without those that are as in `usual`.
pub fn of_settings(settings: Settings, usual: Option<Settings>) -> Wire {
    let told = |settings: Settings| Wire::of_plain(&SettingsView::from(settings));
    let usual = usual.map_or(Wire::Nothing, told);
    news(told(settings), &usual).unwrap_or(Wire::Object(Vec::new()))
}

/// What differs, field by field.
fn news(told: Wire, usual: &Wire) -> Option<Wire> {
    let Wire::Object(fields) = told else { return (told != *usual).then_some(told) };
    let differs = |(name, value): (String, Wire)| {
        let usual = usual.get(&name).unwrap_or(&Wire::Nothing);
        Some((name, news(value, usual)?))
    };
    let fields: Vec<_> = fields.into_iter().filter_map(differs).collect();
    (!fields.is_empty()).then_some(Wire::Object(fields))
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
