//! Walking never changes what is: the same step is the same world, however one came there.

mod acting;
mod branches;
mod keyframes;
mod slices;
mod walking;

use eventarium::check::Checker;
use eventarium::fault::{FaultKind, FaultRule};
use eventarium::kernel::{Digest, Seed, Span, VirtualTime};
use eventarium::messaging::{Node, Place};
use eventarium::timeline::Timeline;
use eventarium::world::{Input, Settings};

pub use crate::engine::{MANY, place};
use crate::swarm::luck::Luck;

pub type Run = Timeline<Checker>;

/// A story that does something at given times, two of them at the very same one.
fn plan() -> Vec<(VirtualTime, Input)> {
    let at = VirtualTime::from_millis;
    let drop =
        FaultRule { target: Some(Place::Node(Node::Payment)), chance: Some(40), ..FaultRule::of(FaultKind::Drop) };
    vec![
        (at(0), place("ord-1", 2)),
        (at(1_000), Input::Inject(drop)),
        (at(1_000), place("ord-2", 900)),
        (at(6_000), Input::Traffic { per_mille: 2_000 }),
        (at(20_000), Input::Traffic { per_mille: 0 }),
        (at(25_000), Input::ClearAll),
    ]
}

/// Lets the story happen while somebody acts at odd moments, also between two things due at the same time.
pub fn straight(seed: u64) -> Run {
    let mut run = Run::with_plan(Seed(seed), Settings::default(), plan());
    let mut luck = Luck::new(seed);
    for order in 0..8 {
        match luck.below(3) {
            0 => {
                run.advance(Span::from_millis(luck.below(3_000)), MANY);
            }
            1 => (0..luck.below(60)).for_each(|_| {
                run.step_forward();
            }),
            _ => stand_on_a_tie(&mut run),
        }
        run.act(place(&format!("odd-{order}"), 1 + luck.below(400) as u32));
    }
    assert!(run.run_until_quiet(Span::from_secs(600), MANY).quiet);
    run
}

/// Stops between two occurrences of the same microsecond, if there are some within reach.
fn stand_on_a_tie(run: &mut Run) {
    for _ in 0..200 {
        run.step_forward();
        if run.next_due() == Some(run.world().now) {
            return;
        }
    }
}

/// The digest after each step, from none on.
pub fn digests(run: &mut Run) -> Vec<Digest> {
    let last = run.step();
    run.seek_step(0);
    let mut digests = vec![run.world().digest()];
    while run.step() < last && run.step_forward() {
        digests.push(run.world().digest());
    }
    assert_eq!(digests.len(), last as usize + 1);
    digests
}
