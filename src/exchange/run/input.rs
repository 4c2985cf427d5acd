//! One input: the act by its name, and its place.

use super::edit;
use super::facts::{maybe, object, of_fault, of_settings};
use super::history;
use crate::domain::fulfilment::Resolution;
use crate::domain::order::{Authority, CancelReason, OrderCommand};
use crate::domain::{Command, total_of};
use crate::exchange::check::whole;
use crate::exchange::command::{CheckedCommand, missing};
use crate::exchange::limits::TRAFFIC_MAX;
use crate::exchange::payload::{self, NamedEvent, Who};
use crate::exchange::{Code, FaultDraft, Fields, Refused, SettingsDraft, Wire};
use crate::fault::FaultId;
use crate::kernel::MessageId;
use crate::messaging::ReadModel;
use crate::world::{Correction, Input, Settings};

/// Stands for the order of the parked message, which a correction is about without naming it.
const PARKED: &str = "-";

const RESOLUTIONS: [(&str, Resolution); 3] =
    [("retry", Resolution::Retry), ("done", Resolution::DoneByHand), ("write-off", Resolution::WriteOff)];

/// The name of the act and what it says.
pub fn act(input: &Input, usual: Option<Settings>) -> (&'static str, Wire) {
    match input {
        Input::Send { command, order, customer } => {
            let who = Who::These { order: order.as_deref(), customer: customer.as_deref() };
            ("send", of_command(command, who))
        }
        Input::Traffic { per_mille } => ("traffic", (*per_mille).into()),
        Input::Inject(rule) => ("inject", of_fault(rule)),
        Input::Clear(FaultId(number)) => ("clear", (*number).into()),
        Input::ClearAll => ("clearAll", Wire::Bool(true)),
        Input::Set(settings) => ("set", of_settings(*settings, usual)),
        Input::Resolve { task, resolution } => {
            let verdict = RESOLUTIONS.iter().find(|(_, known)| known == resolution).map(|(name, _)| *name);
            ("resolve", object([("task", (*task).into()), ("verdict", maybe(verdict))]))
        }
        Input::Redrive { dead_letter, correction } => {
            let correction = correction.as_ref().map(of_correction);
            ("redrive", object([("deadLetter", (*dead_letter).into()), ("correction", maybe(correction))]))
        }
        Input::Discard { dead_letter } => ("discard", (*dead_letter).into()),
        Input::Edit(edit) => ("edit", edit::of_edit(edit)),
        Input::Replace(edit) => ("replaceLog", edit::of_edit(edit)),
        Input::ReplaceStream(edit) => ("replaceStream", edit::of_edit(edit)),
        Input::Import(events) => ("import", history::of_events(events)),
        Input::ForgetSnapshots => ("forgetSnapshots", Wire::Bool(true)),
        Input::Rebuild(model) => ("rebuild", model.name().into()),
        Input::Promote(model) => ("promote", model.name().into()),
    }
}

pub(super) fn of_correction(correction: &Correction) -> Wire {
    match correction {
        Correction::Command { command, customer } => {
            let who = Who::These { order: None, customer: customer.as_deref() };
            Wire::object([("command", of_command(command, who))])
        }
        Correction::Event { event, customer } => {
            let who = Who::These { order: None, customer: customer.as_deref() };
            Wire::object([("event", typed(event.name(), payload::of_event(who, event)))])
        }
    }
}

/// The command by its name, without what its other fields say already.
fn of_command(command: &Command, who: Who<'_>) -> Wire {
    let body = payload::of_command(who, command);
    let saga = |authority| (authority == Authority::Fulfilment).then_some(("authority", Wire::from("fulfilment")));
    let (left_out, added) = match command {
        Command::Order(OrderCommand::Place { lines, total, .. }) if *total == total_of(lines) => ("totalCents", None),
        Command::Order(OrderCommand::Confirm { authority, .. }) => ("", saga(*authority)),
        Command::Order(OrderCommand::Cancel { authority, reason: CancelReason::CustomerRequest, .. }) => {
            ("reason", saga(*authority))
        }
        Command::Order(OrderCommand::Cancel { authority, .. }) => ("", saga(*authority)),
        Command::Order(OrderCommand::Place { .. } | OrderCommand::Ship { .. })
        | Command::Inventory(_)
        | Command::Payment(_)
        | Command::Shipping(_) => ("", None),
    };
    let Wire::Object(mut fields) = typed(command.name(), body) else { return Wire::Nothing };
    fields.retain(|(name, _)| name != left_out);
    fields.extend(added.map(|(name, value)| (name.to_owned(), value)));
    Wire::Object(fields)
}

fn typed(name: &str, body: Wire) -> Wire {
    let Wire::Object(fields) = body else { return Wire::Nothing };
    let said = fields.into_iter().filter(|(_, value)| *value != Wire::Nothing);
    Wire::Object(std::iter::once(("type".to_owned(), Wire::from(name))).chain(said).collect())
}

/// Reads the act that an input says. Exactly one is said.
///
/// # Errors
/// No act, or one that is no act, with the field and the reason.
pub fn read(fields: &mut Fields<'_>, usual: Settings, code: Code) -> Result<Input, Refused> {
    const ACTS: [&str; 16] = [
        "send",
        "traffic",
        "inject",
        "clear",
        "clearAll",
        "set",
        "resolve",
        "redrive",
        "discard",
        "forgetSnapshots",
        "rebuild",
        "promote",
        "edit",
        "replaceLog",
        "replaceStream",
        "import",
    ];
    let mut said = ACTS.iter().filter_map(|name| Some((*name, fields.value(name)?)));
    let (name, value) = said.next().ok_or_else(|| Refused::new(code, "", "this input says no act"))?;
    if let Some((other, _)) = said.next() {
        return Err(Refused::new(code, other, format!("this input says {name} already")));
    }
    let number = |most| match value {
        Wire::Number(number) => {
            let number = whole(*number, 0, most, code, name)?;
            u32::try_from(number).map_err(|_| missing(code, name))
        }
        Wire::Nothing | Wire::Bool(_) | Wire::Text(_) | Wire::List(_) | Wire::Object(_) => {
            Err(Refused::new(code, name, format!("a number was expected, not {}", value.kind())))
        }
    };
    let any = i64::from(u32::MAX);
    let read = match name {
        "send" => read_sent(value, code),
        "traffic" => number(TRAFFIC_MAX.saturating_mul(1_000)).map(|per_mille| Input::Traffic { per_mille }),
        "inject" => FaultDraft::read(value).and_then(|draft| draft.check(message_id)).map(Input::Inject),
        "clear" => number(any).map(|number| Input::Clear(FaultId(number))),
        "clearAll" => Ok(Input::ClearAll),
        "set" => SettingsDraft::read(value, "").and_then(|draft| draft.check(usual)).map(Input::Set),
        "resolve" => read_resolved(value, code),
        "redrive" => read_redriven(value, code),
        "discard" => number(any).map(|dead_letter| Input::Discard { dead_letter }),
        "rebuild" => read_model(value, code).map(Input::Rebuild),
        "promote" => read_model(value, code).map(Input::Promote),
        "edit" => edit::read(value, code).map(Input::Edit),
        "replaceLog" => edit::read(value, code).map(Input::Replace),
        "replaceStream" => edit::read(value, code).map(Input::ReplaceStream),
        "import" => history::read(value, code),
        _ => Ok(Input::ForgetSnapshots),
    };
    read.map_err(|refused| within(name, refused))
}

/// The refusal of a part, in the words of the whole.
pub fn within(path: &str, refused: Refused) -> Refused {
    let field = match refused.field.as_str() {
        "" => path.to_owned(),
        field if field == path || field.strip_prefix(path).is_some_and(|rest| rest.starts_with(['.', '['])) => {
            refused.field
        }
        field if field.starts_with('[') => format!("{path}{field}"),
        field => format!("{path}.{field}"),
    };
    Refused { field, ..refused }
}

fn read_model(value: &Wire, code: Code) -> Result<ReadModel, Refused> {
    let known = ReadModel::ALL.into_iter().find(|model| *value == Wire::from(model.name()));
    known.ok_or_else(|| {
        let names = ReadModel::ALL.map(ReadModel::name).join(", ");
        Refused::new(code, "", format!("no such read model; known are {names}"))
    })
}

fn message_id(text: &str) -> Option<MessageId> {
    MessageId::of_uuid(uuid::Uuid::parse_str(text).ok()?)
}

/// The name under `type`, and the rest.
pub(super) fn split(value: &Wire, code: Code) -> Result<(&str, Wire), Refused> {
    let Wire::Object(fields) = value else {
        return Err(Refused::new(code, "", format!("an object was expected, not {}", value.kind())));
    };
    let Some(Wire::Text(name)) = value.get("type") else { return Err(missing(code, "type")) };
    Ok((name, Wire::Object(fields.iter().filter(|(name, _)| name != "type").cloned().collect())))
}

fn read_command(value: &Wire, code: Code) -> Result<CheckedCommand, Refused> {
    let (name, body) = split(value, code)?;
    payload::command(name, &body, "", code)
}

fn read_sent(value: &Wire, code: Code) -> Result<Input, Refused> {
    let CheckedCommand { command, order, customer } = read_command(value, code)?;
    Ok(Input::Send { command, order, customer })
}

fn read_resolved(value: &Wire, code: Code) -> Result<Input, Refused> {
    let mut fields = Fields::of(value, "", code)?;
    let task = fields.number("task")?.ok_or_else(|| missing(code, "task"))?;
    let task = u32::try_from(whole(task, 0, i64::from(u32::MAX), code, "task")?).map_err(|_| missing(code, "task"))?;
    let verdict = fields.text("verdict")?.ok_or_else(|| missing(code, "verdict"))?;
    fields.finish()?;
    let known = RESOLUTIONS.iter().find(|(name, _)| *name == verdict);
    let unknown = || Refused::new(code, "verdict", "no such verdict; known are retry, done, write-off");
    known.map(|(_, resolution)| Input::Resolve { task, resolution: *resolution }).ok_or_else(unknown)
}

fn read_redriven(value: &Wire, code: Code) -> Result<Input, Refused> {
    let mut fields = Fields::of(value, "", code)?;
    let number = fields.number("deadLetter")?.ok_or_else(|| missing(code, "deadLetter"))?;
    let dead_letter = whole(number, 0, i64::from(u32::MAX), code, "deadLetter")?;
    let correction = fields.value("correction").map(|value| read_correction(value, code)).transpose();
    fields.finish()?;
    let correction = correction.map_err(|refused| within("correction", refused))?;
    Ok(Input::Redrive { dead_letter: u32::try_from(dead_letter).unwrap_or(u32::MAX), correction })
}

pub(super) fn read_correction(value: &Wire, code: Code) -> Result<Correction, Refused> {
    let mut fields = Fields::of(value, "", code)?;
    let (command, event) = (fields.value("command"), fields.value("event"));
    fields.finish()?;
    let read = |path, value| {
        let (name, body) = split(value, code).map_err(|refused| within(path, refused))?;
        Ok::<_, Refused>((name, parked(name, body)))
    };
    match (command, event) {
        (Some(value), None) => {
            let (name, body) = read("command", value)?;
            let checked = payload::command(name, &body, "", code).map_err(|refused| within("command", refused))?;
            Ok(Correction::Command { command: checked.command, customer: checked.customer })
        }
        (None, Some(value)) => {
            let (name, body) = read("event", value)?;
            let NamedEvent { event, customer, .. } =
                payload::event(name, &body, "", code).map_err(|refused| within("event", refused))?;
            Ok(Correction::Event { event, customer })
        }
        (None, None) | (Some(_), Some(_)) => Err(Refused::new(code, "", "a command or an event was expected")),
    }
}

/// A body with an order id that counts for nothing, where one belongs.
fn parked(name: &str, body: Wire) -> Wire {
    let about_order = !matches!(name, "RestockInventory" | "InventoryRestocked");
    let Wire::Object(mut fields) = body else { return body };
    if !about_order {
        return Wire::Object(fields);
    }
    fields.push(("orderId".to_owned(), PARKED.into()));
    Wire::Object(fields)
}
