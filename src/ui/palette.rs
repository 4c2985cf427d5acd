//! The colours of the style sheet, read for canvases once for each change of theme, and whether motion is welcome.

use crate::ui::erase::{State, here, provide};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::theme::Theme;
use crate::scene::mark::Hue;

/// What has a colour besides the hues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    Back,
    Panel,
    Inset,
    Line,
    Edge,
    Dim,
    /// Text on a filled mark.
    On,
    Playhead,
}

impl Ground {
    const ALL: [Self; 8] =
        [Self::Back, Self::Panel, Self::Inset, Self::Line, Self::Edge, Self::Dim, Self::On, Self::Playhead];

    const fn name(self) -> &'static str {
        match self {
            Self::Back => "bg",
            Self::Panel => "panel",
            Self::Inset => "inset",
            Self::Line => "line",
            Self::Edge => "edge",
            Self::Dim => "dim",
            Self::On => "on",
            Self::Playhead => "playhead",
        }
    }
}

/// Colours as the canvas takes them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Palette {
    hues: Vec<String>,
    grounds: Vec<String>,
    /// The family of text on a canvas.
    pub font: String,
}

impl Palette {
    fn read() -> Self {
        let style = document().document_element().and_then(|root| window().get_computed_style(&root).ok().flatten());
        let value = |name: &str| {
            let value = style.as_ref().and_then(|style| style.get_property_value(&format!("--{name}")).ok());
            value.unwrap_or_default().trim().to_owned()
        };
        Self {
            hues: Hue::ALL.iter().map(|hue| value(hue.name())).collect(),
            grounds: Ground::ALL.iter().map(|ground| value(ground.name())).collect(),
            font: value("font"),
        }
    }

    pub fn hue(&self, hue: Hue) -> &str {
        self.hues.get(hue as usize).map_or("", String::as_str)
    }

    pub fn ground(&self, ground: Ground) -> &str {
        self.grounds.get(ground as usize).map_or("", String::as_str)
    }
}

/// The palette of this screen, and whether the person asked for less motion.
#[derive(Clone, Copy)]
pub struct Look {
    pub palette: State<Palette>,
    pub still: State<bool>,
}

impl Look {
    /// To be called once, by the screen, after the theme.
    pub fn provide() -> Self {
        let theme: State<Theme> = here();
        let look = Self { palette: State::new(Palette::read()), still: State::new(false) };
        provide(look);
        Effect::new(move |_| {
            theme.track();
            look.read_soon();
        });
        follow_media("(prefers-color-scheme: dark)", move |_| look.read_soon());
        follow_media("(prefers-reduced-motion: reduce)", move |still| look.still.set(still));
        look
    }

    pub fn here() -> Self {
        here()
    }

    /// After the style sheet has taken the new theme.
    fn read_soon(self) {
        request_animation_frame(move || {
            let read = Palette::read();
            if self.palette.try_with_untracked(|before| *before != read).unwrap_or(false) {
                self.palette.set(read);
            }
        });
    }
}

/// Tells whether a media query matches, now and whenever that changes, for as long as the page stands.
fn follow_media(query: &str, tell: impl Fn(bool) + 'static) {
    let Some(list) = window().match_media(query).ok().flatten() else { return };
    tell(list.matches());
    let told = list.clone();
    let listener = Closure::<dyn Fn()>::new(move || tell(told.matches()));
    if list.add_event_listener_with_callback("change", listener.as_ref().unchecked_ref()).is_ok() {
        // The screen stands as long as the page: the listener is never taken away.
        listener.forget();
    }
}
