//! What a person does, in a real browser, against the release build: `cargo xtask test --only e2e`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on says so and ends"
)]

mod branches;
mod closing;
mod files;
mod flows;
mod keep;
mod large;
mod opening;
mod past;
mod recovery;
mod scripting;
#[allow(dead_code, reason = "the vocabulary is whole, whichever words today's tests need")]
mod support;
mod workbench;
