//! What the parts of the screen share, found by its type.

use std::any::{Any, TypeId};
use std::sync::Arc;

use leptos::prelude::*;

type Thing = Arc<dyn Any + Send + Sync>;

#[derive(Clone, Copy)]
struct Shared(StoredValue<Vec<(TypeId, Thing)>>);

/// To be called once, by the screen, before anything is provided.
pub fn share() {
    provide_context(Shared(StoredValue::new(Vec::new())));
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
