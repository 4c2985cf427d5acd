//! What is to be done to a stored event, as a person fills it in.

use leptos::prelude::*;

use crate::exchange::{Code, Refused, Wire, limits};
use crate::session::EditDraft;
use crate::ui::decimal::decimal;
use crate::ui::erase::{Gather, State, changed, erased, live, mouse};
use crate::world::CopyScope;

/// What may be done to an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    Skip,
    Duplicate,
    Move,
    Change,
}

impl How {
    const ALL: [Self; 4] = [Self::Skip, Self::Duplicate, Self::Move, Self::Change];

    const fn title(self) -> &'static str {
        match self {
            Self::Skip => "Skip",
            Self::Duplicate => "Duplicate",
            Self::Move => "Move",
            Self::Change => "Change",
        }
    }

    /// As drafts name it.
    const fn name(self) -> &'static str {
        match self {
            Self::Skip => "skip",
            Self::Duplicate => "duplicate",
            Self::Move => "move",
            Self::Change => "change",
        }
    }

    const fn meaning(self) -> &'static str {
        match self {
            Self::Skip => "As if it had never been stored.",
            Self::Duplicate => "It stands in the log twice, one right behind the other.",
            Self::Move => "It comes to lie at another position of the log.",
            Self::Change => "It says something else.",
        }
    }
}

/// The fields of one event.
#[derive(Clone, Copy)]
pub struct PastForm {
    pub position: u64,
    pub how: State<How>,
    pub to: State<String>,
    pub body: State<String>,
    /// What copy and replace copies.
    pub scope: State<CopyScope>,
    /// The field that was refused, and why.
    pub refused: State<Option<(String, String)>>,
}

impl PastForm {
    pub fn new(position: u64, body: String) -> Self {
        let to = position.saturating_sub(1).to_string();
        let (how, to, body, refused) = (State::new(How::Skip), State::new(to), State::new(body), State::new(None));
        let scope = State::new(CopyScope::Stream);
        Self { position, how, to, body, scope, refused }
    }

    /// What the fields ask for.
    ///
    /// # Errors
    /// The field that is no number or no JSON.
    pub fn draft(self) -> Result<EditDraft, Refused> {
        let how = self.how.get_untracked();
        let refuse = |reason| Refused::new(Code::BadArgument, "to", reason);
        let to = match how {
            How::Move => Some(decimal(&self.to.get_untracked()).ok_or_else(|| refuse("a whole number was expected"))?),
            How::Skip | How::Duplicate | How::Change => None,
        };
        let body = match how {
            How::Change => Some(read(&self.body.get_untracked())?),
            How::Skip | How::Duplicate | How::Move => None,
        };
        Ok(EditDraft { position: self.position as f64, how: how.name().to_owned(), to, body })
    }

    /// What was asked for, done or refused at its field.
    pub fn answer<T>(self, done: Result<T, Refused>) -> Option<T> {
        self.refused.set(done.as_ref().err().map(|refused| (refused.field.clone(), refused.reason.clone())));
        done.ok()
    }

    pub fn view(self) -> AnyView {
        let choices = How::ALL.map(|how| {
            part! {
                <button type="button" class="segment" aria-pressed=live(move || (self.how.get() == how).to_string())
                    on:click=mouse(move |_| { self.how.set(how); self.refused.set(None); })>{how.title()}</button>
            }
        });
        part! {
            <div class="segments" role="group" aria-label="What is done to the event">{choices.gather()}</div>
            <p class="dim">{erased(move || self.how.get().meaning())}</p>
            {erased(move || match self.how.get() {
                How::Skip | How::Duplicate => ().into_any(),
                How::Move => self.place(),
                How::Change => self.payload(),
            })}
            {erased(move || self.refused.get().filter(|(field, _)| !self.shows(field)).map(|(_, reason)| part! {
                <p class="field-error" role="alert">{reason}</p>
            }))}
        }
    }

    /// True for the refusal of a field that stands on the screen.
    fn shows(self, field: &str) -> bool {
        match self.how.get() {
            How::Move => field == "to",
            How::Change => field.starts_with("body"),
            How::Skip | How::Duplicate => false,
        }
    }

    fn place(self) -> AnyView {
        part! {
            <div class="field">
                <label for="past-to">"To position"</label>
                <input id="past-to" class="input mono" inputmode="numeric" autocomplete="off" aria-describedby="past-to-error"
                    aria-invalid=live(move || self.refused.with(Option::is_some).then_some("true"))
                    prop:value=live(move || self.to.get())
                    on:input=changed(move |ev| { self.to.set(event_target_value(&ev)); self.refused.set(None); }) />
                {self.error("past-to-error")}
            </div>
        }
    }

    fn payload(self) -> AnyView {
        part! {
            <div class="field">
                <label for="past-body">"New payload"</label>
                <textarea id="past-body" class="input" rows="8" spellcheck="false" autocomplete="off" aria-describedby="past-body-error"
                    aria-invalid=live(move || self.refused.with(Option::is_some).then_some("true"))
                    prop:value=live(move || self.body.get())
                    on:input=changed(move |ev| { self.body.set(event_target_value(&ev)); self.refused.set(None); })></textarea>
                {self.error("past-body-error")}
            </div>
        }
    }

    fn error(self, id: &'static str) -> AnyView {
        let told = move || {
            let refused = self.refused.get().filter(|(field, _)| self.shows(field));
            refused.map(|(field, reason)| match field.strip_prefix("body.") {
                Some(field) => format!("{field}: {reason}"),
                None => reason,
            })
        };
        part! { <p class="field-error" id=id role="alert" hidden=live(move || !self.refused.get().is_some_and(|(field, _)| self.shows(&field)))>{erased(told)}</p> }
    }
}

fn read(text: &str) -> Result<Wire, Refused> {
    let read = Wire::from_json(text, limits::TEXT_BYTES_MAX, Code::BadArgument);
    read.map_err(|refused| Refused { field: "body".to_owned(), ..refused })
}
