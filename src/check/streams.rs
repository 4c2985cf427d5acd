//! I13 to I15: versions without gaps, one winner for each version, one order over all streams, nothing rewritten.

use super::Invariant;
use super::watch::Watch;
use crate::event_store::RecordedEvent;
use crate::kernel::{MessageNo, Table, VirtualTime};
use crate::world::{Detail, Fact, TraceEntry, TraceKind};

/// A link of the chain is proven again whenever so many events were added; a row of it costs an addition and a
/// multiplication, so this adds about one row's hash to each event.
const EVENTS_BETWEEN_PROOFS: u32 = 1_024;
/// So many links are proven when the run becomes quiet: all of them in a run that a person clicks together.
const LINKS_WHEN_QUIET: usize = 8;

/// How far a stream has been seen.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    /// The version that comes next.
    next: u32,
    /// One more than the position of its last event.
    after: u32,
}

/// A rival writes between a message's load and append.
#[derive(Clone, Copy, Debug)]
struct Rivals {
    message: MessageNo,
    /// The rival has written: the message must meet a conflict now.
    appended: bool,
}

/// The checker's own account of the streams.
#[derive(Clone, Debug, Default)]
pub(super) struct Streams {
    seen: Table<Seen>,
    time: VirtualTime,
    next_link: usize,
    unproven: u32,
    rivals: Option<Rivals>,
}

impl Streams {
    /// A new event; `place` is where the log yielded it.
    pub(super) fn event(&mut self, watch: &mut Watch<'_>, place: usize, recorded: RecordedEvent<'_, Fact>) {
        let (stream, version) = (recorded.stream(), recorded.version());
        let seen = self.seen.row(stream.0 as usize);
        let position = place as u64;
        if version.0 != seen.next {
            let next = seen.next;
            watch.broken(Invariant::I13, Some(position), |watch| {
                let stream = watch.world.stream_name(stream);
                format!("Event {version} of {stream} came where event {next} was due.")
            });
        }
        let at = recorded.position();
        let in_order = u64::from(at.0) == position && at.0 >= seen.after && recorded.time() >= self.time;
        if !in_order {
            watch.broken(Invariant::I15, Some(position), |watch| {
                let stream = watch.world.stream_name(stream);
                format!("Event {version} of {stream} lies at {at}, which is not behind everything before it.")
            });
        }
        seen.next = version.0.saturating_add(1);
        seen.after = at.0.saturating_add(1);
        self.time = self.time.max(recorded.time());
        self.unproven += 1;
        if self.unproven >= EVENTS_BETWEEN_PROOFS {
            self.unproven = 0;
            self.prove(watch, 1);
        }
    }

    /// A line about two writers of one stream (I14): whoever decided before a rival appended must meet the conflict.
    pub(super) fn line(&mut self, watch: &mut Watch<'_>, line: &TraceEntry) {
        let rivals = match (line.kind, self.rivals) {
            (TraceKind::RivalAppended, _) => Some(Rivals { message: line.message, appended: false }),
            (TraceKind::Appended, Some(rivals)) if rivals.appended => {
                both_appended(watch, line, rivals.message);
                None
            }
            (TraceKind::Appended, Some(rivals)) => Some(Rivals { appended: true, ..rivals }),
            (_, _) => None,
        };
        self.rivals = rivals;
    }

    /// The run became quiet: the chain is proven as far as this costs no frame.
    pub(super) fn quiet(&mut self, watch: &mut Watch<'_>) {
        self.prove(watch, LINKS_WHEN_QUIET);
    }

    fn prove(&mut self, watch: &mut Watch<'_>, links: usize) {
        let world = watch.world;
        for _ in 0..links.min(world.store.links()) {
            let link = self.next_link % world.store.links();
            self.next_link = link + 1;
            if !world.store.verify_link(link) {
                watch.broken(Invariant::I13, None, |_| {
                    "A stored event was changed: the chain of hashes over the log does not hold.".into()
                });
            }
        }
    }

    pub(super) fn bytes(&self) -> usize {
        self.seen.bytes()
    }

    pub(super) fn bytes_beside(&self, later: &Self) -> usize {
        self.seen.bytes_beside(&later.seen)
    }
}

fn both_appended(watch: &mut Watch<'_>, line: &TraceEntry, message: MessageNo) {
    let position = if let Detail::Position(position) = line.detail { Some(position) } else { None };
    watch.broken(Invariant::I14, position, |watch| {
        let name = watch.world.message_name(message);
        let order = watch.world.order_of(message).map_or("no order", |order| watch.world.order_name(order));
        format!("{name} of {order} and its rival both appended to the version that both had read.")
    });
}
