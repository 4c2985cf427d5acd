//! An element of the page while it stands there: built once, and built again from a newer template in place.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::reactive::effect::RenderEffect;
use leptos::reactive::owner::Owner;
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::any_view::AnyViewState;
use leptos::tachys::view::{Mountable, Position, PositionState};
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, Node, Text};

use super::kid::Kid;
use super::tag::{Fixed, Handler, Parts, Place, Tag};
use super::value::{Given, Live, Value};

const SVG: &str = "http://www.w3.org/2000/svg";
const SVG_TAGS: [&str; 6] = ["svg", "path", "circle", "defs", "marker", "g"];

/// What Leptos builds the element from.
pub(super) struct Template(pub SendWrapper<Tag>);

/// An element on the page.
pub struct Standing {
    element: Element,
    name: &'static str,
    fixed: Fixed,
    /// What the template sets, live or not, in its order.
    shape: Vec<(Place, &'static str)>,
    given: Vec<(Place, &'static str, Given)>,
    /// Computes the live values for as long as it is kept.
    live: Vec<RenderEffect<Given>>,
    handlers: Vec<Listener>,
    kids: Vec<StandingKid>,
}

struct Listener {
    element: Element,
    event: &'static str,
    handler: Rc<RefCell<Heard>>,
    /// Called by the browser for as long as it is kept.
    closure: Closure<dyn Fn(Event)>,
}

/// A handler with its owner.
type Heard = Rc<dyn Fn(Event)>;

enum StandingKid {
    Text(Text, String),
    Tag(Standing),
    View(AnyViewState),
}

impl Standing {
    fn of(tag: Tag) -> Self {
        let Parts { name, fixed, settings, handlers, refer, kids } = *tag.0;
        let element = create(name);
        for (name, value) in fixed {
            let _ = element.set_attribute(name, value);
        }
        let kids: Vec<StandingKid> = kids.into_iter().map(StandingKid::of).collect();
        let handlers = handlers.into_iter().map(|(event, handler)| Listener::of(&element, event, handler)).collect();
        let mut standing = Self {
            element,
            name,
            fixed,
            shape: shape_of(&settings),
            given: Vec::new(),
            live: Vec::new(),
            handlers,
            kids,
        };
        let element = standing.element.clone();
        standing.kids.iter_mut().for_each(|kid| kid.mount(&element, None));
        standing.handlers.iter().for_each(Listener::listen);
        // Last: what a choice is set to must be among the choices.
        standing.set(settings);
        if let Some(refer) = refer {
            refer(&element);
        }
        standing
    }

    fn set(&mut self, settings: Vec<(Place, &'static str, Value)>) {
        let before = std::mem::take(&mut self.given);
        self.live.clear();
        for (place, name, value) in settings {
            match value {
                Value::Standing(given) => {
                    let known = before.iter().any(|(at, known, was)| *at == place && *known == name && *was == given);
                    if !known {
                        apply(&self.element, place, name, &given);
                    }
                    self.given.push((place, name, given));
                }
                Value::Live(compute) => self.live.push(follow(self.element.clone(), place, name, compute)),
            }
        }
    }

    fn become_like(&mut self, tag: Tag) {
        if !self.is_of(&tag.0) {
            let mut new = Self::of(tag);
            self.insert_before_this(&mut new);
            self.unmount();
            *self = new;
            return;
        }
        let Parts { settings, handlers, refer, kids, .. } = *tag.0;
        for ((_, handler), known) in handlers.into_iter().zip(&self.handlers) {
            known.replace(handler);
        }
        self.place(kids);
        self.set(settings);
        if let Some(refer) = refer {
            refer(&self.element);
        }
    }

    /// True if it was built from the same template: another would leave behind what it does not set.
    fn is_of(&self, parts: &Parts) -> bool {
        let heard = parts.handlers.iter().map(|(event, _)| *event);
        parts.name == self.name
            && parts.fixed == self.fixed
            && shape_of(&parts.settings) == self.shape
            && heard.eq(self.handlers.iter().map(|listener| listener.event))
    }

    fn place(&mut self, kids: Vec<Kid>) {
        let count = kids.len();
        for (at, kid) in kids.into_iter().enumerate() {
            if let Some(standing) = self.kids.get_mut(at) {
                standing.become_like(kid);
            } else {
                let mut standing = StandingKid::of(kid);
                standing.mount(&self.element, None);
                self.kids.push(standing);
            }
        }
        self.kids.drain(count..).for_each(|mut kid| kid.unmount());
    }
}

impl StandingKid {
    fn of(kid: Kid) -> Self {
        match kid {
            Kid::Text(text) => Self::Text(document().create_text_node(&text), text.into_owned()),
            Kid::Tag(tag) => Self::Tag(Standing::of(tag)),
            Kid::View(view) => Self::View(view.build()),
        }
    }

    fn become_like(&mut self, kid: Kid) {
        match (self, kid) {
            (Self::Text(node, before), Kid::Text(text)) => {
                if *before != text {
                    node.set_data(&text);
                    *before = text.into_owned();
                }
            }
            (Self::Tag(standing), Kid::Tag(tag)) => standing.become_like(tag),
            (Self::View(state), Kid::View(view)) => view.rebuild(state),
            (standing, kid) => {
                let mut new = Self::of(kid);
                standing.insert_before_this(&mut new);
                standing.unmount();
                *standing = new;
            }
        }
    }
}

impl Listener {
    fn of(element: &Element, event: &'static str, handler: Handler) -> Self {
        let handler = Rc::new(RefCell::new(owned(handler)));
        let heard = Rc::clone(&handler);
        let closure = Closure::new(move |event: Event| {
            // Not held while it works: what it does may bring the same event again.
            let handler = Rc::clone(&heard.borrow());
            handler(event);
        });
        Self { element: element.clone(), event, handler, closure }
    }

    fn replace(&self, handler: Handler) {
        self.handler.replace(owned(handler));
    }

    fn listen(&self) {
        let _ = self.element.add_event_listener_with_callback(self.event, self.closure.as_ref().unchecked_ref());
    }
}

/// An element that has left the page may still be sent events.
impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self.element.remove_event_listener_with_callback(self.event, self.closure.as_ref().unchecked_ref());
    }
}

/// Whoever builds the template owns what its handlers make, and with the owner goes what they read. Its elements stand
/// a little longer: what they hear as they leave the page, such as the loss of the focus, comes to nothing.
fn owned(handler: Handler) -> Heard {
    let owner = Owner::current().unwrap_or_default();
    let stands = owner.with(|| StoredValue::new(()));
    Rc::new(move |event| {
        if !stands.is_disposed() {
            owner.with(|| handler(event));
        }
    })
}

fn shape_of(settings: &[(Place, &'static str, Value)]) -> Vec<(Place, &'static str)> {
    settings.iter().map(|(place, name, _)| (*place, *name)).collect()
}

fn create(name: &'static str) -> Element {
    let made = if SVG_TAGS.contains(&name) {
        document().create_element_ns(Some(SVG), name)
    } else {
        document().create_element(name)
    };
    match made {
        Ok(element) => element,
        Err(_) => unreachable!("the names of elements are names"),
    }
}

fn follow(element: Element, place: Place, name: &'static str, mut compute: Live) -> RenderEffect<Given> {
    RenderEffect::new(move |before: Option<Given>| {
        let now = (compute.0)();
        // A person may have changed a property since: it is set again even to the same.
        if place == Place::Property || before.as_ref() != Some(&now) {
            apply(&element, place, name, &now);
        }
        now
    })
}

fn apply(element: &Element, place: Place, name: &'static str, given: &Given) {
    let _ = match place {
        Place::Attribute => match given.text() {
            Some(text) => element.set_attribute(name, text),
            None => element.remove_attribute(name),
        },
        Place::Class => element.class_list().toggle_with_force(name, *given == Given::Flag(true)).map(drop),
        Place::Style => {
            let style = web_sys::HtmlElement::style(element.unchecked_ref());
            style.set_property(name, given.text().unwrap_or_default())
        }
        Place::Property => js_sys::Reflect::set(element, &name.into(), &given.js()).map(drop),
    };
}

impl Mountable for Standing {
    fn unmount(&mut self) {
        self.element.remove();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        let _ = parent.insert_before(&self.element, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let parent = self.element.parent_element();
        parent.map(|parent| child.mount(&parent, Some(&self.element))).is_some()
    }

    fn elements(&self) -> Vec<Element> {
        vec![self.element.clone()]
    }
}

impl Mountable for StandingKid {
    fn unmount(&mut self) {
        match self {
            Self::Text(text, _) => text.remove(),
            Self::Tag(standing) => standing.unmount(),
            Self::View(state) => state.unmount(),
        }
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        match self {
            Self::Text(text, _) => drop(parent.insert_before(text, marker)),
            Self::Tag(standing) => standing.mount(parent, marker),
            Self::View(state) => state.mount(parent, marker),
        }
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        match self {
            Self::Text(text, _) => text.parent_element().map(|parent| child.mount(&parent, Some(text))).is_some(),
            Self::Tag(standing) => standing.insert_before_this(child),
            Self::View(state) => state.insert_before_this(child),
        }
    }

    fn elements(&self) -> Vec<Element> {
        match self {
            Self::Text(..) => Vec::new(),
            Self::Tag(standing) => standing.elements(),
            Self::View(state) => state.elements(),
        }
    }
}

impl Render for Template {
    type State = Standing;

    fn build(self) -> Standing {
        Standing::of(self.0.take())
    }

    fn rebuild(self, state: &mut Standing) {
        state.become_like(self.0.take());
    }
}

/// Nothing in this program spreads attributes.
impl AddAnyAttr for Template {
    type Output<NewAttr: Attribute> = Self;

    fn add_any_attr<NewAttr: Attribute>(self, _attr: NewAttr) -> Self {
        self
    }
}

/// There is no server: nothing is ever written as text, and nothing found on the page is taken over.
impl RenderHtml for Template {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Standing {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}
