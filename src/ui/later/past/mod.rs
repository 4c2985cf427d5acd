//! The past: edited in a branch of its own, corrected the legal ways, and read again as of any version or time.

mod came;
mod change;
mod form;
mod legal;
mod state;
mod stepper;

pub use came::came;
pub use change::change;
pub use state::state;
