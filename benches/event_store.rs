//! How fast the event store appends and reads, and what an event costs in bytes: `cargo bench --no-default-features`.

#![allow(clippy::expect_used)]

use std::hint::black_box;
use std::time::Instant;

use eventarium::domain::order::OrderEvent;
use eventarium::domain::{CustomerId, Event, Line, Money, OrderId, Sku, total_of};
use eventarium::event_store::{
    EventStore, ExpectedVersion, GlobalPosition, NewEvent, SchemaVersion, StreamId, StreamVersion,
};
use eventarium::fault::{FaultId, FaultKind, FaultPlan, FaultRule, Transmission};
use eventarium::kernel::{MessageId, Seed, VirtualTime, mix};
use eventarium::messaging::{Chain, Draft, Metadata, Node};

/// Streams are written in turn, so many at a time, as in a live system.
const INTERLEAVED: u32 = 64;
const EVENTS_PER_STREAM: u32 = 4;

fn metadata(number: u32) -> Metadata {
    let message = MessageId(mix(u64::from(number)));
    let time = VirtualTime::from_micros(u64::from(number));
    Metadata { message, correlation: message, causation: message, time, source: Node::Order }
}

fn placed(number: u32) -> Event {
    let order = OrderId(number);
    let line = Line { sku: Sku(1), quantity: number % 3 + 1, unit_price: Money(1_999) };
    let lines = [line, Line { sku: Sku(2), ..line }];
    let total = total_of(&lines);
    Event::Order(OrderEvent::Placed { order, customer: CustomerId(number % 1_000), lines: lines.into(), total })
}

/// Times `events` things and prints how many a second that is.
fn measure<T>(what: &str, events: u32, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = black_box(work());
    let nanos = start.elapsed().as_nanos().max(1);
    println!(
        "{what:<34} {:>8.1} ns each {:>10.2} M/s",
        nanos as f64 / f64::from(events),
        f64::from(events) * 1e3 / nanos as f64
    );
    result
}

/// Appends all events one by one, each with its exact expected version; `read` also folds the stream before.
fn fill(events: u32, read: bool) -> EventStore<Event> {
    let mut store = EventStore::default();
    for number in 0..events {
        let round = number / INTERLEAVED;
        let (version, stream) =
            (round % EVENTS_PER_STREAM, round / EVENTS_PER_STREAM * INTERLEAVED + number % INTERLEAVED);
        let event = match version {
            0 => placed(stream),
            1 => Event::Order(OrderEvent::Noted { order: OrderId(stream) }),
            2 => Event::Order(OrderEvent::Confirmed { order: OrderId(stream) }),
            _ => Event::Order(OrderEvent::Shipped { order: OrderId(stream) }),
        };
        let id = StreamId(stream);
        if read {
            let state = store.read_stream(id, StreamVersion::FIRST).fold(0, |sum, row| sum + row.version().0);
            black_box(state);
        }
        let expected = match version.checked_sub(1) {
            None => ExpectedVersion::NoStream,
            Some(last) => ExpectedVersion::Exact(StreamVersion(last)),
        };
        let new = NewEvent { metadata: metadata(number), schema: SchemaVersion::default(), event };
        store.append(id, expected, [new]).expect("the version is right");
    }
    store
}

fn main() {
    // `cargo test --benches` only wants to see that it runs.
    let events = if std::env::args().any(|argument| argument == "--bench") { 1_000_000 } else { 10_000 };
    black_box(fill(events / 10, true));
    measure("append", events, || fill(events, false).len());
    let store = measure("read stream and append", events, || fill(events, true));
    measure("read all", events, || {
        store.read_all(GlobalPosition::START).fold(0, |sum, row| sum ^ row.time().micros() ^ u64::from(row.stream().0))
    });
    measure("event at, from everywhere", events, || {
        let places = (0..u64::from(events)).map(|i| GlobalPosition((mix(i) % u64::from(events)) as u32));
        places.filter_map(|place| store.event_at(place)).fold(0, |sum, row| sum ^ row.metadata().message.0)
    });
    measure("verify the chain", events, || store.verify_chain());
    measure("clone (one, in ns)", 1, || store.clone());
    println!("{:<34} {:>8} bytes", "an event with its envelope", store.bytes() / store.len());
    plumbing(events);
}

/// What stands on the way of every message.
fn plumbing(calls: u32) {
    let (chain, cause) = (Chain::standard(), metadata(0));
    measure("middleware chain", calls, || {
        (0..calls)
            .filter(|number| {
                let draft = Draft::new(MessageId(u64::from(*number) + 9), VirtualTime::from_micros(1), Node::Saga);
                chain.run(black_box(draft), Some(&cause)).is_ok()
            })
            .count()
    });
    let sent = |number| Transmission {
        now: VirtualTime::ZERO,
        from: Node::Bus,
        to: Node::Saga,
        origin: Node::Order,
        message: MessageId(u64::from(number)),
        attempt: 1,
    };
    let mut plan = FaultPlan::default();
    measure("fault verdict, nothing armed", calls, || {
        (0..calls).filter(|number| plan.transmission(Seed(1), black_box(&sent(*number))).is_pass()).count()
    });
    let rule = FaultRule { chance: Some(10), ..FaultRule::of(FaultKind::Drop) };
    plan.arm(rule, VirtualTime::ZERO, FaultId(1)).expect("the rule makes sense");
    measure("fault verdict, one by chance", calls, || {
        (0..calls).filter(|number| plan.transmission(Seed(1), black_box(&sent(*number))).is_pass()).count()
    });
}
