//! How fast a file of events becomes a run, slice by slice: `cargo bench --no-default-features --bench import`.

#![allow(clippy::expect_used)]

use std::time::{Duration, Instant};

use eventarium::exchange::import::Next;
use eventarium::kernel::{Span, VirtualTime};
use eventarium::session::{Goal, ImportProgress, Importing, Session, Window};
use eventarium::world::Input;

/// Orders a second of virtual time, in thousandths.
const PER_MILLE: u32 = 500_000;
/// So many events are asked for in one slice.
const SLICE: usize = 1_024;
/// Events of one chunk of text.
const CHUNK: usize = 1_000;

fn main() {
    // `cargo test --benches` only wants to see that it runs.
    let events = if std::env::args().any(|argument| argument == "--bench") { 1_000_000 } else { 3_000 };
    import(events, "\n", "", "");
    import(events / 10, ",\n ", "[", "]");
    import(events / 10, "\n ", "", "");
}

/// A file of so many events with this between them. One with spaces is in nobody's shape.
fn import(events: usize, between: &str, before: &str, behind: &str) {
    let mut original = Session::new();
    original.timeline_mut().act(Input::Traffic { per_mille: PER_MILLE });
    while original.world().store.len() < events {
        original.timeline_mut().advance(Span::from_millis(100), u32::MAX);
    }
    let (mut import, mut clock) = (Importing::default(), Clock::start());
    import.push(before.as_bytes()).expect("a chunk");
    for from in (0..events).step_by(CHUNK) {
        let window = Window { stream: None, from, limit: Some(CHUNK.min(events - from)) };
        let told = original.events(&window).expect("events");
        let lines: Vec<String> = told.iter().map(|event| serde_json::to_string(event).expect("JSON")).collect();
        let last = from + CHUNK >= events;
        let text = lines.join(between) + if last { behind } else { between };
        clock.slice(|| import.push(text.as_bytes()).expect("a chunk"));
        while clock.slice(|| work(&mut import)).next == Next::Work {}
    }
    assert!(original.invariants().iter().all(|report| report.ok));
    drop(original);
    import.end();
    while clock.slice(|| work(&mut import)).built == 0 {}
    let reading = std::mem::replace(&mut clock, Clock::start());
    let bytes = loop {
        let progress = clock.slice(|| work(&mut import));
        if progress.next == Next::Done {
            break progress.bytes;
        }
    };
    let (mut session, _) = clock.slice(|| import.finish().expect("a history"));
    let rate = |time: Duration| events as f64 / time.as_secs_f64();
    println!(
        "{events} events of {} bytes with {between:?} between: {:.0} a second (read {:.0}, built {:.0}); the longest \
         slice took {:.1} ms to read, {:.1} ms to build; {} lines of trace",
        bytes / events as u64,
        rate(reading.all + clock.all),
        rate(reading.all),
        rate(clock.all),
        reading.longest.as_secs_f64() * 1e3,
        clock.longest.as_secs_f64() * 1e3,
        session.world().trace.len()
    );
    for report in session.invariants().iter().filter(|report| !report.ok) {
        println!("broken: {} {}", report.id, report.reason.as_deref().unwrap_or_default());
    }
    scrub(&mut session);
}

/// How long it takes to stand at one moment or another of the history.
fn scrub(session: &mut Session) {
    let (end, mut luck) = (session.now().micros(), 1_u64);
    let mut times: Vec<Duration> = (0..400)
        .map(|_| {
            luck = luck * 48_271 % 2_147_483_647;
            let time = VirtualTime::from_micros(end * luck / 2_147_483_647);
            let mut clock = Clock::start();
            clock.slice(|| session.seek(Goal::Time(time)).expect("a moment"));
            clock.all
        })
        .collect();
    times.sort_unstable();
    let ms = |place: usize| times.get(place).map_or(f64::NAN, |time| time.as_secs_f64() * 1e3);
    let (beside, run) = session.timeline().keyframe_bytes();
    println!(
        "  seek in it, p50 / p99: {:.1} / {:.1} ms; {} moments are kept with {} MB beside the {} MB of the run",
        ms(200),
        ms(396),
        session.timeline().keyframes(),
        beside >> 20,
        run >> 20,
    );
}

fn work(import: &mut Importing) -> ImportProgress {
    import.work(SLICE).expect("a history")
}

/// The time that slices took.
struct Clock {
    begin: Instant,
    all: Duration,
    longest: Duration,
}

impl Clock {
    fn start() -> Self {
        Self { begin: Instant::now(), all: Duration::ZERO, longest: Duration::ZERO }
    }

    fn slice<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let start = cpu_time().unwrap_or_else(|| self.begin.elapsed());
        let made = work();
        let took = cpu_time().unwrap_or_else(|| self.begin.elapsed()).saturating_sub(start);
        self.all += took;
        self.longest = self.longest.max(took);
        made
    }
}

/// Time that this process worked, where the system says so: others may share the machine.
fn cpu_time() -> Option<Duration> {
    // The system counts up to the moment at which another may have its turn.
    std::thread::yield_now();
    let text = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    Some(Duration::from_nanos(text.split_whitespace().next()?.parse().ok()?))
}
