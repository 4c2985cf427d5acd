//! The same summaries, seeks and envelopes as the reference, which wrote the same workload down independently.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use eventarium::event_store::GlobalPosition;
use eventarium::kernel::VirtualTime;
use eventarium::projection::Projection;
use orders_v1::checksum::{Times, summary};
use orders_v1::models::ReadModels;
use orders_v1::recording::Recording;
use orders_v1::refusals;
use orders_v1::seeks::{past, seeks, visit, visit_all};
use orders_v1::shop::{Shop, commands};
use serde_json::Value;

fn golden() -> Value {
    serde_json::from_str(include_str!("golden.json")).unwrap()
}

#[test]
fn commands_leave_the_rows_of_the_reference() {
    let mut shop = Shop::default();
    for command in &commands(1_000, 42) {
        shop.handle(command, VirtualTime::ZERO).unwrap();
    }
    let told = serde_json::to_value(summary(&shop.models, Times::LeftOut)).unwrap();
    assert_eq!(told, golden()["commands"]);
}

#[test]
fn a_replay_gives_the_rows_of_the_reference() {
    let recording = Recording::new(20_000, 42).unwrap();
    let mut models = ReadModels::default();
    models.replay(&recording.store, GlobalPosition::START, GlobalPosition(4_000));
    assert_eq!(serde_json::to_value(summary(&models, Times::Counted)).unwrap(), golden()["replay"]["4000"]);
    models.replay(&recording.store, GlobalPosition(4_000), recording.store.end());
    assert_eq!(serde_json::to_value(summary(&models, Times::Counted)).unwrap(), golden()["replay"]["20000"]);
}

#[test]
fn every_kind_of_event_comes_back_in_its_whole_envelope() {
    let recording = Recording::new(4_000, 42).unwrap();
    for (number, envelope) in golden()["eventAt"].as_object().unwrap() {
        let position = GlobalPosition(number.parse::<u32>().unwrap() - 1);
        let told = serde_json::to_value(recording.event_at(position).unwrap()).unwrap();
        assert_eq!(&told, envelope);
    }
    assert!(recording.event_at(GlobalPosition(4_000)).is_none());
}

#[test]
fn a_seek_reads_what_the_reference_reads() {
    let (events, count) = (golden()["seek"]["events"].as_u64().unwrap(), golden()["seek"]["count"].as_u64().unwrap());
    let recording = Recording::new(events as u32, 42).unwrap();
    let past = past(&recording.store);
    let seeks = seeks(&recording, count as u32, 42);
    let probed = seeks.iter().fold(0, |hash, seek| visit(&past, &recording, seek, hash));
    assert_eq!(Value::from(probed), golden()["seek"]["hash"]);
    let full = seeks.iter().fold(0, |hash, seek| visit_all(&past, &recording, seek, hash).unwrap());
    assert_eq!(Value::from(full), golden()["seek"]["full"]);
}

#[test]
fn what_is_wrong_is_refused() {
    for seed in 0..20 {
        assert!(refusals::of_the_order(seed) && refusals::of_the_store(seed), "{seed}");
    }
}
