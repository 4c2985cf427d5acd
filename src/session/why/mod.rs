//! Why a thing is as it is, and what came of an act: answered from store and trace at the cursor.
//!
//! A field is traced to the event that set it last and back along its causes to the person's act; an event to the rows
//! and states that it changed; an act to every effect it had.

mod chain;
mod changed;
mod fields;
mod ledger;
mod reason;
mod saga;
mod start;

pub use chain::CauseLink;
pub use changed::{Changed, ModelChange};
pub use ledger::{LEDGER_ROWS_MAX, Ledger, LedgerRow, Shown, StoredAt, Verdict};
pub use reason::{CONTRIBUTIONS_MAX, Why};
pub use saga::{SagaCause, WhySaga};
