//! Messages between the parts of the shop, in the order of their arrival.

use std::fmt::Write;

use super::{CHARS_MAX, label};
use crate::exchange::handlings::reason;
use crate::messaging::{Node, Place};
use crate::world::{Detail, MessageKind, TraceEntry, TraceKind, World, saga_note_name};

/// The diagram up to the cursor. Where it would become longer than Mermaid draws, it says how much is left out.
pub fn sequence_diagram(world: &World) -> String {
    let mut text = String::from("sequenceDiagram\n");
    for node in parts(world) {
        let _ = writeln!(text, "    participant {}", id(node));
    }
    let several = world.order_names.len() > 1;
    let mut lines = world.trace.iter().filter_map(|entry| drawn(world, entry, several));
    while let Some(line) = lines.next() {
        if text.len().saturating_add(line.len()) > CHARS_MAX {
            let left_out = lines.count().saturating_add(1);
            let _ = writeln!(text, "    Note over client: {left_out} more lines are left out");
            break;
        }
        let _ = writeln!(text, "    {line}");
    }
    text
}

/// The parts that anything happened at, in their order.
fn parts(world: &World) -> impl Iterator<Item = Node> {
    let mut seen = [false; Node::ALL.len()];
    let mut see = |node: Node| {
        if let Some(seen) = seen.get_mut(node.index()) {
            *seen = true;
        }
    };
    for entry in world.trace.iter().filter(|entry| drawn(world, entry, false).is_some()) {
        see(origin(world, entry));
        if let Place::Node(node) = entry.place {
            see(node);
        }
        if let (Place::Node(node), true) = (entry.peer, at_peer(entry.kind)) {
            see(node);
        }
    }
    Node::ALL.into_iter().filter(move |node| *node == Node::Client || seen.get(node.index()) == Some(&true))
}

/// True for lines about the other end.
const fn at_peer(kind: TraceKind) -> bool {
    matches!(kind, TraceKind::Dropped | TraceKind::DeadLettered)
}

fn id(node: Node) -> &'static str {
    // A dash in a name would be read as the beginning of an arrow.
    if node == Node::EventStore { "event_store" } else { node.name() }
}

/// Who sent the message of a line.
fn origin(world: &World, entry: &TraceEntry) -> Node {
    let here = if let Place::Node(node) = entry.place { node } else { Node::EventStore };
    world.letter(entry.message).map_or(here, |letter| letter.source)
}

fn drawn(world: &World, entry: &TraceEntry, several: bool) -> Option<String> {
    let Place::Node(node) = entry.place else { return None };
    let note = |what: &str| Some(format!("Note over {}: {what}", id(node)));
    let kind = entry.kind;
    if let Detail::Saga(_, saga) = entry.detail {
        let call = saga.call().map(|call| format!(" {}", call.name())).unwrap_or_default();
        return note(&format!("{}{call}", saga_note_name(saga)));
    }
    if matches!(kind, TraceKind::Rejected | TraceKind::Failed) {
        return note(&format!("{}: {}", kind.name(), label(&reason(entry.detail)?)));
    }
    if matches!(kind, TraceKind::Crashed | TraceKind::Restarted | TraceKind::TaskOpened | TraceKind::TaskResolved) {
        return note(kind.name());
    }
    let about = about(world, entry, several);
    if kind == TraceKind::Appended {
        return note(&format!("stored {about}"));
    }
    if kind == TraceKind::DuplicateIgnored {
        return note(&format!("{about} again, ignored"));
    }
    let Place::Node(peer) = entry.peer else { return None };
    let from = id(origin(world, entry));
    if kind == TraceKind::Received {
        let arrow = if world.message_kind(entry.message) == MessageKind::Command { "->>" } else { "-->>" };
        return Some(format!("{from}{arrow}{}: {about}", id(node)));
    }
    if kind == TraceKind::Dropped {
        return Some(format!("{from}-x{}: {about} lost", id(peer)));
    }
    (kind == TraceKind::DeadLettered).then(|| format!("Note over {}: {about} is a dead letter", id(peer)))
}

/// The name of the message, with the order where there are several, and the attempt where it is not the first.
fn about(world: &World, entry: &TraceEntry, several: bool) -> String {
    let mut text = world.message_name(entry.message).to_owned();
    if let (true, Some(order)) = (several, world.order_of(entry.message)) {
        let _ = write!(text, " {}", label(world.order_name(order)));
    }
    if entry.attempt > 1 {
        let _ = write!(text, ", attempt {}", entry.attempt);
    }
    text
}
