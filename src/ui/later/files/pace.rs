//! Long work by slices: the page draws and hears between them.

use std::cell::{Cell, RefCell};

use js_sys::{Function, Promise};
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;

use crate::ui::handle::now_ms;

/// Work in one go.
const SLICE_MS: f64 = 8.0;

/// Looks at the clock.
pub struct Pace(f64);

impl Pace {
    pub fn new() -> Self {
        Self(now_ms())
    }

    /// Lets the page draw where the slice is over. True if it did.
    pub async fn rest(&mut self) -> bool {
        let is_over = now_ms() - self.0 > SLICE_MS;
        if is_over {
            next_task().await;
            self.0 = now_ms();
        }
        is_over
    }
}

/// Comes back with the browser's next task. A timer would be put off for some milliseconds each time, and for a second
/// in a tab that nobody looks at.
async fn next_task() {
    let promise = Promise::new(&mut |resolve, refuse| {
        let Ok(channel) = web_sys::MessageChannel::new() else { return drop(refuse.call0(&JsValue::NULL)) };
        let port = channel.port1();
        let heard = Closure::once_into_js(move |_: JsValue| drop(resolve.call0(&JsValue::NULL)));
        port.set_onmessage(Some(heard.unchecked_ref()));
        let _ = channel.port2().post_message(&JsValue::NULL);
    });
    // Without channels there are no pauses.
    let _ = JsFuture::from(promise).await;
}

thread_local! {
    static TURN: Cell<u32> = const { Cell::new(0) };
    /// Who waits for an answer.
    static ASKED: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// One whole run enters at a time: whoever comes later puts off whoever came before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn(u32);

impl Turn {
    pub fn take() -> Self {
        let number = TURN.get().wrapping_add(1);
        TURN.set(number);
        answer(false);
        Self(number)
    }

    pub fn is_mine(self) -> bool {
        TURN.get() == self.0
    }

    /// Nothing enters.
    pub fn give_up(self) {
        if self.is_mine() {
            Self::take();
        }
    }

    /// Waits for [`answer`].
    pub async fn ask(self) -> bool {
        let promise = Promise::new(&mut |resolve, _| ASKED.with_borrow_mut(|asked| *asked = Some(resolve)));
        let said = JsFuture::from(promise).await;
        self.is_mine() && said.is_ok_and(|said| said.is_truthy())
    }
}

/// Answers whoever asked last.
pub fn answer(is_yes: bool) {
    if let Some(asked) = ASKED.take() {
        let _ = asked.call1(&JsValue::NULL, &JsValue::from_bool(is_yes));
    }
}
