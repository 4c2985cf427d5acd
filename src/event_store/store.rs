//! The store itself.

use std::hash::{Hash, Hasher};

use super::append::{AppendError, Appended, Decision, ExpectedVersion, decide};
use super::chain::{Chain, LINK_ROWS};
use super::event::{GlobalPosition, NewEvent, Packed, RecordedEvent, StreamId, StreamVersion};
use super::read::StreamReader;
use super::rows::{Row, Rows};
use crate::kernel::{Digest, Table};

/// At most so many events are kept; the number of a row and of a version fit into 24 bits.
pub const EVENTS_MAX: usize = Packed::NUMBERS as usize;

/// At most so many streams are kept.
pub const STREAMS_MAX: u32 = Packed::NUMBERS;

/// What is known of a stream without reading it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Head {
    /// How many events were ever appended: one more than the last version.
    pub(super) count: u32,
    /// Where the last of them lies.
    pub(super) last: u32,
    /// Events before this version are hidden (ES-14).
    hidden_before: u32,
    life: Life,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
enum Life {
    #[default]
    Living,
    SoftDeleted,
    HardDeleted,
}

impl Head {
    pub(super) const fn last_version(self) -> Option<StreamVersion> {
        match self.count {
            0 => None,
            count => Some(StreamVersion(count - 1)),
        }
    }

    pub(super) fn is_soft_deleted(self) -> bool {
        self.life == Life::SoftDeleted
    }

    pub(super) fn is_hard_deleted(self) -> bool {
        self.life == Life::HardDeleted
    }
}

/// An append-only store of events `E`. Cloning it shares all pages.
#[derive(Clone, Debug)]
pub struct EventStore<E> {
    pub(super) rows: Rows<E>,
    pub(super) heads: Table<Head>,
    pub(super) chain: Chain,
    /// All deletions so far, in order; they leave no row.
    deletions: Digest,
    /// What the log was made to say against its chain.
    pub(super) rewritten: Digest,
    /// The chain stands for the rows before this one; `None` while it stands for all.
    pub(super) untrue_from: Option<GlobalPosition>,
}

impl<E> Default for EventStore<E> {
    fn default() -> Self {
        Self {
            rows: Rows::default(),
            heads: Table::default(),
            chain: Chain::default(),
            deletions: Digest::default(),
            rewritten: Digest::default(),
            untrue_from: None,
        }
    }
}

impl<E: Clone + Hash> EventStore<E> {
    /// Appends all events or none (ES-11), if the stream is where the writer believes. Takes what owns its events: an
    /// array or a `Vec`.
    ///
    /// # Errors
    /// Nothing changes on an error; see [`AppendError`].
    pub fn append<N>(&mut self, stream: StreamId, expected: ExpectedVersion, events: N) -> Result<Appended, AppendError>
    where
        N: AsRef<[NewEvent<E>]> + IntoIterator<Item = NewEvent<E>>,
    {
        let (first, given) = (GlobalPosition(self.rows.len() as u32), events.as_ref().len());
        match decide(self, stream, expected, events.as_ref())? {
            Decision::Known(version) => Ok(Appended { first: None, next_expected: Some(version), idempotent: true }),
            Decision::Store if given == 0 => {
                // A zero-event append changes nothing, not even a stream that was soft-deleted (ES-12).
                let next_expected = self.head(stream).last_version();
                Ok(Appended { first: None, next_expected, idempotent: false })
            }
            Decision::Store => {
                let version = self.store(stream, events);
                Ok(Appended { first: Some(first), next_expected: version, idempotent: false })
            }
        }
    }

    fn store(&mut self, stream: StreamId, events: impl IntoIterator<Item = NewEvent<E>>) -> Option<StreamVersion> {
        let head = self.heads.row(stream.0 as usize);
        head.life = Life::Living;
        for new in events {
            let place = self.rows.len();
            let previous = if head.count == 0 { Row::<E>::NONE } else { head.last };
            let at = GlobalPosition(place as u32);
            let (row, ids) = Row::new(new, stream, StreamVersion(head.count), at, previous);
            self.chain.add(place, &row, &ids);
            self.rows.push(row, ids);
            head.last = at.0;
            head.count += 1;
        }
        head.last_version()
    }

    /// Recomputes the whole chain from the rows: false if a stored event was changed (I13).
    pub fn verify_chain(&self) -> bool {
        (0..self.chain.links()).all(|link| self.verify_link(link))
    }

    /// Recomputes one link of the chain, so that a checker can go round and round at a constant cost.
    pub fn verify_link(&self, link: usize) -> bool {
        self.chain.holds(link, self.rows.both(link * LINK_ROWS))
    }

    /// How many links the chain has.
    pub const fn links(&self) -> usize {
        self.chain.links()
    }

    /// The running hash over everything stored.
    pub const fn chain(&self) -> Digest {
        self.chain.end()
    }
}

impl<E: Clone> EventStore<E> {
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Where the next event will lie: the end of what a reader can have read.
    pub const fn end(&self) -> GlobalPosition {
        GlobalPosition(self.rows.len() as u32)
    }

    /// How many rows, from the first on, both have in common. What both share is not looked at.
    pub fn common_with(&self, other: &Self) -> usize
    where
        E: PartialEq,
    {
        self.rows.common_with(&other.rows)
    }

    /// The version of the last event ever appended to the stream, also where it was deleted since.
    pub fn version_of(&self, stream: StreamId) -> Option<StreamVersion> {
        self.head(stream).last_version()
    }

    pub fn event_at(&self, position: GlobalPosition) -> Option<RecordedEvent<'_, E>> {
        self.rows.get(position.index())
    }

    /// The stream's events from version `from` on, without a gap (ES-18); none of a deleted stream, and none that were
    /// hidden by a soft delete.
    pub fn read_stream(&self, stream: StreamId, from: StreamVersion) -> StreamReader<'_, E> {
        let head = self.head(stream);
        if head.is_hard_deleted() {
            return StreamReader::new(&self.rows, 0, 0);
        }
        self.rows_of(stream, StreamVersion(from.0.max(head.hidden_before)))
    }

    /// All events from `from` on, in the order in which they were stored (ES-17), hidden ones too (ES-15).
    pub fn read_all(&self, from: GlobalPosition) -> impl Iterator<Item = RecordedEvent<'_, E>> {
        self.rows.range(from.index(), self.rows.len())
    }

    /// The events from one place on and up to before another: for who reads many, with `for_each`.
    #[inline]
    pub fn read_range(&self, from: GlobalPosition, to: GlobalPosition) -> impl Iterator<Item = RecordedEvent<'_, E>> {
        self.rows.range(from.index(), to.index())
    }

    /// The streams that hold events and are not deleted, with the version of their last event.
    pub fn streams(&self) -> impl Iterator<Item = (StreamId, StreamVersion)> {
        let living = |head: &Head| head.life == Life::Living;
        let numbered = self.heads.iter().enumerate().filter(move |(_, head)| living(head));
        numbered.filter_map(|(stream, head)| Some((StreamId(stream as u32), head.last_version()?)))
    }

    /// Hides all events so far; a later append goes on counting (ES-14).
    ///
    /// # Errors
    /// As for an append of nothing.
    pub fn delete_soft(&mut self, stream: StreamId, expected: ExpectedVersion) -> Result<(), AppendError> {
        self.delete(stream, expected, Life::SoftDeleted)
    }

    /// Ends the stream for ever (ES-13).
    ///
    /// # Errors
    /// As for an append of nothing.
    pub fn delete_hard(&mut self, stream: StreamId, expected: ExpectedVersion) -> Result<(), AppendError> {
        self.delete(stream, expected, Life::HardDeleted)
    }

    fn delete(&mut self, stream: StreamId, expected: ExpectedVersion, life: Life) -> Result<(), AppendError> {
        decide(self, stream, expected, &[])?;
        let head = self.heads.row(stream.0 as usize);
        head.hidden_before = head.count;
        head.life = life;
        self.deletions = self.deletions.with(u64::from(stream.0)).with(life as u64).with(self.rows.len() as u64);
        Ok(())
    }

    /// What nobody may do: changes a stored event. The chain is left as it was, so that [`EventStore::verify_chain`]
    /// finds it out. False if there is no such event.
    pub fn tamper(&mut self, position: GlobalPosition, event: E) -> bool {
        let found = self.rows.get_mut(position.index()).map(|row| row.event = event).is_some();
        if found {
            self.untrue_from(position);
        }
        found
    }

    /// The rows from here on are no longer those that the chain was made of.
    pub(super) fn untrue_from(&mut self, position: GlobalPosition) {
        self.untrue_from = Some(self.untrue_from.map_or(position, |known| known.min(position)));
    }

    /// Bytes held by rows, heads and chain (not by what the events point to).
    pub fn bytes(&self) -> usize {
        self.rows.bytes() + self.heads.bytes() + self.chain.bytes()
    }

    /// Bytes that a clone holds which a later state of the same does not share with it.
    pub fn bytes_beside(&self, later: &Self) -> usize {
        self.rows.bytes_beside(&later.rows)
            + self.heads.bytes_beside(&later.heads)
            + self.chain.bytes_beside(&later.chain)
    }

    pub(super) fn head(&self, stream: StreamId) -> Head {
        self.heads.get(stream.0 as usize).copied().unwrap_or_default()
    }

    /// As [`EventStore::read_stream`], but everything that was ever stored.
    pub(super) fn rows_of(&self, stream: StreamId, from: StreamVersion) -> StreamReader<'_, E> {
        let head = self.head(stream);
        StreamReader::new(&self.rows, head.last, head.count.saturating_sub(from.0) as usize)
    }

    /// The stream's events, the last first; none of a deleted stream, and none that were hidden by a soft delete.
    pub fn read_back(&self, stream: StreamId) -> impl Iterator<Item = RecordedEvent<'_, E>> {
        let head = self.head(stream);
        let hidden_before = if head.is_hard_deleted() { u32::MAX } else { head.hidden_before };
        self.back_from_end(stream).take_while(move |row| row.version().0 >= hidden_before)
    }

    /// As [`EventStore::read_back`], but everything that was ever stored.
    pub(super) fn back_from_end(&self, stream: StreamId) -> impl Iterator<Item = RecordedEvent<'_, E>> {
        let head = self.head(stream);
        let last = if head.count == 0 { None } else { self.rows.get(head.last as usize) };
        std::iter::successors(last, |row| self.rows.get(row.previous() as usize))
    }
}

/// The chain stands for the rows, unless they were rewritten: equal chains, equal stores.
impl<E> Hash for EventStore<E> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.chain.end().hash(state);
        self.deletions.hash(state);
        if self.rewritten != Digest::default() {
            self.rewritten.hash(state);
        }
    }
}
