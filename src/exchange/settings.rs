//! Settings from outside and for outside, by the same names.

use serde::Serialize;

use crate::kernel::Span;
use crate::transport::bus::{Jitter, RetryPolicy};
use crate::world::{DeliveryGuarantee, Settings};

use super::check::whole;
use super::command::owned;
use super::fields::Fields;
use super::history::{HistoryDraft, HistoryView};
use super::limits::ATTEMPTS_MAX;
use super::refused::{Code, Refused};
use super::time::{millis_of_span, span_of_millis};
use super::wire::Wire;

const CODE: Code = Code::BadSetting;

/// Some settings as they are typed in; what is left out stays as it is. Times are virtual milliseconds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SettingsDraft {
    pub transport: Option<String>,
    pub delivery: Option<String>,
    pub outbox: Option<bool>,
    pub idempotency: Option<bool>,
    pub saga: Option<String>,
    pub retries: RetriesDraft,
    pub step_timeout_ms: Option<f64>,
    pub ack_timeout_ms: Option<f64>,
    pub history: HistoryDraft,
}

/// The part of [`SettingsDraft`] about retries.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RetriesDraft {
    pub attempts: Option<f64>,
    pub base_ms: Option<f64>,
    pub cap_ms: Option<f64>,
    pub jitter: Option<String>,
}

impl SettingsDraft {
    /// Reads a draft from an object; `path` names it in refusals.
    ///
    /// # Errors
    /// Wrong types and unknown fields.
    pub fn read(value: &Wire, path: &str) -> Result<Self, Refused> {
        let mut fields = Fields::of(value, path, CODE)?;
        let retries_path = fields.path_of("retries");
        let retries = fields.value("retries").map(|value| RetriesDraft::read(value, &retries_path)).transpose()?;
        let history_path = fields.path_of("history");
        let history = fields.value("history").map(|value| HistoryDraft::read(value, &history_path)).transpose()?;
        let draft = Self {
            transport: owned(&mut fields, "transport")?,
            delivery: owned(&mut fields, "delivery")?,
            outbox: fields.flag("outbox")?,
            idempotency: fields.flag("idempotency")?,
            saga: owned(&mut fields, "saga")?,
            retries: retries.unwrap_or_default(),
            step_timeout_ms: fields.number("stepTimeoutMs")?,
            ack_timeout_ms: fields.number("ackTimeoutMs")?,
            history: history.unwrap_or_default(),
        };
        fields.finish()?;
        Ok(draft)
    }

    /// Checks the draft; what it leaves out is taken from `base`.
    ///
    /// # Errors
    /// The first setting that does not exist or is out of bounds, with the reason.
    pub fn check(&self, base: Settings) -> Result<Settings, Refused> {
        only(self.transport.as_deref(), "transport", "bus")?;
        only(self.saga.as_deref(), "saga", "orchestrated")?;
        let delivery = match self.delivery.as_deref() {
            None => base.delivery,
            Some("at-least-once") => DeliveryGuarantee::AtLeastOnce,
            Some("at-most-once") => DeliveryGuarantee::AtMostOnce,
            Some(_) => {
                return Err(Refused::new(CODE, "delivery", "no such name; known are at-least-once, at-most-once"));
            }
        };
        Ok(Settings {
            delivery,
            outbox: self.outbox.unwrap_or(base.outbox),
            idempotency: self.idempotency.unwrap_or(base.idempotency),
            retries: self.retries.check(base.retries)?,
            step_timeout: duration(self.step_timeout_ms, base.step_timeout, "stepTimeoutMs")?,
            ack_timeout: duration(self.ack_timeout_ms, base.ack_timeout, "ackTimeoutMs")?,
            history: self.history.check(base.history)?,
        })
    }
}

impl RetriesDraft {
    fn read(value: &Wire, path: &str) -> Result<Self, Refused> {
        let mut fields = Fields::of(value, path, CODE)?;
        let draft = Self {
            attempts: fields.number("attempts")?,
            base_ms: fields.number("baseMs")?,
            cap_ms: fields.number("capMs")?,
            jitter: owned(&mut fields, "jitter")?,
        };
        fields.finish()?;
        Ok(draft)
    }

    fn check(&self, base: RetryPolicy) -> Result<RetryPolicy, Refused> {
        let attempts = |number| whole(number, 1, ATTEMPTS_MAX, CODE, "retries.attempts");
        let jitter = |name: &str| {
            let known = Jitter::ALL.map(Jitter::name).join(", ");
            Jitter::from_name(name)
                .ok_or_else(|| Refused::new(CODE, "retries.jitter", format!("no such name; known are {known}")))
        };
        let policy = RetryPolicy {
            attempts_max: match self.attempts.map(attempts).transpose()? {
                Some(attempts) => u8::try_from(attempts).unwrap_or(base.attempts_max),
                None => base.attempts_max,
            },
            base: duration(self.base_ms, base.base, "retries.baseMs")?,
            cap: duration(self.cap_ms, base.cap, "retries.capMs")?,
            jitter: self.jitter.as_deref().map(jitter).transpose()?.unwrap_or(base.jitter),
        };
        if policy.cap < policy.base {
            let field = if self.cap_ms.is_some() { "retries.capMs" } else { "retries.baseMs" };
            return Err(Refused::new(CODE, field, "the longest wait is not shorter than the first one"));
        }
        Ok(policy)
    }
}

/// A setting with one value so far.
fn only(given: Option<&str>, field: &str, value: &str) -> Result<(), Refused> {
    match given {
        Some(other) if other != value => {
            Err(Refused::new(CODE, field, format!("this does not exist yet; there is {value}")))
        }
        Some(_) | None => Ok(()),
    }
}

fn duration(given: Option<f64>, base: Span, field: &str) -> Result<Span, Refused> {
    let Some(millis) = given else { return Ok(base) };
    match span_of_millis(millis, CODE, field)? {
        Span::ZERO => Err(Refused::new(CODE, field, "more than 0 ms were expected")),
        span => Ok(span),
    }
}

/// All settings for outside.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SettingsView {
    pub transport: &'static str,
    pub delivery: &'static str,
    pub outbox: bool,
    pub idempotency: bool,
    pub saga: &'static str,
    pub retries: RetriesView,
    pub step_timeout_ms: f64,
    pub ack_timeout_ms: f64,
    pub history: HistoryView,
}

/// The part of [`SettingsView`] about retries.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RetriesView {
    pub attempts: u8,
    pub base_ms: f64,
    pub cap_ms: f64,
    pub jitter: &'static str,
}

impl From<Settings> for SettingsView {
    fn from(settings: Settings) -> Self {
        let retries = settings.retries;
        Self {
            transport: "bus",
            delivery: match settings.delivery {
                DeliveryGuarantee::AtLeastOnce => "at-least-once",
                DeliveryGuarantee::AtMostOnce => "at-most-once",
            },
            outbox: settings.outbox,
            idempotency: settings.idempotency,
            saga: "orchestrated",
            retries: RetriesView {
                attempts: retries.attempts_max,
                base_ms: millis_of_span(retries.base),
                cap_ms: millis_of_span(retries.cap),
                jitter: retries.jitter.name(),
            },
            step_timeout_ms: millis_of_span(settings.step_timeout),
            ack_timeout_ms: millis_of_span(settings.ack_timeout),
            history: settings.history.into(),
        }
    }
}
