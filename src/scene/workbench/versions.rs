//! Versions of what is stored: what a combination of code and history leads to, and one event as it is stored beside
//! what its readers make of it.

use crate::event_store::Versioned;
use crate::exchange::payload;
use crate::kernel::Digest;
use crate::scene::inspect::json;
use crate::scene::words;
use crate::session::CompatibilityView;
use crate::world::{Fact, Unreadable, World};

/// Events that have had two shapes are looked for among so many of the latest.
const EVENTS_SEARCHED: usize = 20_000;
/// And so many of them are offered.
const OFFERED_MAX: usize = 6;

/// An event as it is stored, and as the deployed consumers read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEvent {
    pub position: u64,
    pub name: &'static str,
    pub stream: String,
    /// The version of the shape in which it is stored.
    pub schema: u8,
    /// The body as JSON, as it is stored.
    pub raw: String,
    /// Bytes of that without the spaces that make it readable, ...
    pub bytes: usize,
    /// ... and their digest: the same as long as none of them changes.
    pub digest: String,
    pub read: Reading,
}

/// What a reader makes of a stored event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// As it is.
    Same,
    /// Through an upcaster: the version that it came out in and its body.
    Upcast { schema: u8, body: String },
    /// The reader cannot read it, for this reason.
    Unreadable(String),
}

/// The shapes of `OrderPlaced` that lie in the store, and the latest events that one may look at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoredShapes {
    /// Events of the first and of the second version, among the latest.
    pub counts: [usize; 2],
    /// Positions, latest first.
    pub offered: Vec<(u64, u8)>,
}

/// The stored event at a position; `None` where there is none.
pub fn stored_event(world: &World, position: u64) -> Option<StoredEvent> {
    let recorded = world.recorded(position)?;
    let fact = recorded.event();
    let body = |fact: &Fact| json(&payload::of_fact(world, fact));
    let reader = world.consumers();
    let stored = serde_json::to_string(&payload::of_fact(world, fact)).unwrap_or_default();
    let read = match reader.read(fact) {
        Ok(read) => match read.first() {
            Some(first) if first != fact => Reading::Upcast { schema: first.schema().0, body: body(first) },
            _ => Reading::Same,
        },
        Err(Unreadable::TooNew) => {
            Reading::Unreadable("The consumers know version 1; this came after their code was written.".to_owned())
        }
        Err(Unreadable::TooOld) => Reading::Unreadable(
            "The consumers know version 2, and no upcaster is deployed for what is older.".to_owned(),
        ),
    };
    Some(StoredEvent {
        position,
        name: fact.name(),
        stream: words::escaped(&world.stream_name(recorded.stream())),
        schema: fact.schema().0,
        bytes: stored.len(),
        digest: Digest::of(stored.as_str()).to_string(),
        raw: body(fact),
        read,
    })
}

/// Which shapes lie in the store.
pub fn stored_shapes(world: &World) -> StoredShapes {
    let mut shapes = StoredShapes::default();
    let len = world.store.len();
    for position in (len.saturating_sub(EVENTS_SEARCHED)..len).rev() {
        let position = position as u64;
        let Some(fact) = world.fact(position).filter(|fact| fact.name() == "OrderPlaced") else { continue };
        let schema = fact.schema().0;
        if let Some(count) = shapes.counts.get_mut(usize::from(schema).saturating_sub(1)) {
            *count += 1;
        }
        if shapes.offered.len() < OFFERED_MAX {
            shapes.offered.push((position, schema));
        }
    }
    shapes
}

/// A cell of the grid in a few words.
pub const fn compatibility_word(cell: &CompatibilityView) -> &'static str {
    match (cell.compatible, cell.producer_fails, cell.consumers_fail.is_empty()) {
        (true, _, _) => "works",
        (false, true, true) => "writer fails",
        (false, true, false) => "both fail",
        (false, false, false) => "readers fail",
        (false, false, true) => "lists stop",
    }
}

/// What was seen when the cell was run, and why, in sentences.
pub fn compatibility_reason(cell: &CompatibilityView) -> String {
    let (producer, consumers) = (cell.producer, cell.consumers);
    if cell.compatible {
        let written = if producer == consumers {
            format!("The order service writes version {producer}, and everybody knows it.")
        } else {
            format!(
                "The order service writes version {producer}; an upcaster brings it into version {consumers} for whoever reads it."
            )
        };
        let stored = match cell.stored {
            None => String::new(),
            Some(stored) if stored == consumers => format!(" So is what was stored before, in version {stored}."),
            Some(stored) => format!(" What was stored before, in version {stored}, is upcast when it is read."),
        };
        return format!("{written}{stored} The new order was shipped.");
    }
    let mut said = Vec::new();
    if let Some(stored) = cell.stored.filter(|_| cell.producer_fails) {
        said.push(if stored > producer {
            format!("The order service was rolled back: it knows version {producer} and cannot read what it stored in version {stored}.")
        } else {
            format!("The order service knows version {producer} and finds version {stored} in its own stream; no upcaster is deployed.")
        });
    }
    if !cell.consumers_fail.is_empty() {
        let missing = if producer < consumers { ", and no upcaster is deployed" } else { "" };
        said.push(format!(
            "{} cannot read the new order: it is written in version {producer}, they know version {consumers}{missing}. It is parked as a dead letter.",
            words::capitalised(listed(&cell.consumers_fail))
        ));
    }
    if !cell.models_stop.is_empty() {
        said.push(format!("The read models {} stop at what they cannot read.", listed(&cell.models_stop)));
    }
    if !cell.new_order_shipped {
        said.push("The new order is never shipped.".to_owned());
    }
    said.join(" ")
}

/// "saga, notification and analytics".
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::workbench::played;
    use crate::session::compatibility;

    #[test]
    fn every_cell_has_its_reason() {
        for cell in compatibility() {
            let (word, reason) = (compatibility_word(&cell), compatibility_reason(&cell));
            assert_eq!(word == "works", cell.compatible);
            assert_eq!(reason.contains("was shipped"), cell.compatible, "{reason}");
            assert_eq!(
                reason.contains("order service was rolled back") || reason.contains("its own stream"),
                cell.producer_fails
            );
            assert!(
                cell.consumers_fail.iter().chain(&cell.models_stop).all(|name| reason.to_lowercase().contains(name))
            );
        }
    }

    #[test]
    fn what_is_stored_stays_whatever_its_readers_make_of_it() {
        let mut session = played("versions");
        let shapes = stored_shapes(session.world());
        assert_eq!((shapes.counts, shapes.offered.len()), ([1, 1], 2));
        let first = shapes.offered.last().map_or(0, |(position, _)| *position);
        let mut seen = Vec::new();
        for (upcasters, consumers) in [("on", 2.0), ("faulty", 2.0), ("off", 2.0), ("off", 1.0)] {
            let history = crate::exchange::HistoryDraft {
                upcasters: Some(upcasters.into()),
                consumers: Some(consumers),
                ..Default::default()
            };
            assert!(session.set(&crate::exchange::SettingsDraft { history, ..Default::default() }).is_ok());
            session.run_until_quiet(crate::kernel::Span::from_secs(1));
            seen.extend(stored_event(session.world(), first));
        }
        let [on, faulty, off, former] = seen.as_slice() else { unreachable!("the event is there: {seen:?}") };
        assert!(seen.iter().all(|event| (&event.raw, &event.digest) == (&on.raw, &on.digest)));
        assert!(matches!(&on.read, Reading::Upcast { schema: 2, body } if body.contains("30997")), "{on:?}");
        assert!(matches!(&faulty.read, Reading::Upcast { body, .. } if body.contains("3099700")), "{faulty:?}");
        assert!(matches!(off.read, Reading::Unreadable(_)));
        assert!(matches!(&former.read, Reading::Upcast { .. } | Reading::Same));
    }
}
