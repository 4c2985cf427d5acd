//! Branches stand side by side: a fork keeps both pasts, and no branch changes another.

use eventarium::fault::{FaultKind, FaultRule};
use eventarium::kernel::{Digest, Seed, Span, VirtualTime};
use eventarium::messaging::{Node, Place};
use eventarium::timeline::{BRANCHES_MAX, BranchId, Branches, Commands};
use eventarium::world::{Input, Origin, RecordedInput, Settings};

use super::{MANY, Run, place, straight};
use crate::swarm::luck::Luck;

const QUIET: Span = Span::from_secs(600);

fn to_the_end(run: &mut Run) -> Digest {
    assert!(run.run_until_quiet(QUIET, MANY).quiet);
    run.world().digest()
}

/// The same inputs at their recorded places, given to a run that never looked ahead or back.
fn afresh(seed: u64, inputs: &[RecordedInput]) -> Run {
    let mut run = Run::with_plan(Seed(seed), Settings::default(), super::plan());
    for input in inputs.iter().filter(|input| input.origin == Origin::Person) {
        while Some(run.step()) != input.after_step {
            assert!(run.step_forward(), "the step {:?} of an input exists", input.after_step);
        }
        if run.now() < input.at {
            run.advance(input.at.since(run.now()), MANY);
        }
        assert_eq!(Some(run.step()), input.after_step, "nothing is due before the input");
        run.act(input.input.clone());
    }
    run
}

#[test]
fn a_fork_that_keeps_everything_is_the_same_run() {
    for seed in 1..=6 {
        let mut run = straight(seed);
        let (end, last) = (run.world().digest(), run.step());
        let mut luck = Luck::new(seed ^ 41);
        for _ in 0..8 {
            run.seek_step(luck.below(u64::from(last) + 1) as u32);
            let mut fork = run.fork(Commands::Keep);
            assert_eq!((fork.step(), fork.now(), fork.world().digest()), (run.step(), run.now(), run.world().digest()));
            assert_eq!(fork.head().digest(), end, "its future is known");
            assert!(!fork.can_undo());
            fork.seek_step(luck.below(u64::from(last)) as u32);
            assert_eq!(to_the_end(&mut fork), end, "seed {seed}");
            assert_eq!(fork.inputs(), run.inputs());
            assert_eq!((fork.step(), fork.diverged_at()), (last, None));
        }
    }
}

#[test]
fn a_fork_that_cuts_is_a_run_whose_later_commands_were_never_given() {
    for seed in 1..=6 {
        let mut run = straight(seed);
        let end = run.world().digest();
        let acts: Vec<u32> = run.inputs().iter().filter_map(|input| input.after_step).collect();
        run.seek_step(acts[acts.len() / 2]);
        let mut fork = run.fork(Commands::Cut);
        assert!(fork.at_head() && fork.step() == run.step());
        let given = |run: &Run| run.inputs().iter().filter(|input| input.origin == Origin::Person).count();
        assert!(given(&fork) < given(&run));
        let cut = to_the_end(&mut fork);
        let mut then = afresh(seed, fork.inputs());
        assert_eq!(to_the_end(&mut then), cut, "seed {seed}");
        assert_eq!((run.head().digest(), given(&run)), (end, 8), "the run that was is as it was");
    }
}

/// A fault that never strikes changes nothing, so every command comes again on its side of every tie.
#[test]
fn kept_commands_come_again_where_they_were() {
    for seed in 1..=6 {
        let mut run = straight(seed);
        let last = run.step();
        let mut luck = Luck::new(seed ^ 5);
        for _ in 0..6 {
            run.seek_step(luck.below(u64::from(last)) as u32);
            let mut fork = run.fork(Commands::Keep);
            let to_come = fork.inputs_to_come();
            let never = FaultRule { chance: Some(0), ..FaultRule::of(FaultKind::Drop) };
            fork.act(Input::Inject(never));
            assert_eq!(fork.inputs_to_come(), to_come);
            to_the_end(&mut fork);
            let told = |run: &Run| {
                let lines = run.head().trace.iter().filter(|line| line.message.known().is_some());
                lines.map(|line| (line.time, line.kind, line.place, line.message)).collect::<Vec<_>>()
            };
            assert_eq!(told(&fork), told(&run), "seed {seed}");
        }
    }
}

#[test]
fn kept_commands_come_at_their_time_in_a_changed_past() {
    for seed in 1..=6 {
        let mut run = straight(seed);
        let last = run.step();
        let mut luck = Luck::new(seed ^ 77);
        for kind in [FaultKind::Drop, FaultKind::Unavailable, FaultKind::Outage, FaultKind::Crash] {
            run.seek_step(luck.below(u64::from(last) / 2) as u32);
            let mut fork = run.fork(Commands::Keep);
            let target = if kind == FaultKind::Outage { Node::Bus } else { Node::Payment };
            fork.act(Input::Inject(FaultRule { target: Some(Place::Node(target)), ..FaultRule::of(kind) }));
            assert!(fork.act(place("in-between", 1)).replaced.is_none(), "the future is not known yet");
            fork.advance(Span::from_secs(120), MANY);
            assert_eq!(fork.inputs_to_come(), 0);
            let at = |run: &Run| run.inputs().iter().map(|input| (input.number, input.at)).collect::<Vec<_>>();
            let kept: Vec<_> = at(&fork).into_iter().filter(|input| at(&run).contains(input)).collect();
            assert_eq!(kept, at(&run), "every command was given, at its time, in its order");
            assert!(fork.world().trace.iter().zip(fork.world().trace.iter().skip(1)).all(|(a, b)| a.time <= b.time));
            // Walking back over it finds the same, and so does whoever reads the record.
            let (end, until) = (fork.world().digest(), fork.now());
            let end_step = fork.step();
            fork.seek_step(luck.below(u64::from(end_step)) as u32);
            fork.seek_step(end_step);
            assert_eq!((fork.world().digest(), fork.diverged_at()), (end, None));
            let mut then = Run::from_record(fork.record().clone());
            then.advance(until.since(then.now()), MANY);
            assert_eq!(then.world().digest(), end, "seed {seed}, {kind:?}");
        }
    }
}

#[test]
fn acting_in_the_past_of_a_keeping_branch_can_be_undone() {
    let mut run = straight(3);
    let last = run.step();
    run.seek_step(last / 2);
    let mut fork = run.fork(Commands::Keep);
    let (here, end) = (fork.world().digest(), fork.head().digest());
    let acted = fork.act(place("another", 2));
    let replaced = acted.replaced.expect("there was a future");
    assert_eq!((replaced.inputs, replaced.steps), (0, last - last / 2));
    fork.advance(Span::from_secs(5), MANY);
    assert!(fork.undo());
    assert_eq!((fork.world().digest(), fork.head().digest()), (here, end));
    assert_eq!(fork.inputs(), run.inputs());
    assert!(!fork.undo());
}

/// What a branch is to whoever comes back to it.
fn standing(run: &Run) -> (Digest, u32, VirtualTime, Digest, VirtualTime, usize, bool) {
    let head = run.head();
    let inputs = run.inputs().len();
    (run.world().digest(), run.step(), run.now(), head.digest(), run.head_clock(), inputs, run.can_undo())
}

#[test]
fn no_branch_changes_another() {
    for seed in 1..=4 {
        let mut here = straight(seed);
        let mut tree = Branches::default();
        let mut known = vec![(tree.current(), standing(&here))];
        let mut luck = Luck::new(seed ^ 1_234);
        for round in 0..60 {
            let head = u64::from(here.head().steps);
            match luck.below(7) {
                0 if !tree.is_full() => {
                    let step = here.step();
                    let commands = *luck.of(&[Commands::Cut, Commands::Keep]);
                    let parent = tree.current();
                    let id = tree.fork(&mut here, commands).expect("there is room");
                    let branch = tree.get(id).unwrap();
                    assert_eq!((branch.parent, branch.at_step), (Some(parent), step));
                    known.push((id, standing(&here)));
                }
                0 | 1 => {
                    let (id, before) = known[luck.below(known.len() as u64) as usize];
                    assert!(tree.switch_to(&mut here, id));
                    assert_eq!(standing(&here), before, "seed {seed}, round {round}");
                }
                2 => here.seek_step(luck.below(head + 1) as u32),
                3 => {
                    here.act(place(&format!("round-{round}"), 1));
                }
                4 => {
                    here.undo();
                }
                5 => {
                    here.step_back();
                }
                _ => {
                    here.advance(Span::from_millis(luck.below(4_000)), MANY);
                }
            }
            let current = tree.current();
            known.iter_mut().find(|(id, _)| *id == current).unwrap().1 = standing(&here);
        }
        assert!(known.len() > 2);
        for (id, before) in known {
            assert_eq!(standing(tree.timeline(&here, id).unwrap()), before);
        }
    }
}

#[test]
fn a_tree_has_a_bound_and_forgets_only_leaves() {
    let mut here = Run::new(Seed(1), Settings::default());
    let mut tree = Branches::default();
    let first = tree.current();
    while let Some(id) = tree.fork(&mut here, Commands::Cut) {
        assert_eq!(tree.current(), id);
    }
    assert_eq!(tree.len(), BRANCHES_MAX);
    let last = tree.current();
    assert!(!tree.close(last), "the current one stays");
    assert!(tree.switch_to(&mut here, first));
    assert!(!tree.close(first) && !tree.close(BranchId(1)), "the first stays, and whoever has children");
    assert!(tree.close(last) && !tree.is_full());
    assert!(!tree.switch_to(&mut here, last) && !tree.rename(last, "gone"));
    let next = tree.fork(&mut here, Commands::Keep).unwrap();
    assert!(next > last, "a number is never given twice");
}
