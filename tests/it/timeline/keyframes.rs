//! What is kept for walking: bounded by what it holds, and close together where somebody walks about.

use eventarium::kernel::{Seed, Span};
use eventarium::timeline::{KEYFRAME_STEPS_LEAST, KEYFRAMES_MAX, KEYFRAMES_PERCENT_MAX};
use eventarium::world::{Input, Settings};

use super::Run;

fn busy(per_mille: u32, lines: usize) -> Run {
    let mut run = Run::new(Seed(1), Settings::default());
    run.act(Input::Traffic { per_mille });
    while run.world().trace.len() < lines {
        run.advance(Span::from_millis(200), u32::MAX);
    }
    run
}

#[test]
fn keyframes_hold_at_most_their_share_of_the_run() {
    for (per_mille, lines) in [(20_000, 250_000), (200_000, 250_000), (1_000_000, 400_000)] {
        let run = busy(per_mille, lines);
        let (held, whole) = run.keyframe_bytes();
        assert!(held * 100 <= whole * KEYFRAMES_PERCENT_MAX, "{held} of {whole} bytes at {per_mille}");
        assert!(held * 100 > whole * KEYFRAMES_PERCENT_MAX / 3, "there is room for more: {held} of {whole}");
        assert!((3..=KEYFRAMES_MAX).contains(&run.keyframes()));
    }
}

#[test]
fn a_short_run_has_them_close_together() {
    let run = busy(20_000, 30_000);
    assert_eq!(run.keyframes(), 1 + (run.step() / KEYFRAME_STEPS_LEAST) as usize);
}

#[test]
fn whoever_walks_about_finds_moments_nearby() {
    let mut run = busy(200_000, 250_000);
    let (held, _) = run.keyframe_bytes();
    let frames = run.keyframes();
    run.seek_step(run.step() / 2);
    for _ in 0..40 {
        run.step_back();
    }
    let (walking, _) = run.keyframe_bytes();
    assert!(walking > held && walking < held * 4, "{walking} after {held}");
    assert_eq!(run.keyframes(), frames);
    run.advance(Span::from_secs(60), u32::MAX);
    assert!(run.at_head());
    let (held, whole) = run.keyframe_bytes();
    assert!(held * 100 <= whole * KEYFRAMES_PERCENT_MAX, "nobody walks about any more: {held} of {whole}");
}

/// Pages that a moment shares with what came after cost nothing.
#[test]
fn a_moment_costs_what_changed_since() {
    let mut run = busy(20_000, 100_000);
    let before = run.world().clone();
    let still = before.bytes_beside(run.world());
    assert!(still * 10 < before.bytes(), "{still} of {}", before.bytes());
    run.advance(Span::from_secs(5), u32::MAX);
    let moved = before.bytes_beside(run.world());
    assert!(still < moved && moved * 2 < before.bytes(), "{moved} after {still}");
}
