//! Another branch beside the current one: the outcome in a sentence, both in step, what differs.

use leptos::prelude::*;

use crate::domain::Money;
use crate::event_store::GlobalPosition;
use crate::exchange::{Code, time_of_millis};
use crate::scene::branches::{Lane, LaneMark, Lanes, lanes, verdict};
use crate::scene::words::{clock, count, escaped, money};
use crate::session::{Comparison, RowChange, RowDifference, Session};
use crate::timeline::BranchId;
use crate::ui::acts::Acts;
use crate::ui::erase::{Gather, erased, here, key, live, mouse};
use crate::ui::handle::SessionHandle;
use crate::ui::icons::{Icon, icon};
use crate::ui::place;
use crate::ui::selection::Selection;
use crate::ui::timeline::Against;

/// Rows of a read model that are listed.
const ROWS_SHOWN: usize = 12;

/// The sheet over the views of time.
pub fn sheet() -> AnyView {
    let (against, handle): (Against, SessionHandle) = (here(), SessionHandle::here());
    let compared = handle.select_calm(move |session| {
        let compared = session.compare(BranchId(against.0.get()?), session.branch())?;
        let sentence = verdict(session, &compared);
        let picture = lanes(session, &compared);
        Some((compared, sentence, picture))
    });
    request_animation_frame(|| place::focus_id("comparison"));
    let close = move || {
        against.0.set(None);
        place::focus_id("fork-button");
    };
    let body = move || match compared.get() {
        Some((compared, sentence, picture)) => told(&compared, sentence, picture),
        None => part! { <p class="quiet">"This branch is not there any more."</p> },
    };
    part! {
        <section class="comparison" id="comparison" tabindex="-1" aria-label="Comparison of two branches"
            on:keydown=key(move |ev| if ev.key() == "Escape" { close(); ev.prevent_default(); })>
            <button type="button" class="button square bare close" aria-label="Close the comparison" title="Close (Esc)" on:click=mouse(move |_| close())>{icon(Icon::Close)}</button>
            {erased(body)}
        </section>
    }
}

/// Opens the comparison with the branch that this one came from, or with the latest other one; closes it again.
pub fn toggle((acts, against): (Acts, Against)) {
    if against.0.get_untracked().is_some() {
        return against.0.set(None);
    }
    let branches = acts.handle.with(Session::branches);
    let parent = branches.iter().find(|branch| branch.current).and_then(|branch| branch.parent);
    let other = parent.or_else(|| branches.iter().rev().find(|branch| !branch.current).map(|branch| branch.id));
    match other {
        Some(other) => against.0.set(Some(other)),
        None => acts.notices.show("There is only one branch. Fork first, and change something."),
    }
}

fn told(compared: &Comparison, sentence: String, picture: Option<Lanes>) -> AnyView {
    let acts = Acts::here();
    let parted = compared.first_divergence.as_ref().map(|parted| {
        let step = parted.step;
        part! { <button type="button" class="link" on:click=mouse(move |_| acts.seek_step(step.saturating_sub(1)))>{format!("Go to where they part, step {}", count(u64::from(step)))}</button> }
    });
    let models = compared.models.iter().map(|model| {
        let rows = model.rows.iter().take(ROWS_SHOWN).map(row).gather();
        let more = model.left_out + model.rows.len().saturating_sub(ROWS_SHOWN);
        let more = (more > 0).then(|| part! { <p class="quiet">{format!("{} more rows differ.", count(more as u64))}</p> });
        part! {
            <div class="model-diff"><h3 class="heading is-read">{model.model}</h3><table><tbody>{rows}</tbody></table>{more}</div>
        }
    });
    let models = models.gather();
    let same = compared.models.is_empty().then(|| part! { <p class="quiet">"All read models are equal."</p> });
    part! {
        <p class="sheet-sentence"><strong>{sentence}</strong>" "{parted}</p>
        {picture.map(both)}
        <p class="dim">{event_sentence(compared)}</p>
        {same}
        <div class="model-diffs">{models}</div>
    }
}

/// "◆ 3 events only in main, 5 only in branch 1, 2 with another body."
fn event_sentence(compared: &Comparison) -> String {
    let events = &compared.events;
    let mut parts = Vec::new();
    for (many, name) in [(events.only_in_a_count, &compared.a.name), (events.only_in_b_count, &compared.b.name)] {
        if many > 0 {
            parts.push(format!("{} only in {name}", count(many as u64)));
        }
    }
    if events.changed_count > 0 {
        parts.push(format!("{} with another body", count(events.changed_count as u64)));
    }
    if events.retimed_count > 0 {
        parts.push(format!("{} the same at another time", count(events.retimed_count as u64)));
    }
    if parts.is_empty() {
        "Every event is the same in both.".to_owned()
    } else {
        format!("Events: {}.", parts.join(", "))
    }
}

/// Both lanes over one stretch of time, with the cursor in both.
fn both(picture: Lanes) -> AnyView {
    let handle = SessionHandle::here();
    let (from, to) = (picture.from, picture.to);
    let whole = to.since(from).micros().max(1) as f64;
    let now = handle.select_calm(Session::now);
    let cursor = live(move || {
        let at = now.get().micros().saturating_sub(from.micros()) as f64 / whole;
        place::percent(at.clamp(0.0, 1.0))
    });
    let parted = picture.parted.map(|time| {
        let at = place::percent(picture.at(time));
        part! { <span class="parted" style:inset-inline-start=at title="Here they part" aria-hidden="true"></span> }
    });
    let rows = picture.lanes.iter().enumerate().map(|(place, lane)| one(&picture, lane, place == 1)).gather();
    part! {
        <div class="both-lanes">
            {rows}
            <div class="both-marks" aria-hidden="true">{parted}<span class="both-cursor" style:inset-inline-start=cursor></span></div>
        </div>
        <p class="both-times mono dim"><span>{clock(from)}</span><span>"● in both   ◆ differs"</span><span>{clock(to)}</span></p>
    }
}

fn one(picture: &Lanes, lane: &Lane, current: bool) -> AnyView {
    let marks = lane.marks.iter().map(|mark| self::mark(picture, mark, current, lane)).gather();
    let more = (lane.left_out > 0).then(|| format!("+{}", count(lane.left_out as u64)));
    part! {
        <div class="both-lane"><span class="branch-name">{lane.name.clone()}</span><ol class="both-way" aria-label=format!("Events of {}", lane.name)>{marks}</ol><span class="dim">{more}</span></div>
    }
}

fn mark(picture: &Lanes, mark: &LaneMark, current: bool, lane: &Lane) -> AnyView {
    let acts = Acts::here();
    let (position, branch) = (mark.position, lane.branch);
    let choose = move || {
        if !current {
            acts.switch_to(branch);
        }
        acts.player.pause();
        acts.handle.update(|session| session.timeline_mut().seek_position(GlobalPosition(position)));
        acts.selected.choose(Selection::Event(u64::from(position)));
    };
    let what = if mark.differs { "only here or different" } else { "in both" };
    let label = format!("{} of {} at {}, {what}", mark.name, mark.stream, clock(mark.time));
    part! {
        <li class="both-mark" class:differs=mark.differs style:inset-inline-start=place::percent(picture.at(mark.time))>
            <button type="button" title=label.clone() aria-label=label on:click=mouse(move |_| choose())></button>
        </li>
    }
}

fn row(row: &RowDifference) -> AnyView {
    let what = match row.change {
        RowChange::Added => "only here",
        RowChange::Removed => "only there",
        RowChange::Changed => "",
    };
    let fields = row.fields.iter().map(|field| {
        let text = |value: &serde_json::Value| value_text(&field.name, value);
        // A row that only one side has, has nothing to be held against.
        let told = match row.change {
            RowChange::Added => part! { <ins>{text(&field.after)}</ins> },
            RowChange::Removed => part! { <del>{text(&field.before)}</del> },
            RowChange::Changed => part! { <del>{text(&field.before)}</del>" → "<ins>{text(&field.after)}</ins> },
        };
        part! { <span class="field-diff"><span class="dim">{field_name(&field.name)}</span>" "{told}</span> }
    });
    let fields = fields.gather();
    part! { <tr><th scope="row" class="mono">{row.key.clone()}<span class="dim">{format!(" {what}")}</span></th><td>{fields}</td></tr> }
}

/// "totalCents" is told in euros, "updatedAt" by the clock.
fn value_text(name: &str, value: &serde_json::Value) -> String {
    let time = |ms| time_of_millis(ms, Code::BadArgument, "ms").map(clock).ok();
    let told = match value {
        serde_json::Value::Null => Some("nothing".to_owned()),
        serde_json::Value::String(text) => Some(escaped(text)),
        serde_json::Value::Number(number) if name.ends_with("Cents") => {
            number.as_i64().map(|cents| money(Money(cents)))
        }
        serde_json::Value::Number(number) if name.ends_with("At") => number.as_f64().and_then(time),
        serde_json::Value::Array(all) if name == "items" => {
            Some(all.iter().filter_map(item).collect::<Vec<_>>().join(", "))
        }
        serde_json::Value::Bool(_)
        | serde_json::Value::Number(_)
        | serde_json::Value::Array(_)
        | serde_json::Value::Object(_) => None,
    };
    told.unwrap_or_else(|| value.to_string())
}

fn field_name(name: &str) -> String {
    name.trim_end_matches("Cents").to_owned()
}

/// "2 × PROD-456 at € 129.99".
fn item(value: &serde_json::Value) -> Option<String> {
    let sku = value.get("sku")?.as_str()?;
    let (quantity, cents) = (value.get("quantity")?.as_u64()?, value.get("unitPriceCents")?.as_i64()?);
    Some(format!("{} × {} at {}", count(quantity), escaped(sku), money(Money(cents))))
}
