//! The log as the table that a store on SQL keeps: its columns and constraints, its rows, and questions to begin with.
//!
//! Rows are plain values, to be bound to [`INSERT`] in this order: [`EventRow::values`]. Whoever runs the SQL brings the
//! database.

use super::time::millis_of_time;
use super::{Wire, cloudevents, payload};
use crate::event_store::{GlobalPosition, RecordedEvent, Versioned};
use crate::kernel::Digest;
use crate::world::{Fact, World};

/// The table. Both constraints are what makes it an event store: one place in the whole log, and one event for each
/// version of a stream, so that of two writers who expect the same version one is refused.
pub const CREATE: &str = "CREATE TABLE events (
  global_position INTEGER PRIMARY KEY,
  stream_id       TEXT    NOT NULL,
  version         INTEGER NOT NULL,
  type            TEXT    NOT NULL,
  schema_version  INTEGER NOT NULL,
  data            TEXT    NOT NULL CHECK (json_valid(data)),
  metadata        TEXT    NOT NULL CHECK (json_valid(metadata)),
  recorded_at     TEXT    NOT NULL,
  UNIQUE (stream_id, version)
)";

/// One row.
pub const INSERT: &str = "INSERT INTO events
  (global_position, stream_id, version, type, schema_version, data, metadata, recorded_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

/// The columns in their order.
pub const COLUMNS: [&str; 8] =
    ["global_position", "stream_id", "version", "type", "schema_version", "data", "metadata", "recorded_at"];

/// A question and the SQL that answers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// A word for links and settings.
    pub id: &'static str,
    pub question: &'static str,
    pub sql: &'static str,
}

/// Questions to begin with, simple ones first.
pub const QUESTIONS: [Question; 9] = [
    Question {
        id: "log",
        question: "What happened, in order?",
        sql: "SELECT global_position, stream_id, version, type, recorded_at
FROM events ORDER BY global_position",
    },
    Question {
        id: "stream",
        question: "What happened to one order?",
        sql: "SELECT version, type, data
FROM events WHERE stream_id = 'order-ord-1' ORDER BY version",
    },
    Question {
        id: "types",
        question: "Which events are there, and how many of each?",
        sql: "SELECT type, schema_version, count(*) AS events
FROM events GROUP BY type, schema_version ORDER BY events DESC, type",
    },
    Question {
        id: "heads",
        question: "Which version does each stream stand at?",
        sql: "SELECT stream_id, max(version) AS version, count(*) AS events
FROM events GROUP BY stream_id ORDER BY stream_id",
    },
    Question {
        id: "revenue",
        question: "How is business? (the read model, as one query)",
        sql: "SELECT
  coalesce(sum(data ->> 'amountCents') FILTER (WHERE type = 'PaymentCharged'), 0) AS captured_cents,
  coalesce(sum(data ->> 'amountCents') FILTER (WHERE type = 'PaymentRefunded'), 0) AS refunded_cents
FROM events",
    },
    Question {
        id: "goods",
        question: "What is ordered most?",
        sql: "SELECT item.value ->> 'sku' AS sku, sum(item.value ->> 'quantity') AS pieces
FROM events, json_each(events.data, '$.items') AS item
WHERE events.type = 'OrderPlaced' GROUP BY sku ORDER BY pieces DESC, sku",
    },
    Question {
        id: "story",
        question: "What did one command lead to?",
        sql: "SELECT global_position, stream_id, type, recorded_at
FROM events
WHERE metadata ->> 'correlationId' = (SELECT metadata ->> 'correlationId' FROM events ORDER BY global_position LIMIT 1)
ORDER BY global_position",
    },
    Question {
        id: "conflict",
        question: "Can a second writer append version 0 of a stream? (the constraint says no)",
        sql: "INSERT INTO events
SELECT (SELECT max(global_position) + 1 FROM events), stream_id, version, type, schema_version, data, metadata, recorded_at
FROM events ORDER BY global_position LIMIT 1",
    },
    Question {
        id: "gaps",
        question: "Is a version missing anywhere?",
        sql: "SELECT stream_id, version
FROM (SELECT stream_id, version, row_number() OVER (PARTITION BY stream_id ORDER BY version) - 1 AS due FROM events)
WHERE version <> due",
    },
];

/// A row of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct EventRow {
    pub global_position: u32,
    pub stream_id: String,
    pub version: u32,
    /// The bare name.
    pub kind: &'static str,
    /// That of the shape in which the event is stored.
    pub schema_version: u8,
    /// JSON, in the shape in which it is stored.
    pub data: String,
    /// JSON: the ids of the message, of its story and of its cause, and who spoke.
    pub metadata: String,
    /// RFC 3339, to the microsecond.
    pub recorded_at: String,
}

/// A value of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Whole(i64),
    Text(String),
}

impl EventRow {
    /// In the order of [`COLUMNS`].
    pub fn values(self) -> [Value; 8] {
        [
            Value::Whole(i64::from(self.global_position)),
            Value::Text(self.stream_id),
            Value::Whole(i64::from(self.version)),
            Value::Text(self.kind.to_owned()),
            Value::Whole(i64::from(self.schema_version)),
            Value::Text(self.data),
            Value::Text(self.metadata),
            Value::Text(self.recorded_at),
        ]
    }
}

/// The rows from a global position on, up to the cursor, in the order of the log. Each is written when it is asked for.
pub fn rows(world: &World, from: GlobalPosition) -> impl Iterator<Item = EventRow> {
    world.store.read_all(from).map(|recorded| row(world, recorded))
}

/// Stands for all rows up to the cursor: two worlds with equal digests have equal rows. No row is looked at for it, only
/// the names that rows say.
pub fn digest(world: &World) -> Digest {
    Digest::of(&(&world.store, &world.order_names, &world.customer_names))
}

fn row(world: &World, recorded: RecordedEvent<'_, Fact>) -> EventRow {
    let metadata = recorded.metadata();
    let said = Wire::object([
        ("messageId", metadata.message.to_string().into()),
        ("correlationId", metadata.correlation.to_string().into()),
        ("causationId", metadata.causation.to_string().into()),
        ("source", metadata.source.name().into()),
        ("virtualMs", millis_of_time(recorded.time()).into()),
    ]);
    EventRow {
        global_position: recorded.position().0,
        stream_id: world.stream_name(recorded.stream()),
        version: recorded.version().0,
        kind: recorded.event().name(),
        schema_version: recorded.event().schema().0,
        data: json(&payload::of_fact(world, recorded.event())),
        metadata: json(&said),
        recorded_at: cloudevents::timestamp(recorded.time()),
    }
}

/// What a body says can always be written: it holds no map with keys of another kind.
fn json(body: &Wire) -> String {
    serde_json::to_string(body).unwrap_or_default()
}
