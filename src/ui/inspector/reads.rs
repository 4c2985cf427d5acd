//! The four read models: what they answer, and how old the answer is.

use crate::ui::erase::{Gather, Slice, erased, live, mouse, pointer};
use leptos::prelude::*;

use crate::messaging::ReadModel;
use crate::scene::inspect::answer;
use crate::scene::words;
use crate::ui::glossary::{Term, word};
use crate::ui::handle::SessionHandle;
use crate::ui::marks::{Mark, mark};
use crate::ui::selection::{Selected, Selection};

#[component]
pub fn ReadsTab() -> impl IntoView {
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
                    <tbody>{answer.table.rows.into_iter().map(|row| part! { <tr>{row.into_iter().map(|text| part! { <td>{text}</td> }).gather()}</tr> }).gather()}</tbody>
                </table>
                {super::left_out(answer.table.left_out, "older rows")}
            }
        })}
    }
}

fn plural(lag: u64) -> String {
    if lag == 1 { "1 event".to_owned() } else { format!("{} events", words::count(lag)) }
}
