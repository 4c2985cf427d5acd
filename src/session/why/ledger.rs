//! The effect ledger of one intent: what it led to, message by message - stored, published, delivered k times, applied
//! m times, visible at t.

use std::collections::BTreeMap;

use serde::Serialize;

use super::chain::{CauseLink, kind_name};
use crate::exchange::{millis_of_time, payload};
use crate::kernel::MessageNo;
use crate::messaging::{Node, Place, ReadModel};
use crate::session::Session;
use crate::world::{Body, Detail, Reply, TraceEntry, TraceKind, World};

/// So many messages of a story are listed; the others are counted.
pub const LEDGER_ROWS_MAX: usize = 400;

/// What became of a message that a person sent.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Ledger {
    /// The message itself.
    pub intent: CauseLink,
    /// The answer that reached the client; `null` while none has.
    pub verdict: Option<Verdict>,
    /// The intent and all it led to, in the order of birth.
    pub rows: Vec<LedgerRow>,
    pub left_out: usize,
}

/// The answer to a command.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Verdict {
    /// "accepted", "rejected" or "failed".
    pub word: &'static str,
    /// The name of the rejection or failure.
    pub reason: Option<String>,
    /// When the client had it, in virtual milliseconds.
    pub ms: f64,
}

/// The effects of one message. Times are virtual milliseconds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LedgerRow {
    pub message_id: String,
    pub name: &'static str,
    /// "command" or "event".
    pub kind: &'static str,
    /// The message that led to it; `null` for the intent.
    pub caused_by: Option<String>,
    /// Where an event lies.
    pub stored: Option<StoredAt>,
    /// When the bus first accepted it.
    pub published: Option<f64>,
    /// How often the bus accepted it.
    pub publications: u32,
    /// How often it reached a handler, all consumers together.
    pub delivered: u32,
    /// How often it took effect, all consumers together.
    pub applied: u32,
    /// Copies that were recognised and ignored.
    pub ignored: u32,
    /// Handlings that failed, and refusals by the business.
    pub failed: u32,
    /// Lost on the way or in a crash.
    pub lost: u32,
    /// Parked as a dead letter at least once.
    pub parked: bool,
    /// The read models that show an event.
    pub visible: Vec<Shown>,
    #[serde(skip)]
    pub message: MessageNo,
}

/// The place of a stored event.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StoredAt {
    pub stream: String,
    pub version: u32,
    pub position: u64,
    pub ms: f64,
}

/// A read model that shows an event.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Shown {
    pub model: &'static str,
    pub ms: f64,
}

impl Session {
    /// The ledger of the story that a message belongs to, up to the cursor. `None` for a message that the run does not
    /// know.
    pub fn ledger(&self, message: MessageNo) -> Option<Ledger> {
        let world = self.world();
        let root = world.letter(message)?.root;
        let mut rows: BTreeMap<MessageNo, LedgerRow> = BTreeMap::new();
        let mut left_out = 0_usize;
        for (number, letter) in (root.0..).zip(world.letters.from(root.index())) {
            let counts = letter.root == root && matches!(letter.body, Body::Command(_) | Body::Event { .. });
            let is_copy = || world.copies.contains_key(&MessageNo(number));
            if !counts || is_copy() {
                continue;
            }
            if rows.len() < LEDGER_ROWS_MAX {
                rows.extend(row(world, MessageNo(number)).map(|row| (MessageNo(number), row)));
            } else {
                left_out = left_out.saturating_add(1);
            }
        }
        let born = world.letter(root)?.born;
        for line in world.trace.from(world.trace.first_at(born)) {
            let own = world.copies.get(&line.message).unwrap_or(&line.message);
            if let Some(row) = rows.get_mut(own) {
                row.take(line);
            }
        }
        let rows = rows.into_values().collect();
        Some(Ledger { intent: self.cause_link(root)?, verdict: verdict(world, root), rows, left_out })
    }
}

impl LedgerRow {
    fn take(&mut self, line: &TraceEntry) {
        let more = |count: &mut u32| *count = count.saturating_add(1);
        match (line.kind, line.place) {
            (TraceKind::Published, _) => {
                self.published.get_or_insert(millis_of_time(line.time));
                more(&mut self.publications);
            }
            (TraceKind::Received, Place::Node(node)) if node != Node::Bus => more(&mut self.delivered),
            (TraceKind::Handled, _) => more(&mut self.applied),
            (TraceKind::DuplicateIgnored, _) => more(&mut self.ignored),
            (TraceKind::Failed | TraceKind::Rejected, _) => more(&mut self.failed),
            (TraceKind::Dropped | TraceKind::Lost, _) => more(&mut self.lost),
            (TraceKind::DeadLettered, _) => self.parked = true,
            (TraceKind::Projected, Place::ReadModel(model)) => self.show(model, line),
            (_, _) => {}
        }
    }

    fn show(&mut self, model: ReadModel, line: &TraceEntry) {
        if !self.visible.iter().any(|shown| shown.model == model.name()) {
            self.visible.push(Shown { model: model.name(), ms: millis_of_time(line.time) });
        }
    }
}

fn row(world: &World, message: MessageNo) -> Option<LedgerRow> {
    let letter = world.letter(message)?;
    let stored = match letter.body {
        Body::Event { position } => world.recorded(position).map(|recorded| StoredAt {
            stream: world.stream_name(recorded.stream()),
            version: recorded.version().0,
            position,
            ms: millis_of_time(recorded.time()),
        }),
        Body::Command(_) | Body::Corrected { .. } | Body::Reply(_) | Body::Timer { .. } => None,
    };
    Some(LedgerRow {
        message_id: letter.id.to_string(),
        name: world.message_name(message),
        kind: kind_name(world, message),
        caused_by: letter.cause.known().and_then(|cause| Some(world.letter(cause)?.id.to_string())),
        stored,
        published: None,
        publications: 0,
        delivered: 0,
        applied: 0,
        ignored: 0,
        failed: 0,
        lost: 0,
        parked: false,
        visible: Vec::new(),
        message,
    })
}

/// The first answer to the intent that the client received.
fn verdict(world: &World, root: MessageNo) -> Option<Verdict> {
    let born = world.letter(root)?.born;
    let lines = world.trace.from(world.trace.first_at(born));
    let mut answers = lines.filter(|line| line.kind == TraceKind::Received && line.place == Place::Node(Node::Client));
    answers.find_map(|line| {
        let letter = world.letter(line.message).filter(|letter| letter.cause == root)?;
        let Body::Reply(reply) = letter.body else { return None };
        let (word, reason) = match reply {
            Reply::Accepted => ("accepted", None),
            Reply::Rejected(rejection) => ("rejected", Some(payload::rejection_name(rejection))),
            Reply::Failed(failure) => ("failed", Some(payload::failure_name(failure))),
        };
        let at = if let Detail::Due(due) = line.detail { due } else { line.time };
        Some(Verdict { word, reason, ms: millis_of_time(at) })
    })
}
