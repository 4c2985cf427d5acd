//! Parts of views by pointer: one copy of the machinery for all of them instead of one for each closure and each type.
//! The page is a third smaller for it.

use std::any::Any;
use std::hash::Hash;
use std::marker::PhantomData;
use std::sync::Arc;

use leptos::prelude::*;

use crate::kernel::Digest;

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

/// Something computed that tells those who read it only when it comes out different.
pub struct Slice<T> {
    memo: Memo<Held>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Slice<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Slice<T> {}

struct Held(Arc<dyn Value>);

trait Value: Send + Sync {
    fn is_same(&self, other: &dyn Value) -> bool;
    fn as_any(&self) -> &dyn Any;
}

impl<T: PartialEq + Send + Sync + 'static> Value for T {
    fn is_same(&self, other: &dyn Value) -> bool {
        other.as_any().downcast_ref() == Some(self)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl PartialEq for Held {
    fn eq(&self, other: &Self) -> bool {
        self.0.is_same(&*other.0)
    }
}

impl<T: PartialEq + Send + Sync + 'static> Slice<T> {
    pub fn new(compute: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self::after(move |_| compute())
    }

    /// The same, from what it was before.
    pub fn after(compute: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Self {
        let compute = move |before: Option<&Held>| {
            let before = before.and_then(|held| held.0.as_any().downcast_ref());
            Held(Arc::new(compute(before)))
        };
        Self { memo: memo_by_pointer(Box::new(compute)), of: PhantomData }
    }

    pub fn with<R>(self, look: impl FnOnce(&T) -> R) -> R {
        let held = self.memo.with(|held| Arc::clone(&held.0));
        Self::look(&*held, look)
    }

    /// Follows it without looking.
    pub fn track(self) {
        self.memo.track();
    }

    /// Without following it.
    pub fn with_untracked<R>(self, look: impl FnOnce(&T) -> R) -> R {
        let held = self.memo.with_untracked(|held| Arc::clone(&held.0));
        Self::look(&*held, look)
    }

    fn look<R>(held: &dyn Value, look: impl FnOnce(&T) -> R) -> R {
        match held.as_any().downcast_ref() {
            Some(value) => look(value),
            None => unreachable!("a slice holds what it was made of"),
        }
    }
}

impl<T: PartialEq + Clone + Send + Sync + 'static> Slice<T> {
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }
}

#[inline(never)]
fn memo_by_pointer(compute: Box<dyn Fn(Option<&Held>) -> Held + Send + Sync>) -> Memo<Held> {
    Memo::new(move |before| compute(before))
}
