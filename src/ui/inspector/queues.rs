//! The consumers' queues and the dead letters: inspect, correct, redrive, discard.

use leptos::prelude::*;

use crate::exchange::Wire;
use crate::kernel::VirtualTime;
use crate::messaging::Node;
use crate::scene::words::{clock, dead_reason, node_title};
use crate::session::DeadLetterView;
use crate::transport::bus::DeadReason;
use crate::ui::acts::Acts;
use crate::ui::handle::SessionHandle;
use crate::ui::selection::{Selected, Selection};

/// Dead letters shown at the most.
const DEAD_MAX: usize = 30;

#[component]
pub fn Queues() -> impl IntoView {
    let handle = SessionHandle::here();
    let queues = handle.select_calm(crate::session::Session::queues);
    let dead = handle.select_calm(|session| {
        session.dead_letters().iter().map(|letter| letter.id).take(DEAD_MAX).collect::<Vec<_>>()
    });
    let rows = move || {
        let rows = queues.get().into_iter().map(|queue| {
            let name = Node::ALL.into_iter().find(|node| node.name() == queue.consumer).map_or(queue.consumer, node_title);
            view! {
                <tr><th scope="row">{name}</th><td class="number">{queue.ready}</td><td class="number">{queue.in_flight}</td>
                    <td class="number" class:bad=queue.dead != 0>{queue.dead}</td></tr>
            }
            .into_any()
        });
        rows.collect_view()
    };
    let letters = move || dead.get().into_iter().map(|number| view! { <Dead number /> }.into_any()).collect_view();
    view! {
        <div class="queues">
            <table class="rows"><thead><tr><th scope="col">"Consumer"</th><th scope="col" class="number">"Waiting"</th>
                <th scope="col" class="number">"In flight"</th><th scope="col" class="number">"Dead"</th></tr></thead><tbody>{rows}</tbody></table>
            <h3 class="heading">"Dead letters"</h3>
            <p class="quiet" hidden=move || dead.with(|dead| !dead.is_empty())>"None. A message is parked here when every attempt at it has failed."</p>
            <ul class="dead-letters">{letters}</ul>
        </div>
    }
    .into_any()
}

#[component]
fn Dead(number: u32) -> impl IntoView {
    let (handle, acts, selected) = (SessionHandle::here(), Acts::here(), Selected::here());
    let found = handle.with(|session| session.dead_letters().into_iter().find(|letter| letter.id == number));
    let Some(letter) = found else { return ().into_any() };
    let thing = Selection::DeadLetter(number);
    let body = RwSignal::new(pretty(&letter.body));
    let refused = RwSignal::new(None::<String>);
    let field = format!("dead-body-{number}");
    let error = format!("dead-error-{number}");
    let (label, described) = (field.clone(), error.clone());
    let original = body.get_untracked();
    let redrive = move |_| {
        let text = body.get_untracked();
        let corrected = (text != original).then_some(Wire::Text(text));
        let result = handle.update(|session| session.redrive(number, corrected.as_ref()));
        match result {
            Ok(_) => acts.notices.say("The message is on its way again."),
            Err(error) => {
                acts.notices.say(error.to_string());
                refused.set(Some(error.to_string()));
            }
        }
    };
    let discard = move |_| {
        handle.update(|session| session.discard(number));
        acts.notices.say("The message is discarded. The trace keeps its story.");
    };
    view! {
        <li class="card dead-letter" class:lit=move || selected.is_lit(thing)>
            <div class="row-head">
                <button type="button" class="link" on:click=move |_| selected.choose(thing)>{letter.kind}</button>
                <span class="dim">{format!("to {}", letter.consumer)}</span>
            </div>
            <p class="small">{reason(&letter)}</p>
            <label class="dim small" for=label>"Body"</label>
            <textarea class="input" id=field rows="7" spellcheck="false" aria-describedby=described aria-invalid=move || refused.get().is_some().to_string()
                prop:value=move || body.get() on:input=move |ev| { body.set(event_target_value(&ev)); refused.set(None); }></textarea>
            <p class="field-error" id=error hidden=move || refused.get().is_none()>{move || refused.get()}</p>
            <div class="buttons">
                <button type="button" class="button primary" on:click=redrive>"Redrive"</button>
                <button type="button" class="button" on:click=discard>"Discard"</button>
            </div>
        </li>
    }
    .into_any()
}

fn reason(letter: &DeadLetterView) -> String {
    let why = if letter.reason == "handler-failed" { DeadReason::HandlerFailed } else { DeadReason::NotAcknowledged };
    let since = clock(VirtualTime::from_micros((letter.since * 1_000.0) as u64));
    let cure = if letter.poisoned { " Correct the body before you redrive it." } else { "" };
    format!("{} Parked at {since} after {} attempts.{cure}", dead_reason(why), letter.attempts)
}

fn pretty(body: &Wire) -> String {
    serde_json::to_string_pretty(body).unwrap_or_default()
}
