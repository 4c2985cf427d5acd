//! What stands in front of a kept run: who wrote last, which generation counts, where the cursor stands.

use super::frame::{self, Kind};
use super::{SLOTS, Stored};
use crate::exchange::command::missing;
use crate::exchange::run::{Reader, object, places};
use crate::exchange::{Code, EndHash, Fields, Place, Refused, SharedBranch, Wire, whole};
use crate::kernel::Digest;
use crate::timeline::BranchId;

/// The version of what is kept. What a newer version keeps is left alone.
pub const SCHEMA: u32 = 1;
const BYTES_MAX: usize = 64 * 1_024;
const CODE: Code = Code::BadSession;

/// Who wrote last, and how often was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp {
    /// One higher for each tab that goes on with the run.
    pub epoch: u32,
    /// One higher with each save.
    pub saves: u32,
}

/// What a list of kept runs tells of one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct About {
    /// The id of the story; empty for the empty shop.
    pub scenario: String,
    /// Acts of persons on the branch that is walked on, branches, and the step at the cursor.
    pub acts: u32,
    pub branches: u32,
    pub step: u32,
    /// When it was saved, in milliseconds since 1970, as the browser says.
    pub saved_at: f64,
}

/// Where the cursor stood since the last act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Position {
    /// How many segments of its generation were there.
    pub segments: u32,
    pub branch: BranchId,
    pub cursor: Place,
    pub end: Place,
    pub hash: EndHash,
}

/// One slot.
#[derive(Clone, Debug, PartialEq)]
pub struct Manifest {
    pub stamp: Stamp,
    pub about: About,
    pub(super) generation: u32,
    pub(super) position: Option<Position>,
}

/// What a slot holds.
pub(super) enum Slot {
    Empty,
    Damaged,
    Newer(u32),
    Whole(Box<Manifest>),
}

impl Manifest {
    /// The bytes of a slot.
    pub(super) fn write(&self, here: Option<&SharedBranch>, segments: u32) -> Option<Vec<u8>> {
        let About { scenario, acts, branches, step, saved_at } = &self.about;
        let position = here.map(|here| {
            let id = [("segments", segments.into()), ("branch", here.id.0.into())];
            object(id.into_iter().chain(places(here)))
        });
        let told = object([
            ("schema", SCHEMA.into()),
            ("epoch", self.stamp.epoch.into()),
            ("saves", self.stamp.saves.into()),
            ("generation", self.generation.into()),
            ("scenario", Wire::from(scenario.as_str())),
            ("acts", (*acts).into()),
            ("branches", (*branches).into()),
            ("step", (*step).into()),
            ("savedAt", (*saved_at).into()),
            ("position", position.unwrap_or(Wire::Nothing)),
        ]);
        frame::write(Kind::Manifest, Digest::default(), &told.to_json()).map(|(bytes, _)| bytes)
    }

    fn slot(bytes: Option<&Vec<u8>>) -> Slot {
        let Some(bytes) = bytes else { return Slot::Empty };
        let Some(frame) = frame::read(Kind::Manifest, bytes) else { return Slot::Damaged };
        let Ok(value) = Wire::from_json(frame.says, BYTES_MAX, CODE) else { return Slot::Damaged };
        // Of a newer version nothing but its number is known.
        if let Some(Wire::Number(schema)) = value.get("schema")
            && let Ok(schema) = whole(*schema, i64::from(SCHEMA), i64::from(u32::MAX), CODE, "schema")
            && schema > i64::from(SCHEMA)
        {
            return Slot::Newer(u32::try_from(schema).unwrap_or(u32::MAX));
        }
        Self::read(&value).map_or(Slot::Damaged, |manifest| Slot::Whole(Box::new(manifest)))
    }

    fn read(value: &Wire) -> Result<Self, Refused> {
        let reader = Reader { code: CODE, scenario: None };
        let mut fields = Fields::of(value, "", CODE)?;
        let mut number = |name| reader.number(&mut fields, name)?.ok_or_else(|| missing(CODE, name));
        let _schema = number("schema")?;
        let stamp = Stamp { epoch: number("epoch")?, saves: number("saves")? };
        let generation = number("generation")?;
        let (acts, branches, step) = (number("acts")?, number("branches")?, number("step")?);
        let scenario = fields.text("scenario")?.unwrap_or_default().to_owned();
        let saved_at = fields.number("savedAt")?.unwrap_or(0.0);
        let position = fields.value("position").map(|value| Position::read(value, reader)).transpose()?;
        fields.finish()?;
        Ok(Self { stamp, about: About { scenario, acts, branches, step, saved_at }, generation, position })
    }
}

impl Position {
    fn read(value: &Wire, reader: Reader) -> Result<Self, Refused> {
        let mut fields = Fields::of(value, "", CODE)?;
        let segments = reader.number(&mut fields, "segments")?.ok_or_else(|| missing(CODE, "segments"))?;
        let branch = BranchId(reader.number(&mut fields, "branch")?.ok_or_else(|| missing(CODE, "branch"))?);
        let (end, hash) = reader.end(fields.value("end").ok_or_else(|| missing(CODE, "end"))?)?;
        let cursor = fields.value("cursor").map(|value| reader.cursor(value)).transpose()?.unwrap_or(end);
        fields.finish()?;
        Ok(Self { segments, branch, cursor, end, hash })
    }
}

/// The slot that was written last and is whole; `Newer` where a newer version wrote one.
pub(super) fn latest(stored: &Stored) -> Slot {
    let mut best = Slot::Empty;
    for slot in SLOTS.map(|name| Manifest::slot(stored.get(name))) {
        best = match (best, slot) {
            (Slot::Newer(schema), _) | (_, Slot::Newer(schema)) => Slot::Newer(schema),
            (Slot::Whole(one), Slot::Whole(other)) if one.stamp >= other.stamp => Slot::Whole(one),
            (_, Slot::Whole(other)) => Slot::Whole(other),
            (Slot::Whole(one), _) => Slot::Whole(one),
            (Slot::Damaged, _) | (_, Slot::Damaged) => Slot::Damaged,
            (Slot::Empty, Slot::Empty) => Slot::Empty,
        };
    }
    best
}

/// The stamp that is there, for whoever wants to write: both slots are enough for that.
pub fn stamp(stored: &Stored) -> Option<Stamp> {
    match latest(stored) {
        Slot::Whole(manifest) => Some(manifest.stamp),
        Slot::Newer(_) => Some(Stamp { epoch: u32::MAX, saves: u32::MAX }),
        Slot::Empty | Slot::Damaged => None,
    }
}

/// What a list tells of a kept run; `None` where no slot can be read.
pub fn about(stored: &Stored) -> Option<About> {
    match latest(stored) {
        Slot::Whole(manifest) => Some(manifest.about),
        Slot::Newer(_) | Slot::Empty | Slot::Damaged => None,
    }
}
