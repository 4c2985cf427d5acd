//! The marks: shape first, then hue. The same thing has the same mark in every view.

use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Command,
    Event,
    Query,
    Reply,
    Compensation,
    Timer,
    Retry,
    Duplicate,
    Failed,
    DeadLetter,
    NotDurable,
    Stale,
    Part,
    Saga,
}

impl Mark {
    /// The class that gives the hue.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Command => "is-command",
            Self::Event | Self::NotDurable | Self::Duplicate => "is-event",
            Self::Query | Self::Stale => "is-read",
            Self::Reply => "is-reply",
            Self::Compensation | Self::Saga => "is-compensation",
            Self::Timer | Self::Part => "is-external",
            Self::Retry => "is-command",
            Self::Failed => "is-bad",
            Self::DeadLetter => "is-plain",
        }
    }

    /// Filled path, line path; both on a field of 16 by 16.
    const fn paths(self) -> (&'static str, &'static str) {
        const CIRCLE: &str = "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11z";
        const SQUARE: &str = "M5 3h6a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2z";
        const DIAMOND: &str = "M8 1.5L14.5 8 8 14.5 1.5 8z";
        match self {
            Self::Command => (SQUARE, ""),
            Self::Event | Self::Failed => (CIRCLE, ""),
            Self::Query => ("M4.5 4.5h7v7h-7z", ""),
            Self::Reply => ("", SQUARE),
            Self::Compensation => (DIAMOND, ""),
            Self::Saga => ("", DIAMOND),
            Self::Timer => ("M8 8V4.2A3.8 3.8 0 0 1 8 11.8z", CIRCLE),
            Self::Retry => (SQUARE, "M11 .8h3.4v3.4"),
            Self::Duplicate => ("M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6z", "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z"),
            Self::DeadLetter => ("", "M5.2 1.5h5.6l3.7 3.7v5.6l-3.7 3.7H5.2l-3.7-3.7V5.2z M5 8h6"),
            Self::NotDurable => ("", CIRCLE),
            Self::Stale => ("", "M4 4h8v8H4z M4 8l4-4 M4 12l8-8 M8 12l4-4"),
            Self::Part => ("M1.5 3h2v10h-2z", "M2.5 3h12v10h-12z"),
        }
    }
}

/// Draws a mark in its own hue; its meaning must stand beside it.
pub fn mark(mark: Mark) -> AnyView {
    draw(mark, format!("mark {}", mark.class()))
}

/// Draws a mark in the hue of what holds it.
pub fn mark_of_hue(mark: Mark) -> AnyView {
    draw(mark, "mark".to_owned())
}

fn draw(mark: Mark, class: String) -> AnyView {
    let (solid, outline) = mark.paths();
    let cut = if mark == Mark::Failed { "M5.5 5.5l5 5 M10.5 5.5l-5 5" } else { "" };
    part! {
        <svg class=class class:dashed=(mark == Mark::NotDurable) viewBox="0 0 16 16" aria-hidden="true">
            <path class="solid" d=solid></path>
            <path class="outline" d=outline></path>
            <path class="cut" d=cut></path>
        </svg>
    }
}
