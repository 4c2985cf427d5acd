//! The handlings of a run, read off its trace: who worked on which message, from when to when, with what outcome.

use std::collections::BTreeMap;

use super::payload::{failure_name, rejection_name};
use crate::kernel::{MessageNo, VirtualTime};
use crate::messaging::{Node, Place};
use crate::world::{Detail, TraceEntry, TraceKind, World};

/// One message in the hands of one node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handling {
    /// The line of the trace with which it began.
    pub line: usize,
    pub step: u32,
    pub node: Node,
    pub message: MessageNo,
    /// From 1; 0 where attempts are not counted.
    pub attempt: u8,
    pub began: VirtualTime,
    /// Until the cursor where it has not ended.
    pub ended: VirtualTime,
    pub outcome: HandlingOutcome,
}

/// How a handling ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandlingOutcome {
    /// With a line of this kind and what the line knows besides.
    Ended(TraceKind, Detail),
    UnderWay,
}

/// All handlings up to the cursor, in the order in which they began.
pub fn handlings(world: &World) -> Vec<Handling> {
    let mut found: Vec<Handling> = Vec::new();
    // Handlings without an end so far, the earliest first.
    let mut open: BTreeMap<(MessageNo, Place, Place, u8), Vec<usize>> = BTreeMap::new();
    for (line, entry) in world.trace.iter().enumerate() {
        let key = (entry.message, entry.place, entry.peer, entry.attempt);
        match (entry.kind, entry.place) {
            (TraceKind::Received, Place::Node(node)) => {
                let handling = begun(line, node, entry, world);
                if handling.outcome == HandlingOutcome::UnderWay {
                    open.entry(key).or_default().push(found.len());
                }
                found.push(handling);
            }
            (kind, _) if ends(kind) => {
                let waiting = open.get_mut(&key).filter(|waiting| !waiting.is_empty());
                let handling = waiting.map(|waiting| waiting.remove(0)).and_then(|place| found.get_mut(place));
                if let Some(handling) = handling {
                    handling.ended = entry.time;
                    handling.outcome = HandlingOutcome::Ended(kind, entry.detail);
                }
            }
            _ => {}
        }
    }
    found
}

fn begun(line: usize, node: Node, entry: &TraceEntry, world: &World) -> Handling {
    let TraceEntry { step, message, attempt, time, .. } = *entry;
    // The client has nothing to do with an answer: it takes no time.
    let (ended, outcome) = match node {
        Node::Client => (time, HandlingOutcome::Ended(TraceKind::Received, Detail::None)),
        Node::Order
        | Node::EventStore
        | Node::Bus
        | Node::Saga
        | Node::Inventory
        | Node::Payment
        | Node::Shipping
        | Node::Notification
        | Node::Analytics => (world.now, HandlingOutcome::UnderWay),
    };
    Handling { line, step, node, message, attempt, began: time, ended, outcome }
}

/// True for the lines with which a handling ends.
const fn ends(kind: TraceKind) -> bool {
    matches!(
        kind,
        TraceKind::Handled | TraceKind::Rejected | TraceKind::Failed | TraceKind::DuplicateIgnored | TraceKind::Lost
    )
}

/// The name of the rejection or failure that a line tells of.
pub fn reason(detail: Detail) -> Option<String> {
    if let Detail::Rejected(rejection) = detail {
        return Some(rejection_name(rejection));
    }
    if let Detail::Failed(failure) = detail { Some(failure_name(failure)) } else { None }
}
