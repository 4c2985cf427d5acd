//! Faults from outside: the draft that the panel or a script fills in, and the rule it becomes.

use crate::fault::{Direction, FaultKind, FaultRule, Moment};
use crate::kernel::MessageId;
use crate::messaging::Place;

use super::check::{id_text, whole};
use super::command::{missing, owned};
use super::fields::Fields;
use super::limits::{FAULT_COUNT_MAX, SAFE_INTEGER_MAX};
use super::refused::{Code, Refused};
use super::time::{span_of_millis, time_of_millis};
use super::wire::Wire;

const CODE: Code = Code::BadFault;

/// A fault as it is typed in: the right shape, nothing else is known. Times are virtual milliseconds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FaultDraft {
    /// The name of the kind, `crash`.
    pub kind: String,
    /// The name of a node or read model; everywhere that the kind makes sense, if `None`.
    pub target: Option<String>,
    /// A whole percentage.
    pub chance: Option<f64>,
    pub count: Option<f64>,
    pub from: Option<f64>,
    pub until: Option<f64>,
    pub by: Option<f64>,
    /// The id of a message.
    pub message: Option<String>,
    pub moment: Option<String>,
    pub direction: Option<String>,
}

impl FaultDraft {
    /// Reads a draft from an object.
    ///
    /// # Errors
    /// Wrong types and unknown fields.
    pub fn read(value: &Wire) -> Result<Self, Refused> {
        let mut fields = Fields::of(value, "", CODE)?;
        let draft = Self {
            kind: owned(&mut fields, "kind")?.ok_or_else(|| missing(CODE, "kind"))?,
            target: owned(&mut fields, "target")?,
            chance: fields.number("chance")?,
            count: fields.number("count")?,
            from: fields.number("from")?,
            until: fields.number("until")?,
            by: fields.number("by")?,
            message: owned(&mut fields, "message")?,
            moment: owned(&mut fields, "moment")?,
            direction: owned(&mut fields, "direction")?,
        };
        fields.finish()?;
        Ok(draft)
    }

    /// Checks names, ranges and whether they make sense together. `find` knows the messages of the run.
    ///
    /// # Errors
    /// The first field that is wrong, with the reason.
    pub fn check(&self, find: impl Fn(&str) -> Option<MessageId>) -> Result<FaultRule, Refused> {
        let kinds = FaultKind::ALL.map(FaultKind::name);
        let kind = named(Some(&self.kind), "kind", &kinds, FaultKind::from_name)?;
        let count = |number| whole(number, 1, FAULT_COUNT_MAX, CODE, "count");
        let chance = |number| whole(number, 0, 100, CODE, "chance");
        let time = |field| move |millis| time_of_millis(millis, CODE, field);
        let rule = FaultRule {
            kind: kind.ok_or_else(|| missing(CODE, "kind"))?,
            target: named(
                self.target.as_deref(),
                "target",
                &Place::all().map(Place::name).collect::<Vec<_>>(),
                Place::from_name,
            )?,
            chance: self.chance.map(chance).transpose()?.and_then(|chance| u8::try_from(chance).ok()),
            count: self.count.map(count).transpose()?.and_then(|count| u32::try_from(count).ok()),
            from: self.from.map(time("from")).transpose()?,
            until: self.until.map(time("until")).transpose()?,
            by: self.by.map(|millis| span_of_millis(millis, CODE, "by")).transpose()?,
            message: self.message.as_deref().map(|id| message(id, find)).transpose()?,
            moment: named(self.moment.as_deref(), "moment", &Moment::ALL.map(Moment::name), Moment::from_name)?,
            direction: named(
                self.direction.as_deref(),
                "direction",
                &Direction::ALL.map(Direction::name),
                Direction::from_name,
            )?
            .unwrap_or_default(),
        };
        rule.check().map_err(|error| {
            let (told, field) = (error.to_string(), error.field());
            let reason = told.strip_prefix(field).and_then(|rest| rest.strip_prefix(": ")).unwrap_or(&told);
            Refused::new(CODE, field, reason)
        })?;
        Ok(rule)
    }
}

fn named<T>(
    text: Option<&str>,
    field: &str,
    known: &[&str],
    from_name: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, Refused> {
    let Some(text) = text else { return Ok(None) };
    let found = from_name(text);
    if found.is_some() {
        return Ok(found);
    }
    Err(Refused::new(CODE, field, format!("no such name; known are {}", known.join(", "))))
}

fn message(id: &str, find: impl Fn(&str) -> Option<MessageId>) -> Result<MessageId, Refused> {
    let id = id_text(id, CODE, "message")?;
    find(id).ok_or_else(|| Refused::new(CODE, "message", "this run has no message with this id up to the cursor"))
}

/// The number of a rule, from outside.
///
/// # Errors
/// What is not a whole number.
pub fn rule_number(number: f64) -> Result<Option<u32>, Refused> {
    whole(number, 0, SAFE_INTEGER_MAX, Code::BadArgument, "faultId").map(|number| u32::try_from(number).ok())
}
