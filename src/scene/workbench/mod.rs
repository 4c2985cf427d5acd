//! What the workbench shows, as plain values: read models built again, snapshots, versions.
//!
//! Knows nothing about tabs, buttons or how a person acts.

mod rebuilding;
mod snapshots;
mod sql;
mod versions;

pub use rebuilding::{
    HISTORY_MAX, MAILS_COUNTED_MAX, MailCount, ModelBench, ModelSide, Moment, mail_count, model_bench,
};
pub use snapshots::{SNAPSHOTS_LISTED_MAX, SnapshotBench, SnapshotRow, snapshot_bench};
pub use sql::{SqlPlace, SqlRefusal, Undone, is_blank, sql_refusal, write_note};
pub use versions::{
    Reading, StoredEvent, StoredShapes, compatibility_reason, compatibility_word, stored_event, stored_shapes,
};

/// A story at its end.
#[cfg(test)]
fn played(id: &str) -> crate::session::Session {
    use crate::session::{Beginning, Session};
    let mut session = Session::new();
    let begun = session.reset(&Beginning { scenario: Some(id.into()), ..Beginning::default() });
    assert!(begun.is_ok(), "{id} is a story");
    session.run_until_quiet(crate::kernel::Span::from_secs(120));
    session
}
