//! The order saga: forward, back, late answers, and a person who decides.

mod backward;
mod cancelling;
mod every_state;
mod forward;
mod late;
mod person;
mod stages;
