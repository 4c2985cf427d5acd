//! Leads a run on by what one act changed: first all of it is checked against the run, then it is put in its place.
//!
//! Nothing is copied but what is new, so that an act behind a long history costs as little as any other. A branch that
//! is new begins with a copy of the inputs of the one that it left.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::exchange::command::missing;
use crate::exchange::run::{INPUTS_MAX, Reader, Splice, within};
use crate::exchange::{Code, EndHash, Fields, Place, Refused, SharedBranch, SharedRun, Wire, whole};
use crate::timeline::{BRANCHES_MAX, BranchId, Commands, RunRecord};
use crate::world::RecordedInput;

const CODE: Code = Code::BadSession;

/// A change that fits to the run that it was read for.
#[derive(Debug)]
pub struct Patch {
    current: BranchId,
    branches: Vec<Piece>,
    closed: Vec<BranchId>,
}

/// What becomes of one branch.
#[derive(Debug)]
enum Piece {
    New(Box<SharedBranch>),
    Known(Box<Known>),
}

/// What is other than before of a branch that was there.
#[derive(Clone, Debug)]
struct Known {
    id: BranchId,
    name: String,
    commands: Commands,
    splice: Splice,
    inputs: Vec<RecordedInput>,
    numbers_given: u32,
    cursor: Place,
    end: Place,
    hash: EndHash,
}

impl Patch {
    /// Reads a change, and checks it against the run that it is to lead on.
    ///
    /// # Errors
    /// A change that does not fit to this run, with the field and the reason.
    pub fn read(run: &SharedRun, change: &Wire) -> Result<Self, Refused> {
        let reader = Reader { code: CODE, scenario: run.scenario };
        let mut fields = Fields::of(change, "", CODE)?;
        let current = BranchId(reader.number(&mut fields, "current")?.ok_or_else(|| missing(CODE, "current"))?);
        let closed = fields.list("closed")?.unwrap_or_default();
        let branches = fields.list("branches")?.unwrap_or_default();
        fields.finish()?;
        let mut patch = Self { current, branches: Vec::new(), closed: Vec::new() };
        for (place, value) in branches.iter().enumerate() {
            let piece = patch.piece(run, reader, value);
            patch.branches.push(piece.map_err(|refused| within(&format!("branches[{place}]"), refused))?);
        }
        for (place, id) in closed.iter().enumerate() {
            let field = format!("closed[{place}]");
            let Wire::Number(id) = id else { return Err(Refused::new(CODE, field, "a number was expected")) };
            let id = u32::try_from(whole(*id, 1, i64::from(u32::MAX), CODE, &field)?).unwrap_or(u32::MAX);
            patch.closed.push(BranchId(id));
        }
        patch.stands(run)?;
        Ok(patch)
    }

    /// Puts it in its place. The run is the one that it was read for.
    pub fn apply(self, run: &mut SharedRun) {
        for piece in self.branches {
            match piece {
                Piece::New(branch) => run.branches.push(*branch),
                Piece::Known(known) => {
                    if let Some(branch) = run.branches.iter_mut().find(|branch| branch.id == known.id) {
                        known.apply(branch);
                    }
                }
            }
        }
        run.branches.retain(|branch| !self.closed.contains(&branch.id));
        run.current = self.current;
    }

    /// A branch as it will be; `None` where there will be none.
    fn branch<'a>(&'a self, run: &'a SharedRun, id: BranchId) -> Option<Cow<'a, SharedBranch>> {
        match self.branches.iter().find(|piece| piece.id() == id) {
            Some(Piece::New(branch)) => Some(Cow::Borrowed(branch)),
            Some(Piece::Known(known)) => {
                let mut branch = run.branch(id)?.clone();
                known.clone().apply(&mut branch);
                Some(Cow::Owned(branch))
            }
            None => run.branch(id).map(Cow::Borrowed),
        }
    }

    fn piece(&self, run: &SharedRun, reader: Reader, value: &Wire) -> Result<Piece, Refused> {
        let mut fields = Fields::of(value, "", CODE)?;
        let about = reader.about(&mut fields)?;
        let mut count = |name| {
            let count = reader.number(&mut fields, name)?.unwrap_or(0);
            usize::try_from(count).map_err(|_| missing(CODE, name))
        };
        let splice = Splice { same: count("same")?, tail: count("tail")? };
        let (inputs, cursor, end) = (fields.value("inputs"), fields.value("cursor"), fields.value("end"));
        fields.finish()?;
        let id = about.id;
        if self.branches.iter().any(|piece| piece.id() == id) {
            return Err(Refused::new(CODE, "id", "this branch was told of before"));
        }
        let known = run.branch(id);
        let parent = about.parent.filter(|_| known.is_none()).and_then(|parent| self.branch(run, parent));
        if known.is_none() {
            let last = self.branches.iter().filter_map(Piece::new_id).chain(run.branches.last().map(|last| last.id));
            reader.leaves(&about, about.parent.map(|_| parent.as_deref()), last.max())?;
        }
        let source = known.or(parent.as_deref()).ok_or_else(|| missing(CODE, "parent"))?;
        let none = Wire::List(Vec::new());
        let inputs = inputs_of(reader, &source.record, splice, inputs.unwrap_or(&none))?;
        let (end, hash) = reader.end(end.ok_or_else(|| missing(CODE, "end"))?)?;
        let cursor = cursor.map(|value| reader.cursor(value)).transpose()?.unwrap_or(end);
        reader.stands_before(cursor, end)?;
        let (numbers_given, name, commands) = (about.numbers_given, about.name, about.commands);
        let changed = Known { id, name, commands, splice, inputs, numbers_given, cursor, end, hash };
        if known.is_some() {
            return Ok(Piece::Known(Box::new(changed)));
        }
        let record = source.record.clone();
        let (id, parent, left) = (about.id, about.parent, about.left);
        let mut branch = SharedBranch { id, name: String::new(), parent, left, commands, record, cursor, end, hash };
        changed.apply(&mut branch);
        Ok(Piece::New(Box::new(branch)))
    }

    /// What must hold of the run afterwards.
    fn stands(&self, run: &SharedRun) -> Result<(), Refused> {
        let of = |branch: &SharedBranch| (branch.id, (branch.parent, branch.record.inputs().len()));
        let mut branches: BTreeMap<BranchId, (Option<BranchId>, usize)> = run.branches.iter().map(of).collect();
        for piece in &self.branches {
            match piece {
                Piece::New(branch) => drop(branches.insert(branch.id, of(branch).1)),
                Piece::Known(known) => {
                    branches.entry(known.id).and_modify(|(_, inputs)| *inputs = known.length());
                }
            }
        }
        for (place, id) in self.closed.iter().enumerate() {
            if branches.remove(id).is_none() {
                return Err(Refused::new(CODE, format!("closed[{place}]"), "no branch has this number"));
            }
        }
        if !branches.contains_key(&self.current) {
            return Err(Refused::new(CODE, "current", "no branch has this number"));
        }
        let inputs = branches.values().fold(0_usize, |sum, (_, inputs)| sum.saturating_add(*inputs));
        if branches.len() > BRANCHES_MAX || inputs > INPUTS_MAX {
            return Err(Refused::new(Code::TooLarge, "branches", "there are more branches or inputs than are read"));
        }
        let is_orphan = |parent: &Option<BranchId>| parent.is_some_and(|parent| !branches.contains_key(&parent));
        match branches.iter().find(|(_, (parent, _))| is_orphan(parent)) {
            Some((orphan, _)) => {
                Err(Refused::new(CODE, "closed", format!("branch {} lost the one that it left", orphan.0)))
            }
            None => Ok(()),
        }
    }
}

impl Piece {
    fn id(&self) -> BranchId {
        match self {
            Self::New(branch) => branch.id,
            Self::Known(known) => known.id,
        }
    }

    fn new_id(&self) -> Option<BranchId> {
        match self {
            Self::New(branch) => Some(branch.id),
            Self::Known(_) => None,
        }
    }
}

impl Known {
    fn apply(self, branch: &mut SharedBranch) {
        branch.record.splice(self.splice.same, self.splice.tail, self.inputs, self.numbers_given);
        (branch.name, branch.commands) = (self.name, self.commands);
        (branch.cursor, branch.end, branch.hash) = (self.cursor, self.end, self.hash);
    }

    /// So many inputs the branch has then.
    fn length(&self) -> usize {
        self.splice.same.saturating_add(self.inputs.len()).saturating_add(self.splice.tail)
    }
}

/// The inputs that are told, each with a number that no other one has.
fn inputs_of(reader: Reader, known: &RunRecord, splice: Splice, told: &Wire) -> Result<Vec<RecordedInput>, Refused> {
    let Some((same, tail)) = splice.of(known.inputs()) else {
        return Err(Refused::new(CODE, "same", "there are fewer inputs than that"));
    };
    let bare = RunRecord::from_inputs(known.seed, known.settings, Vec::new());
    let inputs = reader.inputs_between(told, &bare, same, tail)?;
    let mut numbers = BTreeSet::new();
    let twice = inputs.iter().position(|input| !numbers.insert(input.number));
    // Where all of them were given since, none of those before can have one of them.
    let are_given_since = numbers.first().is_none_or(|first| *first >= known.numbers_given());
    let taken = same.iter().chain(tail).filter(|_| !are_given_since).find(|known| numbers.contains(&known.number));
    let taken = taken.and_then(|taken| inputs.iter().position(|input| input.number == taken.number));
    if let Some(place) = twice.or(taken) {
        let field = format!("inputs[{place}].number");
        return Err(Refused::new(CODE, field, "another input has this number"));
    }
    Ok(inputs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::keep::change;
    use crate::kernel::{Digest, Seed, VirtualTime};
    use crate::world::{Input, Origin, Settings};

    /// A run of so many acts.
    fn run(acts: u32) -> SharedRun {
        let act = |number: u32| {
            let (at, input) = (VirtualTime::ZERO, Input::Traffic { per_mille: number });
            RecordedInput { number, after_step: Some(number), at, origin: Origin::Person, input }
        };
        let end = Place { step: acts, at: VirtualTime::ZERO };
        let branch = SharedBranch {
            id: BranchId(0),
            name: "main".to_owned(),
            parent: None,
            left: Place::default(),
            commands: Commands::Cut,
            record: RunRecord::from_inputs(
                "1".parse::<Seed>().unwrap(),
                Settings::default(),
                (0..acts).map(act).collect(),
            ),
            cursor: end,
            end,
            hash: EndHash::Trace(Digest::of_word(u64::from(acts))),
        };
        SharedRun { engine: 1, scenario: None, branches: vec![branch], current: BranchId(0), view: String::new() }
    }

    /// Inputs that a patch holds: as many are copied for it.
    fn copied(patch: &Patch) -> usize {
        let inputs = |piece: &Piece| match piece {
            Piece::New(branch) => branch.record.inputs().len(),
            Piece::Known(known) => known.inputs.len(),
        };
        patch.branches.iter().map(inputs).sum()
    }

    #[test]
    fn an_act_behind_many_others_copies_itself_alone() {
        let mut kept = run(1_000);
        for acts in 1_001..1_010 {
            let now = run(acts);
            let patch = Patch::read(&kept, &change::between(&kept, &now).unwrap()).unwrap();
            assert_eq!(copied(&patch), 1);
            patch.apply(&mut kept);
            assert!(kept.branches == now.branches);
        }
    }

    #[test]
    fn what_was_taken_back_gives_its_numbers_back() {
        let (mut kept, now) = (run(9), run(5));
        let patch = Patch::read(&kept, &change::between(&kept, &now).unwrap()).unwrap();
        assert_eq!(copied(&patch), 0);
        patch.apply(&mut kept);
        assert!(kept.branches == now.branches);
    }

    #[test]
    fn a_change_that_does_not_fit_is_refused_with_its_place() {
        let change = change::between(&run(3), &run(4)).unwrap();
        let refused = Patch::read(&run(2), &change).unwrap_err();
        assert_eq!((refused.code, refused.field.as_str()), (CODE, "branches[0].same"));
        // The new act has the number of one that is there.
        let text = change.to_json().replace(r#""inputs":[{"#, r#""inputs":[{"number":1,"#);
        let twice = Wire::from_json(&text, text.len(), CODE).unwrap();
        let refused = Patch::read(&run(3), &twice).unwrap_err();
        assert_eq!((refused.code, refused.field.as_str()), (CODE, "branches[0].inputs[0].number"));
    }
}
