//! A question about a field, and its answer: the chain that set it, oldest first, a sentence each.

use std::sync::Arc;

use super::column::Cell;
use super::plain::{field_title, field_value};
use super::tell::{link_sentence, saga_setting};
use crate::domain::OrderId;
use crate::event_store::{StreamId, StreamVersion};
use crate::exchange::{Code, time_of_millis};
use crate::kernel::MessageNo;
use crate::scene::timeline::{Role, Shape, tree};
use crate::scene::words::{clock, count, escaped};
use crate::session::{CauseLink, Session, Why, WhySaga};
use crate::world::World;

/// What is asked about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Question {
    /// A field of a row of a read model.
    Row(Cell),
    /// A field of an aggregate's state as of a version of its stream.
    State { stream: StreamId, field: String, upto: StreamVersion },
    /// The state of a saga, or the status of a step or compensation.
    Saga { order: OrderId, field: &'static str },
}

/// The answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Explanation {
    /// "revenue: net is € 309.97".
    pub title: String,
    pub sentence: String,
    /// From the act to what set the field, oldest first.
    pub links: Vec<WhyLink>,
    /// The messages of the chain, ordered by number: what is to light up.
    pub messages: Arc<[MessageNo]>,
    /// Positions and names of the events that set it before, the latest first.
    pub earlier: Vec<(u64, &'static str)>,
    /// Earlier ones that are not listed.
    pub left_out: usize,
}

/// A message of the chain.
#[derive(Clone, Debug, PartialEq)]
pub struct WhyLink {
    pub message: MessageNo,
    pub name: &'static str,
    pub shape: Shape,
    pub role: Role,
    pub time: String,
    pub sentence: String,
}

/// Why a field has its value at the cursor.
pub fn explain(session: &Session, question: &Question) -> Explanation {
    let world = session.world();
    match question {
        Question::Row(Cell { model, key, field }) => {
            let about = if model == key { (*model).to_owned() } else { format!("{}, {model}", escaped(key)) };
            of_field(world, &about, field, session.why_row(model, key, field).ok().flatten())
        }
        Question::State { stream, field, upto } => {
            let name = world.stream_name(*stream);
            of_field(world, &escaped(&name), field, session.why_state_at(&name, field, *upto))
        }
        Question::Saga { order, field } => {
            let name = world.order_name(*order);
            of_saga(world, &escaped(name), field, session.why_saga(name, field).ok().flatten())
        }
    }
}

fn of_field(world: &World, about: &str, field: &str, why: Option<Why>) -> Explanation {
    let Some(why) = why else {
        return unset(about, field, "No event has set this so far: it is as it was in the beginning.");
    };
    let (now, before) = (field_value(field, &why.value), field_value(field, &why.before));
    let event = &why.event;
    let set = Setting { by: event.kind.to_owned(), last: event.kind, now, before };
    let earlier_ones = earlier(why.earlier_count, "One event", "events");
    Explanation {
        earlier: why.earlier.iter().map(|event| (u64::from(event.position), event.kind)).collect(),
        left_out: why.earlier_count.saturating_sub(why.earlier.len()),
        ..set.told(world, about, field, &why.chain, &earlier_ones)
    }
}

fn of_saga(world: &World, order: &str, field: &'static str, why: Option<WhySaga>) -> Explanation {
    let about = format!("saga of {order}");
    let Some(why) = why else {
        let sentence =
            "Nothing that reached the saga has set this: it is as it was in the beginning, or the past was edited.";
        return unset(&about, field, sentence);
    };
    let (now, before) = (why.value.replace('-', " "), why.before.replace('-', " "));
    let last = why.chain.last().map_or("", |last| last.name);
    let set = Setting { by: saga_setting(why.cause, last), last, now, before };
    set.told(world, &about, field, &why.chain, &earlier(why.earlier_count, "One thing", "things"))
}

fn unset(about: &str, field: &str, sentence: &str) -> Explanation {
    let title = format!("{about}: {}", field_title(field));
    Explanation { title, sentence: sentence.to_owned(), ..Explanation::default() }
}

/// What made a field what it is.
struct Setting<'a> {
    /// Who or what did it, as the sentence begins.
    by: String,
    /// The name of the message that the chain ends with.
    last: &'a str,
    now: String,
    before: String,
}

impl Setting<'_> {
    fn told(self, world: &World, about: &str, field: &str, chain: &[CauseLink], earlier: &str) -> Explanation {
        let Self { by, last, now, before } = self;
        let sentence = format!("{by} made it {now} (before: {before}). {}{earlier}", begun(chain, last));
        Explanation {
            title: format!("{about}: {} is {now}", field_title(field)),
            sentence: sentence.trim_end().to_owned(),
            links: links(world, chain),
            messages: messages(chain),
            ..Explanation::default()
        }
    }
}

fn begun(chain: &[CauseLink], last: &str) -> String {
    let first = chain.first().filter(|first| first.name != last);
    first.map_or_else(String::new, |first| format!("It began with {}. ", first.name))
}

fn earlier(number: usize, one: &str, many: &str) -> String {
    match number {
        0 => String::new(),
        1 => format!("{one} had set it before."),
        more => format!("{} {many} had set it before.", count(more as u64)),
    }
}

fn links(world: &World, chain: &[CauseLink]) -> Vec<WhyLink> {
    let Some(last) = chain.last() else { return Vec::new() };
    let rows = tree(world, last.message);
    let link = |link: &CauseLink| {
        let row = rows.iter().find(|row| row.message == link.message);
        WhyLink {
            message: link.message,
            name: link.name,
            shape: row.map_or(Shape::Circle, |row| row.shape),
            role: row.map_or(Role::Plain, |row| row.role),
            time: time_of_millis(link.ms, Code::BadArgument, "ms").map(clock).unwrap_or_default(),
            sentence: link_sentence(world, link),
        }
    };
    chain.iter().map(link).collect()
}

fn messages(chain: &[CauseLink]) -> Arc<[MessageNo]> {
    let mut messages: Vec<MessageNo> = chain.iter().map(|link| link.message).collect();
    messages.sort_unstable();
    messages.into()
}
