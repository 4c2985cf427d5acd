//! Forks as a person asks for them.

use eventarium::exchange::Code;
use eventarium::kernel::Span;
use eventarium::session::{Answer, EditDraft, Goal, Intent, LeftStory, Session, commands_of};
use eventarium::timeline::{BRANCHES_MAX, BranchId, Commands};

use super::{order, story, wire};

fn ran(id: &str) -> Session {
    let mut session = story(id);
    session.run_until_quiet(Span::from_secs(600));
    session
}

#[test]
fn a_branch_says_where_it_comes_from() {
    let mut session = ran("card-declined");
    let end = session.hash();
    session.seek(Goal::Step(10)).unwrap();
    assert_eq!(session.apply(Intent::Fork(Commands::Cut)), Ok(Answer::Forked(BranchId(1))));
    session.rename_branch(BranchId(1), "without the decline").unwrap();
    session.clear_all();
    session.run_until_quiet(Span::from_secs(600));
    let told: Vec<_> = session
        .branches()
        .into_iter()
        .map(|branch| (branch.id, branch.name, branch.parent, branch.at_step, branch.current))
        .collect();
    assert_eq!(
        told,
        [(0, "main".to_owned(), None, 0, false), (1, "without the decline".to_owned(), Some(0), 10, true)]
    );
    assert_ne!(session.hash(), end);
    let other = session.hash();
    assert_eq!(session.apply(Intent::SwitchTo(BranchId(0))), Ok(Answer::Done));
    assert_eq!(session.timeline().step(), 10);
    assert_eq!(session.head().digest().to_string(), end);
    assert!(session.switch_to(BranchId(1)));
    assert_eq!(session.hash(), other);
    assert_eq!(session.apply(Intent::SwitchTo(BranchId(9))), Ok(Answer::Nothing));
    let json = serde_json::to_value(session.branches()).unwrap();
    assert_eq!((&json[1]["atStep"], &json[0]["parent"]), (&10.into(), &serde_json::Value::Null));
}

#[test]
fn what_was_undone_in_one_branch_can_be_undone_after_coming_back() {
    let mut session = ran("happy-path");
    let end = session.hash();
    session.seek(Goal::Step(20)).unwrap();
    session.send(&order()).unwrap();
    assert!(session.replaced().is_some());
    session.fork(Commands::Keep).unwrap();
    assert!(session.replaced().is_none() && !session.can_undo());
    session.send(&order()).unwrap();
    session.switch_to(BranchId(0));
    assert!(session.can_undo() && session.undo());
    assert_eq!(session.head().digest().to_string(), end);
}

#[test]
fn one_branch_too_many_is_refused_with_a_reason() {
    let mut session = Session::new();
    for _ in 1..BRANCHES_MAX {
        session.fork(Commands::Cut).unwrap();
    }
    let (hash, branch) = (session.hash(), session.branch());
    let refused = session.fork(Commands::Keep).unwrap_err();
    assert_eq!(refused.code, Code::TooLarge);
    assert!(refused.to_string().contains("16"), "{refused}");
    assert_eq!((session.hash(), session.branch(), session.branches().len()), (hash, branch, BRANCHES_MAX));
    assert_eq!(session.close_branch(branch).unwrap_err().code, Code::BadArgument);
    session.switch_to(BranchId(0));
    assert_eq!(session.close_branch(branch), Ok(true));
    assert_eq!(session.close_branch(branch), Ok(false));
    assert!(session.fork(Commands::Keep).is_ok());
    session.begin(None, None, None);
    assert_eq!(session.branches().len(), 1, "a new run has no branches");
}

#[test]
fn what_cannot_be_a_name_or_a_choice_is_refused() {
    let mut session = Session::new();
    session.fork(Commands::Cut).unwrap();
    for bad in ["", "   ", "a\nb", &"x".repeat(61), "main"] {
        assert_eq!(session.rename_branch(BranchId(1), bad).unwrap_err().code, Code::BadArgument, "{bad:?}");
    }
    assert_eq!(session.rename_branch(BranchId(1), " café 🛒 "), Ok(true));
    assert_eq!(session.branches()[1].name, "café 🛒");
    assert_eq!(session.rename_branch(BranchId(7), "nobody"), Ok(false));
    assert_eq!(commands_of(&wire("null")), Ok(Commands::Cut));
    assert_eq!(commands_of(&wire(r#"{"commands": "keep"}"#)), Ok(Commands::Keep));
    assert_eq!(commands_of(&wire(r#"{"commands": "both"}"#)).unwrap_err().code, Code::UnknownName);
    assert_eq!(commands_of(&wire(r#"{"command": "cut"}"#)).unwrap_err().code, Code::BadArgument);
    assert_eq!(commands_of(&wire("3")).unwrap_err().code, Code::BadArgument);
}

/// A caption does not stay behind as if it told of a run that goes its own way.
#[test]
fn a_run_that_leaves_its_story_is_known() {
    let mut session = story("shipping-unavailable");
    assert_eq!(session.left_story(), None);
    session.run_until_quiet(Span::from_secs(120));
    assert_eq!(session.left_story(), None, "it was told to its end");
    session.seek(Goal::Position(2)).unwrap();
    assert_eq!(session.left_story(), None, "the next moment comes");
    session.fork(Commands::Keep).unwrap();
    session.clear_all();
    assert_eq!(session.left_story(), None, "it has just begun to be another");
    session.run_until_quiet(Span::from_secs(120));
    assert_eq!(session.left_story(), Some(LeftStory::OtherWay), "the parcel was taken");
    session.switch_to(BranchId(0));
    assert_eq!(session.left_story(), None);
    session.edit(&EditDraft { position: 1.0, how: "skip".to_owned(), to: None, body: None }).unwrap();
    assert_eq!(session.left_story(), Some(LeftStory::Edited));
}

#[test]
fn stories_that_nobody_touches_are_not_left() {
    for scenario in &eventarium::scenario::SCENARIOS {
        let mut session = story(scenario.id);
        session.run_until_quiet(Span::from_secs(120));
        assert_eq!(session.left_story(), None, "{}", scenario.id);
    }
}
