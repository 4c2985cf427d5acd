//! Golden stories: the trace of each scenario as readable text, checked in.
//!
//! `EVENTARIUM_BLESS=1 cargo test --no-default-features golden` writes them anew.

use std::fmt::Write as _;
use std::path::PathBuf;

use eventarium::kernel::Span;
use eventarium::scenario::{SCENARIOS, Scenario, find};
use eventarium::timeline::Timeline;
use eventarium::world::{Detail, TraceEntry, TraceKind, World, saga_note_name};

const MINUTES: Span = Span::from_secs(120);

/// The scenario's run until it is quiet.
pub fn played(scenario: &Scenario) -> Timeline<()> {
    let mut timeline = Timeline::with_plan(scenario.seed, (scenario.settings)(), (scenario.acts)());
    let result = timeline.run_until_quiet(MINUTES, u32::MAX);
    assert!(result.quiet, "{} does not become quiet", scenario.id);
    timeline
}

fn line(world: &World, entry: &TraceEntry) -> String {
    let time = entry.time.micros();
    let kind = match entry.detail {
        Detail::Saga(_, note) => saga_note_name(note),
        _ => entry.kind.name(),
    };
    let mut text = format!("{:>3}.{:06}  {:<22} {:<12}", time / 1_000_000, time % 1_000_000, kind, entry.place.name());
    if entry.peer != entry.place {
        write!(text, " <> {:<12}", entry.peer.name()).unwrap();
    }
    if entry.message.known().is_some() {
        write!(text, " {}", world.message_name(entry.message)).unwrap();
    }
    if entry.attempt > 1 {
        write!(text, " #{}", entry.attempt).unwrap();
    }
    if let Detail::Failed(failure) = entry.detail {
        write!(text, " {failure:?}").unwrap();
    }
    if let Detail::Rejected(rejection) = entry.detail {
        write!(text, " {rejection:?}").unwrap();
    }
    text.trim_end().to_string()
}

fn story(scenario: &Scenario) -> String {
    let timeline = played(scenario);
    let world = timeline.world();
    let mut text = format!("{}\n{}\n\n", scenario.title, scenario.summary);
    for entry in world.trace.iter() {
        text.push_str(&line(world, entry));
        text.push('\n');
    }
    writeln!(text, "\nhash {}", world.digest()).unwrap();
    text
}

#[test]
fn every_scenario_tells_its_golden_story() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let bless = std::env::var_os("EVENTARIUM_BLESS").is_some();
    let mut changed = Vec::new();
    for scenario in &SCENARIOS {
        let path = folder.join(format!("{}.txt", scenario.id));
        let told = story(scenario);
        if bless {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&path, &told).unwrap();
        } else if std::fs::read_to_string(&path).unwrap_or_default() != told {
            changed.push(scenario.id);
        }
    }
    assert!(changed.is_empty(), "changed stories (EVENTARIUM_BLESS=1 writes them anew): {changed:?}");
}

#[test]
fn every_caption_has_its_moment_in_order() {
    for scenario in &SCENARIOS {
        let timeline = played(scenario);
        let moments = scenario.moments(timeline.world());
        // The last caption of the stuck story waits for a person.
        let waiting = usize::from(scenario.id == "stuck");
        let reached: Vec<u32> = moments.iter().copied().flatten().collect();
        assert_eq!(reached.len() + waiting, moments.len(), "{}: {moments:?}", scenario.id);
        assert!(reached.is_sorted(), "{}: {moments:?}", scenario.id);
    }
}

fn events(id: &str) -> Vec<&'static str> {
    let timeline = played(find(id).unwrap());
    let world = timeline.world();
    let appended = world.trace.iter().filter(|entry| entry.kind == TraceKind::Appended);
    appended.map(|entry| world.message_name(entry.message)).collect()
}

#[track_caller]
fn shows_in_order(id: &str, expected: &[&str]) {
    let events = events(id);
    let mut rest = events.iter();
    for name in expected {
        assert!(rest.any(|event| event == name), "{id}: no {name} (in this order) among {events:?}");
    }
}

#[test]
fn the_happy_path_ships() {
    let all =
        ["OrderPlaced", "InventoryReserved", "PaymentCharged", "ShipmentCreated", "OrderConfirmed", "OrderShipped"];
    shows_in_order("happy-path", &all);
}

#[test]
fn a_declined_card_releases_the_stock_and_refunds_nothing() {
    shows_in_order("card-declined", &["InventoryReserved", "PaymentDeclined", "InventoryReleased", "OrderCancelled"]);
    assert!(!events("card-declined").contains(&"PaymentRefunded"));
}

#[test]
fn without_a_carrier_the_refund_comes_before_the_release() {
    let turning = ["PaymentCharged", "ShipmentRefused", "PaymentRefunded", "InventoryReleased", "OrderCancelled"];
    shows_in_order("shipping-unavailable", &turning);
}

#[test]
fn only_one_of_two_buyers_gets_the_last_item() {
    let events = events("last-item");
    assert_eq!(events.iter().filter(|name| **name == "InventoryReserved").count(), 2);
    assert_eq!(events.iter().filter(|name| **name == "InventoryReservationRefused").count(), 1);
}

#[test]
fn a_duplicate_charges_twice_only_where_nobody_remembers() {
    let charges = |id| events(id).into_iter().filter(|name| *name == "PaymentCharged").count();
    assert_eq!((charges("charged-twice"), charges("charged-once")), (2, 1));
}

#[test]
fn without_the_outbox_the_saga_never_starts() {
    assert!(!events("dual-write").contains(&"InventoryReserved"));
    shows_in_order("outbox", &["OrderPlaced", "OrderConfirmed"]);
}

#[test]
fn a_corrected_poison_message_completes_the_order() {
    shows_in_order("poison", &["EventHandlerFailed", "InventoryReserved", "OrderConfirmed"]);
}

#[test]
fn an_unknown_charge_is_refunded() {
    shows_in_order("answer-lost", &["PaymentCharged", "PaymentRefunded", "InventoryReleased", "OrderCancelled"]);
}

#[test]
fn a_late_success_changes_nothing() {
    shows_in_order("timeout-race", &["ShipmentCreated", "ShipmentCancelled", "PaymentRefunded", "OrderCancelled"]);
}

#[test]
fn a_failed_refund_waits_for_a_person_while_the_stock_is_released() {
    let timeline = played(find("stuck").unwrap());
    assert_eq!(timeline.world().open_tasks().count(), 1);
    shows_in_order("stuck", &["PaymentRefundFailed", "InventoryReleased"]);
}

#[test]
fn a_cancellation_before_the_pivot_compensates() {
    shows_in_order("cancelled-in-time", &["OrderCancellationRequested", "OrderCancelled"]);
}
