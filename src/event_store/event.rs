//! An event before and after it was stored, and the numbers that say where it lies.

use std::fmt;

use crate::kernel::{MessageId, VirtualTime};
use crate::messaging::{Metadata, Node};

use super::rows::{Ids, Row, Rows};

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

    pub(super) const fn word(self) -> u32 {
        self.0
    }
}

/// A stored event with its place and its whole envelope (ES-19): what a reader of the store gets.
#[derive(Debug)]
pub struct RecordedEvent<'a, E> {
    row: &'a Row<E>,
    /// Where its ids are: few readers ask for them.
    rows: &'a Rows<E>,
}

impl<E> Clone for RecordedEvent<'_, E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for RecordedEvent<'_, E> {}

impl<'a, E> RecordedEvent<'a, E> {
    pub(super) const fn new(row: &'a Row<E>, rows: &'a Rows<E>) -> Self {
        Self { row, rows }
    }

    pub const fn event(self) -> &'a E {
        &self.row.event
    }

    pub const fn stream(self) -> StreamId {
        StreamId(self.row.stream_schema.number())
    }

    pub const fn version(self) -> StreamVersion {
        StreamVersion(self.row.version_source.number())
    }

    pub const fn position(self) -> GlobalPosition {
        self.row.position
    }

    pub const fn schema(self) -> SchemaVersion {
        SchemaVersion(self.row.stream_schema.byte())
    }

    pub const fn time(self) -> VirtualTime {
        self.row.time
    }

    pub fn source(self) -> Node {
        Node::ALL.get(usize::from(self.row.version_source.byte())).copied().unwrap_or(Node::EventStore)
    }

    /// The id of the event, for it is a message too.
    pub fn message(self) -> MessageId {
        self.ids().message
    }

    pub fn metadata(self) -> Metadata {
        let Ids { message, correlation, causation } = self.ids();
        Metadata { message, correlation, causation, time: self.time(), source: self.source() }
    }

    /// Where the stream's event before this one lies.
    pub(super) const fn previous(self) -> u32 {
        self.row.previous
    }

    pub(super) fn ids(self) -> Ids {
        self.rows.ids(self.position())
    }
}

/// Everything that was stored, wherever it lies.
impl<E: PartialEq> PartialEq for RecordedEvent<'_, E> {
    fn eq(&self, other: &Self) -> bool {
        self.row == other.row && self.ids() == other.ids()
    }
}
