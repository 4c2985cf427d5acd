//! The screen. The only room that knows the browser.
//!
//! It reads the run through [`SessionHandle::select`](handle::SessionHandle::select) and speaks back only by intents.
//! No signal holds what can be computed; effects touch only the outside: focus, storage, address, title.

pub mod menu;
pub mod selection;
