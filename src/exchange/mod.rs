//! What enters and leaves: untrusted values become checked commands, faults, settings and whole runs; a run becomes a
//! link, a file, CloudEvents, traces, diagrams, tests.
//!
//! Everything from outside passes two stages. A [`Wire`] value of bounded size is read into a draft, which may hold
//! nonsense but only of the right shape; a draft is checked into words of the shop, or refused with a code, the
//! offending field and the reason. Knows nothing about cursors that move, screens or JavaScript.

// Where outside data enters, every conversion and every sum says what happens at its bounds.
#![warn(clippy::arithmetic_side_effects, clippy::as_conversions)]

mod check;
pub mod cloudevents;
mod command;
mod fault;
mod fields;
mod file_kind;
pub mod given_when_then;
pub mod handlings;
mod history;
pub mod import;
pub mod keep;
pub mod limits;
pub mod link;
pub mod mermaid;
pub mod otlp;
pub mod payload;
pub mod reducer;
mod refused;
mod run;
pub mod session_file;
mod settings;
pub mod table;
mod time;
mod wire;

pub use check::{id_text, shown, whole};
pub use command::{CheckedCommand, CommandDraft, ItemDraft};
pub use fault::{FaultDraft, rule_number};
pub use fields::Fields;
pub use file_kind::FileKind;
pub use history::{HistoryDraft, HistoryView};
pub use refused::{Code, Refused};
pub use run::{
    BRANCH_NAME_CHARS_MAX, EndHash, FORMAT_VERSION, Form, INPUTS_MAX, Place, SharedBranch, SharedRun, VIEW_CHARS_MAX,
};
pub use settings::{RetriesDraft, RetriesView, SettingsDraft, SettingsView};
pub use time::{millis_of_span, millis_of_time, span_of_millis, time_of_millis};
pub use wire::{Wire, WireLimits};
