//! Parts of views by pointer: one copy of the machinery for all of them instead of one for each closure and each type.
//! The page is a third smaller for it.

mod handlers;
mod kid;
mod shared;
mod slice;
mod standing;
mod state;
mod tag;
mod value;

use std::hash::Hash;

use leptos::prelude::*;

use crate::kernel::Digest;

pub use handlers::{changed, focus, key, mouse, pointer, submitted};
pub use kid::IntoKid;
pub use shared::{here, kept, provide, share};
pub use slice::{Held, Slice};
pub use state::State;
pub use tag::Tag;
pub use value::live;

/// A part of a view that is computed again whenever what it reads has changed.
pub fn erased<T: IntoView + 'static>(mut compute: impl FnMut() -> T + Send + 'static) -> AnyView {
    by_pointer(Box::new(move || compute().into_view().into_any()))
}

type Compute = Box<dyn FnMut() -> AnyView + Send>;

#[inline(never)]
fn by_pointer(compute: Compute) -> AnyView {
    compute.into_any()
}

/// A part that is there while something holds.
pub fn shown(holds: impl Fn() -> bool + Send + Sync + 'static, part: fn() -> AnyView) -> AnyView {
    let holds = Slice::new(holds);
    erased(move || holds.get().then(part))
}

/// Many parts as one.
pub trait Gather {
    fn gather(self) -> AnyView;
}

impl<I: IntoIterator<Item = T>, T: IntoAny> Gather for I {
    fn gather(self) -> AnyView {
        self.into_iter().map(T::into_any).collect::<Vec<_>>().into_any()
    }
}

/// A row that is built when its key is new.
type Row = (u64, Box<dyn FnOnce() -> AnyView + Send>);

/// A list in which a row stays as it is as long as its key does.
pub fn rows<T: Send + 'static, K: Hash>(
    each: impl Fn() -> Vec<T> + Send + 'static,
    key: impl Fn(&T) -> K + Send + 'static,
    row: impl Fn(T) -> AnyView + Clone + Send + 'static,
) -> AnyView {
    rows_by_pointer(Box::new(move || {
        let build = |thing: T| {
            let row = row.clone();
            (Digest::of(&key(&thing)).word(), Box::new(move || row(thing)) as Box<dyn FnOnce() -> AnyView + Send>)
        };
        each().into_iter().map(build).collect()
    }))
}

#[inline(never)]
fn rows_by_pointer(each: Box<dyn Fn() -> Vec<Row> + Send>) -> AnyView {
    view! { <For each=move || each() key=|row| row.0 children=|row| (row.1)() /> }.into_any()
}
