//! What is to be drawn, as plain values, and people's words for it.
//!
//! Floats and sentences begin here. Everything is a pure function of the run and its cursor; a component only draws.
//! Knows nothing about browsers, colours, components or how a person acts.

pub mod branches;
pub mod chapters;
pub mod flow;
pub mod geometry;
pub mod inspect;
pub mod mark;
pub mod picture;
#[cfg(test)]
mod samples;
pub mod story;
pub mod timeline;
pub mod why;
pub mod words;
pub mod workbench;
