//! The log as the table that a store on SQL keeps, and real SQL over it.

use leptos::html;
use leptos::prelude::*;

use super::database::{Answer, Asked, Database, EVENTS_MAX, ROWS_MAX};
use super::parts::{choose, events};
use crate::domain::OrderId;
use crate::exchange::table::{CREATE, QUESTIONS};
use crate::scene::geometry::Tenths;
use crate::scene::words;
use crate::scene::workbench::{SqlRefusal, sql_refusal, write_note};
use crate::session::{RunId, Session};
use crate::ui::acts::Acts;
use crate::ui::centre::Workbench;
use crate::ui::erase::{Gather, changed, erased, key, live, mouse};
use crate::ui::handle::SessionHandle;

/// Characters of a question.
const SQL_MAX: usize = 20_000;

/// A longer value is broken anywhere; a shorter one stays whole, and the table scrolls.
const LONG: usize = 60;

pub fn view() -> AnyView {
    let (handle, sql) = (Acts::here().handle, Workbench::here().sql);
    if sql.with_untracked(String::is_empty) {
        sql.set(QUESTIONS.first().map_or("", |question| question.sql).to_owned());
    }
    let (database, editor) = (Database::new(), NodeRef::<html::Textarea>::new());
    let ask = move || database.ask(handle, &sql.get_untracked());
    let run = handle.select_calm(Session::run_id);
    Effect::new(move |before: Option<RunId>| {
        let now = run.get();
        if before.is_some_and(|before| before != now) {
            database.forget();
        }
        now
    });
    let questions = QUESTIONS.map(|question| {
        part! {
            <li><button type="button" class="question" disabled=live(move || matches!(database.asked.get(), Asked::Loading | Asked::Running)) on:click=mouse(move |_| { sql.set(about_this_run(handle, question.sql)); ask(); })>{question.question}</button></li>
        }
    });
    let busy = move || matches!(database.asked.get(), Asked::Loading | Asked::Running);
    part! {
        <div class="bench-grid">
            <div class="bench-main">
                <p>"The log up to the cursor, as a table in a real SQLite that runs in this tab. Ask it anything; what a question changes is taken back, because only the shop writes its log."</p>
                <label class="hidden-text" for="sql-source">"SQL"</label>
                <textarea id="sql-source" class="input" rows="6" spellcheck="false" autocomplete="off" autocapitalize="off" node_ref=editor maxlength=SQL_MAX.to_string()
                    prop:value=live(move || sql.get()) on:input=changed(move |ev| sql.set(event_target_value(&ev)))
                    on:keydown=key(move |ev| if ev.key() == "Enter" && (ev.ctrl_key() || ev.meta_key()) { ev.prevent_default(); ask(); })></textarea>
                <div class="bench-row">
                    <button type="button" class="button primary" disabled=live(busy) on:click=mouse(move |_| ask())>"Ask"</button>
                    <button type="button" class="button" disabled=live(move || !busy()) on:click=mouse(move |_| database.stop())>"Stop"</button>
                    <span class="dim"><kbd>"Ctrl"</kbd>" "<kbd>"Enter"</kbd>" asks, too"</span>
                    {erased(move || Some(database.version.get()).filter(|version| !version.is_empty()).map(|version| part! { <span class="dim">{format!("SQLite {version}")}</span> }))}
                </div>
                <div class="sql-answer" aria-live="polite">{erased(move || told(database.asked.get(), editor))}</div>
            </div>
            <div class="bench-aside">
                <h3 class="heading">"Questions to begin with"</h3>
                <ul class="bench-questions">{questions.gather()}</ul>
                <h3 class="heading">"The table"</h3>
                <pre class="card code" tabindex="0" aria-label="The table">{CREATE}</pre>
                <p class="dim">"Both constraints are what makes it an event store: one place in the whole log, and one event for each version of a stream. Of two writers who expect the same version, one is refused."</p>
            </div>
        </div>
    }
}

/// The question about a stream, with one that this run has.
fn about_this_run(handle: SessionHandle, sql: &str) -> String {
    let first = handle.with(|session| {
        let world = session.world();
        (!world.order_names.is_empty()).then(|| world.order_name(OrderId(0)).replace('\'', "''"))
    });
    first.map_or_else(|| sql.to_owned(), |name| sql.replace("'order-ord-1'", &format!("'order-{name}'")))
}

fn told(asked: Asked, editor: NodeRef<html::Textarea>) -> AnyView {
    match asked {
        Asked::Nothing => {
            part! { <p class="quiet">"Nothing was asked about this run yet. The database is loaded with the first question, from this page's own server."</p> }
        }
        Asked::Loading => part! { <p class="quiet">"Loading SQLite…"</p> },
        Asked::Running => part! { <p class="quiet">"Asking… A question without an end can be stopped."</p> },
        Asked::Stopped => {
            part! { <p class="quiet">"Stopped. The database is loaded again with the next question."</p> }
        }
        Asked::Missing => {
            part! { <p class="field-error">"SQLite could not be loaded from this page's own server. Is it still there? Ask again to try."</p> }
        }
        Asked::Blank => {
            part! { <p class="quiet">"Nothing is asked: write a question, or choose one to begin with."</p> }
        }
        Asked::Refused { message, at, sql } => refused(sql_refusal(&sql, &message, at), editor),
        Asked::Answered(answer) => table(answer),
    }
}

/// What is wrong in plain words, at its place; below it what SQLite says itself.
fn refused(told: SqlRefusal, editor: NodeRef<html::Textarea>) -> AnyView {
    let SqlRefusal { sentence, advice, place, own } = told;
    let sentence = match &place {
        Some(place) => format!("Line {}, column {}: {sentence}", place.line, place.column),
        None => sentence,
    };
    let place = place.map(|place| {
        let chosen = (place.start, place.start + place.width);
        part! {
            <pre class="card code" tabindex="0" aria-label="The place of the mistake">{place.pointer()}</pre>
            <button type="button" class="button" on:click=mouse(move |_| choose(editor, chosen))>"Show it in the text"</button>
        }
    });
    part! {
        <p class="field-error">{words::escaped(&sentence)}</p>
        {place}
        {advice.map(|advice| part! { <p>{words::escaped(&advice)}</p> })}
        <p class="sql-own dim">"SQLite: "<span class="mono">{words::escaped(&own)}</span></p>
    }
}

fn table(answer: Answer) -> AnyView {
    let Answer { sql, columns, rows, more, statements, changed, undone, millis, events: known, left_out } = answer;
    let count = rows.len();
    let note = write_note(&sql, changed, undone);
    let mut said = match (columns.is_empty(), count) {
        _ if note.is_some() => note.unwrap_or_default(),
        (true, _) => "Done. It gave no rows.".to_owned(),
        (false, 0) if known == 0 => {
            "No row fits: the log is empty at the cursor. Place an order and press Play.".to_owned()
        }
        (false, 0) => "No row fits.".to_owned(),
        (false, 1) => "1 row.".to_owned(),
        (false, _) if more => format!("The first {ROWS_MAX} rows; there are more."),
        (false, count) => format!("{} rows.", words::count(count as u64)),
    };
    if statements > 1 {
        let count = words::count(u64::from(statements));
        said = format!("{count} statements were run; this is the answer of the last. {said}");
    }
    said.push_str(&format!(" {} in the table, {} ms.", events(known as u64), Tenths(millis)));
    if left_out > 0 {
        said.push_str(&format!(
            " The table holds the first {}; {} later ones are left out.",
            words::count(EVENTS_MAX as u64),
            words::count(left_out as u64)
        ));
    }
    let heads = columns.into_iter().map(|name| part! { <th scope="col">{words::escaped(&name)}</th> });
    let (heads, rows) = (heads.gather(), rows.into_iter().map(row).gather());
    part! {
        <p class="dim">{said}</p>
        <div class="bench-side" tabindex="0" role="region" aria-label="Answer">
            {(count > 0).then(|| part! { <table class="grid sql-rows"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table> })}
        </div>
    }
}

fn row(row: Vec<Option<String>>) -> AnyView {
    let cells = row.into_iter().map(|value| match value {
        Some(text) => part! { <td class="mono" class:long={text.len() > LONG}>{words::escaped(&text)}</td> },
        None => part! { <td class="dim">"NULL"</td> },
    });
    part! { <tr>{cells.gather()}</tr> }
}
