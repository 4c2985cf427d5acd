//! The door to [`later`](super::later): the part of the page that is loaded when it is first asked for.

use leptos::prelude::*;
use std::hint::black_box;

/// A part of the screen from behind the door.
pub fn part(build: fn() -> AnyView) -> AnyView {
    black_box(build)()
}

/// Does something that stands behind the door, as soon as it is there.
pub fn call<T: 'static>(with: T, then: fn(T)) {
    black_box(then)(with);
}
