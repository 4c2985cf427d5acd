//! The queues of the bus, and the dead letters: inspect, correct, redrive, discard.

use crate::ui::erase::{Gather, State, changed, erased, live, mouse, rows};
use leptos::prelude::*;

use crate::scene::inspect::{DeadView, dead_letters, queues};
use crate::scene::words;
use crate::ui::acts::Acts;
use crate::ui::glossary::{Term, word};
use crate::ui::handle::SessionHandle;
use crate::ui::selection::{Selected, Selection};
use crate::ui::timeline::selection_of;

#[component]
pub fn QueuesTab() -> impl IntoView {
    let handle = SessionHandle::here();
    let all = handle.select_calm(|session| queues(session.world()));
    let dead = handle.select_calm(|session| dead_letters(session.world()));
    part! {
        <table class="grid">
            <caption class="heading">"Queues of the "{word(Term::Bus, "bus")}</caption>
            <thead><tr>
                <th scope="col">"consumer"</th><th scope="col" class="number">"on its way"</th><th scope="col" class="number">"waiting"</th>
                <th scope="col" class="number">"dead"</th><th scope="col" class="number">"done"</th>
            </tr></thead>
            <tbody>
                {erased(move || all.get().into_iter().map(|row| part! {
                    <tr>
                        <td>{row.name}</td><td class="number">{row.in_flight}</td><td class="number">{row.waiting}</td>
                        <td class="number" class:bad={row.dead > 0}>{row.dead}</td><td class="number">{words::count(row.acknowledged)}</td>
                    </tr>
                }).gather())}
            </tbody>
        </table>
        <h2 class="heading">{word(Term::DeadLetter, "Dead letters")}</h2>
        {rows(move || dead.get().rows, |letter| (letter.number, letter.message, letter.name, letter.since.clone()), |letter| part! { <DeadLetter letter /> })}
        {erased(move || super::left_out(dead.with(|dead| dead.left_out), "more dead letters"))}
        {erased(move || dead.with(|dead| dead.rows.is_empty()).then(|| part! {
            <p class="quiet">"None. A message comes here when every attempt to handle it has failed."</p>
        }))}
    }
}

#[component]
fn DeadLetter(letter: DeadView) -> impl IntoView {
    let acts = Acts::here();
    let selected = Selected::here();
    let handle = SessionHandle::here();
    let (number, message) = (letter.number, letter.message);
    let body = State::new(letter.body.clone());
    let refused = State::new(None::<String>);
    let as_it_was = StoredValue::new(letter.body);
    let id = format!("dead-{number}");
    let error = format!("{id}-error");
    let redrive = move |_| {
        let text = body.get_untracked();
        let corrected = as_it_was.with_value(|before| text != *before).then_some(text);
        refused.set(acts.redrive(number, corrected.as_deref()).err().map(|refused| refused.to_string()));
    };
    part! {
        <section class="card dead" class:chosen=live(move || selected.is_lit(Selection::DeadLetter(number))) aria-label=format!("Dead letter {}", letter.name)>
            <p class="dead-head">
                <button type="button" class="link" title="Inspect"
                    on:click=mouse(move |_| selected.choose(handle.with(|session| selection_of(session.world(), message))))>{letter.name}</button>
                <span class="dim">{letter.order}</span>
            </p>
            <p>{format!("For {}. {} {} attempts, parked at {}.", letter.consumer, letter.reason, letter.attempts, letter.since)}</p>
            {letter.poisoned.then(|| part! { <p class="bad">"Its body cannot be processed: correct it before you send it again."</p> })}
            <label class="dim" for=id.clone()>"Body"</label>
            <textarea id=id class="input" rows="6" spellcheck="false" autocomplete="off"
                aria-invalid=live(move || refused.with(Option::is_some).then_some("true")) aria-describedby=error.clone()
                prop:value=live(move || body.get())
                on:input=changed(move |ev| { body.set(event_target_value(&ev)); refused.set(None); })></textarea>
            <p class="field-error" id=error role="alert" hidden=live(move || refused.with(Option::is_none))>{erased(move || refused.get())}</p>
            <div class="task-buttons">
                <button type="button" class="button" on:click=mouse(redrive)>"Redrive"</button>
                <button type="button" class="button" on:click=mouse(move |_| acts.discard(number))>"Discard"</button>
            </div>
        </section>
    }
}
