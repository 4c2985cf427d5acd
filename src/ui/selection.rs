//! The one selection: what is chosen and what is pointed at, lit in every view; and the chain behind a field.

use std::sync::Arc;

use crate::ui::erase::{State, here, provide};

use crate::domain::OrderId;
use crate::kernel::MessageNo;
use crate::messaging::{Node, ReadModel};

/// A thing of the run that a person can choose in any view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Selection {
    /// A message, wherever it is. An event that is stored is chosen as [`Selection::Event`] in the log and the
    /// inspector; the views light both alike.
    Message(MessageNo),
    /// The event at this global position.
    Event(u64),
    Node(Node),
    /// An order and its saga.
    Order(OrderId),
    Model(ReadModel),
    /// A dead letter, by number.
    DeadLetter(u32),
}

/// The signals behind the selection, shared by context.
#[derive(Clone, Copy)]
pub struct Selected {
    chosen: State<Option<Selection>>,
    hovered: State<Option<Selection>>,
    /// Messages that are lit beside these, ordered by number.
    chain: State<Chain>,
}

/// Messages that belong together. Copied cheaply, and asked for each message that is drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chain(Arc<[MessageNo]>);

impl Chain {
    /// `messages` are ordered by number.
    pub const fn new(messages: Arc<[MessageNo]>) -> Self {
        Self(messages)
    }

    pub fn holds(&self, message: MessageNo) -> bool {
        !self.0.is_empty() && self.0.binary_search(&message).is_ok()
    }

    /// What the others led to.
    pub fn last(&self) -> Option<MessageNo> {
        self.0.last().copied()
    }
}

impl Selected {
    /// To be called once, by the screen.
    pub fn provide() -> Self {
        let selected =
            Self { chosen: State::new(None), hovered: State::new(None), chain: State::new(Chain::default()) };
        provide(selected);
        selected
    }

    /// The selection of this screen.
    pub fn here() -> Self {
        here()
    }

    /// What is chosen.
    pub fn chosen(self) -> Option<Selection> {
        self.chosen.get()
    }

    pub fn chosen_untracked(self) -> Option<Selection> {
        self.chosen.get_untracked()
    }

    /// What is pointed at or focused.
    pub fn hovered(self) -> Option<Selection> {
        self.hovered.get()
    }

    pub fn choose(self, thing: Selection) {
        if self.chosen.get_untracked() != Some(thing) {
            self.chosen.set(Some(thing));
        }
    }

    pub fn clear(self) {
        if self.chosen.get_untracked().is_some() {
            self.chosen.set(None);
        }
        self.light(Chain::default());
    }

    /// The messages that are lit beside what is chosen.
    pub fn chain(self) -> Chain {
        self.chain.get()
    }

    pub fn light(self, chain: Chain) {
        if self.chain.with_untracked(|before| *before != chain) {
            self.chain.set(chain);
        }
    }

    pub fn hover(self, thing: Option<Selection>) {
        if self.hovered.get_untracked() != thing {
            self.hovered.set(thing);
        }
    }

    /// True while `thing` is chosen.
    pub fn is_chosen(self, thing: Selection) -> bool {
        self.chosen.get() == Some(thing)
    }

    /// True while a message belongs to what is lit, whatever stands for it.
    pub fn is_message_lit(self, thing: Selection, message: MessageNo) -> bool {
        self.is_lit(thing) || self.is_lit(Selection::Message(message)) || self.chain.with(|chain| chain.holds(message))
    }

    /// True while `thing` is chosen or pointed at.
    pub fn is_lit(self, thing: Selection) -> bool {
        self.is_chosen(thing) || self.hovered.get() == Some(thing)
    }
}
