//! One branch of many. What it has in common with its parent is not told again.

use super::facts::{maybe, object};
use super::input::within;
use super::read::Reader;
use super::write::{Teller, places};
use super::{BRANCH_NAME_CHARS_MAX, Form, INPUTS_MAX, Place, SharedBranch};
use crate::exchange::command::missing;
use crate::exchange::{Code, Fields, Refused, Wire, id_text, millis_of_time, time_of_millis};
use crate::timeline::{BRANCHES_MAX, BranchId, Commands, RunRecord};

impl Teller {
    pub(super) fn branch(&self, branch: &SharedBranch, parent: Option<&SharedBranch>) -> Wire {
        let same = parent.map_or(0, |parent| parent.record.common_inputs(&branch.record));
        let inputs = self.inputs(&branch.record, same, 0);
        let [cursor, end] = places(branch);
        object(self.about(branch, parent).into_iter().chain([
            ("same", maybe(u32::try_from(same).ok().filter(|same| *same > 0))),
            ("inputs", Wire::List(inputs)),
            cursor,
            end,
        ]))
    }

    /// All that is said of a branch beside its inputs and where it stands.
    pub fn about(&self, branch: &SharedBranch, parent: Option<&SharedBranch>) -> Vec<(&'static str, Wire)> {
        let named = self.form() == Form::Full || branch.name != SharedBranch::usual_name(branch.id);
        // A parent whose past was changed since may end before the step at which it was left.
        let left = parent
            .map(|parent| Place { step: branch.left.step.min(parent.end.step), at: branch.left.at.min(parent.end.at) });
        let given = branch.record.numbers_given();
        vec![
            ("id", branch.id.0.into()),
            ("name", maybe(named.then_some(branch.name.as_str()))),
            ("parent", maybe(branch.parent.map(|parent| parent.0))),
            ("atStep", maybe(left.map(|left| left.step))),
            ("atMs", maybe(left.map(|left| millis_of_time(left.at)))),
            ("commands", maybe((branch.commands == Commands::Keep).then_some("keep"))),
            ("numbersGiven", maybe((given != branch.record.numbers_needed()).then_some(given))),
        ]
    }
}

/// What is said of a branch beside its inputs and where it stands.
pub(in crate::exchange) struct About {
    pub id: BranchId,
    pub name: String,
    pub parent: Option<BranchId>,
    pub left: Place,
    pub commands: Commands,
    pub numbers_given: u32,
}

impl Reader {
    pub(super) fn branches(self, value: &Wire, bare: &RunRecord) -> Result<Vec<SharedBranch>, Refused> {
        let Wire::List(values) = value else {
            return Err(self.refused("branches", format!("a list was expected, not {}", value.kind())));
        };
        if values.is_empty() {
            return Err(self.refused("branches", "a run has at least one branch"));
        }
        if values.len() > BRANCHES_MAX {
            let reason = format!("at most {BRANCHES_MAX} branches are read, not {}", values.len());
            return Err(Refused::new(Code::TooLarge, "branches", reason));
        }
        let mut branches = Vec::new();
        for (place, value) in values.iter().enumerate() {
            let read = self.branch(value, bare, &branches);
            branches.push(read.map_err(|refused| within(&format!("branches[{place}]"), refused))?);
        }
        Ok(branches)
    }

    fn branch(self, value: &Wire, bare: &RunRecord, before: &[SharedBranch]) -> Result<SharedBranch, Refused> {
        let mut fields = Fields::of(value, "", self.code)?;
        let about = self.about(&mut fields)?;
        let same = self.number(&mut fields, "same")?.unwrap_or(0);
        let (inputs, cursor, end) = (fields.value("inputs"), fields.value("cursor"), fields.value("end"));
        fields.finish()?;
        let parent = about.parent.map(|parent| before.iter().find(|branch| branch.id == parent));
        self.leaves(&about, parent, before.last().map(|branch| branch.id))?;
        let of_parent = parent.flatten().map_or(&[][..], |parent| parent.record.inputs());
        let same = usize::try_from(same).ok().and_then(|same| of_parent.get(..same));
        let same = same.ok_or_else(|| {
            let reason = format!("the branch that it left has {} inputs", of_parent.len());
            self.refused("same", reason)
        })?;
        let known: usize = before.iter().map(|branch| branch.record.inputs().len()).sum();
        if known.saturating_add(same.len()) > INPUTS_MAX {
            return Err(self.too_many());
        }
        let inputs = inputs.map(|value| self.inputs(value, bare, same)).transpose()?;
        let inputs = inputs.unwrap_or_else(|| same.to_vec());
        if known.saturating_add(inputs.len()) > INPUTS_MAX {
            return Err(self.too_many());
        }
        let record = RunRecord::from_inputs(bare.seed, bare.settings, inputs).with_numbers_given(about.numbers_given);
        let (end, hash) = self.end(end.ok_or_else(|| missing(self.code, "end"))?)?;
        let cursor = cursor.map(|value| self.cursor(value)).transpose()?.unwrap_or(end);
        let About { id, name, parent, left, commands, .. } = about;
        let branch = SharedBranch { id, name, parent, left, commands, record, cursor, end, hash };
        self.fits_together(&branch)?;
        Ok(branch)
    }

    pub(in crate::exchange) fn about(self, fields: &mut Fields<'_>) -> Result<About, Refused> {
        let id = BranchId(self.number(fields, "id")?.ok_or_else(|| missing(self.code, "id"))?);
        if id.0 == u32::MAX {
            return Err(self.refused("id", "this number is too large"));
        }
        let name = match fields.text("name")? {
            None => SharedBranch::usual_name(id),
            Some(name) => id_text(name, self.code, "name")?.to_owned(),
        };
        if name.chars().count() > BRANCH_NAME_CHARS_MAX {
            return Err(self.refused("name", format!("a branch's name has at most {BRANCH_NAME_CHARS_MAX} characters")));
        }
        let parent = self.number(fields, "parent")?.map(BranchId);
        let step = self.number(fields, "atStep")?;
        let ms = fields.number("atMs")?.map(|ms| time_of_millis(ms, self.code, "atMs")).transpose()?;
        let left = Place { step: step.unwrap_or(0), at: ms.unwrap_or_default() };
        if parent.is_none() && left != Place::default() {
            return Err(self.refused("parent", "what was left somewhere has a parent"));
        }
        let commands = match fields.text("commands")? {
            None | Some("cut") => Commands::Cut,
            Some("keep") => Commands::Keep,
            Some(_) => return Err(self.refused("commands", "no such choice; known are cut, keep")),
        };
        let numbers_given = self.number(fields, "numbersGiven")?.unwrap_or(0);
        Ok(About { id, name, parent, left, commands, numbers_given })
    }

    /// A branch leaves one that was there before, at a step that this one has. `parent` is what was found by its number.
    pub(in crate::exchange) fn leaves(
        self,
        branch: &About,
        parent: Option<Option<&SharedBranch>>,
        last: Option<BranchId>,
    ) -> Result<(), Refused> {
        match (last, branch.parent) {
            (None, Some(_)) => return Err(self.refused("parent", "the first branch has none")),
            (None, None) if branch.id != BranchId::default() => {
                return Err(self.refused("id", "the first branch has the number 0"));
            }
            (None, None) => return Ok(()),
            (Some(last), _) if branch.id <= last => {
                return Err(self.refused("id", "branches come by their numbers, each with one of its own"));
            }
            (Some(_), None) => return Err(missing(self.code, "parent")),
            (Some(_), Some(parent)) if parent >= branch.id => {
                return Err(self.refused("parent", "a branch leaves an older one: this would be a circle"));
            }
            (Some(_), Some(_)) => {}
        }
        let parent = parent.flatten().ok_or_else(|| self.refused("parent", "no branch has this number"))?;
        if branch.left.step > parent.end.step || branch.left.at > parent.end.at {
            let reason = format!("the branch that it left ends at step {}", parent.end.step);
            return Err(self.refused("atStep", reason));
        }
        Ok(())
    }
}
