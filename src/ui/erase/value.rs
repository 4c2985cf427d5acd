//! What an attribute, a class, a style or a property is set to, once or again and again.

use wasm_bindgen::JsValue;

/// A value as the document takes it.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    Nothing,
    Flag(bool),
    Word(&'static str),
    Text(String),
}

impl Given {
    /// As an attribute; `None` if there is to be none.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Nothing | Self::Flag(false) => None,
            Self::Flag(true) => Some(""),
            Self::Word(word) => Some(word),
            Self::Text(text) => Some(text),
        }
    }

    pub(super) fn js(&self) -> JsValue {
        match self {
            Self::Nothing => JsValue::NULL,
            Self::Flag(flag) => JsValue::from_bool(*flag),
            Self::Word(word) => JsValue::from_str(word),
            Self::Text(text) => JsValue::from_str(text),
        }
    }
}

impl From<bool> for Given {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<&'static str> for Given {
    fn from(word: &'static str) -> Self {
        Self::Word(word)
    }
}

impl From<String> for Given {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl<T: Into<Self>> From<Option<T>> for Given {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Nothing, Into::into)
    }
}

/// Computes a value again whenever what it reads has changed.
pub struct Live(pub(super) Box<dyn FnMut() -> Given>);

/// A value that is computed again whenever what it reads has changed.
pub fn live<T: Into<Given>>(mut compute: impl FnMut() -> T + 'static) -> Live {
    Live(Box::new(move || compute().into()))
}

/// A value that stands, or a live one.
pub enum Value {
    Standing(Given),
    Live(Live),
}

impl<T: Into<Given>> From<T> for Value {
    fn from(value: T) -> Self {
        Self::Standing(value.into())
    }
}

impl From<Live> for Value {
    fn from(value: Live) -> Self {
        Self::Live(value)
    }
}
