//! Read models built again from the first event, beside the ones that serve; and what a rebuild must not do twice.

use leptos::prelude::*;
use serde_json::Value;

use super::parts::{choice, events, figure, moments, number, promises, stories};
use crate::domain::Money;
use crate::exchange::HistoryDraft;
use crate::messaging::ReadModel;
use crate::scene::words;
use crate::scene::workbench::{MailCount, ModelSide, mail_count, model_bench};
use crate::session::{BesideView, ModelDifference, RowChange};
use crate::ui::acts::Acts;
use crate::ui::erase::{Gather, Slice, erased, live, mouse};
use crate::ui::selection::Selection;

/// Fields that differ and are listed.
const FIELDS_MAX: usize = 60;

pub fn view() -> AnyView {
    part! {
        <div class="bench-grid">
            <div class="bench-main">{bench()}</div>
            <div class="bench-aside">
                <h3 class="heading">"Code for the next rebuild"</h3>
                {choice("Version of the read models' code", &[("1", "First"), ("2", "Rewrite, forgets refunds")],
                    |history| history.projections.to_string(),
                    |value| HistoryDraft { projections: number(value), ..HistoryDraft::default() })}
                {mails()}
                {promises(&["I06", "I18", "I19"])}
            </div>
        </div>
        {stories(&["rebuild", "rewrite", "replay-trap", "projection-and-reactor"])}
    }
}

fn bench() -> AnyView {
    let acts = Acts::here();
    let (handle, selected) = (acts.handle, acts.selected);
    let shown = Slice::after(move |before: Option<&ReadModel>| match selected.chosen() {
        Some(Selection::Model(model)) => model,
        _ => before.copied().unwrap_or(ReadModel::Orders),
    });
    let standing = handle.select_calm(move |session| {
        let name = shown.get().name();
        session.rebuilds().into_iter().find(|view| view.model == name).and_then(|view| view.beside)
    });
    let told = handle.select_calm(move |session| model_bench(session.world(), shown.get()));
    let history = Slice::new(move || told.with(|told| told.history.clone()));
    let differs =
        Slice::new(move || standing.with(|beside| beside.as_ref().is_some_and(|beside| beside.standing == "differs")));
    let choices = ReadModel::ALL.map(|model| {
        part! {
            <button type="button" class="segment" aria-pressed=live(move || (shown.get() == model).to_string())
                on:click=mouse(move |_| selected.choose(Selection::Model(model)))>{words::read_model_title(model)}</button>
        }
    });
    part! {
        <div class="segments" role="group" aria-label="Read model">{choices.gather()}</div>
        {erased(move || part! { <p>{words::read_model_question(shown.get())}</p> })}
        <div class="bench-row">
            <button type="button" class="button primary"
                disabled=live(move || standing.with(|beside| beside.as_ref().is_some_and(is_under_way)))
                on:click=mouse(move |_| rebuild(acts, shown.get_untracked()))>"Rebuild from zero"</button>
            {erased(move || (differs.get()).then(|| part! {
                <button type="button" class="button" on:click=mouse(move |_| promote(acts, shown.get_untracked()))>"Promote it anyway"</button>
            }))}
        </div>
        {erased(move || standing_of(acts, standing.get()))}
        {erased(move || {
            let told = told.get();
            let other = |side: &Option<ModelSide>| side.as_ref().filter(|_| differs.get()).map(|side| side.table.rows.clone());
            let (live, rebuilt) = (told.live, told.rebuilt);
            let (of_rebuilt, of_live) = (other(&rebuilt), other(&Some(live.clone())));
            part! {
                <div class="bench-sides">
                    {side("Live", live, of_rebuilt)}
                    {rebuilt.map(|rebuilt| side("Built again", rebuilt, of_live))}
                </div>
            }
        })}
        <h3 class="heading">"Rebuilds of it, latest first"</h3>
        {erased(move || history.with(Vec::is_empty).then(|| part! { <p class="quiet">"None so far."</p> }))}
        {moments(history)}
    }
}

fn is_under_way(beside: &BesideView) -> bool {
    matches!(beside.standing, "building" | "wanted")
}

fn rebuild(acts: Acts, model: ReadModel) {
    match acts.act(|session| session.rebuild(model.name())) {
        Ok(true) => acts.notices.say("A second version begins with nothing. The live one goes on serving."),
        Ok(false) => acts.notices.say("It is being built already."),
        Err(refused) => acts.notices.show(refused.to_string()),
    }
}

fn promote(acts: Acts, model: ReadModel) {
    match acts.act(|session| session.promote(model.name())) {
        Ok(true) => acts.notices.say("It takes over as soon as it has read as far as the live one."),
        Ok(false) => acts.notices.show("Nothing waits for that any more."),
        Err(refused) => acts.notices.show(refused.to_string()),
    }
}

/// How the second version stands to the one that serves.
fn standing_of(acts: Acts, beside: Option<BesideView>) -> AnyView {
    let Some(beside) = beside else {
        return part! {
            <p class="dim">"Nothing is being built. A rebuild begins with nothing and reads the log from its first event, while the live one serves. When both have read as far, they are compared; only an equal one takes over by itself."</p>
        };
    };
    let text = match beside.standing {
        "building" => "The live one serves meanwhile. They are compared when both have read as far.",
        "wanted" => "You promoted it: it takes over as soon as it has read as far as the live one.",
        "stopped" => "It came to an event that its code cannot read, and stands there. The live one serves.",
        _ => "Both have read as far, and they say otherwise. The live one goes on serving: a person decides.",
    };
    let waits = is_under_way(&beside);
    part! {
        <div class="bench-progress" class:stops=matches!(beside.standing, "differs" | "stopped")>
            <p class="bench-row">
                <progress max=beside.of.max(1).to_string() value=beside.read.to_string() aria-label="Events read by the second version"></progress>
                <span class="mono">{format!("{} of {}", words::count(beside.read), events(beside.of))}</span>
            </p>
            <p>{text}</p>
            {waits.then(|| erased(move || (!acts.player.is_playing()).then(|| part! {
                <p class="bench-row"><span class="dim">"The run stands still; it reads on as virtual time goes on."</span>
                    <button type="button" class="button" aria-label="Go on" on:click=mouse(move |_| acts.player.play())>"Go on"</button></p>
            })))}
            {beside.difference.map(difference)}
        </div>
    }
}

/// Field by field, what the two say otherwise.
fn difference(difference: ModelDifference) -> AnyView {
    let all: Vec<_> = difference
        .rows
        .into_iter()
        .flat_map(|row| {
            let (key, change) = (row.key, row.change);
            row.fields.into_iter().map(move |field| (key.clone(), change, field))
        })
        .collect();
    let left_out = all.len().saturating_sub(FIELDS_MAX);
    let rows = all.into_iter().take(FIELDS_MAX).map(|(key, change, field)| {
        let missing =
            |there: bool, value: &Value| if there { value_text(&field.name, value) } else { "no such row".to_owned() };
        part! {
            <tr>
                <td>{words::escaped(&key)}</td><td class="mono">{field.name.clone()}</td>
                <td>{missing(change != RowChange::Added, &field.before)}</td>
                <td class="bad">{missing(change != RowChange::Removed, &field.after)}</td>
            </tr>
        }
    });
    let rows = rows.gather();
    let hidden = left_out + difference.left_out;
    part! {
        <table class="grid">
            <caption class="heading">"What they say otherwise"</caption>
            <thead><tr><th scope="col">"row"</th><th scope="col">"field"</th><th scope="col">"live"</th><th scope="col">"built again"</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
        {(hidden > 0).then(|| part! { <p class="quiet">{format!("{} more are not shown.", words::count(hidden as u64))}</p> })}
    }
}

/// Cents as money, everything else as JSON has it.
fn value_text(name: &str, value: &Value) -> String {
    match value {
        Value::Number(cents) if name.ends_with("Cents") => {
            cents.as_i64().map_or_else(|| value.to_string(), |cents| words::money(Money(cents)))
        }
        Value::String(text) => words::escaped(text),
        Value::Null => "nothing".to_owned(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

/// One version's table; rows that the other does not have are marked.
fn side(title: &'static str, side: ModelSide, other: Option<Vec<Vec<String>>>) -> AnyView {
    let empty = side.table.rows.is_empty();
    let rows = side.table.rows.into_iter().map(|row| {
        let odd = other.as_ref().is_some_and(|other| !other.contains(&row));
        part! {
            <tr class:odd=odd>{row.into_iter().map(|text| part! { <td>{text}</td> }).gather()}
                <td class="odd-sign">{if odd { "≠" } else { "" }}<span class="hidden-text">{if odd { "differs" } else { "" }}</span></td></tr>
        }
    });
    let rows = rows.gather();
    part! {
        <div class="bench-side">
            <table class="grid">
                <caption><span class="heading">{title}</span>" "<span class="dim">{format!("code version {}, {} read", side.version, events(side.read))}</span></caption>
                <thead><tr>{side.columns.iter().map(|name| part! { <th scope="col">{*name}</th> }).gather()}<td></td></tr></thead>
                <tbody>{rows}</tbody>
            </table>
            {empty.then(|| part! { <p class="quiet">"No rows: it has read no event that it shows."</p> })}
            {(side.table.left_out > 0).then(|| part! { <p class="quiet">{format!("{} older rows are not shown.", words::count(side.table.left_out as u64))}</p> })}
        </div>
    }
}

/// The side effect that a rebuild must not have.
fn mails() -> AnyView {
    let count = Acts::here().handle.select_calm(|session| mail_count(session.world()));
    part! {
        <h3 class="heading">"E-mails: the replay trap"</h3>
        {choice("Written by", &[("reactor", "a consumer of its own"), ("read-model", "the list of orders")],
            |history| history.mails.to_owned(),
            |value| HistoryDraft { mails: Some(value.to_owned()), ..HistoryDraft::default() })}
        {erased(move || {
            let MailCount { sent, again, left_out } = count.get();
            part! {
                <dl class="bench-figures">
                    {figure("sent", "", words::count(sent as u64))}
                    {figure("of them a second time", if again > 0 { "is-bad" } else { "" }, words::count(again as u64))}
                </dl>
                {(left_out > 0).then(|| part! { <p class="dim">{format!("Compared are the latest {}.", words::count((sent - left_out) as u64))}</p> })}
                <p class="dim">{if again > 0 {
                    "Old events were applied again, and whoever shows them also wrote again. The cure: a projection only computes; a consumer of its own writes, once for each message."
                } else {
                    "If the list of orders writes them while it applies events, a rebuild from the first event writes all of them again."
                }}</p>
            }
        })}
    }
}
