//! The context menu of messages and parts: what a person may do to the thing under the pointer or the focus.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::erase::{State, erased, here, provide};
use super::selection::Selection;
use super::{door, later};

/// An open menu: what it is about and where it stands, in CSS pixels of the window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OpenMenu {
    pub about: Selection,
    pub x: f64,
    pub y: f64,
}

/// The menu of this screen.
#[derive(Clone, Copy)]
pub struct Menu {
    open: State<Option<OpenMenu>>,
    /// What had the focus before, and gets it back.
    before: StoredValue<Option<web_sys::HtmlElement>, LocalStorage>,
}

impl Menu {
    pub fn provide() -> Self {
        let menu = Self { open: State::new(None), before: StoredValue::new_local(None) };
        provide(menu);
        menu
    }

    pub fn here() -> Self {
        here()
    }

    /// Opens the menu about a message or a part. From the keyboard (Shift+F10, the menu key, Enter on a focused
    /// mark) give the place of the mark.
    pub fn open(self, about: Selection, x: f64, y: f64) {
        let focus = document().active_element().and_then(|element| element.dyn_into().ok());
        self.before.set_value(focus);
        self.open.set(Some(OpenMenu { about, x, y }));
    }

    /// Opens the menu under the button that was pressed.
    pub fn open_under(self, about: Selection, ev: &web_sys::MouseEvent) {
        let element = ev.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if let Some(rect) = element.map(|element| element.get_bounding_client_rect()) {
            self.open(about, rect.left(), rect.bottom());
        }
    }

    pub fn close(self) {
        self.open.set(None);
    }

    /// Closes the menu and gives the focus back.
    pub fn leave(self) {
        self.close();
        if let Some(before) = self.before.get_value() {
            let _ = before.focus();
        }
    }
}

#[component]
pub fn ContextMenu() -> impl IntoView {
    let menu = Menu::here();
    erased(move || menu.open.get().map(|open| door::part_about(open, later::menu::opened)))
}
