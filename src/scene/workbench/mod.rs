//! What the workbench shows, as plain values: read models built again, snapshots, versions.
//!
//! Knows nothing about tabs, buttons or how a person acts.

mod rebuilding;

pub use rebuilding::{
    HISTORY_MAX, MAILS_COUNTED_MAX, MailCount, ModelBench, ModelSide, Moment, mail_count, model_bench,
};
