//! How a run ends, in figures.

use serde::Serialize;

use crate::check::Checker;
use crate::domain::Money;
use crate::domain::fulfilment::{CompensationStatus, Phase};
use crate::timeline::Timeline;
use crate::world::World;

/// The figures that people ask for first, at the furthest known moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// Captured less refunded, in cents, as the read model tells.
    pub revenue_cents: i64,
    /// Orders by what became of them, as the read model tells.
    pub placed: u32,
    pub confirmed: u32,
    pub shipped: u32,
    pub cancelled: u32,
    /// Steps that were undone, or are to be.
    pub compensations: u32,
    /// Sagas that wait for a person.
    pub stuck: u32,
    /// Messages that lie in the dead-letter tray.
    pub dead_letters: u32,
    pub mails: u32,
    /// Promises that were broken and that no setting explains.
    pub broken: u32,
}

impl Outcome {
    pub(super) fn of(run: &Timeline<Checker>) -> Self {
        let world = run.head();
        let Money(revenue_cents) = world.models.revenue.net();
        let by_status = &world.models.revenue.by_status;
        let (compensations, stuck) = turned_back(world);
        let parked = world.bus.dead_letters().filter(|dead| dead.1.state == crate::transport::bus::DeadState::Parked);
        let broken = run.observer().report(run.diverged_at()).into_iter();
        Self {
            revenue_cents,
            placed: by_status.placed,
            confirmed: by_status.confirmed,
            shipped: by_status.shipped,
            cancelled: by_status.cancelled,
            compensations,
            stuck,
            dead_letters: counted(parked.count()),
            mails: counted(world.mails.len()),
            broken: counted(broken.filter(|report| !report.ok && report.explained_by.is_none()).count()),
        }
    }
}

fn turned_back(world: &World) -> (u32, u32) {
    let (mut compensations, mut stuck) = (0_usize, 0_usize);
    for record in world.sagas.iter() {
        let needed = record.saga.compensations.iter().filter(|state| state.status != CompensationStatus::NotNeeded);
        compensations = compensations.saturating_add(needed.count());
        stuck = stuck.saturating_add(usize::from(record.saga.phase == Phase::Stuck));
    }
    (counted(compensations), counted(stuck))
}

fn counted(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
