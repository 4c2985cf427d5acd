//! Versions of `OrderPlaced`: who writes which, who understands which, and I17.

use eventarium::check::{Checker, Compatibility, Invariant, compatibility_grid};
use eventarium::event_store::{SchemaVersion, Versioned};
use eventarium::exchange::payload;
use eventarium::messaging::{Node, ReadModel};
use eventarium::projection::{Checkpoint, Progress, ProjectionVersion, ReadModels, Recorded};
use eventarium::scenario::find;
use eventarium::timeline::Timeline;
use eventarium::transport::bus::DeadState;
use eventarium::world::{Deployed, Fact, Failure, History, Input, Settings, TraceKind, Upcasting, World};

use crate::engine::{MANY, assert_sound, calm, place, run};

fn settings(producer: Deployed, consumers: Deployed, upcasting: Upcasting) -> Settings {
    Settings { history: History { producer, consumers, upcasting, ..History::default() }, ..Settings::default() }
}

fn story(id: &str) -> Timeline<Checker> {
    let story = find(id).unwrap();
    let mut run = Timeline::with_plan(story.seed, (story.settings)(), (story.acts)());
    calm(&mut run);
    run
}

fn kinds(run: &Timeline<Checker>, kind: TraceKind) -> usize {
    run.world().trace.iter().filter(|line| line.kind == kind).count()
}

/// The first version is stored, then everything is deployed in the second.
fn two_generations(upcasting: Upcasting) -> Timeline<Checker> {
    let mut run = run(settings(Deployed::First, Deployed::First, Upcasting::Off));
    run.act(place("ord-1", 2));
    calm(&mut run);
    run.act(Input::Set(settings(Deployed::Second, Deployed::Second, upcasting)));
    run.act(place("ord-2", 3));
    calm(&mut run);
    run
}

fn placed(world: &World) -> Vec<Fact> {
    let facts = world.store.read_all(Default::default()).map(|recorded| recorded.event().clone());
    facts.filter(|fact| fact.name() == "OrderPlaced").collect()
}

#[test]
fn the_first_version_says_an_amount_and_the_second_says_items() {
    let run = two_generations(Upcasting::On);
    let facts = placed(run.world());
    assert_eq!(facts.iter().map(Versioned::schema).collect::<Vec<_>>(), [SchemaVersion(1), SchemaVersion(2)]);
    let bodies: Vec<_> =
        facts.iter().map(|fact| serde_json::to_value(payload::of_fact(run.world(), fact)).unwrap()).collect();
    assert_eq!(bodies[0], serde_json::json!({"orderId": "ord-1", "customerId": "cust-441", "amountCents": 25_998}));
    assert_eq!((&bodies[1]["totalCents"], &bodies[1]["currency"]), (&38_997.into(), &"EUR".into()));
    assert_eq!(bodies[1]["items"].as_array().unwrap().len(), 1);
    assert_sound(&run);
}

#[test]
fn a_shop_of_the_first_version_works() {
    let mut run = run(settings(Deployed::First, Deployed::First, Upcasting::Off));
    run.act(place("ord-1", 2));
    run.act(place("ord-2", 2_000));
    calm(&mut run);
    let world = run.world();
    assert!(world.orders.iter().all(|order| matches!(order, eventarium::domain::order::Order::Shipped(_))));
    assert_eq!(world.models.revenue.captured.0, 12_999 * 2_002);
    assert_eq!(kinds(&run, TraceKind::Failed), 0);
}

#[test]
fn pr_06_whatever_is_deployed_what_is_stored_stays() {
    let mut run = two_generations(Upcasting::On);
    let stored = run.world().store.clone();
    for upcasting in [Upcasting::Off, Upcasting::Faulty, Upcasting::On] {
        for deployed in Deployed::ALL {
            run.act(Input::Set(settings(deployed, deployed, upcasting)));
            for model in ReadModel::ALL {
                run.act(Input::Rebuild(model));
            }
            calm(&mut run);
            let now = run.world().store.read_all(Default::default()).take(stored.len());
            assert!(now.eq(stored.read_all(Default::default())), "{deployed:?} {upcasting:?}");
            assert!(run.world().store.verify_chain());
        }
    }
}

#[test]
fn without_upcasters_the_second_version_stops_at_the_first() {
    let mut run = two_generations(Upcasting::Off);
    assert_eq!(run.world().stopped, [None; 4], "what was read before is not read again");
    run.act(Input::Rebuild(ReadModel::Orders));
    calm(&mut run);
    assert_eq!(kinds(&run, TraceKind::Stopped), 1);
    let serving = run.world().models.checkpoint(ReadModel::Orders);
    assert_eq!(serving, Checkpoint(run.world().store.len() as u64), "the one that serves is not touched");
    run.act(Input::Set(settings(Deployed::Second, Deployed::Second, Upcasting::On)));
    calm(&mut run);
    assert_eq!(kinds(&run, TraceKind::RebuildSwitched), 1, "it goes on by itself");
    assert_sound(&run);
}

#[test]
fn a_producer_ahead_of_its_consumers_is_mended_by_deploying_them() {
    let run = story("versions");
    let world = run.world();
    assert_eq!(world.stopped, [None; 4]);
    assert!(world.bus.dead_letters().all(|(_, dead)| dead.state == DeadState::Redriven));
    assert_eq!(world.bus.dead_letters().count(), 3);
    assert!(world.orders.iter().all(|order| matches!(order, eventarium::domain::order::Order::Shipped(_))));
    let failed = world.trace.iter().filter_map(|line| match line.detail {
        eventarium::world::Detail::Failed(failure) => Some(failure),
        _ => None,
    });
    assert!(failed.filter(|failure| *failure == Failure::UnknownSchema).count() >= 9, "three attempts of three");
    assert_eq!(kinds(&run, TraceKind::RebuildSwitched), 1);
    let broken: Vec<_> = run.observer().report(None).into_iter().filter(|report| !report.ok).collect();
    assert!(broken.iter().all(|report| report.explained_by == Some("history.consumers")), "{broken:#?}");
}

#[test]
fn i17_an_upcaster_that_reads_what_was_not_meant() {
    let run = story("faulty-upcaster");
    let breach = run.observer().breach(Invariant::I17).expect("I17 is red");
    assert_eq!((breach.explained_by, breach.position), (Some("history.upcasters"), Some(0)));
    assert_eq!((kinds(&run, TraceKind::RebuildDiffers), kinds(&run, TraceKind::RebuildSwitched)), (1, 1));
    assert_eq!(run.world().models.orders.iter().next().unwrap().1.total.0, 30_997);
}

#[test]
fn i17_is_green_whenever_the_upcasters_come() {
    for late in [false, true] {
        let mut run = two_generations(if late { Upcasting::Off } else { Upcasting::On });
        run.act(Input::Set(settings(Deployed::Second, Deployed::Second, Upcasting::On)));
        for model in ReadModel::ALL {
            run.act(Input::Rebuild(model));
        }
        calm(&mut run);
        assert_eq!(run.observer().breach(Invariant::I17), None);
        assert_eq!(kinds(&run, TraceKind::RebuildSwitched), 4, "built again they say the same");
        assert_sound(&run);
    }
}

#[test]
fn pr_09_the_checkpoint_moves_after_the_last_of_several() {
    let run = two_generations(Upcasting::On);
    let (mut models, world) = (ReadModels::default(), run.world());
    let event = world.fact(0).unwrap().shop().unwrap().into_owned();
    let stored = Recorded { position: 0, version: 0, time: world.now, event: &event };
    let twice = [&event, &event];
    let progress = models.apply_each(ProjectionVersion::First, ReadModel::Customers, stored, twice);
    assert_eq!((progress, models.checkpoint(ReadModel::Customers)), (Progress::Applied, Checkpoint(1)));
    assert_eq!(models.customers.iter().next().unwrap().1.orders, 2, "both took effect");
    let again = models.apply_each(ProjectionVersion::First, ReadModel::Customers, stored, twice);
    assert_eq!(again, Progress::OutOfTurn);
    let none = models.apply_each(ProjectionVersion::First, ReadModel::Orders, stored, []);
    assert_eq!((none, models.checkpoint(ReadModel::Orders)), (Progress::PassedOver, Checkpoint(1)));
}

/// The grid as a person would reason it out, beside the one that was run.
#[test]
fn the_grid_is_what_its_runs_say() {
    let grid = compatibility_grid();
    assert_eq!(grid.len(), 18);
    let cell = |producer, consumers, upcasting, stored| {
        let is_it = |cell: &&Compatibility| {
            let versions = cell.versions;
            (versions.producer, versions.consumers, versions.upcasting, versions.stored)
                == (producer, consumers, upcasting, stored)
        };
        grid.iter().find(is_it).unwrap()
    };
    use Deployed::{First, Second};
    use Upcasting::{Off, On};
    let compatible = [
        (First, First, Off, None),
        (First, First, Off, Some(First)),
        (First, Second, On, None),
        (First, Second, On, Some(First)),
        (Second, Second, Off, None),
        (Second, Second, Off, Some(Second)),
        (Second, Second, On, None),
        (Second, Second, On, Some(First)),
        (Second, Second, On, Some(Second)),
    ];
    for told in &grid {
        let eventarium::check::VersionsDeployed { producer, consumers, upcasting, stored } = told.versions;
        let expected = compatible.contains(&(producer, consumers, upcasting, stored));
        assert_eq!(told.is_compatible(), expected, "{told:#?}");
    }
    // Rolled back: the order service does not understand what it wrote before.
    assert!(cell(First, First, Off, Some(Second)).producer_fails);
    let ahead = cell(Second, First, Off, None);
    assert_eq!(ahead.consumers_fail, [Node::Saga, Node::Notification, Node::Analytics]);
    assert_eq!(ahead.models_stop, [ReadModel::Orders, ReadModel::Revenue, ReadModel::Customers]);
    assert!(!ahead.producer_fails && !ahead.new_order_shipped);
    let forgetful = cell(Second, Second, Off, Some(First));
    assert!(forgetful.producer_fails && forgetful.consumers_fail.is_empty() && forgetful.new_order_shipped);
}

#[test]
fn snapshots_and_former_versions_go_together() {
    let history = History { snapshot_every: 1, producer: Deployed::First, ..History::default() };
    let mut run = run(Settings { history, ..Settings::default() });
    run.act(Input::Traffic { per_mille: 2_000 });
    run.advance(eventarium::kernel::Span::from_secs(5), MANY);
    run.act(Input::Set(Settings { history: History { producer: Deployed::Second, ..history }, ..Settings::default() }));
    run.advance(eventarium::kernel::Span::from_secs(5), MANY);
    run.act(Input::Traffic { per_mille: 0 });
    calm(&mut run);
    assert_sound(&run);
}
