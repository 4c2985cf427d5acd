//! The effect ledger of the act behind what is chosen: what it led to, message by message.

use leptos::prelude::*;

use super::still::when_still;
use crate::exchange::{Code, time_of_millis};
use crate::kernel::MessageNo;
use crate::scene::why::{ledger_row_sentence, ledger_sentence};
use crate::scene::words::time_seconds;
use crate::session::{Ledger, LedgerRow, Session};
use crate::ui::erase::{Gather, Slice, erased, live, mouse};
use crate::ui::handle::SessionHandle;
use crate::ui::later::inspector::{left_out, message_of};
use crate::ui::selection::{Selected, Selection};
use crate::ui::timeline::selection_of;
use crate::world::World;

/// Rows on the screen; the others are counted.
const ROWS_MAX: usize = 60;

pub fn effects() -> AnyView {
    let (selected, handle) = (Selected::here(), SessionHandle::here());
    let message = handle.select_calm(move |session| intent_of(session, selected.chosen()));
    let found: Slice<(Option<MessageNo>, Option<Ledger>)> =
        when_still(move || message.get(), |session, message| session.ledger((*message)?));
    erased(move || match found.get() {
        (_, Some(ledger)) => table(ledger),
        (None, None) => {
            part! { <p class="quiet">"No act is known yet: place an order and press Play, and here stands what came of it."</p> }
        }
        (Some(_), None) => {
            part! { <p class="quiet">"Nothing is known of the act: it has not happened yet at this point of the run."</p> }
        }
    })
}

/// A message of the story: the chosen one, or the first event of the chosen order; with nothing chosen, of the latest.
fn intent_of(session: &Session, chosen: Option<Selection>) -> Option<MessageNo> {
    let world = session.world();
    match chosen {
        Some(Selection::Order(order)) => first_of(world, order),
        Some(thing) => message_of(session, thing),
        None => first_of(world, crate::ui::later::inspector::most_urgent(world)?),
    }
}

fn first_of(world: &World, order: crate::domain::OrderId) -> Option<MessageNo> {
    let stream = world.find_stream(&format!("order-{}", world.order_name(order)))?;
    let first = world.store.read_stream(stream, crate::event_store::StreamVersion::FIRST).next()?;
    world.event_message(u64::from(first.position().0)).known()
}

fn table(ledger: Ledger) -> AnyView {
    let sentence = ledger_sentence(&ledger);
    let more = ledger.left_out + ledger.rows.len().saturating_sub(ROWS_MAX);
    let rows = ledger.rows.into_iter().take(ROWS_MAX).map(row);
    part! {
        <p class="sheet-sentence">{sentence}</p>
        <div class="sideways" tabindex="0" role="region" aria-label="Effects, message by message">
            <table class="grid ledger">
                <caption>"times in seconds"</caption>
                <thead><tr>
                    <th scope="col">"message"</th><th scope="col" class="number">"stored"</th><th scope="col" class="number">"published"</th>
                    <th scope="col" class="number">"delivered"</th><th scope="col" class="number">"applied"</th><th scope="col" class="number">"visible"</th>
                </tr></thead>
                <tbody>{rows.gather()}</tbody>
            </table>
        </div>
        {left_out(more, "later messages")}
    }
}

fn row(row: LedgerRow) -> AnyView {
    let (selected, handle) = (Selected::here(), SessionHandle::here());
    let (message, sentence) = (row.message, ledger_row_sentence(&row));
    let thing = handle.with(|session| selection_of(session.world(), message));
    let hue = if row.kind == "command" { "is-command" } else { "is-event" };
    let times = |number: u32| if number == 0 { "–".to_owned() } else { format!("{number} ×") };
    let is_event = row.stored.is_some();
    let visible = row
        .visible
        .iter()
        .map(|shown| shown.ms)
        .fold(None, |last: Option<f64>, ms| Some(last.map_or(ms, |last| last.max(ms))));
    let trouble = row.parked || row.lost > 0 || row.failed > 0 || row.ignored > 0;
    part! {
        <tr class:lit=live(move || selected.is_message_lit(thing, message))>
            <th scope="row"><button type="button" class=format!("link {hue} hue") title=sentence.clone() on:click=mouse(move |_| selected.choose(thing))>{row.name}</button></th>
            <td class="number">{row.stored.as_ref().map_or_else(|| if is_event { String::new() } else { "–".to_owned() }, |stored| at(stored.ms))}</td>
            <td class="number">{if row.publications > 1 { times(row.publications) } else { row.published.map_or_else(|| "–".to_owned(), at) }}</td>
            <td class="number">{times(row.delivered)}</td>
            <td class="number">{times(row.applied)}</td>
            <td class="number">{visible.map_or_else(|| "–".to_owned(), at)}</td>
        </tr>
        {trouble.then(|| part! { <tr class="aside"><td colspan="6">{sentence}</td></tr> })}
    }
}

fn at(ms: f64) -> String {
    let time = time_of_millis(ms, Code::BadArgument, "ms").map(time_seconds).unwrap_or_default();
    time.trim_end_matches(" s").to_owned()
}
