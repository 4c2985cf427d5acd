//! Still pictures as SVG: the flow and the timeline at the cursor, to be put into a document.
//!
//! Whoever asks says which colour a meaning has: `paint` gets the word that the style sheet knows it by. A picture
//! holds shapes and words only, no script and no address of anything else.

mod flow;
mod svg;
mod timeline;

pub use flow::flow_picture;
pub use timeline::{REPORT_FRAME, REPORT_FRAME_NARROW, TIMELINE_FRAME, timeline_picture};

/// The colour of a word of the style sheet.
pub type Paint<'a> = &'a dyn Fn(&str) -> String;
