//! How the log lies in memory: what every reader wants together, and the ids, which few ask for, beside it.

use super::event::{GlobalPosition, NewEvent, Packed, RecordedEvent, StreamId, StreamVersion};
use crate::kernel::{Log, MessageId, VirtualTime};

/// What is read of every event: 24 bytes beside the event itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row<E> {
    pub(super) time: VirtualTime,
    pub(super) position: GlobalPosition,
    /// The stream's event before this one, [`Row::NONE`] for the first.
    pub(super) previous: u32,
    pub(super) stream_schema: Packed,
    pub(super) version_source: Packed,
    pub(super) event: E,
}

/// Which message the event is, and which it came from: 24 bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Ids {
    pub(super) message: MessageId,
    pub(super) correlation: MessageId,
    pub(super) causation: MessageId,
}

impl<E> Row<E> {
    pub(super) const NONE: u32 = u32::MAX;

    pub(super) fn new(
        new: NewEvent<E>,
        stream: StreamId,
        version: StreamVersion,
        at: GlobalPosition,
        previous: u32,
    ) -> (Self, Ids) {
        let NewEvent { metadata, schema, event } = new;
        let row = Self {
            time: metadata.time,
            position: at,
            previous,
            stream_schema: Packed::new(stream.0, schema.0),
            version_source: Packed::new(version.0, metadata.source as u8),
            event,
        };
        let ids = Ids { message: metadata.message, correlation: metadata.correlation, causation: metadata.causation };
        (row, ids)
    }

    /// The fixed part as whole words, for the chain.
    pub(super) const fn words(&self, ids: &Ids) -> [u64; 6] {
        [
            ids.message.0,
            ids.correlation.0,
            ids.causation.0,
            self.time.micros(),
            ((self.position.0 as u64) << 32) | self.previous as u64,
            ((self.stream_schema.word() as u64) << 32) | self.version_source.word() as u64,
        ]
    }
}

/// The log in two columns of the same length. Cloning shares all pages.
#[derive(Clone, Debug)]
pub(super) struct Rows<E> {
    rows: Log<Row<E>>,
    ids: Log<Ids>,
}

impl<E> Default for Rows<E> {
    fn default() -> Self {
        Self { rows: Log::default(), ids: Log::default() }
    }
}

impl<E> Rows<E> {
    pub(super) const fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(super) fn ids(&self, position: GlobalPosition) -> Ids {
        self.ids.get(position.index()).copied().unwrap_or_default()
    }
}

impl<E: Clone> Rows<E> {
    pub(super) fn push(&mut self, row: Row<E>, ids: Ids) {
        self.rows.push(row);
        self.ids.push(ids);
    }

    #[inline]
    pub(super) fn get(&self, place: usize) -> Option<RecordedEvent<'_, E>> {
        self.rows.get(place).map(|row| RecordedEvent::new(row, self))
    }

    /// The row itself: only its page is copied if it is shared.
    pub(super) fn get_mut(&mut self, place: usize) -> Option<&mut Row<E>> {
        self.rows.get_mut(place)
    }

    /// From one place on and up to before another.
    #[inline]
    pub(super) fn range(&self, from: usize, to: usize) -> impl Iterator<Item = RecordedEvent<'_, E>> {
        self.rows.slices(from..to).flatten().map(|row| RecordedEvent::new(row, self))
    }

    /// Both columns from a place on, for the chain.
    pub(super) fn both(&self, from: usize) -> impl Iterator<Item = (&Row<E>, &Ids)> {
        self.rows.from(from).zip(self.ids.from(from))
    }

    pub(super) fn keep_first(&mut self, len: usize) {
        self.rows.keep_first(len);
        self.ids.keep_first(len);
    }

    pub(super) fn common_with(&self, other: &Self) -> usize
    where
        E: PartialEq,
    {
        self.rows.common_with(&other.rows).min(self.ids.common_with(&other.ids))
    }

    pub(super) fn bytes(&self) -> usize {
        self.rows.bytes() + self.ids.bytes()
    }

    pub(super) fn bytes_beside(&self, later: &Self) -> usize {
        self.rows.bytes_beside(&later.rows) + self.ids.bytes_beside(&later.ids)
    }
}
