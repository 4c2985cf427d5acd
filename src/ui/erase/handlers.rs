//! Handlers of events as one type, one maker for each kind of event.

use wasm_bindgen::JsCast;
use web_sys::{Event, FocusEvent, KeyboardEvent, MouseEvent, PointerEvent, SubmitEvent};

use super::tag::Handler;

macro_rules! makers {
    ($($(#[$meta:meta])* $name:ident($event:ty);)*) => {$(
        $(#[$meta])*
        pub fn $name(handle: impl Fn($event) + 'static) -> Handler {
            Box::new(move |event: Event| handle(event.unchecked_into()))
        }
    )*};
}

makers! {
    mouse(MouseEvent);
    pointer(PointerEvent);
    key(KeyboardEvent);
    focus(FocusEvent);
    /// Of fields: `input` and `change`; and of whatever scrolls.
    changed(Event);
    submitted(SubmitEvent);
}
