//! Lines of the trace.

use serde::Serialize;

use crate::exchange::{millis_of_span, millis_of_time, payload};
use crate::kernel::MessageNo;
use crate::session::{Session, Window};
use crate::world::{Detail, TraceEntry, World, saga_note_name};

/// One line. What means nothing for its kind is left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TraceLine {
    pub step: u32,
    pub ms: f64,
    pub kind: &'static str,
    /// The node or read model where it happened.
    pub node: &'static str,
    /// The other end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub peer: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
    /// The name of the message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub correlation_id: Option<String>,
    /// The message that caused this one; none for what a person sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub causation_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attempt: Option<u8>,
    /// The fault that decided it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_ms: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delay_ms: Option<f64>,
    /// -1 for a stream without events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actual: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rejection: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
    /// The step or compensation of a saga.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call: Option<&'static str>,
    /// Of an input, a dead letter, a task or a mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until_ms: Option<f64>,
    /// The stream that was loaded or cached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stream: Option<String>,
    /// That of the snapshot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// Events folded on top of the snapshot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folded: Option<u32>,
    /// Events that a rebuild has read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read: Option<u32>,
    /// Events that the read model that serves has read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<u32>,
    /// What was done to a stored event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edit: Option<&'static str>,
    /// Where a moved event lies now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<u32>,
    /// Thousandths of an order a second.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_mille: Option<u32>,
}

impl Session {
    /// The lines up to the cursor; `from` counts lines from 0.
    pub fn trace(&self, window: &Window) -> Vec<TraceLine> {
        let world = self.world();
        let lines = world.trace.from(window.from).take(window.limit.unwrap_or(usize::MAX));
        lines.map(|entry| line(world, entry)).collect()
    }
}

fn line(world: &World, entry: &TraceEntry) -> TraceLine {
    let id_of = |message: MessageNo| world.letter(message.known()?).map(|letter| letter.id.to_string());
    let letter = entry.message.known().and_then(|message| world.letter(message));
    let about = entry.message.known().and_then(|message| world.order_of(message));
    let mut line = TraceLine {
        step: entry.step,
        ms: millis_of_time(entry.time),
        kind: entry.kind.name(),
        node: entry.place.name(),
        peer: (entry.peer != entry.place).then(|| entry.peer.name()),
        message_id: id_of(entry.message),
        message: letter.map(|_| world.message_name(entry.message)),
        correlation_id: letter.and_then(|letter| id_of(letter.root)),
        causation_id: letter.and_then(|letter| id_of(letter.cause)),
        order_id: about.map(|order| world.order_name(order).to_owned()),
        attempt: (entry.attempt > 0).then_some(entry.attempt),
        rule: (entry.rule != TraceEntry::NO_RULE).then_some(entry.rule),
        ..TraceLine::default()
    };
    match entry.detail {
        Detail::None => {}
        Detail::Due(time) => line.due_ms = Some(millis_of_time(time)),
        Detail::Position(position) => line.position = Some(position),
        Detail::Delay(span) => line.delay_ms = Some(millis_of_span(span)),
        Detail::Conflict { expected, actual } => {
            line.expected = Some(expected.map_or(-1, i64::from));
            line.actual = Some(actual.map_or(-1, i64::from));
        }
        Detail::Rejected(rejection) => line.rejection = Some(payload::rejection_name(rejection)),
        Detail::Failed(failure) => line.failure = Some(payload::failure_name(failure)),
        Detail::Saga(order, note) => {
            line.kind = saga_note_name(note);
            line.order_id = Some(world.order_name(order).to_owned());
            line.call = note.call().map(crate::domain::fulfilment::Call::name);
        }
        Detail::Number(number) => line.number = Some(number),
        Detail::Until(time) => line.until_ms = Some(millis_of_time(time)),
        Detail::Rate(per_mille) => line.per_mille = Some(per_mille),
        Detail::Loaded { stream, snapshot, folded } => {
            line.stream = Some(world.stream_name(stream));
            line.version = snapshot.map(|version| version.0);
            line.folded = Some(folded);
        }
        Detail::Progress { read, of } => {
            line.read = Some(read);
            line.of = Some(of);
        }
        Detail::Edited { position, how } => {
            line.position = Some(u64::from(position));
            line.edit = Some(how.name());
            line.to = how.to();
        }
        Detail::Snapshot { stream, version } => {
            line.stream = Some(world.stream_name(stream));
            line.version = Some(version.0);
        }
    }
    line
}
