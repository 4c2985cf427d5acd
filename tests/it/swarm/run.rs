//! One seed of the swarm.

use std::fmt::Write;

use eventarium::check::Checker;
use eventarium::domain::fulfilment::{Phase, Resolution};
use eventarium::domain::order::OrderLogic;
use eventarium::kernel::{Digest, Seed, Span};
use eventarium::projection::ProjectionVersion;
use eventarium::timeline::Timeline;
use eventarium::transport::bus::{Jitter, RetryPolicy};
use eventarium::world::{
    DeliveryGuarantee, Deployed, History, Input, MailFrom, Settings, SnapshotRevisions, Upcasting,
};

use super::acts;
use super::luck::Luck;

/// After all faults are lifted a run is quiet within so much virtual time.
const QUIET_MAX: Span = Span::from_secs(2 * 3_600);
const STEPS_MAX: u32 = 400_000;

/// What a run met, for the summary.
#[derive(Debug, Default)]
pub struct Outcome {
    pub lines: u64,
    pub completed: u64,
    pub compensated: u64,
    pub stuck: u64,
    pub dead_letters: u64,
    pub explained: u64,
}

impl Outcome {
    pub fn add(&mut self, other: &Self) {
        self.lines += other.lines;
        self.completed += other.completed;
        self.compensated += other.compensated;
        self.stuck += other.stuck;
        self.dead_letters += other.dead_letters;
        self.explained += other.explained;
    }
}

type Run = Timeline<Checker>;

pub fn repeat(seed: u64, what: &str) -> String {
    format!(
        "seed {seed}: {what}\n  repeat it with: EVENTARIUM_SWARM_SEED={seed} cargo test --no-default-features swarm"
    )
}

pub fn run(seed: u64) -> Result<Outcome, String> {
    let (first, outcome) = live(seed)?;
    let (second, _) = live(seed)?;
    if first != second {
        return Err(repeat(seed, "the second run is another run (I30)"));
    }
    Ok(outcome)
}

/// Two of three seeds keep the promises of the default settings.
fn settings(luck: &mut Luck, seed: u64) -> Settings {
    if seed.is_multiple_of(3) { other_settings(luck) } else { Settings::default() }
}

fn other_settings(luck: &mut Luck) -> Settings {
    let defaults = Settings::default();
    let retries = RetryPolicy {
        attempts_max: 1 + luck.below(5) as u8,
        base: Span::from_millis(luck.below(500)),
        jitter: *luck.of(&Jitter::ALL),
        ..defaults.retries
    };
    Settings {
        delivery: *luck.of(&[
            DeliveryGuarantee::AtLeastOnce,
            DeliveryGuarantee::AtLeastOnce,
            DeliveryGuarantee::AtMostOnce,
        ]),
        outbox: luck.percent(50),
        idempotency: luck.percent(50),
        retries,
        step_timeout: Span::from_millis(500 + luck.below(20_000)),
        ack_timeout: Span::from_millis(100 + luck.below(5_000)),
        history: history(luck),
    }
}

/// Half of them load from the store; the revisions of snapshots are always checked, or nothing would be promised.
fn history(luck: &mut Luck) -> History {
    History {
        snapshot_every: if luck.percent(50) { 1 + luck.below(5) as u16 } else { 0 },
        snapshot_revisions: SnapshotRevisions::Checked,
        order_logic: *luck.of(&OrderLogic::ALL),
        projections: *luck.of(&ProjectionVersion::ALL),
        mails: *luck.of(&[MailFrom::Reactor, MailFrom::ReadModel]),
        producer: *luck.of(&Deployed::ALL),
        consumers: *luck.of(&Deployed::ALL),
        upcasting: *luck.of(&[Upcasting::On, Upcasting::On, Upcasting::Off, Upcasting::Faulty]),
    }
}

fn live(seed: u64) -> Result<(Digest, Outcome), String> {
    let mut luck = Luck::new(seed);
    let settings = settings(&mut luck, seed);
    let mut run = Run::new(Seed(seed), settings);
    let (orders, meddles) = (1 + luck.below(12), luck.percent(25));
    for _ in 0..5 + luck.below(60) {
        run.advance(Span::from_millis(luck.below(2_500)), STEPS_MAX);
        let (world, now) = (run.world(), run.now());
        let input = match luck.below(100) {
            0..40 => Some(acts::place(&mut luck, orders)),
            40..47 => Some(acts::cancel(&mut luck, orders)),
            47..50 => Some(acts::restock(&mut luck)),
            50..55 if meddles => Some(acts::meddle(&mut luck, orders)),
            50..82 => Some(acts::fault(&mut luck, world, now)),
            82..88 => Some(acts::clear(&mut luck, world)),
            88..92 => acts::dead_letter(&mut luck, world),
            92..96 => {
                acts::resolve(&mut luck, world, &[Resolution::Retry, Resolution::WriteOff, Resolution::DoneByHand])
            }
            96 if seed.is_multiple_of(3) => Some(Input::Set(other_settings(&mut luck))),
            97 if luck.percent(50) => Some(acts::rebuild(&mut luck)),
            96..98 => Some(Input::Traffic { per_mille: 1 + luck.below(3_000) as u32 }),
            _ => Some(Input::Traffic { per_mille: 0 }),
        };
        if let Some(input) = input {
            run.act(input);
        }
        keeps_promises(seed, &run)?;
    }
    heal(seed, &mut run, &mut luck)?;
    Ok((run.world().digest(), count(&run)))
}

/// The liveness phase: no faults any more, and a person who looks after what waits for one.
fn heal(seed: u64, run: &mut Run, luck: &mut Luck) -> Result<(), String> {
    run.act(Input::ClearAll);
    run.act(Input::Traffic { per_mille: 0 });
    // Whoever runs code that cannot read what is stored waits for other code.
    let settings = run.world().settings;
    let (producer, consumers, upcasting) = (Deployed::Second, Deployed::Second, Upcasting::On);
    let understood = History { producer, consumers, upcasting, ..settings.history };
    if settings.history != understood {
        run.act(Input::Set(Settings { history: understood, ..settings }));
    }
    calm(seed, run)?;
    for phase in run.world().sagas.iter().map(|record| record.saga.phase) {
        if matches!(phase, Phase::Running | Phase::Compensating) {
            return Err(tell(seed, run, &format!("a saga is {} although all is quiet", phase.name())));
        }
    }
    let mut resolutions = vec![Resolution::Retry, Resolution::WriteOff, Resolution::DoneByHand];
    let mut retries_left = 10;
    while let Some(input) = acts::resolve(luck, run.world(), &resolutions) {
        retries_left -= 1;
        if retries_left == 0 {
            resolutions.remove(0);
        }
        run.act(input);
        calm(seed, run)?;
    }
    for record in run.world().sagas.iter() {
        let phase = record.saga.phase;
        if !matches!(phase, Phase::NotStarted | Phase::Completed | Phase::Compensated) {
            return Err(tell(seed, run, &format!("a saga is {} after all tasks were resolved", phase.name())));
        }
    }
    Ok(())
}

fn calm(seed: u64, run: &mut Run) -> Result<(), String> {
    let result = run.run_until_quiet(QUIET_MAX, STEPS_MAX);
    if !result.quiet {
        return Err(tell(seed, run, &format!("it does not become quiet: {result:?}")));
    }
    keeps_promises(seed, run)
}

fn keeps_promises(seed: u64, run: &Run) -> Result<(), String> {
    if let Some((invariant, breach)) = run.observer().unexplained() {
        let id = invariant.id();
        return Err(tell_until(breach.step, seed, run, &format!("{id} {}: {breach:?}", invariant.name())));
    }
    Ok(())
}

fn count(run: &Run) -> Outcome {
    let world = run.world();
    let phases = |phase| world.sagas.iter().filter(|record| record.saga.phase == phase).count() as u64;
    Outcome {
        lines: world.trace.len() as u64,
        completed: phases(Phase::Completed),
        compensated: phases(Phase::Compensated),
        stuck: world.tasks.len() as u64,
        dead_letters: world.bus.dead_letters().count() as u64,
        explained: run.observer().report(None).iter().filter(|report| !report.ok).count() as u64,
    }
}

fn tell(seed: u64, run: &Run, what: &str) -> String {
    tell_until(u32::MAX, seed, run, what)
}

/// What is wrong, how to repeat it, and how it came about.
fn tell_until(step: u32, seed: u64, run: &Run, what: &str) -> String {
    let world = run.world();
    let mut text = repeat(seed, what);
    let _ = writeln!(text, "\n  settings: {:?}\n  now {} ms, step {}", world.settings, world.now.millis(), world.steps);
    let end = world.trace.first_of_step(step.saturating_add(1));
    let start = end.saturating_sub(story_lines());
    for line in world.trace.from(start).take(end - start) {
        let order = world.order_of(line.message).map_or("", |order| world.order_name(order));
        let _ = writeln!(
            text,
            "  {:>9} {:>6} {:<17} {:<12} {:<12} #{:<5} {:<24} {:<8} a{} {:?}{}",
            line.time.micros() / 1_000,
            line.step,
            line.kind.name(),
            line.place.name(),
            line.peer.name(),
            line.message.0 as i32,
            world.message_name(line.message),
            order,
            line.attempt,
            line.detail,
            if line.rule == u32::MAX { String::new() } else { format!(" rule {}", line.rule) },
        );
    }
    for ((due, _), occurrence) in world.agenda.iter().take(10) {
        let _ = writeln!(text, "  due {} ms: {occurrence:?}", due.millis());
    }
    text
}

fn story_lines() -> usize {
    std::env::var("EVENTARIUM_SWARM_LINES").ok().and_then(|text| text.parse().ok()).unwrap_or(40)
}
