//! Words with a dotted underline open a card: what the word means here, with the mark it is drawn with.

use crate::ui::erase::{focus, here, mouse, provide};
use leptos::html;
use leptos::prelude::*;

use super::icons::{Icon, icon};
use super::marks::{Mark, mark};
use super::place;

/// A word of the field as this program means it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    Command,
    Event,
    EventStore,
    Bus,
    Saga,
    Pivot,
    Compensation,
    ReadModel,
    Lag,
    Stream,
    Position,
    Correlation,
    Causation,
    Outbox,
    Idempotency,
    Delivery,
    Retry,
    DeadLetter,
    Poison,
    Invariant,
    Seed,
    VirtualTime,
    Rejection,
    Fold,
    Schema,
    Timeout,
    Chaos,
}

impl Term {
    pub const ALL: [Self; 27] = [
        Self::Command,
        Self::Event,
        Self::EventStore,
        Self::Bus,
        Self::Saga,
        Self::Pivot,
        Self::Compensation,
        Self::ReadModel,
        Self::Lag,
        Self::Stream,
        Self::Position,
        Self::Correlation,
        Self::Causation,
        Self::Outbox,
        Self::Idempotency,
        Self::Delivery,
        Self::Retry,
        Self::DeadLetter,
        Self::Poison,
        Self::Invariant,
        Self::Seed,
        Self::VirtualTime,
        Self::Rejection,
        Self::Fold,
        Self::Schema,
        Self::Timeout,
        Self::Chaos,
    ];

    /// The word, the mark it is drawn with, and what it means here.
    pub const fn card(self) -> (&'static str, Mark, &'static str) {
        match self {
            Self::Command => (
                "command",
                Mark::Command,
                "A wish: one part asks another to do something. It goes to exactly one handler, and it may be refused.",
            ),
            Self::Event => (
                "event",
                Mark::Event,
                "A fact: something happened and is recorded. It is never changed, and anybody may listen.",
            ),
            Self::EventStore => (
                "event store",
                Mark::Event,
                "The one log of all facts in the order they were recorded. Every state on this screen is computed from it.",
            ),
            Self::Bus => (
                "bus",
                Mark::Part,
                "Carries messages from the store and the saga to whoever subscribed, each subscriber with a queue of its own.",
            ),
            Self::Saga => (
                "saga",
                Mark::Saga,
                "A coordinator that leads one order through several services. When a step fails, it undoes the earlier ones, last first.",
            ),
            Self::Pivot => (
                "pivot",
                Mark::Saga,
                "The point of no return. Before it the saga can turn back; after it, it can only go on until it succeeds.",
            ),
            Self::Compensation => (
                "compensation",
                Mark::Compensation,
                "A new action that makes good an earlier one: a refund, a release. It does not erase what happened.",
            ),
            Self::ReadModel => (
                "read model",
                Mark::Query,
                "An answer prepared from the events, for reading. It follows the store and may be a little behind.",
            ),
            Self::Lag => (
                "lag",
                Mark::Stale,
                "How many events a read model has not applied yet. Until it has, it shows an older truth.",
            ),
            Self::Stream => {
                ("stream", Mark::Event, "The events of one thing, such as one order, numbered without gaps.")
            }
            Self::Position => ("position", Mark::Event, "The place of an event in the whole store, counted from 0."),
            Self::Correlation => (
                "correlation",
                Mark::Event,
                "The story a message belongs to: the id of the first message, carried by all that follow from it.",
            ),
            Self::Causation => ("causation", Mark::Event, "The one message that led to this one."),
            Self::Outbox => (
                "outbox",
                Mark::NotDurable,
                "Store first, then publish from the store. Without it, a crash between the two loses a message that everybody should have seen.",
            ),
            Self::Idempotency => (
                "idempotency",
                Mark::Duplicate,
                "Handling a message twice has the effect of handling it once, because the consumer remembers what it has handled.",
            ),
            Self::Delivery => (
                "delivery",
                Mark::Duplicate,
                "At least once: nothing is lost, but a message may come twice. At most once: never twice, but it may be lost.",
            ),
            Self::Retry => (
                "retry",
                Mark::Retry,
                "The same message again after a pause that grows and is partly random, so that retries do not arrive in step.",
            ),
            Self::DeadLetter => (
                "dead letter",
                Mark::DeadLetter,
                "A message that could not be handled in any attempt. It is parked, so that a person can inspect, correct, redrive or discard it.",
            ),
            Self::Poison => {
                ("poison message", Mark::Failed, "A message that its handler cannot process however often it tries.")
            }
            Self::Invariant => (
                "invariant",
                Mark::Query,
                "A promise that must hold at every moment, such as: no cent is lost. It is checked after every step.",
            ),
            Self::Seed => (
                "seed",
                Mark::Timer,
                "The number all chance comes from. The same seed, scenario and acts give exactly the same run.",
            ),
            Self::VirtualTime => (
                "virtual time",
                Mark::Timer,
                "The clock of the run. It can be fast, slow or stopped, and does not depend on your machine.",
            ),
            Self::Rejection => (
                "rejection",
                Mark::Failed,
                "The business says no, with a reason. That is an answer, not an error, so it is never retried.",
            ),
            Self::Fold => (
                "fold",
                Mark::Event,
                "Start with nothing and apply the events one after the other: the result is the state.",
            ),
            Self::Schema => ("schema", Mark::Event, "The version of an event's shape."),
            Self::Timeout => (
                "timeout",
                Mark::Timer,
                "No answer in time. The step may have happened or not: its outcome is unknown.",
            ),
            Self::Chaos => ("chaos", Mark::Failed, "Faults that you inject to see what the shop does about them."),
        }
    }
}

/// The card that is open, and the word it belongs to.
#[derive(Clone)]
struct OpenCard {
    term: Term,
    x: f64,
    y: f64,
    word: web_sys::HtmlElement,
}

#[derive(Clone, Copy)]
pub struct Glossary(RwSignal<Option<OpenCard>, LocalStorage>);

impl Glossary {
    pub fn provide() -> Self {
        let glossary = Self(RwSignal::new_local(None));
        provide(glossary);
        glossary
    }

    pub fn is_open(self) -> bool {
        self.0.with_untracked(Option::is_some)
    }

    /// Closes the card and gives the focus back to its word.
    pub fn close(self) {
        if let Some(open) = self.0.get_untracked() {
            self.0.set(None);
            let _ = open.word.focus();
        }
    }

    fn open(self, term: Term, word: web_sys::HtmlElement) {
        let rect = word.get_bounding_client_rect();
        self.0.set(Some(OpenCard { term, x: rect.left(), y: rect.bottom() + 6.0, word }));
    }
}

/// A word that opens its card, written as `text`.
pub fn word(term: Term, text: &'static str) -> AnyView {
    let glossary: Glossary = here();
    let button = NodeRef::<html::Button>::new();
    let open = move |_| {
        if let Some(button) = button.get_untracked() {
            glossary.open(term, button.into());
        }
    };
    part! {
        <button type="button" class="word" node_ref=button aria-haspopup="dialog" on:click=mouse(open)>{text}</button>
    }
}

/// The place where the card appears.
#[component]
pub fn GlossaryCard() -> impl IntoView {
    let glossary: Glossary = here();
    move || {
        glossary.0.get().map(|open| {
            let (name, sign, meaning) = open.term.card();
            let card = NodeRef::<html::Div>::new();
            place::within_window(card, open.x, open.y);
            focus_first(card);
            part! {
                <div class="glossary-card floating" role="dialog" aria-label=name node_ref=card tabindex="-1"
                    on:focusout=focus(move |ev| {
                        if place::leaves(&ev, card) {
                            glossary.0.set(None);
                        }
                    })>
                    <p class="glossary-title">{mark(sign)}<strong>{name}</strong></p>
                    <p>{meaning}</p>
                    <button type="button" class="button square bare close" aria-label="Close" on:click=mouse(move |_| glossary.close())>
                        {icon(Icon::Close)}
                    </button>
                </div>
            }
        })
    }
}

fn focus_first(card: NodeRef<html::Div>) {
    Effect::new(move |_| {
        if let Some(card) = card.get() {
            let _ = card.focus();
        }
    });
}
