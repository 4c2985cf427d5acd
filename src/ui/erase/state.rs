//! What a person set on the screen: a signal, with one copy of the machinery for all types.

use std::any::Any;
use std::marker::PhantomData;

use leptos::prelude::*;

type Kept = Box<dyn Any + Send + Sync>;

/// A value that tells those who read it when it is set. Copied freely.
pub struct State<T> {
    signal: RwSignal<Kept>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for State<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for State<T> {}

impl<T: Send + Sync + 'static> State<T> {
    pub fn new(value: T) -> Self {
        Self { signal: signal_of(Box::new(value)), of: PhantomData }
    }

    pub fn set(self, value: T) {
        set(self.signal, Box::new(value));
    }

    pub fn update(self, change: impl FnOnce(&mut T)) {
        let mut change = Some(change);
        update(self.signal, &mut |kept| {
            if let (Some(change), Some(value)) = (change.take(), kept.downcast_mut()) {
                change(value);
            }
        });
    }

    pub fn with<R>(self, look: impl FnOnce(&T) -> R) -> R {
        Self::present(self.look(true, look))
    }

    /// Follows it without looking.
    pub fn track(self) {
        self.signal.track();
    }

    /// Without following it.
    pub fn with_untracked<R>(self, look: impl FnOnce(&T) -> R) -> R {
        Self::present(self.look(false, look))
    }

    /// Without following it; `None` once its part of the screen is gone.
    pub fn try_with_untracked<R>(self, look: impl FnOnce(&T) -> R) -> Option<R> {
        self.look(false, look)
    }

    fn look<R>(self, follows: bool, look: impl FnOnce(&T) -> R) -> Option<R> {
        let (mut look, mut seen) = (Some(look), None);
        read(self.signal, follows, &mut |kept| {
            if let (Some(look), Some(value)) = (look.take(), kept.downcast_ref()) {
                seen = Some(look(value));
            }
        });
        seen
    }

    fn present<R>(seen: Option<R>) -> R {
        match seen {
            Some(seen) => seen,
            None => unreachable!("read after its part of the screen was gone"),
        }
    }
}

impl<T: Clone + Send + Sync + 'static> State<T> {
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }

    pub fn try_get_untracked(self) -> Option<T> {
        self.try_with_untracked(T::clone)
    }
}

#[inline(never)]
fn signal_of(kept: Kept) -> RwSignal<Kept> {
    RwSignal::new(kept)
}

#[inline(never)]
fn set(signal: RwSignal<Kept>, kept: Kept) {
    signal.set(kept);
}

#[inline(never)]
fn update(signal: RwSignal<Kept>, change: &mut dyn FnMut(&mut dyn Any)) {
    signal.update(|kept| change(&mut **kept));
}

#[inline(never)]
fn read(signal: RwSignal<Kept>, follows: bool, look: &mut dyn FnMut(&dyn Any)) {
    if follows {
        signal.try_with(|kept| look(&**kept));
    } else {
        signal.try_with_untracked(|kept| look(&**kept));
    }
}
