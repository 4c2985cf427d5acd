//! The log: every line of the trace up to the cursor as a sentence. Only the lines in sight exist.

use crate::ui::erase::{Gather, Slice, State, changed, erased, live, mouse};
use leptos::html;
use leptos::prelude::*;

use crate::kernel::MessageNo;
use crate::scene::words::{clock, kind_word, place_title, sentence};
use crate::ui::handle::SessionHandle;
use crate::ui::place;
use crate::ui::selection::Selected;
use crate::ui::timeline::{TimeViews, selection_of};
use crate::world::{TraceEntry, World};

/// Height of a line in CSS pixels; the same as in `style/timeline.css`.
const ROW: f64 = 22.0;
/// Lines beyond the ones in sight.
const SPARE: usize = 6;
/// A search looks through so many of the last lines.
const SEARCH_LINES: usize = 20_000;
/// And shows so many at the most.
const FOUND_MAX: usize = 2_000;

#[derive(Clone, Debug, PartialEq)]
struct Row {
    line: usize,
    time: String,
    place: &'static str,
    kind: &'static str,
    message: &'static str,
    number: MessageNo,
    text: String,
}

#[component]
pub fn LogView() -> impl IntoView {
    let (handle, views, selected) = (SessionHandle::here(), TimeViews::here(), Selected::here());
    let holder: NodeRef<html::Div> = NodeRef::new();
    let scroll = State::new((0.0_f64, 300.0_f64));
    let follow = State::new(true);
    let lines = handle.select_calm(move |session| found(session.world(), &views.search.get(), views.story.get()));
    let count = move || lines.with(Lines::len);
    let measure = move || {
        if let Some(holder) = holder.get_untracked() {
            let (top, tall) = (f64::from(holder.scroll_top()), f64::from(holder.client_height()));
            follow.set(top + tall + ROW >= f64::from(holder.scroll_height()));
            scroll.set((top, tall));
        }
    };
    Effect::new(move |_| {
        let total = count() as f64 * ROW;
        if let Some(holder) = holder.get() {
            let tall = f64::from(holder.client_height());
            if follow.get_untracked() {
                holder.set_scroll_top((total - tall).max(0.0) as i32 + 1);
            }
            scroll.set((f64::from(holder.scroll_top()), tall));
        }
    });
    let rows = Slice::new(move || {
        let (top, tall) = scroll.get();
        let first = ((top / ROW) as usize).saturating_sub(SPARE);
        let many = (tall / ROW) as usize + 2 * SPARE;
        lines.with(|lines| {
            handle.with(|session| {
                (first..(first + many).min(lines.len()))
                    .filter_map(|place| row(session.world(), lines.at(place)?))
                    .collect::<Vec<_>>()
            })
        })
    });
    let offset = move || place::px(((scroll.get().0 / ROW) as usize).saturating_sub(SPARE) as f64 * ROW);
    let choose = move |line: usize| {
        let chosen = handle.with(|session| {
            let world = session.world();
            let message = world.trace.get(line)?.message;
            message.known().map(|message| selection_of(world, message))
        });
        if let Some(chosen) = chosen {
            selected.choose(chosen);
        }
    };
    let is_lit = move |number: MessageNo| {
        number.known().is_some()
            && selected.is_message_lit(handle.with(|session| selection_of(session.world(), number)), number)
    };
    let list = move || {
        rows.get()
            .into_iter()
            .map(|row| {
                let (line, number) = (row.line, row.number);
                part! {
                    <li><button type="button" class="log-row" class:lit=live(move || is_lit(number)) on:click=mouse(move |_| choose(line))>
                        <span class="log-time">{row.time}</span><span class="log-place">{row.place}</span>
                        <span class="log-kind">{row.kind}</span><span class="log-message">{row.message}</span>
                        <span class="log-text">{row.text}</span>
                    </button></li>
                }
            })
            .gather()
    };
    part! {
        <div class="log">
            <div class="log-tools">
                <label class="hidden-text" for="log-search">"Search the log"</label>
                <input class="input" id="log-search" type="search" placeholder="Search: a name, a part, a kind" autocomplete="off"
                    prop:value=live(move || views.search.get()) on:input=changed(move |ev| views.search.set(event_target_value(&ev))) />
                <span class="dim" role="status">{erased(move || format!("{} lines", crate::scene::words::count(count() as u64)))}</span>
            </div>
            <div class="log-window" node_ref=holder on:scroll=changed(move |_| measure()) tabindex="0" role="region" aria-label="Log, oldest first">
                <div class="log-all" style:height=live(move || place::px(count() as f64 * ROW))>
                    <ol class="log-rows" style:transform=live(move || format!("translateY({})", offset()))>{erased(list)}</ol>
                </div>
                <p class="quiet" hidden=live(move || count() != 0)>"Nothing here yet: place an order and press Play."</p>
            </div>
        </div>
    }
}

/// The lines to show: all of them, or the ones found.
#[derive(Clone, Debug, PartialEq)]
enum Lines {
    All(usize),
    Found(Vec<usize>),
}

impl Lines {
    fn len(&self) -> usize {
        match self {
            Self::All(count) => *count,
            Self::Found(lines) => lines.len(),
        }
    }

    fn at(&self, place: usize) -> Option<usize> {
        match self {
            Self::All(count) => (place < *count).then_some(place),
            Self::Found(lines) => lines.get(place).copied(),
        }
    }
}

fn found(world: &World, search: &str, story: Option<crate::domain::OrderId>) -> Lines {
    let wanted = search.trim().to_ascii_lowercase();
    if wanted.is_empty() && story.is_none() {
        return Lines::All(world.trace.len());
    }
    let first = world.trace.len().saturating_sub(SEARCH_LINES);
    let fits = |entry: &TraceEntry| {
        let order = world.order_of(entry.message);
        if story.is_some() && order != story {
            return false;
        }
        wanted.is_empty()
            || [entry.kind.name(), kind_word(entry.kind), entry.place.name(), world.message_name(entry.message)]
                .iter()
                .any(|text| text.to_ascii_lowercase().contains(&wanted))
            || order.is_some_and(|order| world.order_name(order).to_ascii_lowercase().contains(&wanted))
    };
    let lines = (first..).zip(world.trace.from(first)).filter(|(_, entry)| fits(entry)).map(|(line, _)| line);
    let mut lines: Vec<usize> = lines.collect();
    let over = lines.len().saturating_sub(FOUND_MAX);
    Lines::Found(lines.split_off(over))
}

fn row(world: &World, line: usize) -> Option<Row> {
    let entry = world.trace.get(line)?;
    Some(Row {
        line,
        time: clock(entry.time),
        place: place_title(entry.place),
        kind: kind_word(entry.kind),
        message: world.message_name(entry.message),
        number: entry.message,
        text: sentence(world, entry),
    })
}
