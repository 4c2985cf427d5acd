//! The views of time that are not shown at first: the tree of causes, the log, the figures.

mod causes;
mod figures;
mod log;

use leptos::prelude::*;

pub fn causes() -> AnyView {
    part! { <causes::Causes /> }
}

pub fn log() -> AnyView {
    part! { <log::LogView /> }
}

pub fn figures() -> AnyView {
    part! { <figures::Figures /> }
}
