//! How fast the shop runs under all invariants, what a line of the trace costs in bytes, and how long seeking takes:
//! `cargo bench --no-default-features --bench engine`.

#![allow(clippy::expect_used)]

use std::time::{Duration, Instant};

use eventarium::check::Checker;
use eventarium::domain::order::OrderCommand;
use eventarium::domain::{Command, CustomerId, Line, Lines, Money, OrderId, Sku, total_of};
use eventarium::fault::{FaultKind, FaultRule};
use eventarium::kernel::{Purpose, Seed, Span};
use eventarium::messaging::Place;
use eventarium::timeline::{Commands, Observer, Timeline};
use eventarium::world::{Input, Settings};

/// Lines of the long run.
const LINES: usize = 2_000_000;
/// Orders a second of virtual time in the long run, in thousandths.
const PER_MILLE: u32 = 1_000_000;
const SINGLE_RUNS: u64 = 20_000;
const SEEKS: u64 = 200;
/// Lines of the run that is sought in: orders come as fast as somebody can still look at them.
const SEEK_LINES: usize = 1_000_000;
const SEEK_PER_MILLE: u32 = 20_000;

fn main() {
    let (_, bare) = traffic::<()>("nothing watches");
    let (timeline, watched) = traffic::<Checker>("all invariants on");
    println!("invariants cost {:.1} % of the time", (1.0 - watched / bare) * 100.0);
    println!("goal 1,000,000 lines a second: {:.2} times reached", watched / 1e6);
    weigh(&timeline);
    drop(timeline);
    seeks();
    single_orders();
}

/// Orders keep coming until the trace is long; the lines a second of real time.
fn traffic<O: Observer>(what: &str) -> (Timeline<O>, f64) {
    let mut timeline = Timeline::<O>::new(Seed(1), Settings::default());
    timeline.act(Input::Traffic { per_mille: PER_MILLE });
    let start = Stopwatch::start();
    while timeline.world().trace.len() < LINES {
        timeline.advance(Span::from_millis(100), u32::MAX);
    }
    let rate = per_second(timeline.world().trace.len(), start.elapsed());
    let (world, steps) = (timeline.world(), timeline.step());
    println!(
        "{what}: {:.0} lines a second ({} lines, {steps} steps, {} events, {:.0} s of virtual time)",
        rate,
        world.trace.len(),
        world.store.len(),
        world.now.millis() as f64 / 1e3
    );
    (timeline, rate)
}

/// Time that this process worked, where the system says so: others may share the machine. Otherwise the clock's.
#[derive(Clone, Copy)]
struct Stopwatch {
    wall: Instant,
    cpu: Option<Duration>,
}

impl Stopwatch {
    fn start() -> Self {
        Self { wall: Instant::now(), cpu: cpu_time() }
    }

    fn elapsed(self) -> Duration {
        match (self.cpu, cpu_time()) {
            (Some(start), Some(now)) => now.saturating_sub(start),
            _ => self.wall.elapsed(),
        }
    }
}

fn cpu_time() -> Option<Duration> {
    // The system counts up to the moment at which another may have its turn.
    std::thread::yield_now();
    let text = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    Some(Duration::from_nanos(text.split_whitespace().next()?.parse().ok()?))
}

fn per_second(count: usize, elapsed: Duration) -> f64 {
    count as f64 / elapsed.as_secs_f64()
}

fn weigh(timeline: &Timeline<Checker>) {
    let (world, checker) = (timeline.world(), timeline.observer());
    let lines = world.trace.len() as f64;
    let (shop, checks) = (world.bytes() as f64 / lines, checker.bytes() as f64 / lines);
    println!("{:.1} bytes a line (goal 400): {shop:.1} the shop, {checks:.1} the checks", shop + checks);
    if let Some(resident) = resident_bytes() {
        println!("the process holds {:.1} bytes a line, keyframes and all included", resident / lines);
    }
    let (held, whole) = timeline.keyframe_bytes();
    let share = held as f64 / whole as f64 * 100.0;
    println!("{} keyframes hold {share:.1} % of what the run holds (goal 30)", timeline.keyframes());
}

/// What the system says that the process holds, where it says so.
fn resident_bytes() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find(|line| line.starts_with("VmRSS"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes * 1024.0)
}

/// Jumps to random steps of a run of a million lines, sweeps over it as a slider does, and forks.
fn seeks() {
    let mut timeline = Timeline::<Checker>::new(Seed(1), Settings::default());
    timeline.act(Input::Traffic { per_mille: SEEK_PER_MILLE });
    while timeline.world().trace.len() < SEEK_LINES {
        timeline.advance(Span::from_secs(1), u32::MAX);
    }
    weigh(&timeline);
    let end = u64::from(timeline.step());
    let mut tell = |what: &str, goal: &dyn Fn(u64) -> u64| {
        let mut times: Vec<Duration> = (0..SEEKS)
            .map(|seek| {
                let step = goal(seek) as u32;
                let start = Stopwatch::start();
                timeline.seek_step(step);
                start.elapsed()
            })
            .collect();
        times.sort_unstable();
        let at = |percent: usize| times.get(times.len() * percent / 100).copied().unwrap_or_default().as_secs_f64();
        let (median, most) = (at(50) * 1e3, at(99) * 1e3);
        println!("{what} in {end} steps: median {median:.2} ms (goal 2.3), p99 {most:.2} ms (goal 7)");
    };
    tell("seeks anywhere", &|seek| Seed(7).below(end, Purpose::Campaign, seek, 0));
    tell("a slider moved to the left", &|seek| end - (seek + 1) * end / (SEEKS + 1));
    tell("a slider moved to the right", &|seek| (seek + 1) * end / (SEEKS + 1));
    let start = Stopwatch::start();
    for _ in 0..100 {
        timeline.step_back();
    }
    println!("100 steps back: {:.2} ms each (goal 4)", start.elapsed().as_secs_f64() * 10.0);
    for commands in [Commands::Cut, Commands::Keep] {
        let start = Stopwatch::start();
        let fork = timeline.fork(commands);
        println!("a fork, {commands:?}: {:.2} ms (goal 10)", start.elapsed().as_secs_f64() * 1e3);
        drop(fork);
    }
}

/// Whole runs of one order, each with another fault.
fn single_orders() {
    let start = Stopwatch::start();
    let (mut lines, mut broken) = (0, 0);
    for seed in 0..SINGLE_RUNS {
        let mut timeline = Timeline::<Checker>::new(Seed(seed), Settings::default());
        timeline.act(Input::Inject(random_fault(seed)));
        timeline.act(order());
        timeline.run_until_quiet(Span::from_secs(600), u32::MAX);
        timeline.act(Input::ClearAll);
        timeline.run_until_quiet(Span::from_secs(3_600), u32::MAX);
        lines += timeline.world().trace.len();
        broken += timeline.observer().report(None).iter().filter(|report| !report.ok).count();
    }
    let rate = per_second(SINGLE_RUNS as usize, start.elapsed());
    println!(
        "{rate:.0} whole runs of one order with a fault a second (goal 5,000: {:.2} times reached), {} lines each, \
         {broken} broken promises",
        rate / 5e3,
        lines / SINGLE_RUNS as usize
    );
}

fn order() -> Input {
    let lines: Lines = [Line { sku: Sku(0), quantity: 2, unit_price: Money(12_999) }].into();
    let total = total_of(&lines);
    let command = Command::Order(OrderCommand::Place { order: OrderId(0), customer: CustomerId(0), lines, total });
    Input::Send { command, order: Some("ord-1".into()), customer: Some("cust-441".into()) }
}

fn random_fault(seed: u64) -> FaultRule {
    let draw = |bound: usize, about| Seed(seed).below(bound as u64, Purpose::Campaign, about, 0) as usize;
    let kind = FaultKind::ALL.get(draw(FaultKind::ALL.len(), 0)).copied().unwrap_or(FaultKind::Drop);
    let targets: Vec<Place> = kind.targets().collect();
    let target = targets.get(draw(targets.len(), 1)).copied();
    let count = (kind != FaultKind::Outage).then(|| 1 + draw(3, 2) as u32);
    let until = (kind == FaultKind::Outage || kind == FaultKind::Partition)
        .then(|| eventarium::kernel::VirtualTime::from_millis(1 + draw(20_000, 3) as u64));
    FaultRule { target, count, until, ..FaultRule::of(kind) }
}
