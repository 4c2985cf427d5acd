use super::*;
use crate::kernel::Span;

fn busy() -> Timeline<()> {
    let mut run = Timeline::new(Seed(1), Settings::default());
    run.act(Input::Traffic { per_mille: 50_000 });
    run.advance(Span::from_secs(10), u32::MAX);
    run
}

/// A line that only this walk wrote, as a roll of real dice would have written it.
fn plant(run: &mut Timeline<()>) {
    let world = &mut run.here.world;
    let first = *world.trace.get(0).expect("a line");
    world.trace.push(first);
}

#[test]
fn i30_a_walk_that_leads_elsewhere_is_found_out_at_the_head() {
    let mut run = busy();
    let last = run.step();
    run.seek_step(last - 5);
    assert_eq!(run.diverged_at(), None);
    plant(&mut run);
    while run.step() < last && run.step_forward() {}
    assert_eq!(run.diverged_at(), Some(last));
}

#[test]
fn i30_a_walk_that_leads_elsewhere_is_found_out_at_the_next_keyframe() {
    let mut run = busy();
    assert!(run.keyframes() > 2);
    run.seek_step(100);
    plant(&mut run);
    let last = run.head().steps;
    while run.diverged_at().is_none() && run.step() < last && run.step_forward() {}
    assert_eq!(run.diverged_at(), Some(run.step()));
    assert!(run.step() < last / 2);
}

#[test]
fn i30_a_walk_over_known_ground_finds_what_was_there() {
    let mut run = busy();
    let last = run.step();
    run.seek_step(0);
    while run.step() < last && run.step_forward() {}
    assert_eq!(run.diverged_at(), None);
}
