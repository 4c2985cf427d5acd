//! The edit of a stored event.

use super::facts::{maybe, object};
use super::input::{of_correction, read_correction, within};
use crate::exchange::check::whole;
use crate::exchange::command::missing;
use crate::exchange::{Code, Fields, Refused, Wire};
use crate::world::{Correction, Edit, EditHow};

pub fn of_edit(edit: &Edit) -> Wire {
    let (how, to, event) = match &edit.how {
        EditHow::Skip => ("skip", None, None),
        EditHow::Duplicate => ("duplicate", None, None),
        EditHow::Move { to } => ("move", Some(*to), None),
        EditHow::Change { event, customer } => {
            let correction = Correction::Event { event: event.clone(), customer: customer.clone() };
            ("change", None, Some(of_correction(&correction)))
        }
    };
    object([("position", edit.position.into()), ("how", how.into()), ("to", maybe(to)), ("body", maybe(event))])
}

/// # Errors
/// What is no edit, with the field and the reason.
pub fn read(value: &Wire, code: Code) -> Result<Edit, Refused> {
    let mut fields = Fields::of(value, "", code)?;
    let place = |number: Option<f64>, field| {
        let number = whole(number.ok_or_else(|| missing(code, field))?, 0, i64::from(u32::MAX), code, field)?;
        u32::try_from(number).map_err(|_| missing(code, field))
    };
    let position = place(fields.number("position")?, "position")?;
    let how = fields.text("how")?.ok_or_else(|| missing(code, "how"))?;
    let (to, body) = (fields.number("to")?, fields.value("body"));
    fields.finish()?;
    let how = match (how, to, body) {
        ("skip", None, None) => EditHow::Skip,
        ("duplicate", None, None) => EditHow::Duplicate,
        ("move", to, None) => EditHow::Move { to: place(to, "to")? },
        ("change", None, Some(body)) => match read_correction(body, code).map_err(|refused| within("body", refused))? {
            Correction::Event { event, customer } => EditHow::Change { event, customer },
            Correction::Command { .. } => return Err(Refused::new(code, "body", "an event was expected")),
        },
        _ => {
            let reason = "skip, duplicate, move with to, or change with body was expected";
            return Err(Refused::new(code, "how", reason));
        }
    };
    Ok(Edit { position, how })
}
