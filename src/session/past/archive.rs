//! What was replaced by a corrected copy, to be read as it was: nobody writes there any more.

use serde::Serialize;

use crate::event_store::{GlobalPosition, RecordedEvent, StreamVersion};
use crate::exchange::{millis_of_time, payload};
use crate::session::Session;
use crate::session::compare::{FieldDifference, field_differences};
use crate::world::{Archive, CopyScope, Fact, World};

/// So many events of an archive are read at once.
pub const ARCHIVE_PAGE: usize = 50;
/// So many events stand before the corrected one where an archive is opened at it.
const BEFORE: usize = 10;

/// An archived stream, or a whole archived log.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ArchiveView {
    /// Its number among the archives up to the cursor, from 0, the oldest first.
    pub number: usize,
    /// The stream's name; `null` for a whole log.
    pub stream: Option<String>,
    /// When it was replaced.
    pub until_ms: f64,
    pub events: usize,
    /// The name of the event that the copy has otherwise.
    pub corrected: &'static str,
}

/// Some events of an archive in their order.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ArchivePage {
    pub archive: ArchiveView,
    /// Events of the archive before the first of these.
    pub before: usize,
    pub rows: Vec<ArchivedEvent>,
}

/// An event as it was stored, and what the copy says in its place.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ArchivedEvent {
    pub position: u64,
    pub stream: String,
    pub version: u32,
    pub kind: &'static str,
    pub ms: f64,
    /// Who can say what it meant.
    #[serde(skip)]
    pub fact: Fact,
    pub copied: Copied,
}

/// What became of an archived event in the copy.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Copied {
    /// It stands in the copy as it was.
    AsItWas,
    LeftOut,
    /// The fields that the copy has otherwise.
    Changed(Vec<FieldDifference>),
}

/// Whether the chains of hashes hold about a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chains {
    /// That of the log that was archived last.
    pub old: bool,
    /// That of today's log.
    pub new: bool,
}

impl Session {
    /// Both chains about the latest copy up to the cursor, verified event by event; `None` where nothing was replaced.
    pub fn chains(&self) -> Option<Chains> {
        let world = self.world();
        let archive = world.archives.last()?;
        Some(Chains { old: archive.store.verify_chain(), new: world.store.verify_chain() })
    }

    /// Everything that was replaced up to the cursor, the oldest first.
    pub fn archives(&self) -> Vec<ArchiveView> {
        let world = self.world();
        (0..).zip(&world.archives).map(|(number, archive)| view(world, number, archive)).collect()
    }

    /// Up to [`ARCHIVE_PAGE`] events of an archive, from the one that so many stand before, or about the corrected one.
    /// `None` where nothing is archived under this number up to the cursor.
    pub fn archive(&self, number: usize, before: Option<usize>) -> Option<ArchivePage> {
        let world = self.world();
        let archive = world.archives.get(number)?;
        let head = view(world, number, archive);
        let last = head.events.saturating_sub(1);
        let before = before.unwrap_or_else(|| place_of_corrected(archive).saturating_sub(BEFORE)).min(last);
        let from = u32::try_from(before).unwrap_or(u32::MAX);
        let rows: Vec<RecordedEvent<'_, Fact>> = match archive.stream {
            Some(stream) => archive.store.read_stream(stream, StreamVersion(from)).take(ARCHIVE_PAGE).collect(),
            None => archive.store.read_all(GlobalPosition(from)).take(ARCHIVE_PAGE).collect(),
        };
        let rows = rows.into_iter().map(|row| archived(world, archive, row)).collect();
        Some(ArchivePage { archive: head, before, rows })
    }

    /// What the copy of the event at this position would be a copy of: so many events, under this name.
    pub fn copied_by(&self, position: u64, scope: CopyScope) -> Option<(String, usize)> {
        let world = self.world();
        let stream = world.recorded(position)?.stream();
        Some(match scope {
            CopyScope::Stream => (world.stream_name(stream), count_of(world.store.version_of(stream))),
            CopyScope::Log => (String::new(), world.store.len()),
        })
    }
}

fn view(world: &World, number: usize, archive: &Archive) -> ArchiveView {
    let corrected = archive.store.event_at(GlobalPosition(archive.position));
    ArchiveView {
        number,
        stream: archive.stream.map(|stream| world.stream_name(stream)),
        until_ms: millis_of_time(archive.until),
        events: match archive.stream {
            Some(stream) => count_of(archive.store.version_of(stream)),
            None => archive.store.len(),
        },
        corrected: corrected.map_or("", |row| row.event().name()),
    }
}

fn count_of(last: Option<StreamVersion>) -> usize {
    let count = last.map_or(0, |last| last.0.saturating_add(1));
    usize::try_from(count).unwrap_or(usize::MAX)
}

/// How many of the archive's events stand before the one that was corrected.
fn place_of_corrected(archive: &Archive) -> usize {
    let position = GlobalPosition(archive.position);
    let place = match (archive.stream, archive.store.event_at(position)) {
        (Some(_), Some(row)) => row.version().0,
        (Some(_), None) | (None, _) => archive.position,
    };
    usize::try_from(place).unwrap_or(usize::MAX)
}

fn archived(world: &World, archive: &Archive, row: RecordedEvent<'_, Fact>) -> ArchivedEvent {
    let copied = match archive.copy_of(row) {
        None => Copied::LeftOut,
        Some(copy) if copy == row.event() => Copied::AsItWas,
        Some(copy) => {
            let (before, after) = (payload::of_fact(world, row.event()), payload::of_fact(world, copy));
            Copied::Changed(field_differences(Some(&before), Some(&after)))
        }
    };
    ArchivedEvent {
        position: u64::from(row.position().0),
        stream: world.stream_name(row.stream()),
        version: row.version().0,
        kind: row.event().name(),
        ms: millis_of_time(row.time()),
        fact: row.event().clone(),
        copied,
    }
}
