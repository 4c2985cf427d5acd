//! Editing the past, and the legal ways beside it.
//!
//! An edit is an experiment: it is made in a branch of its own, so that the run stays what it was. The legal ways are
//! acts in the run itself.

mod archive;
mod edit;
mod legal;

pub use archive::{ARCHIVE_PAGE, ArchivePage, ArchiveView, ArchivedEvent, Chains, Copied};
pub use edit::{EditDraft, Edited};
pub use legal::{Hindrance, LegalKind, LegalWay};
