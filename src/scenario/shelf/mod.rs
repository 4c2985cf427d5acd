//! All stories, in the order of the shelf.

mod history;
mod messages;
mod orders;
mod rebuilding;
mod store;
mod versions;

use super::Scenario;
use super::acts::{Act, ada_orders, at, basket, cancel, place, rule};
use super::cue::{Caption, Cue};
use crate::domain::inventory::InventoryCommand;
use crate::domain::order::OrderLogic;
use crate::domain::{Command, OrderId};
use crate::fault::{Direction, FaultKind, FaultRule, Moment};
use crate::kernel::{Seed, Span, VirtualTime};
use crate::messaging::{Node, Place, ReadModel};
use crate::projection::ProjectionVersion;
use crate::world::{Correction, Deployed, History, Input, MailFrom, Settings, SnapshotRevisions, TraceKind, Upcasting};

const fn says(cue: Cue, text: &'static str) -> Caption {
    Caption { cue, text }
}

fn usual() -> Settings {
    Settings::default()
}

fn forgetful() -> Settings {
    Settings { idempotency: false, ..Settings::default() }
}

fn naive() -> Settings {
    Settings { outbox: false, ..Settings::default() }
}

/// A bus that waits longer for an acknowledgement than the saga waits for an answer.
fn patient_bus() -> Settings {
    Settings { ack_timeout: Span::from_secs(15), ..Settings::default() }
}

fn faulty(fault: FaultRule) -> Vec<Act> {
    vec![at(0, Input::Inject(fault)), at(0, ada_orders("ord-1"))]
}

/// The story with this id.
pub fn find(id: &str) -> Option<&'static Scenario> {
    SCENARIOS.iter().find(|scenario| scenario.id == id)
}

/// The shelf.
pub static SCENARIOS: [Scenario; 24] = [
    orders::HAPPY_PATH,
    orders::CARD_DECLINED,
    orders::SHIPPING_UNAVAILABLE,
    orders::LAST_ITEM,
    messages::CHARGED_TWICE,
    messages::CHARGED_ONCE,
    store::DUAL_WRITE,
    store::OUTBOX,
    messages::POISON,
    messages::ANSWER_LOST,
    messages::TIMEOUT_RACE,
    orders::STUCK,
    store::STALE_READ,
    orders::CANCELLED_IN_TIME,
    store::CONCURRENT_WRITER,
    history::SNAPSHOTS,
    history::SNAPSHOT_DRIFT,
    history::SNAPSHOT_REVISION,
    rebuilding::REBUILD,
    rebuilding::REWRITE,
    rebuilding::REPLAY_TRAP,
    rebuilding::PROJECTION_AND_REACTOR,
    versions::VERSIONS,
    versions::FAULTY_UPCASTER,
];
