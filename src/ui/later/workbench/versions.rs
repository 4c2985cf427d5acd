//! Versions of what is stored: every combination of code and history, run; what is deployed now; and one event as it is
//! stored beside what its readers make of it.

use leptos::prelude::*;

use super::parts::{choice, number, promises, stories};
use crate::exchange::{HistoryDraft, HistoryView};
use crate::scene::words;
use crate::scene::workbench::{
    Reading, StoredEvent, StoredShapes, compatibility_reason, compatibility_word, stored_event, stored_shapes,
};
use crate::session::{CompatibilityView, Session, compatibility};
use crate::ui::acts::Acts;
use crate::ui::erase::{Gather, Slice, State, erased, focus, live, mouse};
use crate::ui::later::inspector::position_of;
use crate::ui::selection::Selection;

/// What may lie in the store before.
const STORED: [(Option<u8>, &str); 3] = [(None, "nothing"), (Some(1), "version 1"), (Some(2), "version 2")];

pub fn view() -> AnyView {
    part! {
        <div class="bench-grid">
            <div class="bench-main">
                <p>"OrderPlaced has had two shapes: first an amount and nothing else, then items, total and currency. What is stored is never rewritten, so whoever reads it must understand what was written at any time."</p>
                {grid()}
                {stored()}
            </div>
            <div class="bench-aside">
                <h3 class="heading">"Deployed now"</h3>
                {choice("The order service writes", &[("1", "version 1"), ("2", "version 2")],
                    |history| history.producer.to_string(),
                    |value| HistoryDraft { producer: number(value), ..HistoryDraft::default() })}
                {choice("Consumers and read models know", &[("1", "version 1"), ("2", "version 2")],
                    |history| history.consumers.to_string(),
                    |value| HistoryDraft { consumers: number(value), ..HistoryDraft::default() })}
                {choice("Upcasters, when an event is read", &[("on", "on"), ("off", "off"), ("faulty", "with a mistake")],
                    |history| history.upcasters.to_owned(),
                    |value| HistoryDraft { upcasters: Some(value.to_owned()), ..HistoryDraft::default() })}
                <p class="dim">"A deployment takes effect now and belongs to the run. Nothing that is stored changes by it."</p>
                {promises(&["I17", "I13"])}
            </div>
        </div>
        {stories(&["versions", "faulty-upcaster"])}
    }
}

/// What is deployed and stored at the cursor, as a cell of the grid; no cell where the upcaster is faulty.
fn now(session: &Session) -> Option<(u8, u8, bool, Option<u8>)> {
    let HistoryView { producer, consumers, upcasters, .. } = session.settings().history;
    let [former, today] = stored_shapes(session.world()).counts;
    let stored = match (former, today) {
        (0, 0) => None,
        (0, _) => Some(2),
        (_, _) => Some(1),
    };
    // Whoever knows only the first version has nothing to upcast.
    (upcasters != "faulty").then_some((producer, consumers, upcasters == "on" && consumers == 2, stored))
}

const fn place_of(cell: &CompatibilityView) -> (u8, u8, bool, Option<u8>) {
    (cell.producer, cell.consumers, cell.upcasters, cell.stored)
}

fn grid() -> AnyView {
    let now = Acts::here().handle.select_calm(now);
    let cells = StoredValue::new(compatibility());
    let asked = State::new(None::<usize>);
    // What is deployed, until a person asks about a cell.
    let shown = Slice::new(move || {
        asked.get().or_else(|| {
            let now = now.get()?;
            cells.with_value(|cells| cells.iter().position(|cell| place_of(cell) == now))
        })
    });
    let rows = cells.with_value(|cells| {
        let rows = cells.chunks(STORED.len()).enumerate().map(|(row, cells)| {
            let head = cells.first().map_or_else(String::new, row_title);
            let cells = cells.iter().enumerate().map(|(column, cell)| {
                let place = row * STORED.len() + column;
                let (this, word) = (place_of(cell), compatibility_word(cell));
                let (class, sign) = if cell.compatible { ("cell-button good", "✓") } else { ("cell-button bad", "✗") };
                part! {
                    <td class:deployed=live(move || now.get() == Some(this))>
                        <button type="button" class=class aria-pressed=live(move || (shown.get() == Some(place)).to_string())
                            on:click=mouse(move |_| asked.set(Some(place))) on:focus=focus(move |_| asked.set(Some(place)))>
                            <span aria-hidden="true">{sign}" "</span>{word}
                            {erased(move || (now.get() == Some(this)).then(|| part! { <span class="cell-now">"now"</span> }))}
                        </button>
                    </td>
                }
            });
            part! { <tr><th scope="row">{head}</th>{cells.gather()}</tr> }
        });
        rows.gather()
    });
    let columns = STORED.map(|(_, title)| part! { <th scope="col">{title}</th> });
    let told = move || {
        let place = shown.get()?;
        cells.with_value(|cells| {
            let cell = cells.get(place)?;
            let stored =
                cell.stored.map_or_else(|| "nothing stored".to_owned(), |stored| format!("version {stored} stored"));
            Some((cell.compatible, format!("{}; {stored}.", row_title(cell)), compatibility_reason(cell)))
        })
    };
    part! {
        <h3 class="heading">"Who understands whom"</h3>
        <p class="dim">"Each cell was run just now: an order of the past, the deployment, all read models built again, an order of today."</p>
        <div class="bench-reason" aria-live="polite">
            {erased(move || told().map_or_else(
                || part! { <p class="dim">"The deployed upcaster has a mistake, which is no cell of this grid. Choose a cell to see its reason."</p> },
                |(good, title, reason)| part! { <p class:bad=!good><strong>{title}</strong>" "{reason}</p> },
            ))}
        </div>
        <div class="bench-side">
            <table class="grid compat">
                <caption class="hidden-text">"Who understands whom"</caption>
                <thead>
                    <tr><td></td><th scope="colgroup" colspan="3">"stored before"</th></tr>
                    <tr><td></td>{columns.gather()}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// "Writer 2, readers 1", "writer 1, readers 2 with upcasters".
fn row_title(cell: &CompatibilityView) -> String {
    let how = match (cell.consumers, cell.upcasters) {
        (1, _) => "",
        (_, true) => " with upcasters",
        (_, false) => " without upcasters",
    };
    format!("Writer {}, readers {}{how}", cell.producer, cell.consumers)
}

/// One event as it is stored, beside what its readers make of it.
fn stored() -> AnyView {
    let acts = Acts::here();
    let selected = acts.selected;
    let shapes = acts.handle.select_calm(|session| stored_shapes(session.world()));
    let event = acts.handle.select_calm(move |session| {
        let world = session.world();
        let chosen = selected.chosen().and_then(|thing| position_of(session, thing));
        // Until one is chosen: the latest of the first version, else the latest.
        let offered = || {
            let offered = stored_shapes(world).offered;
            offered.iter().find(|(_, schema)| *schema == 1).or_else(|| offered.first()).map(|(position, _)| *position)
        };
        stored_event(world, chosen.or_else(offered)?)
    });
    let choose = move |(position, schema): (u64, u8)| {
        part! {
            <button type="button" class="choice" aria-pressed=live(move || event.with(|event| event.as_ref().is_some_and(|event| event.position == position)).to_string())
                on:click=mouse(move |_| selected.choose(Selection::Event(position)))>{format!("#{position:04}, version {schema}")}</button>
        }
    };
    part! {
        <h3 class="heading">"Stored, and read"</h3>
        {erased(move || {
            let StoredShapes { counts: [former, today], offered } = shapes.get();
            if offered.is_empty() {
                return part! { <p class="quiet">"No OrderPlaced is stored yet: place an order and press Play."</p> };
            }
            part! {
                <p class="dim">{format!("OrderPlaced among the latest events: {} in version 1, {} in version 2. Choose one, or any event in the timeline:", words::count(former as u64), words::count(today as u64))}</p>
                <div class="choices-row" role="group" aria-label="OrderPlaced events">{offered.into_iter().map(choose).gather()}</div>
            }
        })}
        {erased(move || event.get().map(sides))}
    }
}

fn sides(event: StoredEvent) -> AnyView {
    let read = match event.read {
        Reading::Same => part! {
            <p class="dim">"The deployed consumers read it as it is stored."</p>
        },
        Reading::Upcast { schema, body } => part! {
            <p class="dim">{format!("In memory, in version {schema}, each time it is read:")}</p>
            <pre class="card code" tabindex="0" aria-label="Body as it is read">{body}</pre>
        },
        Reading::Unreadable(reason) => part! { <p class="bad">{reason}</p> },
    };
    part! {
        <div class="bench-sides">
            <div class="bench-side">
                <h4 class="heading">{format!("{} as stored", event.name)}</h4>
                <p class="dim">{format!("{}, position {}, version {}; {} bytes of JSON, digest ", event.stream, event.position, event.schema, event.bytes)}<span class="mono">{event.digest}</span>". No deployment changes a byte of it."</p>
                <pre class="card code" tabindex="0" aria-label="Body as it is stored">{event.raw}</pre>
            </div>
            <div class="bench-side"><h4 class="heading">"As consumers read it now"</h4>{read}</div>
        </div>
    }
}
