//! The part of the settings about what is stored and how it is read, from outside and for outside.

use serde::Serialize;

use super::check::whole;
use super::command::owned;
use super::fields::Fields;
use super::refused::{Code, Refused};
use super::wire::Wire;
use crate::domain::order::OrderLogic;
use crate::projection::ProjectionVersion;
use crate::world::{Deployed, History, MailFrom, SnapshotRevisions, Upcasting};

const CODE: Code = Code::BadSetting;

/// The part of [`super::SettingsDraft`] about history; what is left out stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HistoryDraft {
    /// Events between snapshots, up to 65,535; 0 keeps aggregates in memory.
    pub snapshot_every: Option<f64>,
    pub snapshot_revisions: Option<String>,
    pub order_logic: Option<f64>,
    pub projections: Option<f64>,
    pub mails: Option<String>,
    pub producer: Option<f64>,
    pub consumers: Option<f64>,
    pub upcasters: Option<String>,
}

impl HistoryDraft {
    pub(super) fn read(value: &Wire, path: &str) -> Result<Self, Refused> {
        let mut fields = Fields::of(value, path, CODE)?;
        let draft = Self {
            snapshot_every: fields.number("snapshotEvery")?,
            snapshot_revisions: owned(&mut fields, "snapshotRevisions")?,
            order_logic: fields.number("orderLogic")?,
            projections: fields.number("projections")?,
            mails: owned(&mut fields, "mails")?,
            producer: fields.number("producer")?,
            consumers: fields.number("consumers")?,
            upcasters: owned(&mut fields, "upcasters")?,
        };
        fields.finish()?;
        Ok(draft)
    }

    pub(super) fn check(&self, base: History) -> Result<History, Refused> {
        let every = |number| whole(number, 0, i64::from(u16::MAX), CODE, "history.snapshotEvery");
        let snapshot_every = match self.snapshot_every.map(every).transpose()? {
            Some(every) => u16::try_from(every).unwrap_or(base.snapshot_every),
            None => base.snapshot_every,
        };
        let name = self.snapshot_revisions.as_deref();
        Ok(History {
            snapshot_every,
            snapshot_revisions: named(name, &REVISIONS, "history.snapshotRevisions")?
                .unwrap_or(base.snapshot_revisions),
            order_logic: version(self.order_logic, OrderLogic::ALL, "history.orderLogic")?.unwrap_or(base.order_logic),
            projections: version(self.projections, ProjectionVersion::ALL, "history.projections")?
                .unwrap_or(base.projections),
            mails: named(self.mails.as_deref(), &MAILS, "history.mails")?.unwrap_or(base.mails),
            producer: version(self.producer, Deployed::ALL, "history.producer")?.unwrap_or(base.producer),
            consumers: version(self.consumers, Deployed::ALL, "history.consumers")?.unwrap_or(base.consumers),
            upcasting: named(self.upcasters.as_deref(), &UPCASTERS, "history.upcasters")?.unwrap_or(base.upcasting),
        })
    }
}

const REVISIONS: [(&str, SnapshotRevisions); 2] =
    [("checked", SnapshotRevisions::Checked), ("ignored", SnapshotRevisions::Ignored)];

const MAILS: [(&str, MailFrom); 2] = [("reactor", MailFrom::Reactor), ("read-model", MailFrom::ReadModel)];

const UPCASTERS: [(&str, Upcasting); 3] =
    [("on", Upcasting::On), ("off", Upcasting::Off), ("faulty", Upcasting::Faulty)];

/// One of some names, if one is given.
fn named<T: Copy>(given: Option<&str>, known: &[(&str, T)], field: &str) -> Result<Option<T>, Refused> {
    let Some(given) = given else { return Ok(None) };
    let found = known.iter().find(|(name, _)| *name == given).map(|(_, value)| *value);
    found.map(Some).ok_or_else(|| {
        let known: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        Refused::new(CODE, field, format!("no such name; known are {}", known.join(", ")))
    })
}

/// One of two versions, if one is given.
fn version<T: Copy>(given: Option<f64>, [first, second]: [T; 2], field: &str) -> Result<Option<T>, Refused> {
    let number = given.map(|number| whole(number, 1, 2, CODE, field)).transpose()?;
    Ok(number.map(|number| if number == 1 { first } else { second }))
}

/// The name of a value.
fn name_of<T: Copy + PartialEq>(value: T, known: &[(&'static str, T)]) -> &'static str {
    known.iter().find(|(_, other)| *other == value).map_or("", |(name, _)| name)
}

/// The part of [`super::SettingsView`] about history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HistoryView {
    pub snapshot_every: u16,
    pub snapshot_revisions: &'static str,
    pub order_logic: u8,
    pub projections: u8,
    pub mails: &'static str,
    pub producer: u8,
    pub consumers: u8,
    pub upcasters: &'static str,
}

impl From<History> for HistoryView {
    fn from(history: History) -> Self {
        Self {
            snapshot_every: history.snapshot_every,
            snapshot_revisions: name_of(history.snapshot_revisions, &REVISIONS),
            order_logic: history.order_logic.number(),
            projections: history.projections.number(),
            mails: name_of(history.mails, &MAILS),
            producer: history.producer.number(),
            consumers: history.consumers.number(),
            upcasters: name_of(history.upcasting, &UPCASTERS),
        }
    }
}
