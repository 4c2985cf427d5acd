//! Every branch of a run travels with it.

use eventarium::exchange::link::Link;
use eventarium::exchange::{Code, Form, Refused, SharedRun, Wire, session_file};
use eventarium::kernel::{Digest, Span};
use eventarium::session::{BranchView, Goal, Opening, Session};
use eventarium::timeline::{BRANCHES_MAX, BranchId, Commands};

use super::super::{order, wire};
use super::{act, random_run};
use crate::swarm::luck::Luck;

/// A run in which a person forked, switched, edited, renamed and gave branches up.
pub fn forked_run(seed: u64) -> Session {
    let mut luck = Luck::new(seed ^ 0xF0_4C);
    let mut session = random_run(seed);
    for _ in 0..3 + luck.below(20) {
        meddle(&mut session, &mut luck);
    }
    session
}

/// One thing that a person may do with branches, or anything else.
pub fn meddle(session: &mut Session, luck: &mut Luck) {
    let any = |session: &Session, luck: &mut Luck| BranchId(luck.of(&session.branches()).id);
    match luck.below(10) {
        0..2 => drop(session.fork(*luck.of(&[Commands::Cut, Commands::Keep]))),
        2..4 => {
            let branch = any(session, luck);
            assert!(session.switch_to(branch));
        }
        4 => {
            let step = luck.below(u64::from(session.head().steps) + 1) as u32;
            session.seek(Goal::Step(step)).unwrap();
        }
        5 => {
            let (branch, name) = (any(session, luck), format!("näme {}", luck.below(1_000)));
            drop(session.rename_branch(branch, &name));
        }
        6 => {
            let branch = any(session, luck);
            drop(session.close_branch(branch));
        }
        7 => drop(session.undo()),
        _ => {
            session.advance(Span::from_micros(luck.below(3_000_000)));
            act(session, luck);
        }
    }
}

/// What each branch is at its cursor and at its end.
pub fn hashes(session: &Session) -> Vec<(u32, Digest, Digest)> {
    let hashes = |branch: BranchView| {
        let run = session.branch_timeline(BranchId(branch.id)).unwrap();
        (branch.id, run.world().digest(), run.head().digest())
    };
    session.branches().into_iter().map(hashes).collect()
}

/// All branches. One whose parent ends earlier by now left it at that end.
fn told(session: &Session) -> Vec<BranchView> {
    let mut branches = session.branches();
    let parents = branches.clone();
    for branch in &mut branches {
        if let Some(parent) = parents.iter().find(|parent| Some(parent.id) == branch.parent) {
            branch.at_step = branch.at_step.min(parent.head_step);
            branch.at = branch.at.min(parent.head_now);
        }
    }
    branches
}

#[track_caller]
pub fn is_the_same(before: &Session, after: &Session) {
    assert_eq!(hashes(after), hashes(before));
    assert_eq!(told(after), told(before));
    for branch in before.branches() {
        let run = |session: &Session| session.branch_timeline(BranchId(branch.id)).unwrap().record().clone();
        assert_eq!(run(after), run(before), "branch {}", branch.id);
        let commands = |session: &Session| session.branch_timeline(BranchId(branch.id)).unwrap().commands();
        assert_eq!(commands(after), commands(before), "branch {}", branch.id);
    }
}

#[test]
fn every_branch_arrives_as_it_was() {
    let mut forked = 0;
    for seed in 0..80 {
        let before = forked_run(seed);
        forked += before.branches().len().saturating_sub(1);
        let link = Link::of(&before.shared("").unwrap()).unwrap();
        assert_eq!(link.branches_left_out(), 0);
        let file = session_file::write(&before.shared("").unwrap()).unwrap();
        for text in [link.text(), &file] {
            let mut after = Session::new();
            let opened = after.open(text).unwrap();
            assert_eq!(opened.warnings, [], "{seed}");
            is_the_same(&before, &after);
        }
    }
    assert!(forked > 100, "{forked} branches");
}

#[test]
fn a_run_with_branches_goes_on_where_it_was_opened() {
    for seed in 0..30 {
        let mut before = forked_run(seed);
        let mut after = Session::new();
        after.open(&session_file::write(&before.shared("").unwrap()).unwrap()).unwrap();
        for run in [&mut before, &mut after] {
            for branch in run.branches() {
                run.switch_to(BranchId(branch.id));
                run.send(&order()).unwrap();
                run.advance(Span::from_secs(5));
            }
        }
        assert_eq!(hashes(&before), hashes(&after), "{seed}");
    }
}

#[test]
fn branches_opened_in_slices_are_branches_opened_at_once() {
    for seed in 0..10 {
        let before = forked_run(seed);
        let mut opening = Opening::read(&session_file::write(&before.shared("").unwrap()).unwrap()).unwrap();
        let mut last = 0;
        while !opening.advance(100) {
            let (done, all) = opening.progress();
            assert!(last <= done && done <= all, "{last} {done} {all}");
            last = done;
        }
        let (done, all) = opening.progress();
        assert_eq!(done, all);
        let (after, opened) = opening.finish();
        assert_eq!(opened.warnings, []);
        is_the_same(&before, &after);
    }
}

#[test]
fn what_branches_have_in_common_is_computed_once() {
    let mut session = super::ten_actions();
    let steps = session.head().steps;
    for _ in 1..BRANCHES_MAX {
        session.fork(Commands::Cut).unwrap();
    }
    let mut opening = Opening::read(session.link("").unwrap().text()).unwrap();
    assert!(opening.advance(steps + 1), "{:?}", opening.progress());
}

#[test]
fn where_branches_do_not_fit_into_a_link_the_one_walked_on_goes_alone() {
    let mut session = Session::new();
    let mut luck = Luck::new(4);
    for _ in 0..3 {
        for _ in 0..600 {
            let id = format!("{:x}{:x}", luck.below(u64::MAX), luck.below(u64::MAX));
            let text = format!(r#"{{"type": "CancelOrder", "orderId": "{id}"}}"#);
            session.send(&super::super::command(&text)).unwrap();
        }
        session.seek(Goal::Step(0)).unwrap();
        session.fork(Commands::Cut).unwrap();
    }
    session.send(&order()).unwrap();
    let link = session.link("").unwrap();
    assert_eq!(link.branches_left_out(), 3);
    let mut elsewhere = Session::new();
    elsewhere.open(link.text()).unwrap();
    assert_eq!((elsewhere.hash(), elsewhere.branches().len()), (session.hash(), 1));
    let mut whole = Session::new();
    whole.open(&session_file::write(&session.shared("").unwrap()).unwrap()).unwrap();
    is_the_same(&session, &whole);
}

/// A run with two branches beside the first.
fn file() -> Wire {
    let mut session = super::ten_actions();
    session.seek(Goal::Step(100)).unwrap();
    session.fork(Commands::Keep).unwrap();
    session.send(&order()).unwrap();
    session.fork(Commands::Cut).unwrap();
    session.shared("").unwrap().to_wire(Form::Full)
}

fn refused(change: impl FnOnce(&mut Vec<Wire>)) -> Refused {
    let mut whole = file();
    let Wire::Object(fields) = &mut whole else { panic!() };
    let (_, branches) = fields.iter_mut().find(|(name, _)| name == "branches").unwrap();
    let Wire::List(branches) = branches else { panic!() };
    change(branches);
    SharedRun::from_wire(&whole, Code::BadSession).map(drop).expect_err("this is no run")
}

fn set(branch: &mut Wire, name: &str, value: &str) {
    let Wire::Object(fields) = branch else { panic!() };
    fields.retain(|(given, _)| given != name);
    fields.push((name.to_owned(), wire(value)));
}

#[test]
fn a_tree_that_is_none_is_named_by_its_field() {
    assert!(SharedRun::from_wire(&file(), Code::BadSession).is_ok());
    let wrong: [(usize, &str, &str, Code, &str); 16] = [
        (1, "parent", "1", Code::BadSession, "branches[1].parent"),
        (1, "parent", "2", Code::BadSession, "branches[1].parent"),
        (2, "parent", "7", Code::BadSession, "branches[2].parent"),
        (1, "parent", "null", Code::BadSession, "branches[1].parent"),
        (0, "parent", "1", Code::BadSession, "branches[0].parent"),
        (0, "id", "3", Code::BadSession, "branches[0].id"),
        (1, "id", "0", Code::BadSession, "branches[1].id"),
        (1, "id", "4294967295", Code::BadSession, "branches[1].id"),
        (1, "atStep", "4000000", Code::BadSession, "branches[1].atStep"),
        (1, "atMs", "400000000", Code::BadSession, "branches[1].atStep"),
        (1, "same", "11", Code::BadSession, "branches[1].same"),
        (1, "commands", r#""both""#, Code::BadSession, "branches[1].commands"),
        (1, "name", r#""""#, Code::BadSession, "branches[1].name"),
        (1, "numbersGiven", "-1", Code::BadSession, "branches[1].numbersGiven"),
        (2, "end", "{}", Code::BadSession, "branches[2].end.step"),
        (2, "oops", "1", Code::BadSession, "branches[2].oops"),
    ];
    for (place, field, value, code, path) in wrong {
        let refused = refused(|branches| set(&mut branches[place], field, value));
        assert_eq!((refused.code, refused.field.as_str()), (code, path), "{refused}");
    }
    let circle = refused(|branches| set(&mut branches[1], "parent", "2"));
    assert!(circle.reason.contains("circle"), "{circle}");
    assert_eq!(refused(Vec::clear).field, "branches");
    let many = refused(|branches| (0..20).for_each(|_| branches.push(branches[2].clone())));
    assert_eq!((many.code, many.field.as_str()), (Code::TooLarge, "branches"));
    let mut nowhere = file();
    set(&mut nowhere, "current", "9");
    let refused = SharedRun::from_wire(&nowhere, Code::BadSession).map(drop).unwrap_err();
    assert_eq!(refused.field, "current");
}

/// A small file cannot stand for a huge run by saying "the same" again and again.
#[test]
fn inputs_in_common_count_for_each_branch() {
    let input = r#"{"ms": 0, "clearAll": true}"#;
    let inputs = vec![input; 150_000].join(",");
    let end = r#"{"step": 0, "ms": 0, "hash": "0000000000000000"}"#;
    let text = format!(
        r#"{{"formatVersion": 2, "engine": 1, "seed": "1", "branches": [{{"id": 0, "inputs": [{inputs}], "end": {end}}},
            {{"id": 1, "parent": 0, "same": 150000, "inputs": [], "end": {end}}}]}}"#
    );
    let refused = Opening::read(&text).map(drop).unwrap_err();
    assert_eq!((refused.code, refused.field.as_str()), (Code::TooLarge, "branches[1].inputs"), "{refused}");
}
