//! What the ways to move an envelope promise.

mod retry;
