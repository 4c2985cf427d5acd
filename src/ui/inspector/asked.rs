//! What the inspector is asked beside what is chosen: why a field is as it is, and which parts of a sheet are open.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::scene::why::Question;
use crate::session::Edited;
use crate::ui::erase::{State, here, live, mouse, provide, shown};
use crate::ui::selection::{Chain, Selected};
use crate::world::CopyScope;

/// Shared by the parts of the inspector; lives as long as the screen.
#[derive(Clone, Copy)]
pub struct Asked {
    pub question: State<Option<Question>>,
    /// What the last edit of the past came to.
    pub came: State<Option<Came>>,
    open: [State<bool>; 3],
}

/// What an edit of the past came to, and the branch that it left.
#[derive(Clone, Debug, PartialEq)]
pub struct Came {
    pub edited: Edited,
    /// `None` for a legal way, which leaves no branch.
    pub from: Option<u32>,
    /// How the branch ends against the one that it left, where that one stands at its end, too.
    pub verdict: Option<String>,
    /// What was copied and replaced, in a sentence with what the chains say; `None` for an edit.
    pub copied: Option<(CopyScope, String)>,
}

/// A part of a sheet that opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum More {
    Changed,
    Effects,
    Past,
}

impl Asked {
    /// To be called once, by the screen.
    pub fn provide() {
        let open = [true, false, false].map(State::new);
        provide(Self { question: State::new(None), came: State::new(None), open });
    }

    pub fn here() -> Self {
        here()
    }

    /// Ends the explanation, and takes the light from its chain.
    pub fn close(self) {
        self.question.set(None);
        Selected::here().light(Chain::default());
    }

    /// A heading that opens and closes a part of the sheet.
    pub fn more(self, more: More, title: &'static str, part: fn() -> AnyView) -> AnyView {
        let [changed, effects, past] = self.open;
        let open = match more {
            More::Changed => changed,
            More::Effects => effects,
            More::Past => past,
        };
        part! {
            <section class="more">
                <h3><button type="button" class="more-button" aria-expanded=live(move || open.get().to_string())
                    on:click=mouse(move |_| open.update(|open| *open = !*open))>{title}</button></h3>
                {shown(move || open.get(), part)}
            </section>
        }
    }
}

/// A field as a quiet button that asks why it is as it is.
pub fn field(text: String, question: Option<Question>) -> AnyView {
    let Some(question) = question else { return text.into_any() };
    let asked = Asked::here();
    part! {
        <button type="button" class="why-field" title="Why? (E)" on:click=mouse(move |_| asked.question.set(Some(question.clone())))>
            {text}<span class="hidden-text">" why?"</span>
        </button>
    }
}

/// E asks about the field that has the focus.
pub fn explain_focused(ev: &web_sys::KeyboardEvent) -> bool {
    let field = ev.target().and_then(|target| target.dyn_into::<web_sys::HtmlElement>().ok());
    let field =
        field.filter(|field| matches!(ev.key().as_str(), "e" | "E") && field.matches(".why-field").unwrap_or(false));
    field.map(|field| field.click()).is_some()
}
