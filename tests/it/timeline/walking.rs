//! Seeking equals the straight run.

use eventarium::event_store::GlobalPosition;
use eventarium::fault::{FaultKind, FaultRule};
use eventarium::kernel::{Seed, Span, VirtualTime};
use eventarium::messaging::Node;
use eventarium::timeline::Commands;
use eventarium::world::{Input, Settings, World};

use super::{MANY, Run, digests, place, straight};
use crate::engine::fault;
use crate::swarm::luck::Luck;

#[test]
fn seeking_anywhere_in_any_order_gives_what_the_straight_run_gave() {
    for seed in 1..=6 {
        let mut run = straight(seed);
        let (end, last, until) = (run.world().digest(), run.step(), run.world().now.micros());
        let known = digests(&mut run);
        assert_eq!(known.last(), Some(&end));
        let mut luck = Luck::new(seed ^ 99);
        for _ in 0..60 {
            match luck.below(4) {
                0 => run.seek_step(luck.below(u64::from(last) + 1) as u32),
                1 => run.seek_time(VirtualTime::from_micros(luck.below(until))),
                2 => run.seek_position(GlobalPosition(luck.below(run.head().store.len() as u64) as u32)),
                _ => (0..luck.below(5)).for_each(|_| {
                    run.step_back();
                }),
            }
            assert_eq!(run.world().digest(), known[run.step() as usize], "seed {seed}, step {}", run.step());
            assert_eq!(run.head().digest(), end, "the future stays known");
        }
        run.seek_step(last);
        assert_eq!(run.world().digest(), end);
        assert_eq!(run.diverged_at(), None);
    }
}

/// Whoever walks over known ground does not ask the checker again: what it knows, it knows by the step.
#[test]
fn the_promises_of_an_earlier_moment_are_what_they_were_then() {
    let mut broken = 0;
    for seed in 1..=5 {
        let settings = Settings { idempotency: false, outbox: false, ..Settings::default() };
        let mut run = Run::new(Seed(seed), settings);
        run.act(Input::Inject(FaultRule { chance: Some(30), ..FaultRule::of(FaultKind::Duplicate) }));
        run.act(Input::Inject(FaultRule { chance: Some(5), ..FaultRule::of(FaultKind::Drop) }));
        for order in 0..4 {
            run.act(place(&format!("ord-{order}"), 1));
        }
        let mut known = vec![run.observer().report(None)];
        let first = run.step();
        while known.len() < 1_500 && run.step_forward() {
            known.push(run.observer().report(None));
        }
        broken += known.last().unwrap().iter().filter(|report| !report.ok).count();
        let mut luck = Luck::new(seed);
        for _ in 0..30 {
            let place = luck.below(known.len() as u64) as usize;
            run.seek_step(first + place as u32);
            assert_eq!(run.observer().report_until(run.step(), None), known[place], "seed {seed}");
            // Whoever acts there acts under a checker that has seen it all.
            let mut fork = run.fork(Commands::Cut);
            assert_eq!(fork.observer().report(None), known[place]);
            fork.step_forward();
            assert!(fork.observer().is_up_to_date(fork.world()));
        }
    }
    assert!(broken > 2, "{broken} promises were broken");
}

/// Two answers are waited for until the same microsecond; somebody acts between the two.
#[test]
fn an_input_on_a_tie_stays_on_its_side() {
    let mut ends = Vec::new();
    for side in 0..3 {
        let mut run: Run = Run::new(Seed(1), Settings::default());
        run.act(Input::Inject(fault(FaultKind::Partition, Node::Order)));
        run.act(place("ord-1", 1));
        run.act(place("ord-2", 1));
        let tie = VirtualTime::from_millis(2_000);
        while run.next_due() != Some(tie) {
            assert!(run.step_forward());
        }
        (0..side).for_each(|_| assert!(run.step_forward()));
        run.advance(if side == 0 { tie.since(run.now()) } else { Span::ZERO }, 0);
        run.act(place("ord-3", 1));
        assert!(run.run_until_quiet(Span::from_secs(600), MANY).quiet);
        let (end, last) = (run.world().digest(), run.step());
        for step in (0..last).rev() {
            run.seek_step(step);
            run.seek_step(last);
            assert_eq!(run.world().digest(), end, "side {side}, from step {step}");
        }
        ends.push(end);
    }
    assert!(ends[0] != ends[1] && ends[1] != ends[2], "the side of the tie makes a difference");
}

#[test]
fn a_time_stands_after_everything_due_until_then() {
    let mut run = straight(3);
    for micros in (0..60).map(|part| part * 700_001) {
        let time = VirtualTime::from_micros(micros);
        run.seek_time(time);
        assert!(run.world().now <= time && run.now() >= time);
        assert!(run.next_due().is_none_or(|due| due > time));
    }
}

#[test]
fn a_position_stands_after_the_step_that_appended_it() {
    let mut run = straight(4);
    let events = run.world().store.len() as u32;
    for position in (0..events).rev().step_by(3) {
        run.seek_position(GlobalPosition(position));
        assert!(run.world().store.end().0 > position);
        let appended = |world: &World| world.store.end().0;
        let step = run.step();
        run.seek_step(step - 1);
        assert!(appended(run.world()) <= position, "the step before had not appended it");
        assert!(!run.at_head());
    }
}

#[test]
fn one_step_back_and_one_forward_is_where_one_was() {
    let mut run = straight(5);
    while run.step() > 0 {
        let (step, before) = (run.step(), run.world().digest());
        assert!(run.step_back());
        assert_eq!(run.step(), step - 1);
        assert!(run.step_forward());
        assert_eq!(run.world().digest(), before);
        run.seek_step(step.saturating_sub(37));
    }
    assert!(!run.step_back(), "nothing lies before the start");
}

#[test]
fn a_long_run_is_walked_over_its_keyframes() {
    let mut run: Run = Run::new(Seed(8), Settings::default());
    run.act(Input::Traffic { per_mille: 100_000 });
    run.advance(Span::from_secs(8), u32::MAX);
    assert!(run.keyframes() > 4, "{} keyframes", run.keyframes());
    let (end, last) = (run.world().digest(), run.step());
    let mut luck = Luck::new(8);
    let goals: Vec<u32> = (0..6).map(|_| luck.below(u64::from(last)) as u32).collect();
    let first: Vec<_> = goals
        .iter()
        .map(|goal| {
            run.seek_step(*goal);
            run.world().digest()
        })
        .collect();
    for (goal, digest) in goals.iter().zip(first).rev() {
        run.seek_step(0);
        run.seek_step(*goal);
        assert_eq!(run.world().digest(), digest);
    }
    run.seek_step(last);
    assert_eq!((run.world().digest(), run.diverged_at()), (end, None));
}
