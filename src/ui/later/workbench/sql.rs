//! The log as the table that a store on SQL keeps, and real SQL over it.

use leptos::prelude::*;

use super::database::{Answer, Asked, Database, EVENTS_MAX, ROWS_MAX};
use super::parts::events;
use crate::domain::OrderId;
use crate::exchange::table::{CREATE, QUESTIONS};
use crate::scene::geometry::Tenths;
use crate::scene::words;
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
    let database = Database::new();
    let ask = move || database.ask(handle, &sql.get_untracked());
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
                <textarea id="sql-source" class="input" rows="6" spellcheck="false" autocomplete="off" autocapitalize="off" maxlength=SQL_MAX.to_string()
                    prop:value=live(move || sql.get()) on:input=changed(move |ev| sql.set(event_target_value(&ev)))
                    on:keydown=key(move |ev| if ev.key() == "Enter" && (ev.ctrl_key() || ev.meta_key()) { ev.prevent_default(); ask(); })></textarea>
                <div class="bench-row">
                    <button type="button" class="button primary" disabled=live(busy) on:click=mouse(move |_| ask())>"Ask"</button>
                    <button type="button" class="button" disabled=live(move || !busy()) on:click=mouse(move |_| database.stop())>"Stop"</button>
                    <span class="dim"><kbd>"Ctrl"</kbd>" "<kbd>"Enter"</kbd>" asks, too"</span>
                    {erased(move || Some(database.version.get()).filter(|version| !version.is_empty()).map(|version| part! { <span class="dim">{format!("SQLite {version}")}</span> }))}
                </div>
                <div class="sql-answer" aria-live="polite">{erased(move || told(database.asked.get()))}</div>
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

fn told(asked: Asked) -> AnyView {
    match asked {
        Asked::Nothing => {
            part! { <p class="quiet">"Nothing was asked yet. The database is loaded with the first question, from this page's own server."</p> }
        }
        Asked::Loading => part! { <p class="quiet">"Loading SQLite…"</p> },
        Asked::Running => part! { <p class="quiet">"Asking… A question without an end can be stopped."</p> },
        Asked::Stopped => {
            part! { <p class="quiet">"Stopped. The database is loaded again with the next question."</p> }
        }
        Asked::Missing => {
            part! { <p class="field-error">"SQLite could not be loaded from this page's own server. Is it still there? Ask again to try."</p> }
        }
        Asked::Refused(message) => part! {
            <p class="field-error">{words::escaped(&message)}</p>
            {reason(&message).map(|reason| part! { <p>{reason}</p> })}
        },
        Asked::Answered(answer) => table(answer),
    }
}

/// What an error means here.
fn reason(message: &str) -> Option<&'static str> {
    if message.contains("UNIQUE constraint failed: events.stream_id, events.version") {
        Some(
            "The stream has an event of this version already. That is optimistic concurrency in one line: the second writer is refused, loads again and decides anew.",
        )
    } else if message.contains("UNIQUE constraint failed: events.global_position") {
        Some("This place in the log is taken: the order over all streams is one for everybody.")
    } else if message.contains("CHECK constraint failed") {
        Some("A body must be JSON.")
    } else if message.contains("no such table") {
        Some("There is one table: events.")
    } else if message.contains("no such column") {
        Some("The columns stand under \"The table\".")
    } else {
        None
    }
}

fn table(answer: Answer) -> AnyView {
    let Answer { columns, rows, more, changed, millis, events: known, left_out } = answer;
    let count = rows.len();
    let mut said = match (columns.is_empty(), count) {
        (true, _) if changed == 1 => "1 row was changed, and that was taken back.".to_owned(),
        (true, _) if changed > 0 => format!("{} rows were changed, and that was taken back.", words::count(changed)),
        (true, _) => "Done. It gave no rows.".to_owned(),
        (false, 0) => "No row fits.".to_owned(),
        (false, 1) => "1 row.".to_owned(),
        (false, _) if more => format!("The first {ROWS_MAX} rows; there are more."),
        (false, count) => format!("{} rows.", words::count(count as u64)),
    };
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
