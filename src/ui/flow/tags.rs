//! The first messages on their way as real buttons over the canvas: their names as text, their place as a transform,
//! reachable by keyboard. A fixed pool; an element is touched only where something about it changed.

use crate::ui::erase::Gather;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::kernel::MessageNo;
use crate::scene::flow::{Beside, Layout, Side, Token, TokenKey, beside};
use crate::scene::geometry::{Point, Rect, Tenths};
use crate::scene::mark::Hue;

/// Buttons at the most.
pub const TAGS_MAX: usize = 20;
/// More messages than this, and while the run plays only those keep their names that are chosen or pointed at.
pub const NAMED_MAX: usize = 40;
/// One button of the pool as it was drawn last.
#[derive(Clone, Debug, Default, PartialEq)]
struct Tag {
    key: Option<TokenKey>,
    text: String,
    chip: String,
    class: String,
    side: Side,
    at: Point,
}

/// The pool.
#[derive(Default)]
pub struct Tags {
    tags: Vec<Tag>,
    elements: Vec<HtmlElement>,
}

/// What the names are chosen by.
pub struct Naming<'a> {
    pub layout: &'a Layout,
    pub paused: bool,
    pub still: bool,
    pub is_lit: &'a dyn Fn(&Token) -> bool,
    /// What a message is about, for a picture that stands.
    pub chip: &'a dyn Fn(MessageNo) -> String,
}

impl Tags {
    /// The message of a button of the pool.
    pub fn message(&self, place: usize) -> Option<MessageNo> {
        self.tags.get(place)?.key.map(|key| key.message)
    }

    pub fn draw(&mut self, holder: NodeRef<html::Div>, tokens: &[Token], naming: &Naming) {
        if self.elements.is_empty() && !self.find(holder) {
            return;
        }
        self.tags.resize(TAGS_MAX, Tag::default());
        let wanted = wanted(tokens, naming);
        let places = self.assign(&wanted);
        let mut taken: Vec<Rect> = Vec::with_capacity(TAGS_MAX);
        for place in 0..TAGS_MAX {
            let token = places.get(place).copied().flatten();
            self.draw_one(place, token, naming, &mut taken);
        }
    }

    fn find(&mut self, holder: NodeRef<html::Div>) -> bool {
        let Some(holder) = holder.get_untracked() else { return false };
        let children = holder.children();
        self.elements = (0..children.length()).filter_map(|place| children.item(place)?.dyn_into().ok()).collect();
        !self.elements.is_empty()
    }

    /// A message keeps its button for as long as it travels, so that the focus stays with it.
    fn assign<'a>(&self, wanted: &[&'a Token]) -> Vec<Option<&'a Token>> {
        let mut places: Vec<Option<&Token>> = vec![None; TAGS_MAX];
        let mut rest = Vec::new();
        for token in wanted {
            let known = self.tags.iter().position(|tag| tag.key == Some(token.key));
            match known.and_then(|place| places.get_mut(place)) {
                Some(place) => *place = Some(token),
                None => rest.push(*token),
            }
        }
        let free = places.iter_mut().filter(|place| place.is_none());
        free.zip(rest).for_each(|(place, token)| *place = Some(token));
        places
    }

    fn draw_one(&mut self, place: usize, token: Option<&Token>, naming: &Naming, taken: &mut Vec<Rect>) {
        let (Some(tag), Some(element)) = (self.tags.get_mut(place), self.elements.get(place)) else { return };
        let Some(token) = token else {
            if let Some(key) = tag.key {
                hand_focus_on(element, key.to.name());
                element.set_hidden(true);
                *tag = Tag::default();
            }
            return;
        };
        let at = if naming.still { token.curve.at(0.5) } else { token.at };
        let lit = (naming.is_lit)(token);
        let chip = if naming.paused { (naming.chip)(token.key.message) } else { String::new() };
        let beside = beside(tag.side, at, token.label, &chip, naming.layout, taken);
        let side = beside.map_or(tag.side, |beside| beside.side);
        let much = match beside {
            Some(Beside { with_chip: true, .. }) => "",
            None if !lit => " unnamed",
            Some(_) | None => " short",
        };
        taken.extend(beside.map(|beside| beside.rect));
        let class = format!(
            "flow-tag {} {}{}{}{much}",
            side.class(),
            hue_class(token.mark.hue),
            if lit { " lit" } else { "" },
            if token.mark.crossed { " crossed" } else { "" },
        );
        let new = Tag { key: Some(token.key), text: token.label.to_owned(), chip, class, side, at };
        apply(element, tag, &new);
        *tag = new;
    }
}

/// The messages that get a button: all while they are few, else the lit ones; on a still picture the first.
fn wanted<'a>(tokens: &'a [Token], naming: &Naming) -> Vec<&'a Token> {
    let few = tokens.len() <= NAMED_MAX || naming.paused;
    let lit = tokens.iter().filter(|token| (naming.is_lit)(token));
    let mut wanted: Vec<&Token> = lit.take(TAGS_MAX).collect();
    if few {
        let others = tokens.iter().filter(|token| !(naming.is_lit)(token));
        let room = TAGS_MAX - wanted.len();
        wanted.extend(others.take(room));
    }
    wanted
}

fn apply(element: &HtmlElement, before: &Tag, now: &Tag) {
    if before.key.is_none() {
        element.set_hidden(false);
    }
    if before.text != now.text || before.chip != now.chip {
        if let Some(name) = element.first_element_child() {
            name.set_text_content(Some(&now.text));
        }
        if let Some(chip) = element.last_element_child() {
            chip.set_text_content(Some(&now.chip));
        }
    }
    if before.class != now.class {
        element.set_class_name(&now.class);
    }
    if before.at != now.at {
        let place = format!("translate({}px,{}px)", Tenths(now.at.x), Tenths(now.at.y));
        // Set through the object model, which the content security policy allows.
        let _ = element.style().set_property("transform", &place);
    }
}

/// A message that has arrived leaves the focus to the part that has it now.
fn hand_focus_on(element: &HtmlElement, to: &str) {
    if !element.matches(":focus").unwrap_or(false) {
        return;
    }
    let field = element.closest(".flow-field").ok().flatten();
    let part = field.and_then(|field| field.query_selector(&format!("[data-about='node-{to}']")).ok().flatten());
    if let Some(part) = part.and_then(|part| part.dyn_into::<HtmlElement>().ok()) {
        // Fails only for an element that left the page.
        let _ = part.focus();
    }
}

pub fn hue_class(hue: Hue) -> &'static str {
    match hue {
        Hue::Command => "is-command",
        Hue::Event => "is-event",
        Hue::Aggregate => "is-aggregate",
        Hue::Saga => "is-saga",
        Hue::Read => "is-read",
        Hue::External => "is-external",
        Hue::Bad => "is-bad",
        Hue::Ink => "is-plain",
    }
}

/// The buttons, empty.
pub fn pool() -> AnyView {
    (0..TAGS_MAX)
        .map(|place| {
            part! {
                <button type="button" class="flow-tag" tabindex="-1" hidden data-place=place.to_string()>
                    <span class="flow-name"></span><span class="flow-chip"></span>
                </button>
            }
        })
        .gather()
        .into_any()
}
