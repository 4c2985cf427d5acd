//! The workload without a browser: `cargo bench --package orders-v1`. The page measures the same in the browser, beside
//! other event stores: `cargo xtask bench --serve`.

#![allow(clippy::expect_used, reason = "a measurement that cannot go on says so and ends")]

use std::hint::black_box;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use eventarium::event_store::GlobalPosition;
use eventarium::kernel::VirtualTime;
use eventarium::projection::Projection;
use orders_v1::models::ReadModels;
use orders_v1::recording::Recording;
use orders_v1::seeks::{past, seeks, visit};
use orders_v1::shop::{Shop, commands};

const SEED: u32 = 42;
const ROUNDS: usize = 7;

fn main() {
    // `cargo test --benches` only wants to see that it runs.
    let scale = if std::env::args().any(|argument| argument == "--bench") { 1 } else { 100 };
    handle(50_000 / scale);
    [10_000, 1_000_000].iter().for_each(|events| replay(events / scale));
    [10_000, 100_000, 1_000_000].iter().for_each(|events| seek(events / scale));
}

/// Each command in turn, at the time of the real clock.
fn handle(orders: u32) {
    let commands = commands(orders, SEED);
    let seconds = median(|| {
        let mut shop = Shop::open();
        let start = Instant::now();
        for command in &commands {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            shop.handle(command, VirtualTime::from_millis(now.as_millis() as u64)).expect("the schedule is valid");
        }
        (start.elapsed().as_secs_f64(), shop)
    });
    let count = commands.len();
    println!("A  {:>7.2} M commands/s ({count} commands of {orders} orders)", count as f64 / seconds / 1e6);
}

/// From empty models, which have their room, to the state after the whole log.
fn replay(events: u32) {
    let recording = Recording::new(events, SEED).expect("the store holds them");
    let mut held = 0;
    let seconds = median(|| {
        let mut models = ReadModels::default();
        models.reserve(recording.orders.len());
        let start = Instant::now();
        models.replay(&recording.store, GlobalPosition::START, recording.store.end());
        models.seal();
        held = models.bytes();
        (start.elapsed().as_secs_f64(), models)
    });
    let per_event = |bytes: usize| bytes as f64 / f64::from(events);
    println!(
        "B  {:>7.2} M events/s ({events} events; bytes an event: {:.1} log + {:.1} models)",
        f64::from(events) / seconds / 1e6,
        per_event(recording.bytes()),
        per_event(held)
    );
}

/// Random moments of the log.
fn seek(events: u32) {
    let recording = Recording::new(events, SEED).expect("the store holds them");
    let start = Instant::now();
    let past = past(&recording.store);
    let prepared = start.elapsed();
    let mut micros: Vec<f64> = (0..ROUNDS)
        .flat_map(|_| seeks(&recording, 200, SEED))
        .map(|seek| {
            let start = Instant::now();
            black_box(visit(&past, &recording, &seek, 0));
            start.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    micros.sort_by(f64::total_cmp);
    let at = |percent: usize| micros.get(micros.len() * percent / 100).copied().unwrap_or_default();
    println!(
        "C  p50 {:.1} µs, p99 {:.1} µs ({events} events, {} keyframes kept in {:.1} ms)",
        at(50),
        at(99),
        past.len(),
        prepared.as_secs_f64() * 1e3
    );
}

/// The median of a few rounds; what a round made is let go outside of its time.
fn median<T>(mut round: impl FnMut() -> (f64, T)) -> f64 {
    let mut seconds: Vec<f64> = (0..ROUNDS).map(|_| black_box(round()).0).collect();
    seconds.sort_by(f64::total_cmp);
    seconds.get(ROUNDS / 2).copied().unwrap_or_default()
}
