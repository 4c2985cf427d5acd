//! Acting in the past replaces the future, and can be undone.

use eventarium::kernel::{Seed, Span};
use eventarium::world::{Origin, Settings};

use super::{MANY, Run, place, straight};
use crate::swarm::luck::Luck;

#[test]
fn acting_in_the_past_is_what_acting_then_would_have_been() {
    for seed in 1..=4 {
        let mut late = straight(seed);
        // Behind all acts, or one of them would be forgotten and the numbers of the two runs would differ.
        let acts = late.inputs().iter().filter_map(|input| input.after_step).max().unwrap();
        let step = (acts + late.step()) / 2;
        late.seek_step(step);
        let acted = late.act(place("late", 3));
        let replaced = acted.replaced.expect("there was a future");
        assert!(replaced.steps > 0);
        late.run_until_quiet(Span::from_secs(600), MANY);

        // The same acts, made in order by somebody who never looked ahead.
        let mut then = Run::with_plan(Seed(seed), Settings::default(), super::plan());
        for input in late.inputs().iter().filter(|input| input.origin == Origin::Person) {
            while Some(then.step()) != input.after_step {
                assert!(then.step_forward());
            }
            if then.now() < input.at {
                then.advance(input.at.since(then.now()), MANY);
            }
            assert_eq!(Some(then.step()), input.after_step, "nothing is due before the act");
            assert_eq!(then.act(input.input.clone()).number, input.number);
        }
        then.run_until_quiet(Span::from_secs(600), MANY);
        assert_eq!(then.world().digest(), late.world().digest(), "seed {seed}");
        assert_eq!(then.observer().report(None), late.observer().report(None));
        assert!(late.observer().is_up_to_date(late.world()));
        assert_eq!(then.observer().chapters().count(), late.observer().chapters().count());
        assert!(then.observer().chapters().eq(late.observer().chapters()));
    }
}

#[test]
fn undo_brings_back_the_future_and_the_place() {
    for seed in 1..=4 {
        let mut run = straight(seed);
        let (end, last) = (run.world().digest(), run.step());
        let mut luck = Luck::new(seed ^ 7);
        let mut acts = 0;
        for _ in 0..5 {
            let step = luck.below(u64::from(last)) as u32;
            run.seek_step(step);
            let here = run.world().digest();
            let replaced = run.act(place("other", 2)).replaced;
            run.advance(Span::from_secs(1 + luck.below(20)), MANY);
            run.step_back();
            acts += usize::from(replaced.is_some());
            assert_ne!(run.world().digest(), here);
            assert!(run.undo());
            assert_eq!((run.step(), run.world().digest()), (step, here));
            run.seek_step(last);
            assert_eq!(run.world().digest(), end);
        }
        assert!(acts > 0);
        assert!(!run.can_undo());
        assert_eq!(run.diverged_at(), None);
    }
}

#[test]
fn nested_acts_are_undone_one_by_one() {
    let mut run = straight(2);
    let ends: Vec<_> = (1..=3)
        .map(|act| {
            let end = run.world().digest();
            run.seek_step(run.step() / 2);
            assert!(run.act(place(&format!("nested-{act}"), act)).replaced.is_some());
            run.run_until_quiet(Span::from_secs(600), MANY);
            end
        })
        .collect();
    for end in ends.iter().rev() {
        assert!(run.undo());
        let last = run.head().steps;
        run.seek_step(last);
        assert_eq!(run.world().digest(), *end);
    }
    assert!(!run.undo());
}
