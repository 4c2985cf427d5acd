//! The settings of the run. Each change takes effect now and is recorded as an act.

use leptos::prelude::*;

use crate::exchange::SettingsDraft;
use crate::ui::acts::Acts;
use crate::ui::decimal::decimal;
use crate::ui::erase::{Slice, State, changed, erased, live};
use crate::ui::glossary::{Term, word};
use crate::ui::handle::SessionHandle;
use crate::ui::place;
use crate::world::{DeliveryGuarantee, Settings};

/// What the button in the top bar opens.
pub fn sheet() -> AnyView {
    let settings = SessionHandle::here().select_calm(|session| session.world().settings);
    let acts = Acts::here();
    let refused = State::new(None::<(String, String)>);
    let set =
        move |draft: SettingsDraft| refused.set(acts.set(&draft).err().map(|refused| (refused.field, refused.reason)));
    let flag = move |label: &'static str, term: Term, read: fn(&Settings) -> bool, write: fn(bool) -> SettingsDraft| {
        let on = Slice::new(move || settings.with(read));
        part! {
            <div class="setting">
                <label class="switch">
                    <input type="checkbox" role="switch" prop:checked=live(move || on.get())
                        on:change=changed(move |ev| { set(write(event_target_checked(&ev))); place::set_checked(&ev, on); }) />
                    {label}
                </label>
                {word(term, "what is this?")}
            </div>
        }
    };
    let number = move |label: &'static str,
                       unit: &'static str,
                       field: &'static str,
                       read: fn(&Settings) -> u64,
                       write: fn(f64) -> SettingsDraft| {
        let reason = move || refused.get().filter(|(named, _)| named == field).map(|(_, reason)| reason);
        part! {
            <div class="setting-number">
                <label for=format!("setting-{field}")>{label}</label>
                <input id=format!("setting-{field}") class="input mono" inputmode="numeric" autocomplete="off"
                    aria-invalid=live(move || reason().map(|_| "true")) aria-describedby=format!("setting-{field}-error")
                    prop:value=live(move || settings.with(read).to_string())
                    on:change=changed(move |ev| set(write(decimal(&event_target_value(&ev)).unwrap_or(f64::NAN)))) />
                <span class="dim">{unit}</span>
                <p class="field-error" id=format!("setting-{field}-error") role="alert" hidden=live(move || reason().is_none())>{erased(reason)}</p>
            </div>
        }
    };
    part! {
        <div class="settings-sheet floating" role="dialog" aria-label="Settings" tabindex="-1">
            <div class="setting">
                <label for="delivery">"Delivery"</label>
                <select id="delivery" class="input"
                    prop:value=live(move || match settings.with(|settings| settings.delivery) {
                        DeliveryGuarantee::AtLeastOnce => "at-least-once",
                        DeliveryGuarantee::AtMostOnce => "at-most-once",
                    })
                    on:change=changed(move |ev| set(SettingsDraft { delivery: Some(event_target_value(&ev)), ..SettingsDraft::default() }))>
                    <option value="at-least-once">"at least once"</option>
                    <option value="at-most-once">"at most once"</option>
                </select>
                {word(Term::Delivery, "what is this?")}
            </div>
            {flag("Outbox", Term::Outbox, |settings| settings.outbox, |on| SettingsDraft { outbox: Some(on), ..SettingsDraft::default() })}
            {flag("Idempotency", Term::Idempotency, |settings| settings.idempotency, |on| SettingsDraft { idempotency: Some(on), ..SettingsDraft::default() })}
            {number("Attempts", "", "retries.attempts", |settings| u64::from(settings.retries.attempts_max), |number| {
                let mut draft = SettingsDraft::default();
                draft.retries.attempts = Some(number);
                draft
            })}
            {number("Step timeout", "ms", "stepTimeoutMs", |settings| settings.step_timeout.millis(), |number| SettingsDraft { step_timeout_ms: Some(number), ..SettingsDraft::default() })}
            {number("Redelivery after", "ms", "ackTimeoutMs", |settings| settings.ack_timeout.millis(), |number| SettingsDraft { ack_timeout_ms: Some(number), ..SettingsDraft::default() })}
            <p class="dim">"A change takes effect now and belongs to the run."</p>
        </div>
    }
}
