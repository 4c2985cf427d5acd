//! Pointer and keyboard on the field: what is under them becomes the one selection.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, FocusEvent, HtmlElement, KeyboardEvent, MouseEvent, PointerEvent};

use super::Drawn;
use crate::kernel::MessageNo;
use crate::messaging::{Node, Place};
use crate::scene::flow::hit;
use crate::scene::geometry::Point;
use crate::transport::bus::DeadState;
use crate::ui::handle::SessionHandle;
use crate::ui::menu::Menu;
use crate::ui::selection::{Selected, Selection};

/// So near a pointer is on a message.
const REACH: f64 = 13.0;
const REACH_QUEUED: f64 = 6.0;
/// All that the keys walk through.
const STOPS: &str = "button[data-about], .flow-tag:not([hidden])";

#[derive(Clone, Copy)]
pub struct Field {
    pub field: NodeRef<html::Div>,
    pub drawn: StoredValue<Drawn, LocalStorage>,
    pub handle: SessionHandle,
    pub selected: Selected,
    pub menu: Menu,
}

impl Field {
    pub fn click(self, ev: &MouseEvent) {
        // A press of Enter or Space is a click without a place.
        let thing = if ev.detail() == 0 { self.of_target(ev.target()) } else { self.under(ev) };
        if let Some(thing) = thing {
            self.selected.choose(thing);
        }
    }

    pub fn point(self, ev: &PointerEvent) {
        self.selected.hover(self.under(ev));
    }

    pub fn focus(self, ev: &FocusEvent) {
        let Some(element) = element_of(ev.target()) else { return };
        self.selected.hover(self.about(&element));
        if element.has_attribute("data-about") {
            self.stop_at(&element);
        }
    }

    pub fn open_menu(self, ev: &MouseEvent) {
        let by_key = ev.button() != 2;
        let thing = if by_key { self.of_target(ev.target()) } else { self.under(ev) };
        let Some(thing) = thing else { return };
        ev.prevent_default();
        let (mut x, mut y) = (f64::from(ev.client_x()), f64::from(ev.client_y()));
        if by_key && let Some(element) = element_of(ev.target()) {
            let rect = element.get_bounding_client_rect();
            (x, y) = (rect.left() + 12.0, rect.bottom());
        }
        self.menu.open(thing, x, y);
    }

    /// Arrows, Home and End walk through boxes and messages in reading order.
    pub fn key(self, ev: &KeyboardEvent) {
        let Some(field) = self.field.get_untracked() else { return };
        let Ok(stops) = field.query_selector_all(STOPS) else { return };
        let stops: Vec<HtmlElement> =
            (0..stops.length()).filter_map(|place| stops.item(place)?.dyn_into().ok()).collect();
        let here = element_of(ev.target()).and_then(|target| stops.iter().position(|stop| **stop == target));
        let Some(here) = here else { return };
        let last = stops.len().saturating_sub(1);
        let to = match ev.key().as_str() {
            "ArrowRight" | "ArrowDown" => {
                if here == last {
                    0
                } else {
                    here + 1
                }
            }
            "ArrowLeft" | "ArrowUp" => here.checked_sub(1).unwrap_or(last),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        ev.prevent_default();
        if let Some(stop) = stops.get(to) {
            // Fails only for an element that left the page.
            let _ = stop.focus();
        }
    }

    /// The one box that the Tab key stops at.
    pub fn stop_at(self, element: &Element) {
        let Some(field) = self.field.get_untracked() else { return };
        if let Ok(Some(before)) = field.query_selector("button[data-about][tabindex='0']") {
            let _ = before.set_attribute("tabindex", "-1");
        }
        let _ = element.set_attribute("tabindex", "0");
    }

    /// What the pointer is on: a message, one in a queue, or a box.
    fn under(self, ev: &MouseEvent) -> Option<Selection> {
        let element = element_of(ev.target())?;
        if element.closest(".flow-losses").ok().flatten().is_some() {
            return None;
        }
        if let Some(message) = self.tag(&element) {
            return Some(Selection::Message(message));
        }
        let rect = self.field.get_untracked()?.get_bounding_client_rect();
        let at = Point::new(f64::from(ev.client_x()) - rect.left(), f64::from(ev.client_y()) - rect.top());
        self.message_at(at).map(Selection::Message).or_else(|| self.about(&element))
    }

    fn message_at(self, at: Point) -> Option<MessageNo> {
        self.drawn.with_value(|drawn| {
            let moving = &drawn.moving;
            let near =
                |queued: &&crate::scene::flow::QueueMark| queued.at.distance_squared(at) <= REACH_QUEUED * REACH_QUEUED;
            let queued = || moving.queued.iter().find(near).map(|queued| queued.message);
            hit(&moving.tokens, at, REACH).map(|token| token.key.message).or_else(queued)
        })
    }

    fn of_target(self, target: Option<EventTarget>) -> Option<Selection> {
        self.about(&element_of(target)?)
    }

    /// What an element stands for.
    fn about(self, element: &Element) -> Option<Selection> {
        if let Some(message) = self.tag(element) {
            return Some(Selection::Message(message));
        }
        let name = element.closest("[data-about]").ok().flatten()?.get_attribute("data-about")?;
        if name == "dead-letters" {
            return Some(self.first_dead_letter().map_or(Selection::Node(Node::Bus), Selection::DeadLetter));
        }
        let (kind, name) = name.split_once('-')?;
        match (kind, Place::from_name(name)?) {
            ("node", Place::Node(node)) => Some(Selection::Node(node)),
            ("model", Place::ReadModel(model)) => Some(Selection::Model(model)),
            (_, Place::Node(_) | Place::ReadModel(_)) => None,
        }
    }

    fn tag(self, element: &Element) -> Option<MessageNo> {
        let place = element.closest(".flow-tag").ok().flatten()?.get_attribute("data-place")?.parse().ok()?;
        self.drawn.with_value(|drawn| drawn.tags.message(place))
    }

    fn first_dead_letter(self) -> Option<u32> {
        self.handle.with(|session| {
            let mut letters = session.world().bus.dead_letters();
            letters.find(|(_, letter)| letter.state == DeadState::Parked).map(|(number, _)| number)
        })
    }
}

fn element_of(target: Option<EventTarget>) -> Option<Element> {
    target?.dyn_into().ok()
}
