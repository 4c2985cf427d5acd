//! What is armed, and which promises hold.

use serde::Serialize;

use crate::check::InvariantReport;
use crate::exchange::{millis_of_span, millis_of_time};
use crate::fault::{Direction, Moment};
use crate::messaging::Place;
use crate::session::Session;

/// An armed fault, in the words in which it can be armed again.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FaultView {
    pub id: u32,
    pub kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chance: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moment: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<&'static str>,
    /// How often it struck.
    pub hits: u32,
    /// In its window and not used up.
    pub active: bool,
}

/// A promise and whether it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InvariantView {
    pub id: &'static str,
    pub name: &'static str,
    pub ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The event that broke it, by its global position.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<u64>,
    /// The setting that makes the breach legal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explained_by: Option<&'static str>,
}

impl From<InvariantReport> for InvariantView {
    fn from(report: InvariantReport) -> Self {
        let InvariantReport { id, name, ok, reason, position, step: _, explained_by } = report;
        Self { id, name, ok, reason, position, explained_by }
    }
}

impl Session {
    /// The armed faults, in the order of arming; used-up ones stay listed.
    pub fn faults(&self) -> Vec<FaultView> {
        let (faults, now) = (&self.world().faults, self.now());
        let rules = faults.rules();
        rules
            .map(|(id, rule, hits, _)| FaultView {
                id: id.0,
                kind: rule.kind.name(),
                target: rule.target.map(Place::name),
                chance: rule.chance,
                count: rule.count,
                from: rule.from.map(millis_of_time),
                until: rule.until.map(millis_of_time),
                by: rule.by.map(millis_of_span),
                message: rule.message.map(|message| message.to_string()),
                moment: rule.moment.map(Moment::name),
                direction: (rule.direction == Direction::From).then(|| rule.direction.name()),
                hits,
                active: faults.is_active(*id, now),
            })
            .collect()
    }

    /// All promises as they stand at the cursor.
    pub fn invariants(&self) -> Vec<InvariantReport> {
        self.timeline().observer().report_until(self.timeline().step(), self.timeline().diverged_at())
    }
}
