//! What is computed from the run, and told on only when it comes out different.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

use leptos::prelude::*;

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

/// A value of whatever type, to be compared with another.
pub struct Held(Arc<dyn Value>);

impl Held {
    pub fn new<T: PartialEq + Send + Sync + 'static>(value: T) -> Self {
        Self(Arc::new(value))
    }
}

type Compute = Box<dyn Fn(Option<&Held>) -> Held + Send + Sync>;

pub trait Value: Send + Sync {
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

    /// What a memo computes, which makes it of this type alone.
    pub(in crate::ui) const fn of(memo: Memo<Held>) -> Self {
        Self { memo, of: PhantomData }
    }

    pub fn with<R>(self, look: impl FnOnce(&T) -> R) -> R {
        Self::look(&*held(self.memo), look)
    }

    /// Follows it without looking.
    pub fn track(self) {
        self.memo.track();
    }

    /// Without following it.
    pub fn with_untracked<R>(self, look: impl FnOnce(&T) -> R) -> R {
        Self::look(&*held_untracked(self.memo), look)
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

    /// Without following it; `None` once its part of the screen is gone.
    pub fn try_get_untracked(self) -> Option<T> {
        let held = self.memo.try_with_untracked(|held| Arc::clone(&held.0))?;
        Some(Self::look(&*held, T::clone))
    }
}

#[inline(never)]
fn memo_by_pointer(compute: Compute) -> Memo<Held> {
    Memo::new(compute)
}

#[inline(never)]
fn held(memo: Memo<Held>) -> Arc<dyn Value> {
    memo.with(|held| Arc::clone(&held.0))
}

#[inline(never)]
fn held_untracked(memo: Memo<Held>) -> Arc<dyn Value> {
    memo.with_untracked(|held| Arc::clone(&held.0))
}
