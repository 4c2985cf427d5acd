//! The swarm: many seeds, each a run of random commands and random faults under every invariant.
//!
//! At the end all faults are lifted: then the run must become quiet within bounded time, every saga that started must
//! have ended, and a second run of the same seed must be the same run. A failure prints the line that repeats it.

pub mod acts;
pub mod luck;
mod run;

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use run::Outcome;

/// Seeds in an everyday run; `EVENTARIUM_SWARM_SEEDS` asks for more.
const SEEDS: u64 = 200;

fn from_env(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name}: a whole number was expected, not {text:?}")))
}

#[test]
fn swarm() {
    if let Some(seed) = from_env("EVENTARIUM_SWARM_SEED") {
        match run::run(seed) {
            Ok(outcome) => println!("seed {seed}: {outcome:?}"),
            Err(failure) => panic!("{failure}"),
        }
        return;
    }
    let seeds = from_env("EVENTARIUM_SWARM_SEEDS").unwrap_or(SEEDS);
    let (next, failures, total) = (AtomicU64::new(1), Mutex::new(Vec::new()), Mutex::new(Outcome::default()));
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let mut sum = Outcome::default();
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed > seeds || failures.lock().unwrap().len() >= 5 {
                        break;
                    }
                    match std::panic::catch_unwind(|| run::run(seed)) {
                        Ok(Ok(outcome)) => sum.add(&outcome),
                        Ok(Err(failure)) => failures.lock().unwrap().push((seed, failure)),
                        Err(_) => failures.lock().unwrap().push((seed, run::repeat(seed, "the engine panicked"))),
                    }
                }
                total.lock().unwrap().add(&sum);
            });
        }
    });
    let mut failures = failures.into_inner().unwrap();
    failures.sort_by_key(|(seed, _)| *seed);
    let total = total.into_inner().unwrap();
    println!("{total:?}");
    assert!(failures.is_empty(), "{}", failures.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n\n"));
    assert!(total.compensated > 0 && total.completed > 0 && total.dead_letters > 0, "a swarm that meets nothing");
}
