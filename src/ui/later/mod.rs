//! What is not needed for the first picture, and is loaded when it is first asked for.
//!
//! The build takes all that only this folder reaches out of the page's module and puts it into a second one (see
//! `xtask/src/split`). Nothing outside may call into this folder but through [`door`](super::door), by the name of a
//! function: the build refuses a call by any other way.

pub mod chaos;
pub mod chapters;
pub mod compare;
pub mod files;
pub mod help;
pub mod inspector;
pub mod keep;
pub mod menu;
pub mod past;
pub mod scripting;
pub mod settings;
pub mod views;
pub mod whole;
pub mod why;
pub mod workbench;
