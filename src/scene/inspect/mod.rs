//! What the inspector shows of a chosen thing, as plain values: an event, a state and its fold, a saga's track, the read
//! models, the streams, the queues and the e-mails.
//!
//! Lists are windows with a named bound, and say what they leave out. Knows nothing about tabs, buttons or colours.

mod answers;
mod card;
mod fold;
mod mails;
mod queues;
mod steps;
mod streams;
mod track;

pub use answers::{Answer, READ_ROWS_MAX, answer};
pub use card::{Card, Link, card};
pub use fold::{Change, ChangeKind, FoldView, fold};
pub use mails::{MAILS_MAX, MailView, mails};
pub use queues::{DEAD_MAX, DeadView, QueueRow, dead_letters, queues};
pub use steps::{AsOf, FOLD_STEPS_MAX, FoldStep, StateView, fold_steps, state_as_of};
pub use streams::{EVENTS_MAX, STREAMS_MAX, StreamEvent, StreamRow, events_of, latest_streams};
pub use track::{StuckTask, Track, TrackCell, track};

use crate::exchange::Wire;
use crate::scene::words;

/// The part of a list that is shown, and how much is not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part<T> {
    pub rows: Vec<T>,
    pub left_out: usize,
}

/// A body as indented JSON in which no character hides.
fn json(body: &Wire) -> String {
    let text = serde_json::to_string_pretty(body).unwrap_or_default();
    text.lines().map(words::escaped).collect::<Vec<_>>().join("\n")
}
