//! What one act changed: of each branch only what is not as it was before.

use crate::exchange::run::{Form, Splice, Teller, object, places};
use crate::exchange::{SharedBranch, SharedRun, Wire};
use crate::timeline::BranchId;
use crate::world::RecordedInput;

/// What leads from one state of a run to another one; `None` where nobody acted between them, and nobody walked but
/// where the cursor stands now.
pub fn between(before: &SharedRun, now: &SharedRun) -> Option<Wire> {
    let is_other = |branch: &&SharedBranch| {
        let is_known = |known| is_same(known, branch) && (branch.id == now.current || stands_there(known, branch));
        !before.branch(branch.id).is_some_and(is_known)
    };
    let closed: Vec<Wire> = before
        .branches
        .iter()
        .filter(|branch| now.branch(branch.id).is_none())
        .map(|branch| branch.id.0.into())
        .collect();
    let mut told: Vec<&SharedBranch> = now.branches.iter().filter(is_other).collect();
    if told.is_empty() && closed.is_empty() && before.current == now.current {
        return None;
    }
    let first = now.branches.first()?;
    let teller = Teller::new(now.scenario, &first.record, Form::Short);
    // Where the cursor stood in a branch that one goes on in, or leaves, may be told by the last manifest alone, and that
    // one goes.
    for branch in [before.current, now.current].into_iter().filter_map(|id| now.branch(id)) {
        if !told.iter().any(|known| known.id == branch.id) {
            told.push(branch);
        }
    }
    told.sort_by_key(|branch| branch.id);
    let ids: Vec<BranchId> = told.iter().map(|branch| branch.id).collect();
    let of_branch = |branch: &SharedBranch| {
        let known = source(before, now, &ids, branch);
        of_branch(&teller, known, branch, branch.parent.and_then(|parent| now.branch(parent)))
    };
    let branches = told.into_iter().map(of_branch).collect();
    let closed = if closed.is_empty() { Wire::Nothing } else { Wire::List(closed) };
    Some(object([("current", now.current.0.into()), ("closed", closed), ("branches", Wire::List(branches))]))
}

fn is_same(before: &SharedBranch, now: &SharedBranch) -> bool {
    (before.name == now.name && before.commands == now.commands)
        && before.record.numbers_given() == now.record.numbers_given()
        && only_happened(before.record.inputs().len(), now.record.inputs().len(), before, now)
}

fn stands_there(before: &SharedBranch, now: &SharedBranch) -> bool {
    (before.cursor, before.end, before.hash) == (now.cursor, now.end, now.hash)
}

/// True where at most planned inputs have got their places since: time did that by itself.
fn only_happened(before_len: usize, now_len: usize, before: &SharedBranch, now: &SharedBranch) -> bool {
    let mut pairs = before.record.inputs().iter().zip(now.record.inputs());
    before_len == now_len
        && pairs.all(|(before, now)| {
            before == now || before.after_step.is_none() && before.number == now.number && before.at == now.at
        })
}

fn of_branch(teller: &Teller, known: &[RecordedInput], branch: &SharedBranch, parent: Option<&SharedBranch>) -> Wire {
    let splice = Splice::between(known, branch.record.inputs());
    let inputs = teller.inputs(&branch.record, splice.same, splice.tail);
    let count = |count: usize| u32::try_from(count).ok().filter(|count| *count > 0).map_or(Wire::Nothing, Wire::from);
    let inputs = if inputs.is_empty() { Wire::Nothing } else { Wire::List(inputs) };
    let splice = [("same", count(splice.same)), ("inputs", inputs), ("tail", count(splice.tail))];
    object(teller.about(branch, parent).into_iter().chain(splice).chain(places(branch)))
}

/// The inputs out of which those of a branch are made: its own, or its parent's where it is new. A reader has led the
/// parent on by then, if it is `told` in the same change.
fn source<'a>(
    before: &'a SharedRun,
    now: &'a SharedRun,
    told: &[BranchId],
    branch: &SharedBranch,
) -> &'a [RecordedInput] {
    let of_parent = |parent: BranchId| if told.contains(&parent) { now.branch(parent) } else { before.branch(parent) };
    let known = before.branch(branch.id).or_else(|| branch.parent.and_then(of_parent));
    known.map(|branch| branch.record.inputs()).unwrap_or_default()
}
