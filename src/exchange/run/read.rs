//! Reads a run and checks everything that it says about itself.

use std::collections::BTreeSet;

use super::input::{self, within};
use super::write::{Numbers, planned};
use super::{
    BranchId, Commands, EndHash, FIRST_NAME, FORMAT_VERSION, INPUTS_MAX, Place, SharedBranch, SharedRun, VIEW_CHARS_MAX,
};
use crate::exchange::check::whole;
use crate::exchange::command::missing;
use crate::exchange::{Code, Fields, Refused, SettingsDraft, Wire, time_of_millis};
use crate::kernel::Seed;
use crate::scenario::{self, Scenario};
use crate::timeline::RunRecord;
use crate::world::{Origin, RecordedInput, Settings};

impl SharedRun {
    /// Reads a run from plain data. `code` is that of what it came in.
    ///
    /// # Errors
    /// `unknown-name` for a story that is not there, `too-large` beyond the limits, otherwise `code`: the first field
    /// that is missing, unknown or out of bounds, or a run that another version wrote.
    pub fn from_wire(value: &Wire, code: Code) -> Result<Self, Refused> {
        Reader { code, scenario: None }.run(value).map_err(|refused| {
            let keeps = matches!(refused.code, Code::TooLarge | Code::UnknownName);
            if keeps { refused } else { Refused { code, ..refused } }
        })
    }
}

/// The refusal of what a later version wrote.
pub(in crate::exchange) fn from_the_future(format: impl std::fmt::Display, code: Code) -> Refused {
    let reason = format!("a newer version wrote this: format {format}, and this page reads up to {FORMAT_VERSION}");
    Refused::new(code, "formatVersion", reason)
}

/// Reads a run, and names what is wrong with a code.
#[derive(Clone, Copy)]
pub(in crate::exchange) struct Reader {
    pub code: Code,
    /// The story whose acts are named by their numbers.
    pub scenario: Option<&'static Scenario>,
}

impl Reader {
    pub(super) fn refused(self, field: &str, reason: impl Into<String>) -> Refused {
        Refused::new(self.code, field, reason)
    }

    fn run(self, value: &Wire) -> Result<SharedRun, Refused> {
        let mut fields = Fields::of(value, "", self.code)?;
        if let Some(format) = fields.number("formatVersion")? {
            let format = whole(format, 1, i64::from(u32::MAX), self.code, "formatVersion")?;
            if format > i64::from(FORMAT_VERSION) {
                return Err(from_the_future(format, self.code));
            }
        }
        let engine = self.number(&mut fields, "engine")?.ok_or_else(|| missing(self.code, "engine"))?;
        let scenario = fields.text("scenario")?.map(|id| self.story(id)).transpose()?;
        let reader = Self { scenario, ..self };
        let seed = self.seed(fields.text("seed")?.ok_or_else(|| missing(self.code, "seed"))?)?;
        let settings = fields.value("settings").map(|value| SettingsDraft::read(value, "settings")).transpose()?;
        let settings = settings.unwrap_or_default().check(Settings::default());
        let settings = settings.map_err(|refused| within("settings", refused))?;
        let bare = RunRecord::from_inputs(seed, settings, Vec::new());
        let branches = match fields.value("branches") {
            Some(branches) => reader.branches(branches, &bare)?,
            None => vec![reader.only_branch(&mut fields, &bare)?],
        };
        let current = BranchId(self.number(&mut fields, "current")?.unwrap_or(0));
        let view = self.view(fields.text("view")?.unwrap_or_default())?;
        fields.finish()?;
        if !branches.iter().any(|branch| branch.id == current) {
            return Err(self.refused("current", "no branch has this number"));
        }
        Ok(SharedRun { engine, scenario, branches, current, view })
    }

    /// A run without branches.
    fn only_branch(self, fields: &mut Fields<'_>, bare: &RunRecord) -> Result<SharedBranch, Refused> {
        let inputs = fields.value("inputs").map(|value| self.inputs(value, bare, &[])).transpose()?;
        let record = RunRecord::from_inputs(bare.seed, bare.settings, inputs.unwrap_or_default());
        let (end, hash) = self.end(fields.value("end").ok_or_else(|| missing(self.code, "end"))?)?;
        let cursor = fields.value("cursor").map(|value| self.cursor(value)).transpose()?.unwrap_or(end);
        let branch = SharedBranch {
            id: BranchId::default(),
            name: FIRST_NAME.to_owned(),
            parent: None,
            left: Place::default(),
            commands: Commands::Cut,
            record,
            cursor,
            end,
            hash,
        };
        self.fits_together(&branch)?;
        Ok(branch)
    }

    fn story(self, id: &str) -> Result<&'static Scenario, Refused> {
        scenario::find(id).ok_or_else(|| {
            let known: Vec<&str> = scenario::SCENARIOS.iter().map(|scenario| scenario.id).collect();
            Refused::new(Code::UnknownName, "scenario", format!("no such scenario; known are {}", known.join(", ")))
        })
    }

    fn seed(self, text: &str) -> Result<Seed, Refused> {
        let reason = || Refused::new(self.code, "seed", format!("a whole number from 0 to {} was expected", u64::MAX));
        text.parse().map_err(|_| reason())
    }

    pub(in crate::exchange) fn number(
        self,
        fields: &mut Fields<'_>,
        name: &'static str,
    ) -> Result<Option<u32>, Refused> {
        let Some(number) = fields.number(name)? else { return Ok(None) };
        let path = fields.path_of(name);
        let number = whole(number, 0, i64::from(u32::MAX), self.code, &path)?;
        Ok(u32::try_from(number).ok())
    }

    fn place(self, fields: &mut Fields<'_>) -> Result<Place, Refused> {
        let step = self.number(fields, "step")?.ok_or_else(|| missing(self.code, &fields.path_of("step")))?;
        let ms = fields.number("ms")?.ok_or_else(|| missing(self.code, &fields.path_of("ms")))?;
        Ok(Place { step, at: time_of_millis(ms, self.code, &fields.path_of("ms"))? })
    }

    pub(in crate::exchange) fn cursor(self, value: &Wire) -> Result<Place, Refused> {
        let mut fields = Fields::of(value, "cursor", self.code)?;
        let place = self.place(&mut fields)?;
        fields.finish()?;
        Ok(place)
    }

    pub(in crate::exchange) fn end(self, value: &Wire) -> Result<(Place, EndHash), Refused> {
        let mut fields = Fields::of(value, "end", self.code)?;
        let place = self.place(&mut fields)?;
        let (hash, trace) = (fields.text("hash")?, fields.text("trace")?);
        fields.finish()?;
        let digits = |text: &str, field| {
            text.parse().map_err(|_| Refused::new(self.code, field, "16 hexadecimal digits were expected"))
        };
        let hash = match (hash, trace) {
            (Some(hash), None) => EndHash::Run(digits(hash, "end.hash")?),
            (None, Some(trace)) => EndHash::Trace(digits(trace, "end.trace")?),
            (None, None) => return Err(missing(self.code, "end.hash")),
            (Some(_), Some(_)) => return Err(self.refused("end.trace", "the hash says this already")),
        };
        Ok((place, hash))
    }

    fn view(self, text: &str) -> Result<String, Refused> {
        if text.chars().count() > VIEW_CHARS_MAX {
            return Err(Refused::new(Code::TooLarge, "view", format!("at most {VIEW_CHARS_MAX} characters are read")));
        }
        if text.chars().any(char::is_control) {
            return Err(Refused::new(self.code, "view", "there is a control character in it"));
        }
        Ok(text.to_owned())
    }

    /// The inputs of a list, behind those that are known to stand before them.
    pub(super) fn inputs(
        self,
        value: &Wire,
        bare: &RunRecord,
        before: &[RecordedInput],
    ) -> Result<Vec<RecordedInput>, Refused> {
        let told = self.inputs_between(value, bare, before, &[])?;
        Ok(before.iter().cloned().chain(told).collect())
    }

    /// The inputs that a list tells; those that are known to stand before and after them are only looked at.
    pub(in crate::exchange) fn inputs_between(
        self,
        value: &Wire,
        bare: &RunRecord,
        before: &[RecordedInput],
        after: &[RecordedInput],
    ) -> Result<Vec<RecordedInput>, Refused> {
        let Wire::List(values) = value else {
            return Err(Refused::new(self.code, "inputs", format!("a list was expected, not {}", value.kind())));
        };
        let count = before.len().saturating_add(values.len()).saturating_add(after.len());
        if count > INPUTS_MAX {
            return Err(self.too_many());
        }
        let planned = planned(self.scenario, bare);
        let mut numbers = Numbers::behind(before, || {
            let of_story = |value: &&Wire| value.get("story").is_some() || value.get("by").is_some();
            let known = before.iter().chain(after).filter(|input| input.origin == Origin::Story);
            values.iter().filter(of_story).count().saturating_add(known.count())
        });
        let mut inputs = Vec::with_capacity(values.len());
        for (place, value) in values.iter().enumerate() {
            let read = self.input(value, &planned, &mut numbers);
            inputs.push(read.map_err(|refused| within(&format!("inputs[{place}]"), refused))?);
        }
        Ok(inputs)
    }

    pub(in crate::exchange) fn too_many(self) -> Refused {
        Refused::new(Code::TooLarge, "inputs", format!("at most {INPUTS_MAX} inputs are read"))
    }

    fn input(self, value: &Wire, planned: &[RecordedInput], numbers: &mut Numbers) -> Result<RecordedInput, Refused> {
        let mut fields = Fields::of(value, "", self.code)?;
        let after_step = self.number(&mut fields, "afterStep")?;
        if let Some(number) = self.number(&mut fields, "story")? {
            fields.finish()?;
            let plan = planned.iter().find(|plan| plan.number == number);
            let unknown = || Refused::new(self.code, "story", "the story has no act of this number");
            return plan.map(|plan| RecordedInput { after_step, ..plan.clone() }).ok_or_else(unknown);
        }
        let origin = match fields.text("by")? {
            None | Some("person") => Origin::Person,
            Some("story") => Origin::Story,
            Some(_) => return Err(Refused::new(self.code, "by", "no such origin; known are person, story")),
        };
        let given = self.number(&mut fields, "number")?;
        let number = match (origin, given) {
            (Origin::Story, None) => return Err(missing(self.code, "number")),
            (Origin::Story | Origin::Person, Some(number)) => number,
            (Origin::Person, None) => numbers.expected(),
        };
        if number == u32::MAX {
            return Err(Refused::new(self.code, "number", "this number is too large"));
        }
        if origin == Origin::Person {
            numbers.saw(number);
        }
        let ms = fields.number("ms")?.ok_or_else(|| missing(self.code, "ms"))?;
        let at = time_of_millis(ms, self.code, "ms")?;
        let input = input::read(&mut fields, Settings::default(), self.code)?;
        fields.finish()?;
        Ok(RecordedInput { number, after_step, at, origin, input })
    }

    /// Each input has a number of its own, and the cursor stands before the end.
    pub(super) fn fits_together(self, branch: &SharedBranch) -> Result<(), Refused> {
        let mut numbers = BTreeSet::new();
        for (place, input) in branch.record.inputs().iter().enumerate() {
            if !numbers.insert(input.number) {
                let field = format!("inputs[{place}].number");
                return Err(Refused::new(self.code, field, "another input has this number"));
            }
        }
        self.stands_before(branch.cursor, branch.end)
    }

    /// The cursor of a branch stands before its end.
    pub(in crate::exchange) fn stands_before(self, cursor: Place, end: Place) -> Result<(), Refused> {
        if cursor.step > end.step || cursor.at > end.at {
            return Err(Refused::new(self.code, "cursor", "this is after the end of the run"));
        }
        Ok(())
    }
}
