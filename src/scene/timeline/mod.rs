//! The run over time, as values to draw: lifelines with messages and handlings, the whole run at a glance, the tree of
//! causes, and figures.
//!
//! A still picture is a function of the run and the cursor. Knows nothing about colours, fonts or the pointer.

mod axis;
mod diagram;
mod ink;
mod metrics;
mod overview;
mod strokes;
mod tree;

pub use axis::{Axis, Fold, Tick};
pub use diagram::{Diagram, Frame, LANES, Lane, diagram};
pub use ink::{Label, MarkAt, Point, Role, Shape, Stroke, StrokeStyle, WorkBox};
pub use metrics::{Metrics, metrics};
pub use overview::{Overview, OverviewMark, Signal};
pub use tree::{TreeRow, tree};
