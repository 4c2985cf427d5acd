//! The door to [`later`](super::later): the part of the page that is loaded when it is first asked for.
//!
//! It is a second module over the same memory. The build leaves in the page where it lies and what its digest is.
//! Nothing of it runs before it is there: what is asked for meanwhile waits, and a failure is said and can be repeated.

use std::cell::Cell;
use std::hint::black_box;

use js_sys::{Object, Reflect, Uint8Array, WebAssembly};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::erase::{State, erased, mouse};
use super::notices::Notices;

/// The name of the mark in the page, and the one under which the second module finds the first.
const MARK: &str = "meta[name=loaded-later]";
const FIRST: &str = "first";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Unasked,
    Loading,
    There,
    Failed,
}

type Waiting = Vec<Box<dyn FnOnce()>>;

#[derive(Clone, Copy)]
pub struct Door {
    stage: State<Stage>,
    waiting: StoredValue<Waiting, LocalStorage>,
    notices: Notices,
}

thread_local! {
    /// A page has one door, and handlers have no owner in which they could look for it.
    static DOOR: Cell<Option<Door>> = const { Cell::new(None) };
}

impl Door {
    /// To be called once, by the screen.
    pub fn provide(notices: Notices) {
        let door = Self { stage: State::new(Stage::Unasked), waiting: StoredValue::new_local(Vec::new()), notices };
        DOOR.set(Some(door));
        // Whoever touches the page will soon ask for more. What failed is tried again only where somebody asks for it.
        let touched = move || {
            if door.stage.get_untracked() == Stage::Unasked {
                door.open();
            }
        };
        window_event_listener(leptos::ev::pointermove, move |_| touched());
        window_event_listener(leptos::ev::keydown, move |_| touched());
    }

    pub fn here() -> Self {
        match DOOR.get() {
            Some(door) => door,
            None => unreachable!("the screen provides the door before its parts are built"),
        }
    }

    /// Loads what is behind the door, if nobody has yet.
    fn open(self) {
        if matches!(self.stage.get_untracked(), Stage::Loading | Stage::There) {
            return;
        }
        self.stage.set(Stage::Loading);
        spawn_local(async move {
            let loaded = load().await;
            // A script may have been faster.
            if self.stage.get_untracked() == Stage::There {
                return;
            }
            match loaded.and_then(|module| instantiate(&module)) {
                Ok(()) => self.opened(),
                Err(_) => {
                    self.stage.set(Stage::Failed);
                    self.waiting.update_value(Vec::clear);
                    self.notices.show("This part of the page could not be loaded. Is the server still there?");
                }
            }
        });
    }

    fn opened(self) {
        self.stage.set(Stage::There);
        let mut waiting = Vec::new();
        self.waiting.update_value(|held| waiting = std::mem::take(held));
        waiting.into_iter().for_each(|call| call());
    }

    /// For scripts, whose calls are synchronous: loads what is behind the door while everything else waits.
    fn open_now(self) -> Result<(), JsValue> {
        if self.stage.get_untracked() != Stage::There {
            load_now().and_then(|module| instantiate(&module))?;
            self.opened();
        }
        Ok(())
    }
}

/// A part of the screen from behind the door.
pub fn part(build: fn() -> AnyView) -> AnyView {
    let door = Door::here();
    door.open();
    erased(move || match door.stage.get() {
        Stage::There => black_box(build)(),
        Stage::Failed => part! {
            <p class="quiet">"This part of the page could not be loaded. "
                <button type="button" class="link" on:click=mouse(move |_| door.open())>"Try again"</button></p>
        }
        .into_any(),
        Stage::Unasked | Stage::Loading => part! { <p class="quiet" role="status">"Loading…"</p> }.into_any(),
    })
}

/// A part of the screen that is there as soon as somebody else has opened the door.
pub fn when_open(build: fn() -> AnyView) -> AnyView {
    let door = Door::here();
    erased(move || (door.stage.get() == Stage::There).then(|| black_box(build)()))
}

/// A part of the screen that shows something else until somebody has opened the door.
pub fn when_open_or(before: fn() -> AnyView, build: fn() -> AnyView) -> AnyView {
    let door = Door::here();
    erased(move || if door.stage.get() == Stage::There { black_box(build)() } else { before() })
}

/// A part of the screen from behind the door, about something.
pub fn part_about<T: Copy + Send + Sync + 'static>(about: T, build: fn(T) -> AnyView) -> AnyView {
    let door = Door::here();
    door.open();
    erased(move || (door.stage.get() == Stage::There).then(|| black_box(build)(about)))
}

/// Does something that stands behind the door, as soon as it is there.
pub fn call<T: 'static>(with: T, then: fn(T)) {
    let door = Door::here();
    let call = move || black_box(then)(with);
    if door.stage.get_untracked() == Stage::There {
        return call();
    }
    door.waiting.update_value(|waiting| waiting.push(Box::new(call)));
    door.open();
}

/// Asks something of what stands behind the door, and waits for it.
///
/// # Errors
/// What the browser says where it could not be loaded.
pub fn ask<T, R>(with: T, then: fn(T) -> R) -> Result<R, JsValue> {
    Door::here().open_now()?;
    Ok(black_box(then)(with))
}

/// Where the second module lies, and its digest.
fn place() -> Result<(String, String), JsValue> {
    let mark = document().query_selector(MARK)?.ok_or(JsValue::NULL)?;
    let read = |name: &str| mark.get_attribute(name).ok_or(JsValue::NULL);
    Ok((read("content")?, read("data-integrity")?))
}

async fn load() -> Result<WebAssembly::Module, JsValue> {
    let (address, integrity) = place()?;
    let options = web_sys::RequestInit::new();
    options.set_integrity(&integrity);
    let answer = JsFuture::from(window().fetch_with_str_and_init(&address, &options)).await?;
    let bytes = JsFuture::from(answer.unchecked_into::<web_sys::Response>().array_buffer()?).await?;
    Ok(JsFuture::from(WebAssembly::compile(&bytes)).await?.unchecked_into())
}

fn load_now() -> Result<WebAssembly::Module, JsValue> {
    let (address, _) = place()?;
    let request = web_sys::XmlHttpRequest::new()?;
    request.open_with_async("GET", &address, false)?;
    // Bytes as they are: an answer that is waited for cannot be anything but text.
    request.override_mime_type("text/plain; charset=x-user-defined")?;
    request.send()?;
    let text = js_sys::JsString::from(request.response_text()?.ok_or(JsValue::NULL)?.as_str());
    let bytes: Vec<u8> = text.iter().map(|unit| unit.to_le_bytes()[0]).collect();
    WebAssembly::Module::new(&Uint8Array::from(bytes.as_slice()))
}

fn instantiate(module: &WebAssembly::Module) -> Result<(), JsValue> {
    let imports = Object::new();
    Reflect::set(&imports, &FIRST.into(), &wasm_bindgen::exports())?;
    WebAssembly::Instance::new(module, &imports).map(drop)
}
