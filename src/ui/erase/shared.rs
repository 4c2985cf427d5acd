//! What the parts of the screen share, found by its type.

use std::any::{Any, TypeId};
use std::cell::RefCell;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::reactive::owner::Owner;

type Thing = Arc<dyn Any + Send + Sync>;

#[derive(Clone, Copy)]
struct Shared(StoredValue<Vec<(TypeId, Thing)>>);

thread_local! {
    /// Owns what lives as long as the page.
    static PAGE: RefCell<Option<Owner>> = const { RefCell::new(None) };
}

/// To be called once, by the screen, before anything is provided.
pub fn share() {
    PAGE.set(Owner::current());
    provide_context(Shared(StoredValue::new(Vec::new())));
}

/// What `make` makes lives as long as the page. For whatever a handler adds to things that stay: all else that it makes
/// goes with its own part of the screen.
pub fn kept<T>(make: impl FnOnce() -> T) -> T {
    match PAGE.with_borrow(Option::clone) {
        Some(page) => page.with(make),
        None => make(),
    }
}

/// Lets every part of the screen find `thing`.
pub fn provide<T: Copy + Send + Sync + 'static>(thing: T) {
    keep(TypeId::of::<T>(), Arc::new(thing));
}

#[inline(never)]
fn keep(of: TypeId, thing: Thing) {
    expect_context::<Shared>().0.update_value(|things| things.push((of, thing)));
}

/// What was provided of this type. The screen provides everything before its parts are built.
pub fn here<T: Copy + Send + Sync + 'static>() -> T {
    match find(TypeId::of::<T>()).and_then(|thing| thing.downcast_ref().copied()) {
        Some(thing) => thing,
        None => unreachable!("the screen provides all that its parts share"),
    }
}

#[inline(never)]
fn find(of: TypeId) -> Option<Thing> {
    let find = |things: &Vec<(TypeId, Thing)>| {
        things.iter().find(|(known, _)| *known == of).map(|(_, thing)| Arc::clone(thing))
    };
    use_context::<Shared>()?.0.try_with_value(find).flatten()
}
