//! What one act changed: of each branch only what is not as it was before.

use crate::exchange::command::missing;
use crate::exchange::run::{Form, INPUTS_MAX, Reader, Splice, Teller, object, places, within};
use crate::exchange::{Code, Fields, Refused, SharedBranch, SharedRun, Wire, whole};
use crate::timeline::{BRANCHES_MAX, BranchId, RunRecord};

const CODE: Code = Code::BadSession;

/// What leads from one state of a run to another one; `None` where nobody acted between them.
pub fn between(before: &SharedRun, now: &SharedRun) -> Option<Wire> {
    let is_changed = |branch: &&SharedBranch| before.branch(branch.id).is_none_or(|known| !is_same(known, branch));
    let closed: Vec<Wire> = before
        .branches
        .iter()
        .filter(|branch| now.branch(branch.id).is_none())
        .map(|branch| branch.id.0.into())
        .collect();
    let changed: Vec<&SharedBranch> = now.branches.iter().filter(is_changed).collect();
    if changed.is_empty() && closed.is_empty() && before.current == now.current {
        return None;
    }
    let first = now.branches.first()?;
    let teller = Teller::new(now.scenario, &first.record, Form::Short);
    // Where the cursor stands in a branch that one leaves, or goes on in, is not told anywhere else.
    let moved = [before.current, now.current].into_iter().filter_map(|id| now.branch(id));
    let mut told: Vec<&SharedBranch> = changed;
    for branch in moved {
        if !told.iter().any(|known| known.id == branch.id) {
            told.push(branch);
        }
    }
    told.sort_by_key(|branch| branch.id);
    let branches = told.into_iter().map(|branch| of_branch(&teller, before, now, branch)).collect();
    let closed = if closed.is_empty() { Wire::Nothing } else { Wire::List(closed) };
    Some(object([("current", now.current.0.into()), ("closed", closed), ("branches", Wire::List(branches))]))
}

fn is_same(before: &SharedBranch, now: &SharedBranch) -> bool {
    (before.name == now.name && before.commands == now.commands)
        && before.record.numbers_given() == now.record.numbers_given()
        && only_happened(before.record.inputs().len(), now.record.inputs().len(), before, now)
}

/// True where at most planned inputs have got their places since: time did that by itself.
fn only_happened(before_len: usize, now_len: usize, before: &SharedBranch, now: &SharedBranch) -> bool {
    let mut pairs = before.record.inputs().iter().zip(now.record.inputs());
    before_len == now_len
        && pairs.all(|(before, now)| {
            before == now || before.after_step.is_none() && before.number == now.number && before.at == now.at
        })
}

fn of_branch(teller: &Teller, before: &SharedRun, now: &SharedRun, branch: &SharedBranch) -> Wire {
    let parent = branch.parent.and_then(|parent| now.branch(parent));
    let known = source(before, branch.id, branch.parent);
    let splice = Splice::between(known, branch.record.inputs());
    let inputs = teller.inputs(&branch.record, splice.same, splice.tail);
    let count = |count: usize| u32::try_from(count).ok().filter(|count| *count > 0).map_or(Wire::Nothing, Wire::from);
    let inputs = if inputs.is_empty() { Wire::Nothing } else { Wire::List(inputs) };
    let splice = [("same", count(splice.same)), ("inputs", inputs), ("tail", count(splice.tail))];
    object(teller.about(branch, parent).into_iter().chain(splice).chain(places(branch)))
}

/// The inputs out of which those of a branch are made: its own, or its parent's where it is new.
fn source(before: &SharedRun, id: BranchId, parent: Option<BranchId>) -> &[crate::world::RecordedInput] {
    let known = before.branch(id).or_else(|| before.branch(parent?));
    known.map(|branch| branch.record.inputs()).unwrap_or_default()
}

/// Leads a run on by one change.
///
/// # Errors
/// A change that does not fit to this run, with the field and the reason. The run is then half-way: it is to be thrown
/// away.
pub fn apply(run: &mut SharedRun, change: &Wire) -> Result<(), Refused> {
    let reader = Reader { code: CODE, scenario: run.scenario };
    let mut fields = Fields::of(change, "", CODE)?;
    let current = BranchId(reader.number(&mut fields, "current")?.ok_or_else(|| missing(CODE, "current"))?);
    let closed = fields.list("closed")?.unwrap_or_default();
    let branches = fields.list("branches")?.unwrap_or_default();
    fields.finish()?;
    for (place, value) in branches.iter().enumerate() {
        let told = branch(run, reader, value);
        told.map_err(|refused| within(&format!("branches[{place}]"), refused))?;
    }
    for (place, id) in closed.iter().enumerate() {
        let field = format!("closed[{place}]");
        let Wire::Number(id) = id else { return Err(Refused::new(CODE, field, "a number was expected")) };
        let id = u32::try_from(whole(*id, 1, i64::from(u32::MAX), CODE, &field)?).unwrap_or(u32::MAX);
        if run.branch(BranchId(id)).is_none() {
            return Err(Refused::new(CODE, field, "no branch has this number"));
        }
        run.branches.retain(|branch| branch.id != BranchId(id));
    }
    run.current = current;
    stands(run)
}

/// What must hold of a run after a change.
fn stands(run: &SharedRun) -> Result<(), Refused> {
    if run.here().is_none() {
        return Err(Refused::new(CODE, "current", "no branch has this number"));
    }
    if run.branches.len() > BRANCHES_MAX || run.inputs() > INPUTS_MAX {
        return Err(Refused::new(Code::TooLarge, "branches", "there are more branches or inputs than are read"));
    }
    let is_orphan = |branch: &&SharedBranch| branch.parent.is_some_and(|parent| run.branch(parent).is_none());
    match run.branches.iter().find(is_orphan) {
        Some(orphan) => {
            let reason = format!("branch {} lost the one that it left", orphan.id.0);
            Err(Refused::new(CODE, "closed", reason))
        }
        None => Ok(()),
    }
}

fn branch(run: &mut SharedRun, reader: Reader, value: &Wire) -> Result<(), Refused> {
    let mut fields = Fields::of(value, "", CODE)?;
    let about = reader.about(&mut fields)?;
    let mut count = |name| {
        let count = reader.number(&mut fields, name)?.unwrap_or(0);
        usize::try_from(count).map_err(|_| missing(CODE, name))
    };
    let splice = Splice { same: count("same")?, tail: count("tail")? };
    let (inputs, cursor, end) = (fields.value("inputs"), fields.value("cursor"), fields.value("end"));
    fields.finish()?;
    if run.branch(about.id).is_none() {
        let parent = about.parent.map(|parent| run.branch(parent));
        reader.leaves(&about, parent, run.branches.last().map(|branch| branch.id))?;
    }
    let bare = run.branches.first().ok_or_else(|| missing(CODE, "branches"))?;
    let bare = RunRecord::from_inputs(bare.record.seed, bare.record.settings, Vec::new());
    let Some((same, tail)) = splice.of(source(run, about.id, about.parent)) else {
        return Err(Refused::new(CODE, "same", "there are fewer inputs than that"));
    };
    let none = Wire::List(Vec::new());
    let inputs = reader.inputs(inputs.unwrap_or(&none), &bare, same, tail)?;
    let record = RunRecord::from_inputs(bare.seed, bare.settings, inputs).with_numbers_given(about.numbers_given);
    let (end, hash) = reader.end(end.ok_or_else(|| missing(CODE, "end"))?)?;
    let cursor = cursor.map(|value| reader.cursor(value)).transpose()?.unwrap_or(end);
    let (id, name, commands) = (about.id, about.name, about.commands);
    let (parent, left) = run.branch(id).map_or((about.parent, about.left), |known| (known.parent, known.left));
    let changed = SharedBranch { id, name, parent, left, commands, record, cursor, end, hash };
    reader.fits_together(&changed)?;
    match run.branches.iter_mut().find(|branch| branch.id == id) {
        Some(known) => *known = changed,
        None => run.branches.push(changed),
    }
    Ok(())
}
