//! The context menu of messages and parts: what a person may do to the thing under the pointer or the focus.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::selection::Selection;

/// An open menu: what it is about and where it stands, in CSS pixels of the window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OpenMenu {
    pub about: Selection,
    pub x: f64,
    pub y: f64,
}

/// The menu of this screen.
#[derive(Clone, Copy)]
pub struct Menu(pub(super) RwSignal<Option<OpenMenu>>);

impl Menu {
    pub fn provide() -> Self {
        let menu = Self(RwSignal::new(None));
        provide_context(menu);
        menu
    }

    pub fn here() -> Self {
        expect_context()
    }

    /// Opens the menu about a message or a part. From the keyboard (Shift+F10, the menu key, Enter on a focused
    /// mark) give the place of the mark.
    pub fn open(self, about: Selection, x: f64, y: f64) {
        self.0.set(Some(OpenMenu { about, x, y }));
    }

    /// Opens the menu under the button that was pressed.
    pub fn open_under(self, about: Selection, ev: &web_sys::MouseEvent) {
        let rect = ev.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if let Some(rect) = rect.map(|element| element.get_bounding_client_rect()) {
            self.open(about, rect.left(), rect.bottom());
        }
    }

    pub fn close(self) {
        self.0.set(None);
    }
}
