//! Handlers of events by pointer, one maker for each kind of event.

use web_sys::{Event, FocusEvent, KeyboardEvent, MouseEvent, PointerEvent, SubmitEvent};

macro_rules! makers {
    ($($(#[$meta:meta])* $name:ident($event:ty);)*) => {$(
        $(#[$meta])*
        pub fn $name(handle: impl FnMut($event) + 'static) -> Box<dyn FnMut($event)> {
            Box::new(handle)
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
