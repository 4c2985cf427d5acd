//! What is said to people: one sentence for a screen reader after everything that happened, and a toast where there
//! is something to do about it.

use std::sync::Arc;
use std::time::Duration;

use crate::ui::erase::{State, erased, here, mouse, provide};
use leptos::prelude::*;

use super::icons::{Icon, icon};

/// Something to do about it stays longer than a sentence that is only to be read.
const OFFER_FOR: Duration = Duration::from_secs(12);
const TOAST_FOR: Duration = Duration::from_secs(6);

/// What can be done about it, under its name. Held by the toast alone: the part of the screen that offered it may close
/// long before.
type Offer = (&'static str, Arc<dyn Fn() + Send + Sync>);

/// A short message on screen, with at most one thing to do.
#[derive(Clone)]
struct Toast {
    number: u32,
    text: String,
    action: Option<Offer>,
}

#[derive(Clone, Copy)]
pub struct Notices {
    said: State<String>,
    toast: State<Option<Toast>>,
    count: StoredValue<u32>,
}

impl Notices {
    pub fn provide() -> Self {
        let notices = Self { said: State::new(String::new()), toast: State::new(None), count: StoredValue::new(0) };
        provide(notices);
        notices
    }

    pub fn here() -> Self {
        here()
    }

    /// Tells a screen reader in one sentence.
    pub fn say(self, sentence: impl Into<String>) {
        self.said.set(sentence.into());
    }

    /// Shows a sentence for a while.
    pub fn show(self, sentence: impl Into<String>) {
        self.push(sentence.into(), None);
    }

    /// Shows a sentence with something to do about it.
    pub fn offer(self, sentence: impl Into<String>, label: &'static str, action: impl Fn() + Send + Sync + 'static) {
        self.push(sentence.into(), Some((label, Arc::new(action))));
    }

    pub fn dismiss(self) {
        self.toast.set(None);
    }

    fn push(self, text: String, action: Option<Offer>) {
        let number = self.count.get_value().wrapping_add(1);
        self.count.set_value(number);
        self.say(text.clone());
        let stays = if action.is_some() { OFFER_FOR } else { TOAST_FOR };
        self.toast.set(Some(Toast { number, text, action }));
        set_timeout(
            move || {
                if self.toast.with_untracked(|toast| toast.as_ref().is_some_and(|toast| toast.number == number)) {
                    self.toast.set(None);
                }
            },
            stays,
        );
    }
}

#[component]
pub fn NoticesView() -> impl IntoView {
    let notices = Notices::here();
    part! {
        <div class="hidden-text" aria-live="polite">{erased(move || notices.said.get())}</div>
        {erased(move || {
            notices.toast.get().map(|toast| {
                part! {
                    <section class="toast floating" aria-label="Notice">
                        <p>{toast.text}</p>
                        {toast.action.map(|(label, action)| {
                            part! {
                                <button type="button" class="button" on:click=mouse(move |_| {
                                    notices.dismiss();
                                    action();
                                })>{label}</button>
                            }
                        })}
                        <button type="button" class="button square bare" aria-label="Dismiss" on:click=mouse(move |_| notices.dismiss())>
                            {icon(Icon::Close)}
                        </button>
                    </section>
                }
            })
        })}
    }
}
