//! A run as OpenTelemetry traces in OTLP/JSON, as collectors and Jaeger read them: a trace for each story, a span for
//! each handling, and a link from it to the handling that sent its message.
//!
//! Source: opentelemetry-proto `trace.proto`, and its JSON mapping: ids in hexadecimal, 64-bit numbers as text, enums
//! as numbers. A message may be handled often or never, so spans are linked and have no parent.

use std::collections::BTreeMap;

use super::handlings::{Handling, HandlingOutcome, handlings, reason};
use super::wire::Wire;
use crate::kernel::{Digest, MessageNo, VirtualTime};
use crate::messaging::Node;
use crate::world::{Detail, TraceKind, World};

/// 2026-01-01T00:00:00Z, where virtual time begins, in microseconds of Unix time.
const EPOCH_MICROS: u64 = 1_767_225_600_000_000;
const KIND_CONSUMER: u32 = 5;
const STATUS_ERROR: u32 = 2;

/// The text, up to the cursor.
pub fn write(world: &World) -> String {
    let all = handlings(world);
    let origins = origins(world, &all);
    let of_node = |node: Node| {
        let spans = all.iter().zip(&origins).filter(|(handling, _)| handling.node == node);
        let spans: Vec<String> = spans.map(|(handling, origin)| span(world, handling, *origin)).collect();
        (!spans.is_empty()).then(|| resource(node, &spans.join(",\n")))
    };
    let resources: Vec<String> = Node::ALL.into_iter().filter_map(of_node).collect();
    format!("{{\"resourceSpans\":[\n{}\n]}}\n", resources.join(",\n"))
}

fn resource(node: Node, spans: &str) -> String {
    let service = Wire::object([("attributes", Wire::List(vec![attribute("service.name", node.name().into())]))]);
    let scope = Wire::object([("name", "eventarium".into()), ("version", env!("CARGO_PKG_VERSION").into())]);
    format!(
        "{{\"resource\":{},\"scopeSpans\":[{{\"scope\":{},\"spans\":[\n{spans}\n]}}]}}",
        service.to_json(),
        scope.to_json()
    )
}

/// For each handling the one that sent its message.
fn origins<'a>(world: &World, all: &'a [Handling]) -> Vec<Option<&'a Handling>> {
    let mut last: BTreeMap<(MessageNo, Node), &Handling> = BTreeMap::new();
    let origin = |handling: &'a Handling| {
        let letter = world.letter(handling.message);
        let found = letter.and_then(|letter| last.get(&(letter.cause, letter.source)).copied());
        last.insert((handling.message, handling.node), handling);
        found
    };
    all.iter().map(origin).collect()
}

fn span(world: &World, handling: &Handling, origin: Option<&Handling>) -> String {
    let name = format!("process {}", world.message_name(handling.message));
    let links = origin.map(|origin| {
        let sent = attribute("messaging.message.id", message_id(world, handling.message).into());
        Wire::object([
            ("traceId", trace_id(world, origin.message).into()),
            ("spanId", span_id(world, origin).into()),
            ("attributes", Wire::List(vec![sent])),
        ])
    });
    let span = Wire::object([
        ("traceId", trace_id(world, handling.message).into()),
        ("spanId", span_id(world, handling).into()),
        ("name", name.into()),
        ("kind", KIND_CONSUMER.into()),
        ("startTimeUnixNano", nanos(handling.began).into()),
        ("endTimeUnixNano", nanos(handling.ended).into()),
        ("attributes", Wire::List(attributes(world, handling))),
        ("links", Wire::List(links.into_iter().collect())),
        ("status", status(handling.outcome)),
    ]);
    span.to_json()
}

fn attributes(world: &World, handling: &Handling) -> Vec<Wire> {
    let (outcome, detail) = match handling.outcome {
        HandlingOutcome::Ended(TraceKind::Received, detail) => ("handled", detail),
        HandlingOutcome::Ended(kind, detail) => (kind.name(), detail),
        HandlingOutcome::UnderWay => ("under-way", Detail::None),
    };
    let order = world.order_of(handling.message).map(|order| world.order_name(order));
    let mut said = vec![
        attribute("messaging.system", "eventarium".into()),
        attribute("messaging.operation.type", "process".into()),
        attribute("messaging.operation.name", "process".into()),
        attribute("messaging.destination.name", handling.node.name().into()),
        attribute("messaging.message.id", message_id(world, handling.message).into()),
        attribute("messaging.message.conversation_id", message_id(world, root(world, handling.message)).into()),
        whole("eventarium.step", handling.step),
        whole("eventarium.attempt", u32::from(handling.attempt)),
        attribute("eventarium.outcome", outcome.into()),
    ];
    said.extend(order.map(|order| attribute("eventarium.order.id", order.into())));
    said.extend(reason(detail).map(|reason| attribute("eventarium.reason", reason.into())));
    said
}

/// A refusal by the business is an answer, not an error.
fn status(outcome: HandlingOutcome) -> Wire {
    match outcome {
        HandlingOutcome::Ended(kind @ (TraceKind::Failed | TraceKind::Lost), detail) => Wire::object([
            ("code", STATUS_ERROR.into()),
            ("message", reason(detail).unwrap_or_else(|| kind.name().to_owned()).into()),
        ]),
        HandlingOutcome::Ended(..) | HandlingOutcome::UnderWay => Wire::Object(Vec::new()),
    }
}

fn attribute(key: &str, value: Wire) -> Wire {
    Wire::object([("key", key.into()), ("value", Wire::object([("stringValue", value)]))])
}

fn whole(key: &str, value: u32) -> Wire {
    Wire::object([("key", key.into()), ("value", Wire::object([("intValue", value.to_string().into())]))])
}

fn root(world: &World, message: MessageNo) -> MessageNo {
    world.letter(message).map_or(message, |letter| letter.root)
}

fn message_id(world: &World, message: MessageNo) -> String {
    world.letter(message).map(|letter| letter.id.to_string()).unwrap_or_default()
}

/// 16 bytes: the id of the first message of the story.
fn trace_id(world: &World, message: MessageNo) -> String {
    let id = world.letter(root(world, message)).map(|letter| letter.id.uuid().simple().to_string());
    id.unwrap_or_default()
}

/// 8 bytes that no other handling of the run has.
fn span_id(world: &World, handling: &Handling) -> String {
    let id = world.letter(handling.message).map_or(0, |letter| letter.id.0);
    Digest::of(&(id, handling.node.name(), handling.line)).to_string()
}

fn nanos(time: VirtualTime) -> String {
    let micros = EPOCH_MICROS.saturating_add(time.micros());
    micros.saturating_mul(1_000).to_string()
}
