//! Recorded events as CloudEvents.

use std::collections::BTreeMap;

use crate::event_store::{RecordedEvent, StreamVersion};
use crate::exchange::cloudevents::{Attribute, CloudEvent, Data, timestamp};
use crate::exchange::payload;
use crate::session::{Session, Window};
use crate::world::{Fact, World};

impl Session {
    /// The recorded events up to the cursor. With a stream `from` is a version, without one a global position. `None`
    /// for a stream that this run does not know.
    pub fn events(&self, window: &Window) -> Option<Vec<CloudEvent>> {
        let world = self.world();
        let limit = window.limit.unwrap_or(usize::MAX);
        let convert = |recorded| cloud_event(world, recorded);
        let Some(name) = &window.stream else {
            let from = u32::try_from(window.from).unwrap_or(u32::MAX);
            let all = world.store.read_all(crate::event_store::GlobalPosition(from));
            return Some(all.take(limit).map(convert).collect());
        };
        let stream = world.find_stream(name)?;
        let from = StreamVersion(u32::try_from(window.from).unwrap_or(u32::MAX));
        Some(world.store.read_stream(stream, from).take(limit).map(convert).collect())
    }
}

/// One recorded event in the words of the specification.
fn cloud_event(world: &World, recorded: RecordedEvent<'_, Fact>) -> CloudEvent {
    let metadata = recorded.metadata();
    let fact = recorded.event();
    let context = match fact {
        Fact::Shop(event) => event.context().name(),
        Fact::HandlerFailed { .. } | Fact::OrderPlacedV1(_) => metadata.source.name(),
    };
    let mut extensions = BTreeMap::new();
    let told = [
        ("correlationid", Attribute::Text(metadata.correlation.to_string())),
        ("causationid", Attribute::Text(metadata.causation.to_string())),
        ("streamversion", Attribute::Whole(i64::from(recorded.version().0))),
        ("globalposition", Attribute::Whole(i64::from(recorded.position().0))),
    ];
    extensions.extend(told.map(|(name, value)| (name.to_owned(), value)));
    CloudEvent {
        id: metadata.message.to_string(),
        source: format!("/eventarium/{context}"),
        kind: fact.name().to_owned(),
        subject: Some(world.stream_name(recorded.stream())),
        time: Some(timestamp(recorded.time())),
        content_type: Some("application/json".to_owned()),
        schema: None,
        extensions,
        data: Data::Json(payload::of_fact(world, fact)),
    }
}
