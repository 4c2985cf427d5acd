//! An event before and after it was stored, and the numbers that say where it lies.

use std::fmt;

use crate::kernel::{MessageId, VirtualTime};
use crate::messaging::{Metadata, Node};

/// A stream, by the dense number that the caller gave it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamId(pub u32);

/// The place of an event in its stream; the first is 0 (ES-01).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamVersion(pub u32);

impl StreamVersion {
    pub const FIRST: Self = Self(0);

    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl fmt::Display for StreamVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The place of an event in the whole store; the first is 0 (ES-17).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GlobalPosition(pub u32);

impl GlobalPosition {
    pub const START: Self = Self(0);

    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

impl fmt::Display for GlobalPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The version of an event's shape, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemaVersion(pub u8);

impl Default for SchemaVersion {
    fn default() -> Self {
        Self(1)
    }
}

/// An event that is to be appended. Its message id is what makes a repeated append idempotent (ES-04).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NewEvent<E> {
    pub metadata: Metadata,
    pub schema: SchemaVersion,
    pub event: E,
}

/// A number below 2^24 and a byte in one word: a row is read a million times a frame, and every byte of it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Packed(u32);

impl Packed {
    pub(super) const NUMBERS: u32 = 1 << 24;

    pub(super) const fn new(number: u32, byte: u8) -> Self {
        Self(((byte as u32) << 24) | (number & (Self::NUMBERS - 1)))
    }

    pub(super) const fn number(self) -> u32 {
        self.0 & (Self::NUMBERS - 1)
    }

    pub(super) const fn byte(self) -> u8 {
        (self.0 >> 24) as u8
    }
}

/// A stored event with its place and its whole envelope (ES-19): 48 bytes beside the event itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedEvent<E> {
    message: MessageId,
    correlation: MessageId,
    causation: MessageId,
    time: VirtualTime,
    position: GlobalPosition,
    /// The stream's event before this one, [`RecordedEvent::NONE`] for the first.
    previous: u32,
    stream_schema: Packed,
    version_source: Packed,
    event: E,
}

impl<E> RecordedEvent<E> {
    pub(super) const NONE: u32 = u32::MAX;

    pub(super) fn new(
        new: NewEvent<E>,
        stream: StreamId,
        version: StreamVersion,
        at: GlobalPosition,
        previous: u32,
    ) -> Self {
        let NewEvent { metadata, schema, event } = new;
        Self {
            message: metadata.message,
            correlation: metadata.correlation,
            causation: metadata.causation,
            time: metadata.time,
            position: at,
            previous,
            stream_schema: Packed::new(stream.0, schema.0),
            version_source: Packed::new(version.0, metadata.source as u8),
            event,
        }
    }

    pub const fn event(&self) -> &E {
        &self.event
    }

    pub const fn stream(&self) -> StreamId {
        StreamId(self.stream_schema.number())
    }

    pub const fn version(&self) -> StreamVersion {
        StreamVersion(self.version_source.number())
    }

    pub const fn position(&self) -> GlobalPosition {
        self.position
    }

    pub const fn schema(&self) -> SchemaVersion {
        SchemaVersion(self.stream_schema.byte())
    }

    /// The id of the event, for it is a message too.
    pub const fn message(&self) -> MessageId {
        self.message
    }

    pub const fn time(&self) -> VirtualTime {
        self.time
    }

    pub fn source(&self) -> Node {
        Node::ALL.get(usize::from(self.version_source.byte())).copied().unwrap_or(Node::EventStore)
    }

    pub fn metadata(&self) -> Metadata {
        Metadata {
            message: self.message,
            correlation: self.correlation,
            causation: self.causation,
            time: self.time,
            source: self.source(),
        }
    }

    /// Where the stream's event before this one lies.
    pub(super) const fn previous(&self) -> u32 {
        self.previous
    }

    pub(super) fn rewrite(&mut self, event: E) {
        self.event = event;
    }

    /// The row's fixed part as whole words, for the chain.
    pub(super) const fn words(&self) -> [u64; 6] {
        [
            self.message.0,
            self.correlation.0,
            self.causation.0,
            self.time.micros(),
            ((self.position.0 as u64) << 32) | self.previous as u64,
            ((self.stream_schema.0 as u64) << 32) | self.version_source.0 as u64,
        ]
    }
}
