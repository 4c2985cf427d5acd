//! I32: what must not matter does not matter.

use eventarium::check::Checker;
use eventarium::event_store::RecordedEvent;
use eventarium::fault::{FaultKind, FaultRule};
use eventarium::kernel::{Seed, Span};
use eventarium::messaging::{Node, Place, ReadModel};
use eventarium::projection::{ReadModels, Recorded};
use eventarium::timeline::Timeline;
use eventarium::transport::bus::Topic;
use eventarium::world::{Fact, History, Input, Origin, RecordedInput, Settings, TraceEntry, TraceKind, World};

use crate::engine::{MANY, assert_sound, calm, place};
use crate::swarm::{acts, luck::Luck};

/// Some orders, cancellations and deliveries, at random times, without faults.
fn acts_of(seed: u64) -> Vec<(Span, Input)> {
    let mut luck = Luck::new(seed);
    let draw = |luck: &mut Luck| match luck.below(10) {
        0..7 => acts::place(luck, 6),
        7..9 => acts::cancel(luck, 6),
        _ => acts::restock(luck),
    };
    (0..12).map(|_| (Span::from_millis(luck.below(2_000)), draw(&mut luck))).collect()
}

fn played(seed: u64, first: &[Input]) -> Timeline<Checker> {
    let mut run = Timeline::new(Seed(seed), Settings::default());
    for input in first {
        run.act(input.clone());
    }
    for (pause, input) in acts_of(seed) {
        run.advance(pause, MANY);
        run.act(input);
    }
    calm(&mut run);
    run
}

/// Everything that the business knows at the end.
fn end(world: &World) -> impl PartialEq + std::fmt::Debug {
    (
        world.orders.iter().cloned().collect::<Vec<_>>(),
        world.payments.iter().cloned().collect::<Vec<_>>(),
        world.shipments.iter().copied().collect::<Vec<_>>(),
        world.warehouse.clone(),
        world.models.stock.clone(),
        world.models.revenue.clone(),
        world.models.customers.clone(),
        world.mails.iter().map(|mail| (mail.order, mail.kind as u8)).collect::<std::collections::BTreeSet<_>>(),
    )
}

/// The same world, to which one more subscriber listens.
fn world_with(extra: Option<(Topic, Node)>) -> World {
    let mut world = World::new(Seed(5), Settings::default());
    if let Some((topic, node)) = extra {
        world.bus.subscribe(topic, node);
    }
    for (number, (pause, input)) in (0..).zip(acts_of(5)) {
        let until = world.now.after(pause);
        while world.next_due().is_some_and(|due| due <= until) {
            world.step();
        }
        let (after_step, at) = (Some(world.steps), until);
        world.take(&RecordedInput { number, after_step, at, origin: Origin::Person, input });
    }
    while !world.is_quiet() {
        world.step();
    }
    world
}

#[test]
fn i32_one_more_consumer_changes_nothing_for_the_others() {
    // The topic of OrderConfirmed, of which analytics hears nothing by itself.
    let (topic, node) = (Topic(2), Node::Analytics);
    let without_it = |world: &World| {
        let its_own = |line: &&TraceEntry| line.place == Place::Node(node) || line.peer == Place::Node(node);
        let lines = world.trace.iter().filter(|line| !its_own(line));
        lines.map(|line| TraceEntry { step: 0, ..*line }).collect::<Vec<_>>()
    };
    let (with, without) = (world_with(Some((topic, node))), world_with(None));
    assert!(!with.bus.subscribers(topic).is_empty() && with.trace.len() > without.trace.len());
    assert_eq!(without_it(&with), without_it(&without));
    assert_eq!(end(&with), end(&without));
}

#[test]
fn i32_one_more_read_model_and_snapshots_change_nothing_for_the_others() {
    let about_history = [
        TraceKind::Loaded,
        TraceKind::SnapshotTaken,
        TraceKind::RebuildStarted,
        TraceKind::Rebuilding,
        TraceKind::RebuildSwitched,
        TraceKind::Acted,
        TraceKind::SettingChanged,
    ];
    let lines = |run: &Timeline<Checker>| {
        let others = run.world().trace.iter().filter(|line| !about_history.contains(&line.kind));
        others.map(|line| TraceEntry { step: 0, ..*line }).collect::<Vec<_>>()
    };
    let kept = Settings { history: History { snapshot_every: 2, ..History::default() }, ..Settings::default() };
    let additions =
        [Input::Set(kept), Input::Rebuild(ReadModel::Orders), Input::Rebuild(ReadModel::Stock), Input::ClearAll];
    for seed in 1..12 {
        let nothing = played(seed, &[Input::ClearAll]);
        for addition in &additions {
            let run = played(seed, std::slice::from_ref(addition));
            assert_eq!(lines(&run), lines(&nothing), "seed {seed}, {addition:?}");
            assert_sound(&run);
        }
    }
}

/// A copy may overtake its original, so nothing here is a race: goods are plenty, and nobody cancels.
fn orders_played(seed: u64, first: Input) -> Timeline<Checker> {
    let mut run = Timeline::new(Seed(seed), Settings::default());
    let mut luck = Luck::new(seed);
    run.act(first);
    for order in 0..8 {
        run.advance(Span::from_millis(luck.below(2_000)), MANY);
        run.act(place(&format!("ord-{order}"), 1 + luck.below(9) as u32));
    }
    calm(&mut run);
    run
}

#[test]
fn i32_every_message_twice_leaves_the_same_end() {
    for seed in 1..20 {
        let once = orders_played(seed, Input::ClearAll);
        let twice = orders_played(seed, Input::Inject(FaultRule::of(FaultKind::Duplicate)));
        let copies = twice.world().trace.iter().filter(|line| line.kind == TraceKind::Duplicated).count();
        assert!(copies > 20, "{copies} copies");
        assert_eq!(end(twice.world()), end(once.world()), "seed {seed}");
        assert_sound(&twice);
    }
}

fn fold(events: &[RecordedEvent<'_, Fact>]) -> ReadModels {
    let mut models = ReadModels::default();
    for recorded in events {
        let Some(event) = recorded.event().shop() else { continue };
        let (position, version) = (u64::from(recorded.position().0), recorded.version().0);
        let recorded = Recorded { position, version, time: recorded.time(), event: &event };
        models.orders.apply(recorded);
        models.stock.apply(recorded);
        models.revenue.apply(recorded);
        models.customers.apply(recorded);
    }
    models
}

#[test]
fn i32_independent_events_may_change_places() {
    for seed in 1..30 {
        let run = played(seed, &[]);
        let store = &run.world().store;
        let mut events: Vec<_> = store.read_all(Default::default()).collect();
        let order = |recorded: RecordedEvent<'_, Fact>| recorded.event().shop().and_then(|event| event.order());
        let straight = fold(&events);
        let mut luck = Luck::new(seed ^ 77);
        let mut exchanged = 0;
        for _ in 0..events.len() * 8 {
            let place = luck.below(events.len().max(2) as u64 - 1) as usize;
            let (one, other) = (order(events[place]), order(events[place + 1]));
            if one.is_some() && other.is_some() && one != other {
                events.swap(place, place + 1);
                exchanged += 1;
            }
        }
        assert!(exchanged > 10);
        let permuted = fold(&events);
        assert!(permuted.orders == straight.orders && permuted.stock == straight.stock, "seed {seed}");
        assert!(permuted.revenue == straight.revenue && permuted.customers == straight.customers, "seed {seed}");
    }
}
