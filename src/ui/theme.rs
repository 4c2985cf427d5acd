//! Dark, light, or as the system says.

use crate::ui::erase::State;
use leptos::prelude::*;

use super::prefs;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    System,
    Dark,
    Light,
}

impl Theme {
    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Dark => "dark",
            Self::Light => "light",
        }
    }

    fn from_name(name: &str) -> Self {
        match name {
            "dark" => Self::Dark,
            "light" => Self::Light,
            _ => Self::System,
        }
    }

    pub const fn next(self) -> Self {
        match self {
            Self::System => Self::Dark,
            Self::Dark => Self::Light,
            Self::Light => Self::System,
        }
    }
}

/// The theme, kept as a preference and written to the root element, where the style sheet reads it.
pub fn provide() -> State<Theme> {
    let theme = State::new(prefs::read("theme").map_or(Theme::System, |name| Theme::from_name(&name)));
    Effect::new(move |before: Option<Theme>| {
        let now = theme.get();
        if let Some(root) = document().document_element() {
            let _ = match now {
                Theme::System => root.remove_attribute("data-theme"),
                Theme::Dark | Theme::Light => root.set_attribute("data-theme", now.name()),
            };
        }
        if before.is_some() {
            prefs::write("theme", now.name());
        }
        now
    });
    theme
}
