//! Two branches beside each other as a picture: a lane each, what is common as circles, what differs as rhombuses.

use std::collections::BTreeSet;

use crate::event_store::GlobalPosition;
use crate::kernel::VirtualTime;
use crate::session::{Comparison, EventRef, Session};
use crate::timeline::BranchId;
use crate::world::World;

/// The most marks of one lane: more could not be told apart.
pub const LANE_MARKS_MAX: usize = 240;
/// So many common events are shown before the branches part.
const BEFORE: usize = 6;

/// An event in its lane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaneMark {
    pub time: VirtualTime,
    pub name: &'static str,
    pub stream: String,
    pub position: u32,
    /// The other branch has no such event, or has it with another body.
    pub differs: bool,
}

/// The events of one branch from shortly before the two part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    pub branch: BranchId,
    pub name: String,
    pub marks: Vec<LaneMark>,
    /// Events that are not shown.
    pub left_out: usize,
}

/// Both lanes over the same stretch of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lanes {
    pub from: VirtualTime,
    pub to: VirtualTime,
    pub parted: Option<VirtualTime>,
    pub lanes: [Lane; 2],
}

impl Lanes {
    /// Where a moment lies, from 0 at the left to 1 at the right.
    pub fn at(&self, time: VirtualTime) -> f64 {
        let whole = self.to.since(self.from).micros().max(1);
        time.since(self.from).micros() as f64 / whole as f64
    }
}

/// The picture of a comparison. `None` where one of the branches is gone.
pub fn lanes(session: &Session, compared: &Comparison) -> Option<Lanes> {
    let (a, b) = (BranchId(compared.a.id), BranchId(compared.b.id));
    let (own, other) = (session.branch_timeline(a)?, session.branch_timeline(b)?);
    let parted = own.first_divergence(other).map(|parted| parted.time);
    let common = own.head().store.common_with(&other.head().store);
    let from = common.saturating_sub(BEFORE);
    let positions = |events: &[EventRef]| events.iter().map(|event| event.position).collect::<BTreeSet<u32>>();
    let events = &compared.events;
    let mut in_a = positions(&events.only_in_a);
    let mut in_b = positions(&events.only_in_b);
    in_a.extend(events.changed.iter().map(|(event, _)| event.position));
    in_b.extend(events.changed.iter().map(|(_, event)| event.position));
    let lanes =
        [lane(own.head(), a, &compared.a.name, from, &in_a), lane(other.head(), b, &compared.b.name, from, &in_b)];
    let times = || lanes.iter().flat_map(|lane| lane.marks.iter().map(|mark| mark.time));
    let first = times().chain(parted).min().unwrap_or(VirtualTime::ZERO);
    let last = times().chain(parted).max().unwrap_or(first);
    Some(Lanes { from: first, to: last, parted, lanes })
}

fn lane(world: &World, branch: BranchId, name: &str, from: usize, differing: &BTreeSet<u32>) -> Lane {
    let from = GlobalPosition(u32::try_from(from).unwrap_or(u32::MAX));
    let mark = |recorded: crate::event_store::RecordedEvent<'_, crate::world::Fact>| LaneMark {
        time: recorded.time(),
        name: recorded.event().name(),
        stream: world.stream_name(recorded.stream()),
        position: recorded.position().0,
        differs: differing.contains(&recorded.position().0),
    };
    let marks: Vec<LaneMark> = world.store.read_all(from).take(LANE_MARKS_MAX).map(mark).collect();
    let left_out = world.store.len().saturating_sub(from.0 as usize).saturating_sub(marks.len());
    Lane { branch, name: name.to_owned(), marks, left_out }
}
