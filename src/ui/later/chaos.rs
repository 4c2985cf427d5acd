//! The details of a fault: what it aims at, how often, when; and the rules of this kind that are armed.

use crate::ui::erase::{Gather, Slice, State, changed, erased, live, mouse, rows, submitted};
use leptos::prelude::*;

use crate::fault::{FaultKind, Moment};
use crate::scene::words;
use crate::ui::acts::Acts;
use crate::ui::chaos::{ArmedRule, FaultForm};

fn number(
    form: FaultForm,
    label: &'static str,
    name: &'static str,
    unit: &'static str,
    text: State<String>,
    placeholder: &'static str,
) -> AnyView {
    let id = format!("fault-{}-{name}", form.face.kind.name());
    let error = format!("{id}-error");
    let reason = move || form.refused.get().filter(|(field, _)| field == name).map(|(_, reason)| reason);
    part! {
        <div class="fault-field">
            <label for=id.clone()>{label}</label>
            <input id=id class="input mono" inputmode="numeric" autocomplete="off" placeholder=placeholder
                prop:value=live(move || text.get())
                aria-invalid=live(move || reason().map(|_| "true")) aria-describedby=error.clone()
                on:input=changed(move |ev| { text.set(event_target_value(&ev)); form.refused.set(None); }) />
            <span class="dim">{unit}</span>
            <p class="field-error" id=error hidden=live(move || reason().is_none()) role="alert">{erased(reason)}</p>
        </div>
    }
}

fn choice(
    form: FaultForm,
    label: &'static str,
    name: &'static str,
    text: State<String>,
    options: Vec<(&'static str, &'static str)>,
) -> AnyView {
    let id = format!("fault-{}-{name}", form.face.kind.name());
    let reason = move || form.refused.get().filter(|(field, _)| field == name).map(|(_, reason)| reason);
    let options = options
        .into_iter()
        .map(|(value, shown)| part! { <option value=value selected=live(move || text.get() == value)>{shown}</option> })
        .gather();
    part! {
        <div class="fault-field wide">
            <label for=id.clone()>{label}</label>
            <select id=id class="input" on:change=changed(move |ev| { text.set(event_target_value(&ev)); form.refused.set(None); })>{options}</select>
            <p class="field-error" hidden=live(move || reason().is_none()) role="alert">{erased(reason)}</p>
        </div>
    }
}

/// What opens under a fault.
pub fn details((form, rules): (FaultForm, Slice<Vec<ArmedRule>>)) -> AnyView {
    let acts = Acts::here();
    let kind = form.face.kind;
    let mut targets: Vec<(&'static str, &'static str)> =
        kind.targets().map(|place| (place.name(), words::place_title(place))).collect();
    if targets.len() > 1 {
        targets.insert(0, ("", "wherever it makes sense"));
    }
    let directions = vec![("to", "what reaches it"), ("from", "what it sends")];
    let moments = std::iter::once(("", "at once"))
        .chain(Moment::ALL.map(|moment| (moment.name(), words::moment_phrase(moment))))
        .collect();
    let counted = kind != FaultKind::Outage;
    let label = move || if rules.with(Vec::is_empty) { "Arm" } else { "Arm with these" };
    part! {
        <form class="fault-details" novalidate on:submit=submitted(move |ev| { ev.prevent_default(); acts.rearm(form, rules.get_untracked().iter().map(|rule| rule.id).collect()); })>
            <p class="dim">{words::fault_meaning(kind)}</p>
            {choice(form, "target", "target", form.target, targets)}
            {kind.is_of_messages().then(|| choice(form, "direction", "direction", form.direction, directions))}
            {(kind == FaultKind::Crash).then(|| choice(form, "moment", "moment", form.moment, moments))}
            {counted.then(|| number(form, "chance", "chance", "%", form.chance, "100"))}
            {counted.then(|| number(form, "count", "count", "times", form.count, "∞"))}
            {kind.usual_span().is_some().then(|| number(form, "by", "by", "ms", form.by, ""))}
            {number(form, "from", "from", "ms", form.from, "now")}
            {number(form, "until", "until", "ms", form.until, "lifted")}
            {erased(move || form.refused.get().filter(|(field, _)| field == "kind" || field == "message" || field.is_empty()).map(|(_, reason)| part! {
                <p class="field-error" role="alert">{reason}</p>
            }))}
            <button type="submit" class="button">{erased(label)}</button>
        </form>
        <ul class="rules">
            {rows(move || rules.get(), |rule| (rule.id, rule.sentence.clone()), move |rule| part! {
                <li>
                    <span>{rule.sentence}</span>
                    <button type="button" class="link" on:click=mouse(move |_| acts.clear(rule.id))>"Lift"</button>
                </li>
            })}
        </ul>
    }
}
