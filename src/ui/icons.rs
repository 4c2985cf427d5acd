//! The pictures on buttons, as paths on a field of 16 by 16.

use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    ToStart,
    StepBack,
    Play,
    Pause,
    Step,
    ToEnd,
    NewSeed,
    StartAgain,
    Share,
    Files,
    System,
    Dark,
    Light,
    Help,
    Close,
    More,
    Add,
    Chevron,
    Flow,
    Commands,
    Chaos,
    Checks,
    Details,
    Settings,
}

impl Icon {
    /// The path, and whether it is filled (else drawn as a line).
    const fn shape(self) -> (&'static str, bool) {
        match self {
            Self::ToStart => ("M2.5 2.5h2v11h-2z M13.5 2.5v11L5.5 8z", true),
            Self::StepBack => ("M12 2.5v11L3.5 8z", true),
            Self::Play => ("M4 2.5v11L13 8z", true),
            Self::Pause => ("M4 2.5h2.6v11H4z M9.4 2.5H12v11H9.4z", true),
            Self::Step => ("M2.5 2.5v11L10.5 8z M11.5 2.5h2v11h-2z", true),
            Self::ToEnd => ("M1.5 3v10L7 8z M7 3v10l5.5-5z M12.5 2.5h2v11h-2z", true),
            Self::NewSeed => {
                ("M2.5 2.5h11v11h-11z M5.5 5.5h.01 M10.5 5.5h.01 M8 8h.01 M5.5 10.5h.01 M10.5 10.5h.01", false)
            }
            Self::StartAgain => ("M3 8a5 5 0 1 0 1.8-3.9 M3 2v3.4h3.4", false),
            Self::Share => (
                "M6.5 9.5l3-3 M7.5 4.5l1.4-1.4a2.83 2.83 0 0 1 4 4L11.5 8.5 M8.5 11.5l-1.4 1.4a2.83 2.83 0 0 1-4-4L4.5 7.5",
                false,
            ),
            Self::Files => ("M8 2v7.5 M4.8 6.8L8 10l3.2-3.2 M2.5 11v2.5h11V11", false),
            Self::System => ("M2 3h12v8H2z M6 14h4 M8 11v3", false),
            Self::Dark => ("M13 9.6A5.6 5.6 0 1 1 6.4 3a4.6 4.6 0 0 0 6.6 6.6z", false),
            Self::Light => (
                "M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6z M8 1.2v1.6 M8 13.2v1.6 M1.2 8h1.6 M13.2 8h1.6 M3.2 3.2l1.1 1.1 M11.7 11.7l1.1 1.1 M3.2 12.8l1.1-1.1 M11.7 4.3l1.1-1.1",
                false,
            ),
            Self::Help => ("M5.6 6a2.4 2.4 0 1 1 3.6 2.1C8.3 8.6 8 9 8 10 M8 12.8h.01", false),
            Self::Close => ("M3.5 3.5l9 9 M12.5 3.5l-9 9", false),
            Self::More => ("M3.5 8h.01 M8 8h.01 M12.5 8h.01", false),
            Self::Add => ("M8 3v10 M3 8h10", false),
            Self::Chevron => ("M5.5 3.5L10.5 8l-5 4.5", false),
            Self::Flow => ("M1.5 6h4v4h-4z M10.5 2.5h4v4h-4z M10.5 9.5h4v4h-4z M5.5 8h2.5 M10.5 4.5H8v7h2.5", false),
            Self::Commands => ("M2.5 3.5h11v9h-11z M5 6.5l2 1.5-2 1.5 M8.5 10h2.5", false),
            Self::Chaos => ("M9 1.5L3.5 9H8l-1 5.5L12.5 7H8z", false),
            Self::Checks => ("M2 4l1.4 1.4L6 2.8 M2 11l1.4 1.4L6 9.8 M8.5 4.5h6 M8.5 11.5h6", false),
            Self::Details => ("M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9z M10.3 10.3L14 14", false),
            Self::Settings => ("M2 4.5h6 M12 4.5h2 M2 11.5h2 M8 11.5h6 M10 2.8v3.4 M6 9.8v3.4", false),
        }
    }
}

/// Draws an icon; its meaning must stand beside it or in the label of its button.
pub fn icon(icon: Icon) -> AnyView {
    let (path, filled) = icon.shape();
    part! {
        <svg class="icon" class:filled=filled viewBox="0 0 16 16" aria-hidden="true">
            <path d=path></path>
        </svg>
    }
}
