//! The form for commands: one click places an order; every field can be changed, and says itself what is wrong.

mod draft;
mod items;

use crate::ui::erase::{Gather, State, changed, erased, here, live, mouse, submitted};
use leptos::prelude::*;

pub use draft::CommandForm;
use draft::{COMMANDS, Field};
use items::Items;

use super::acts::Acts;
use super::glossary::{Term, word};
use super::handle::SessionHandle;
use crate::domain::catalogue::{ARTICLES, CUSTOMERS};
use crate::scene::words;

/// Orders that the field for an order suggests.
const SUGGESTED: usize = 20;

/// The reason beside a field, and the id by which the field refers to it.
pub(super) fn error_of(form: CommandForm, field: impl Fn() -> String + Copy + Send + Sync + 'static) -> AnyView {
    erased(move || {
        form.refused.get().filter(|(named, _)| *named == field()).map(|(named, reason)| {
            part! { <p class="field-error" id=format!("error-{named}") role="alert">{reason}</p> }
        })
    })
}

fn is_refused(form: CommandForm, field: &str) -> bool {
    form.refused.with(|refused| refused.as_ref().is_some_and(|(named, _)| named == field))
}

fn text_field(
    form: CommandForm,
    label: &'static str,
    name: &'static str,
    text: State<String>,
    list: Option<&'static str>,
    placeholder: &'static str,
) -> AnyView {
    let id = format!("command-{name}");
    part! {
        <div class="command-field">
            <label for=id.clone()>{label}</label>
            <input id=id class="input mono" autocomplete="off" spellcheck="false" list=list placeholder=placeholder
                prop:value=live(move || text.get())
                aria-invalid=live(move || is_refused(form, name).then_some("true"))
                aria-describedby=format!("error-{name}")
                on:input=changed(move |ev| { text.set(event_target_value(&ev)); form.refused.set(None); }) />
            {error_of(form, move || name.to_owned())}
        </div>
    }
}

#[component]
pub fn Commands() -> impl IntoView {
    let form: CommandForm = here();
    let acts = Acts::here();
    let names = COMMANDS.map(|(name, _)| part! { <option value=name>{name}</option> }).gather();
    let customers = CUSTOMERS.map(|(id, name)| part! { <option value=id>{name}</option> }).gather();
    let orders = SessionHandle::here().select_calm(|session| {
        let names = &session.world().order_names;
        let first = names.len().saturating_sub(SUGGESTED);
        (first..names.len())
            .rev()
            .filter_map(|number| Some(names.text(crate::kernel::Symbol(u32::try_from(number).ok()?)).to_owned()))
            .collect::<Vec<_>>()
    });
    let send = move |ev: web_sys::SubmitEvent| {
        ev.prevent_default();
        acts.send(form, 1);
    };
    let label = move || if form.kind.get() == "PlaceOrder" { "Place order" } else { "Send" };
    part! {
        <section class="panel commands" aria-labelledby="commands-title">
            <div class="panel-head"><h2 class="heading" id="commands-title">{word(Term::Command, "Commands")}</h2></div>
            <form class="card command-card is-command" on:submit=submitted(send) novalidate>
                <select class="command-kind hue" aria-label="Command" prop:value=live(move || form.kind.get())
                    on:change=changed(move |ev| { form.kind.set(event_target_value(&ev)); form.refused.set(None); })>{names}</select>
                {erased(move || {
                    form.fields().iter().map(|field| match field {
                        Field::NewOrder => ().into_any(),
                        Field::Order => text_field(form, "order", "orderId", form.order, Some("known-orders"), "ord-…"),
                        Field::Customer => text_field(form, "customer", "customerId", form.customer, Some("known-customers"), ""),
                        Field::Items => part! { <Items /> },
                        Field::Sku => text_field(form, "article", "sku", form.sku, Some("known-articles"), ""),
                        Field::Quantity => text_field(form, "pieces", "quantity", form.quantity, None, ""),
                        Field::Amount => text_field(form, "amount €", "amountCents", form.amount, None, ""),
                    }).gather()
                })}
                {erased(move || form.has(Field::NewOrder).then(|| part! {
                    <div class="command-total"><span class="dim">"total"</span><span class="mono">{erased(move || total(form))}</span></div>
                }))}
                {error_of(form, move || if is_shown(form) { "-".to_owned() } else { form.refused.get().map_or_else(String::new, |(named, _)| named) })}
                <div class="command-buttons">
                    <button type="submit" class="button primary" data-guide="order">{erased(label)}</button>
                    <button type="button" class="button" aria-label="Send 50 of them" title="Send 50 of them" on:click=mouse(move |_| acts.send(form, 50))>"× 50"</button>
                    {erased(move || form.has(Field::NewOrder).then(|| part! { <Auto /> }))}
                </div>
            </form>
            <datalist id="known-customers">{customers}</datalist>
            <datalist id="known-articles">{ARTICLES.iter().map(|article| part! { <option value=article.sku>{article.name}</option> }).gather()}</datalist>
            <datalist id="known-orders">{erased(move || orders.get().into_iter().map(|name| part! { <option value=name></option> }).gather())}</datalist>
        </section>
    }
}

fn total(form: CommandForm) -> String {
    form.total().map_or_else(|_| "–".to_owned(), words::money)
}

/// True if the refused field stands in the form and shows its reason itself.
fn is_shown(form: CommandForm) -> bool {
    form.refused.with(|refused| {
        refused.as_ref().is_none_or(|(named, _)| {
            let fields = form.fields();
            match named.as_str() {
                "orderId" => fields.contains(&Field::Order),
                "customerId" => fields.contains(&Field::Customer),
                "sku" => fields.contains(&Field::Sku),
                "quantity" => fields.contains(&Field::Quantity),
                "amountCents" => fields.contains(&Field::Amount),
                "ordersPerSecond" => fields.contains(&Field::NewOrder),
                item => item.starts_with("items") && fields.contains(&Field::Items),
            }
        })
    })
}

/// Orders that come by themselves.
#[component]
fn Auto() -> impl IntoView {
    let form: CommandForm = here();
    let acts = Acts::here();
    let running = SessionHandle::here().select_calm(|session| session.world().traffic.per_mille);
    part! {
        <div class="auto">
            <button type="button" class="button" aria-pressed=live(move || (running.get() > 0).to_string())
                title="Orders come by themselves at this rate"
                on:click=mouse(move |_| acts.traffic(form, running.get_untracked() == 0))>"Auto"</button>
            <input class="input mono" aria-label="Orders a second" title="Orders a second" inputmode="decimal" autocomplete="off"
                prop:value=live(move || form.rate.get())
                aria-invalid=live(move || is_refused(form, "ordersPerSecond").then_some("true"))
                aria-describedby="error-ordersPerSecond"
                on:input=changed(move |ev| form.rate.set(event_target_value(&ev)))
                on:change=changed(move |_| {
                    if running.get_untracked() > 0 {
                        acts.traffic(form, true);
                    }
                }) />
            <span class="dim">"/ s"</span>
        </div>
        {error_of(form, || "ordersPerSecond".to_owned())}
    }
}
