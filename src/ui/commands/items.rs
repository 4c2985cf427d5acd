//! The lines of an order in the form.

use crate::ui::erase::{Gather, changed, here, live, mouse, rows};
use leptos::prelude::*;

use super::draft::{CommandForm, ItemText, list_price};
use super::{error_of, is_refused};
use crate::domain::catalogue::ARTICLES;
use crate::ui::icons::{Icon, icon};

#[component]
pub fn Items() -> impl IntoView {
    let form: CommandForm = here();
    part! {
        <fieldset class="items">
            <legend class="hidden-text">"Items"</legend>
            {rows(move || form.items.get(), |item| item.key, move |item| line(form, item))}
            {error_of(form, || "items".to_owned())}
            <button type="button" class="link add-item" on:click=mouse(move |_| form.add_item())>"Add an item"</button>
        </fieldset>
    }
}

fn place_of(form: CommandForm, item: ItemText) -> usize {
    form.items.with(|items| items.iter().position(|other| other.key == item.key)).unwrap_or(0)
}

/// The whole of what a narrow field shows the beginning of.
fn title_of(sku: &str) -> String {
    let article = ARTICLES.iter().find(|article| article.sku == sku);
    article.map_or_else(|| sku.to_owned(), |article| format!("{} · {}", article.name, article.sku))
}

fn line(form: CommandForm, item: ItemText) -> AnyView {
    let path = move |name: &str| format!("items[{}].{name}", place_of(form, item));
    let refused = move |name: &'static str| is_refused(form, &path(name)).then_some("true");
    let articles = ARTICLES
        .iter()
        .map(|article| part! { <option value=article.sku>{format!("{} · {}", article.name, article.sku)}</option> })
        .gather();
    let number = move || place_of(form, item) + 1;
    part! {
        <div class="item">
            <input class="input mono quantity" inputmode="numeric" autocomplete="off"
                aria-label=live(move || format!("Pieces of item {}", number()))
                aria-invalid=live(move || refused("quantity")) aria-describedby=live(move || format!("error-{}", path("quantity")))
                prop:value=live(move || item.quantity.get())
                on:input=changed(move |ev| { item.quantity.set(event_target_value(&ev)); form.look_at_items(); }) />
            <select class="input" aria-label=live(move || format!("Article of item {}", number()))
                title=live(move || title_of(&item.sku.get()))
                aria-invalid=live(move || refused("sku")) aria-describedby=live(move || format!("error-{}", path("sku")))
                prop:value=live(move || item.sku.get())
                on:change=changed(move |ev| {
                    let sku = event_target_value(&ev);
                    if let Some(price) = list_price(&sku) {
                        item.price.set(price);
                    }
                    item.sku.set(sku);
                    form.look_at_items();
                })>{articles}</select>
            <input class="input mono price" inputmode="decimal" autocomplete="off"
                aria-label=live(move || format!("Price of item {} in euros", number()))
                aria-invalid=live(move || refused("unitPriceCents")) aria-describedby=live(move || format!("error-{}", path("unitPriceCents")))
                prop:value=live(move || item.price.get())
                on:input=changed(move |ev| { item.price.set(event_target_value(&ev)); form.look_at_items(); }) />
            <button type="button" class="button bare square" aria-label=live(move || format!("Remove item {}", number()))
                on:click=mouse(move |_| form.remove_item(item.key))>{icon(Icon::Close)}</button>
        </div>
        {error_of(form, move || path("quantity"))}
        {error_of(form, move || path("sku"))}
        {error_of(form, move || path("unitPriceCents"))}
    }
}
