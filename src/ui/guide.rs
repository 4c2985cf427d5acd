//! The guided start: three captions over the real run, one click each. It points at things and never acts.

use leptos::prelude::*;

#[derive(Clone, Copy)]
pub struct Guide(RwSignal<Option<u8>>);

impl Guide {
    pub fn provide() -> Self {
        let guide = Self(RwSignal::new(None));
        provide_context(guide);
        guide
    }

    /// Shows the first caption.
    pub fn begin(self) {
        self.0.set(Some(0));
    }
}
