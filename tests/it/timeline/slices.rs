//! Slices equal the whole, and the frame rate cannot change a run.

use eventarium::kernel::{Digest, Seed, Span};
use eventarium::world::{Input, Settings};

use super::{MANY, Run, place};
use crate::swarm::luck::Luck;

const WHOLE: Span = Span::from_secs(30);

fn begin() -> Run {
    let mut run = Run::with_plan(Seed(11), Settings::default(), super::plan());
    run.act(place("first", 3));
    run
}

fn at_once() -> Digest {
    let mut run = begin();
    assert!(run.advance(WHOLE, u32::MAX).reached);
    run.world().digest()
}

#[test]
fn slices_of_any_size_give_what_the_whole_gives() {
    for seed in 1..=8 {
        let mut luck = Luck::new(seed);
        let mut run = begin();
        while run.now().micros() < WHOLE.micros() {
            let left = Span::from_micros(WHOLE.micros() - run.now().micros());
            let by = Span::from_micros(1 + luck.below(900_000)).micros().min(left.micros());
            // Also where the allowance of steps of a frame is used up before its time is reached.
            run.advance(Span::from_micros(by), 1 + luck.below(40) as u32);
        }
        while !run.advance(Span::ZERO, 7).reached {}
        assert_eq!(run.world().digest(), at_once(), "seed {seed}");
    }
}

#[test]
fn the_frame_rate_changes_nothing() {
    for frame_micros in [6_944, 16_667, 33_333, 250_000, 1_000_000] {
        let mut run = begin();
        while run.now().micros() + frame_micros < WHOLE.micros() {
            run.advance(Span::from_micros(frame_micros), MANY);
        }
        run.advance(Span::from_micros(WHOLE.micros() - run.now().micros()), MANY);
        assert_eq!(run.world().digest(), at_once(), "frames of {frame_micros} µs");
    }
}

#[test]
fn watching_changes_nothing() {
    let mut bare = eventarium::timeline::Timeline::<()>::with_plan(Seed(11), Settings::default(), super::plan());
    bare.act(place("first", 3));
    bare.advance(WHOLE, u32::MAX);
    assert_eq!(bare.world().digest(), at_once());
}

/// I32: one more fault that befalls nobody, and one more customer, leave everybody else's luck as it was.
#[test]
fn luck_is_not_reshuffled_by_a_fault_that_never_strikes() {
    use eventarium::fault::{FaultKind, FaultRule};
    let kinds = |extra: bool| {
        let mut run = Run::new(Seed(11), Settings::default());
        run.act(place("first", 3));
        if extra {
            run.act(Input::Inject(FaultRule { chance: Some(0), ..FaultRule::of(FaultKind::Drop) }));
        }
        run.advance(WHOLE, u32::MAX);
        let told = |line: &&eventarium::world::TraceEntry| line.message.known().is_some();
        let lines = run.world().trace.iter().filter(told).map(|line| (line.time, line.kind, line.message));
        lines.collect::<Vec<_>>()
    };
    assert_eq!(kinds(false), kinds(true));
}
