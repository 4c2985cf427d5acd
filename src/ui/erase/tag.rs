//! An element of the page before it stands there. What `part!` writes.

use leptos::html::ElementType;
use leptos::prelude::*;
use leptos::tachys::html::node_ref::NodeRefContainer;
use send_wrapper::SendWrapper;
use web_sys::{Element, Event};

use super::kid::Kid;
use super::standing::Template;
use super::value::Value;

/// Attributes that are known when the page is compiled.
pub(super) type Fixed = &'static [(&'static str, &'static str)];

/// Hears an event.
pub type Handler = Box<dyn Fn(Event)>;

/// Is told of the element once it exists.
type Refer = Box<dyn FnOnce(&Element)>;

/// Where a value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Attribute,
    Class,
    Style,
    Property,
}

/// An element with all that was said of it.
pub struct Tag(pub(super) Box<Parts>);

pub(super) struct Parts {
    pub name: &'static str,
    pub fixed: Fixed,
    pub settings: Vec<(Place, &'static str, Value)>,
    pub handlers: Vec<(&'static str, Handler)>,
    pub refer: Option<Refer>,
    pub kids: Vec<Kid>,
}

impl Tag {
    #[inline(never)]
    pub fn new(name: &'static str, fixed: Fixed) -> Self {
        let parts = Parts { name, fixed, settings: Vec::new(), handlers: Vec::new(), refer: None, kids: Vec::new() };
        Self(Box::new(parts))
    }

    pub fn attribute(&mut self, name: &'static str, value: impl Into<Value>) {
        self.set(Place::Attribute, name, value.into());
    }

    pub fn class(&mut self, name: &'static str, value: impl Into<Value>) {
        self.set(Place::Class, name, value.into());
    }

    pub fn style(&mut self, name: &'static str, value: impl Into<Value>) {
        self.set(Place::Style, name, value.into());
    }

    pub fn property(&mut self, name: &'static str, value: impl Into<Value>) {
        self.set(Place::Property, name, value.into());
    }

    #[inline(never)]
    fn set(&mut self, place: Place, name: &'static str, value: Value) {
        self.0.settings.push((place, name, value));
    }

    #[inline(never)]
    pub fn on(&mut self, event: &'static str, handler: Handler) {
        self.0.handlers.push((event, handler));
    }

    pub fn refer<E: ElementType>(&mut self, refer: NodeRef<E>)
    where
        NodeRef<E>: NodeRefContainer<E>,
    {
        self.0.refer = Some(Box::new(move |element| refer.load(element)));
    }

    #[inline(never)]
    pub fn text(&mut self, text: &'static str) {
        self.0.kids.push(Kid::Text(text.into()));
    }

    #[inline(never)]
    pub fn tag(&mut self, tag: Self) {
        self.0.kids.push(Kid::Tag(tag));
    }

    #[inline(never)]
    pub fn kid(&mut self, kid: Kid) {
        self.0.kids.push(kid);
    }

    #[inline(never)]
    pub fn view(self) -> AnyView {
        Template(SendWrapper::new(self)).into_any()
    }
}
