//! The invariants: what holds, what is broken, why, and which setting makes the breach legal.

use crate::ui::erase::{erased, live, mouse, rows};
use leptos::prelude::*;

use super::acts::Acts;
use super::glossary::{Term, word};
use super::handle::SessionHandle;
use super::selection::{Selected, Selection};
use crate::check::InvariantReport;

/// The setting as a sentence says it.
fn setting(name: &str) -> &'static str {
    match name {
        "idempotency" => "Explained by setting idempotency: off.",
        "outbox" => "Explained by setting outbox: off.",
        "delivery" => "Explained by setting delivery: at most once.",
        _ => "Explained by a setting.",
    }
}

#[component]
pub fn Checks() -> impl IntoView {
    let reports = SessionHandle::here().select_calm(|session| {
        let (hold, mut broken): (Vec<_>, Vec<_>) = session.invariants().into_iter().partition(|report| report.ok);
        broken.extend(hold);
        broken
    });
    let broken = move || reports.with(|reports| reports.iter().filter(|report| !report.ok).count());
    part! {
        <section class="panel checks" aria-labelledby="checks-title">
            <div class="panel-head">
                <h2 class="heading" id="checks-title">{word(Term::Invariant, "Invariants")}</h2>
                <span class="count" class:bad=live(move || { broken() > 0 }) class:good=live(move || broken() == 0)>
                    {erased(move || match broken() { 0 => "all hold".to_owned(), count => format!("{count} broken") })}
                </span>
            </div>
            <ul class="invariants">
                {rows(move || reports.get(), |report| (report.id, report.reason.clone()), line)}
            </ul>
        </section>
    }
}

fn line(report: InvariantReport) -> AnyView {
    if report.ok {
        return part! {
            <li class="invariant" title=report.id><span class="sign good" aria-hidden="true">"✓"</span><span class="hidden-text">"holds: "</span>{report.name}</li>
        };
    }
    let acts = Acts::here();
    let selected = Selected::here();
    let at = report.position;
    part! {
        <li class="invariant broken">
            <details open>
                <summary><span class="sign" aria-hidden="true">"✗"</span><span class="hidden-text">"broken: "</span>{report.name}<span class="mono id">{report.id}</span></summary>
                <p>{report.reason}</p>
                {report.explained_by.map(|name| part! { <p class="explained">{setting(name)}</p> })}
                {report.step.map(|step| part! {
                    <button type="button" class="link" on:click=mouse(move |_| {
                        if let Some(at) = at {
                            selected.choose(Selection::Event(at));
                        }
                        acts.seek_step(step);
                    })>{format!("Go to the step that broke it ({step})")}</button>
                })}
            </details>
        </li>
    }
}
