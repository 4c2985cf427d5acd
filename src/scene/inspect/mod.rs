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

pub(in crate::scene) use answers::table;
pub use answers::{Answer, AnswerRow, READ_ROWS_MAX, answer};
pub use card::{Card, Link, card};
pub use fold::{Change, ChangeKind, FoldView, fold};
pub use mails::{MAILS_MAX, MailView, mails};
pub use queues::{DEAD_MAX, DeadView, QueueRow, dead_letters, queues};
pub use steps::{AsOf, FOLD_STEPS_MAX, FoldStep, StateView, fold_steps, state_as_of};
pub use streams::{EVENTS_MAX, STREAMS_MAX, StreamEvent, StreamRow, events_of, latest_streams};
pub use track::{StuckTask, Track, TrackCell, track};

use crate::exchange::{Wire, shown};
use crate::scene::words;

/// The part of a list that is shown, and how much is not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part<T> {
    pub rows: Vec<T>,
    pub left_out: usize,
}

/// A body as indented JSON in which no character hides.
pub(in crate::scene) fn json(body: &Wire) -> String {
    let mut text = String::new();
    write_json(body, 0, &mut text);
    text
}

fn write_json(value: &Wire, depth: usize, text: &mut String) {
    match value {
        Wire::Nothing => text.push_str("null"),
        Wire::Bool(flag) => text.push_str(if *flag { "true" } else { "false" }),
        Wire::Number(number) => text.push_str(&shown(*number)),
        Wire::Text(said) => write_text(said, text),
        Wire::List(values) => {
            write_all(values, ('[', ']'), depth, text, |value, text| write_json(value, depth + 1, text))
        }
        Wire::Object(fields) => write_all(fields, ('{', '}'), depth, text, |(name, value), text| {
            write_text(name, text);
            text.push_str(": ");
            write_json(value, depth + 1, text);
        }),
    }
}

fn write_all<T>(
    things: &[T],
    (open, close): (char, char),
    depth: usize,
    text: &mut String,
    write: impl Fn(&T, &mut String),
) {
    text.push(open);
    for (place, thing) in things.iter().enumerate() {
        text.push_str(if place == 0 { "\n" } else { ",\n" });
        text.push_str(&"  ".repeat(depth + 1));
        write(thing, text);
    }
    if !things.is_empty() {
        text.push('\n');
        text.push_str(&"  ".repeat(depth));
    }
    text.push(close);
}

/// As JSON, so that it can be corrected and read again; what would hide is written out.
fn write_text(said: &str, text: &mut String) {
    text.push('"');
    for letter in said.chars() {
        match letter {
            '"' | '\\' => text.extend(['\\', letter]),
            '\n' => text.push_str("\\n"),
            '\t' => text.push_str("\\t"),
            letter if words::hides(letter) || letter.is_ascii_control() => {
                let units =
                    letter.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect::<String>();
                text.push_str(&units);
            }
            letter => text.push(letter),
        }
    }
    text.push('"');
}
