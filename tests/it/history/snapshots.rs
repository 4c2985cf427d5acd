//! Snapshots: PR-01 to PR-04, and the mistake that I16 is there for.

use eventarium::check::{Checker, Invariant};
use eventarium::domain::order::{Order, OrderLogic};
use eventarium::event_store::{Revision, Snapshot, Snapshots, StreamId, StreamVersion};
use eventarium::kernel::{Seed, Span, VirtualTime};
use eventarium::scenario::find;
use eventarium::timeline::Timeline;
use eventarium::world::{
    Aggregate, Detail, Fact, History, Input, Settings, SnapshotRevisions, TraceEntry, TraceKind, World,
};

use crate::engine::{MANY, assert_sound, calm, place, run};

fn kept(snapshot_every: u16) -> Settings {
    Settings { history: History { snapshot_every, ..History::default() }, ..Settings::default() }
}

fn busy(settings: Settings, seed: u64) -> Timeline<Checker> {
    let mut run = Timeline::new(Seed(seed), settings);
    run.act(Input::Traffic { per_mille: 2_000 });
    run.advance(Span::from_secs(20), MANY);
    run.act(Input::Traffic { per_mille: 0 });
    calm(&mut run);
    assert_sound(&run);
    run
}

fn is_about_snapshots(kind: TraceKind) -> bool {
    use TraceKind::{Loaded, SnapshotPassedOver, SnapshotTaken, SnapshotsForgotten};
    matches!(kind, Loaded | SnapshotTaken | SnapshotPassedOver | SnapshotsForgotten)
}

fn other_lines(world: &World) -> Vec<TraceEntry> {
    world.trace.iter().filter(|line| !is_about_snapshots(line.kind)).copied().collect()
}

fn facts(world: &World) -> Vec<Fact> {
    world.store.read_all(Default::default()).map(|recorded| recorded.event().clone()).collect()
}

fn story(id: &str) -> Timeline<Checker> {
    let story = find(id).unwrap();
    let mut run = Timeline::with_plan(story.seed, (story.settings)(), (story.acts)());
    calm(&mut run);
    run
}

#[test]
fn pr_01_a_snapshot_and_the_events_after_it_are_the_fold_of_all_events() {
    for every in [1, 2, 3, 7, 1_000] {
        let run = busy(kept(every), u64::from(every));
        let world = run.world();
        let mut used = 0;
        for (stream, _) in world.store.streams() {
            let Some(loaded) = world.loaded(stream) else { continue };
            assert_eq!(Some(&loaded.state), world.folded(stream, None).as_ref(), "{}", world.stream_name(stream));
            used += usize::from(loaded.snapshot.is_some());
        }
        assert_eq!(used > 0, every < 1_000, "every {every}");
        for (stream, snapshot) in world.snapshots.iter() {
            assert_eq!(Some(&snapshot.state), world.folded(stream, Some(snapshot.version)).as_ref());
        }
    }
}

#[test]
fn pr_02_without_snapshots_everything_is_the_same_but_the_cost() {
    let in_memory = busy(kept(0), 1);
    for every in [1, 3, 1_000] {
        let run = busy(kept(every), 1);
        assert_eq!(other_lines(run.world()), other_lines(in_memory.world()), "every {every}");
        assert_eq!(facts(run.world()), facts(in_memory.world()));
    }
}

#[test]
fn pr_02_snapshots_can_be_thrown_away_at_any_time() {
    let mut run = run(kept(1));
    run.act(place("ord-1", 2));
    run.advance(Span::from_millis(2_000), MANY);
    assert!(!run.world().snapshots.is_empty());
    run.act(Input::ForgetSnapshots);
    assert!(run.world().snapshots.is_empty() && run.world().snapshots.bytes() == 0);
    calm(&mut run);
    assert_sound(&run);
}

#[test]
fn pr_03_a_snapshot_may_come_while_the_stream_goes_on() {
    let (stream, mut snapshots) = (StreamId(5), Snapshots::default());
    let of = |version, revision, bytes| Snapshot {
        version: StreamVersion(version),
        revision: Revision(revision),
        bytes,
        state: version,
    };
    assert!(snapshots.keep(stream, of(7, 1, 10)));
    assert!(!snapshots.keep(stream, of(4, 1, 99)), "one that comes late is not kept");
    assert_eq!(snapshots.latest(stream).map(|kept| kept.version), Some(StreamVersion(7)));
    assert!(snapshots.keep(stream, of(4, 2, 20)), "another revision begins anew");
    assert_eq!((snapshots.count(), snapshots.bytes()), (1, 20));
}

#[test]
fn pr_03_a_load_begins_with_an_older_snapshot() {
    let run = busy(kept(5), 3);
    let world = run.world();
    let older = world.snapshots.iter().filter(|(stream, kept)| world.store.version_of(*stream) > Some(kept.version));
    assert!(older.count() > 0);
}

#[test]
fn pr_04_a_snapshot_of_another_revision_is_passed_over() {
    let run = story("snapshot-revision");
    let world = run.world();
    let stream = world.find_stream("order-ord-1").unwrap();
    let kinds: Vec<_> = world.trace.iter().map(|line| line.kind).collect();
    assert!(kinds.contains(&TraceKind::SnapshotPassedOver));
    assert!(world.trace.iter().any(|line| line.detail == Detail::Loaded { stream, snapshot: None, folded: 2 }));
    assert_eq!(world.snapshots.latest(stream).unwrap().revision, Revision(2));
    assert!(matches!(world.orders.get(0), Some(Order::Shipped(_))));
    assert_sound(&run);
}

#[test]
fn i16_a_stale_snapshot_is_found_out() {
    let run = story("snapshot-drift");
    let breach = run.observer().breach(Invariant::I16).expect("I16 is red");
    assert_eq!(breach.explained_by, Some("history.snapshotRevisions"));
    assert!(breach.reason.contains("order-ord-1"), "{breach:?}");
    // The decision on the stale state was another one than on the fold.
    let names: Vec<_> = facts(run.world()).iter().map(Fact::name).collect();
    assert!(names.contains(&"OrderCancellationRequested") && names.contains(&"OrderCancelled"));
}

#[test]
fn i16_a_snapshot_that_no_event_explains() {
    let mut shop = crate::planted::Shop::with(kept(1));
    shop.act(place("ord-1", 2));
    shop.until_line(TraceKind::SnapshotTaken, "PlaceOrder");
    shop.watch(|world| {
        let stream = world.find_stream("order-ord-1").unwrap();
        let taken = world.snapshots.latest(stream).unwrap().clone();
        world.snapshots.forget();
        world.snapshots.keep(stream, Snapshot { state: Aggregate::Order(Order::NotPlaced), ..taken })
    });
    shop.until_line(TraceKind::Loaded, "ConfirmOrder");
    shop.assert_red(Invariant::I16, None);
}

#[test]
fn i16_an_aggregate_in_memory_that_missed_an_event() {
    let mut shop = crate::planted::Shop::new();
    shop.act(place("ord-1", 2));
    shop.until_line(TraceKind::Appended, "OrderPlaced");
    shop.watch(|world| {
        *world.orders.row(0) = Order::NotPlaced;
        true
    });
    shop.until_line(TraceKind::Appended, "InventoryReserved");
    shop.assert_green();
    shop.store(
        "order-ord-1",
        eventarium::domain::Event::Order(eventarium::domain::order::OrderEvent::Noted {
            order: eventarium::domain::OrderId(0),
        }),
        shop.world.now,
    );
    shop.assert_red(Invariant::I16, None);
}

#[test]
fn a_new_revision_folds_what_is_in_memory_anew() {
    let story = find("snapshot-revision").unwrap();
    let in_memory = Settings { history: History { snapshot_every: 0, ..History::default() }, ..(story.settings)() };
    let second = History { order_logic: OrderLogic::Second, ..in_memory.history };
    let acts = (story.acts)().into_iter().map(|(at, input)| match input {
        Input::Set(settings) => (at, Input::Set(Settings { history: second, ..settings })),
        other => (at, other),
    });
    let mut run: Timeline<Checker> = Timeline::with_plan(story.seed, in_memory, acts.collect());
    run.seek_time(VirtualTime::from_millis(1_200));
    assert!(matches!(run.world().orders.get(0), Some(Order::OnHold(_))));
    calm(&mut run);
    assert_sound(&run);
}

#[test]
fn loads_are_counted() {
    let world = busy(kept(3), 9).world().clone();
    let all = busy(kept(1_000), 9).world().clone();
    for (with, without) in world.loads.iter().zip(&all.loads) {
        assert_eq!((with.loads, with.unsaved), (without.loads, without.unsaved));
        assert_eq!(without.folded, without.unsaved, "without a snapshot everything is folded");
        assert!(with.folded <= with.unsaved);
    }
    let inventory = eventarium::domain::Context::Inventory as usize;
    assert!(world.loads[inventory].folded * 5 < all.loads[inventory].folded, "{:?}", world.loads);
    assert!(world.loads[inventory].folded <= 3 * world.loads[inventory].loads);
    assert!(world.snapshots.bytes() > 0);
    assert_eq!(all.snapshots.bytes(), 0);
}

#[test]
fn the_mistake_needs_both_a_change_and_no_check() {
    let settings = Settings {
        history: History { snapshot_every: 1, snapshot_revisions: SnapshotRevisions::Ignored, ..History::default() },
        ..Settings::default()
    };
    assert_sound(&busy(settings, 4));
}
