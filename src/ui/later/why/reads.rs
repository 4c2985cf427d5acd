//! The four read models: what they answer, how old the answer is, and why each field is as it is.

use crate::ui::erase::{Gather, Slice, erased, live, mouse, pointer};
use leptos::prelude::*;

use crate::messaging::ReadModel;
use crate::scene::inspect::{AnswerRow, answer};
use crate::scene::why::{Question, cell_field};
use crate::scene::words;
use crate::ui::glossary::{Term, word};
use crate::ui::handle::SessionHandle;
use crate::ui::inspector::field;
use crate::ui::later::inspector::left_out;
use crate::ui::marks::{Mark, mark};
use crate::ui::selection::{Selected, Selection};

pub fn reads() -> AnyView {
    let selected = Selected::here();
    let handle = SessionHandle::here();
    let shown = Slice::after(move |before: Option<&ReadModel>| match selected.chosen() {
        Some(Selection::Model(model)) => model,
        _ => before.copied().unwrap_or(ReadModel::Orders),
    });
    let lags = handle.select_calm(|session| {
        let world = session.world();
        let len = world.store.len() as u64;
        ReadModel::ALL.map(|model| world.models.checkpoint(model).lag(len))
    });
    let found = handle.select_calm(move |session| answer(session.world(), shown.get(), session.now()));
    let choices = ReadModel::ALL
        .map(|model| {
            let thing = Selection::Model(model);
            part! {
                <button type="button" class="segment" aria-pressed=live(move || (shown.get() == model).to_string())
                    on:click=mouse(move |_| selected.choose(thing))
                    on:pointerenter=pointer(move |_| selected.hover(Some(thing)))
                    on:pointerleave=pointer(move |_| selected.hover(None))>
                    {words::read_model_title(model)}
                    {erased(move || lags.get().get(model.index()).copied().filter(|lag| *lag > 0).map(|lag| part! { <span class="lag">{lag}<span class="hidden-text">" behind"</span></span> }))}
                </button>
            }
        })
        .gather();
    part! {
        <div class="segments" role="group" aria-label="Read model">{choices}</div>
        {erased(move || {
            let answer = found.get();
            let stale = answer.lag > 0;
            part! {
                <p class="sheet-sentence">{answer.question}</p>
                <p class="freshness" class:stale=stale>
                    {mark(if stale { Mark::Stale } else { Mark::Query })}
                    {match answer.as_of {
                        None => "It has read nothing yet.".to_owned(),
                        Some(as_of) => format!("As of {as_of}."),
                    }}
                    " "{word(Term::Lag, "Lag")}": "
                    {match (answer.lag, answer.age) {
                        (0, _) => "none.".to_owned(),
                        (lag, Some(age)) => format!("{} behind, the oldest for {age}.", plural(lag)),
                        (lag, None) => format!("{} behind.", plural(lag)),
                    }}
                </p>
                <table class="grid" class:stale=stale>
                    <thead><tr>{answer.columns.iter().map(|name| part! { <th scope="col">{*name}</th> }).gather()}</tr></thead>
                    <tbody>{answer.table.rows.into_iter().map(|row| table_row(answer.model, row)).gather()}</tbody>
                </table>
                {left_out(answer.table.left_out, "older rows")}
            }
        })}
    }
}

/// The cells of a row; those that a field stands behind can be asked about.
fn table_row(model: ReadModel, row: AnswerRow) -> AnyView {
    let questions: Vec<_> = (0..row.cells.len()).map(|column| cell_field(model, &row, column)).collect();
    let cells = row.cells.into_iter().zip(questions);
    let cells = cells.map(|(text, cell)| part! { <td>{field(text, cell.map(Question::Row))}</td> });
    part! { <tr>{cells.gather()}</tr> }
}

fn plural(lag: u64) -> String {
    if lag == 1 { "1 event".to_owned() } else { format!("{} events", words::count(lag)) }
}
