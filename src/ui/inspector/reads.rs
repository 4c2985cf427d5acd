//! The four read models at the cursor, each with how far behind the store it is.

use leptos::prelude::*;

use crate::domain::catalogue;
use crate::kernel::VirtualTime;
use crate::messaging::ReadModel;
use crate::projection::OrderStatus;
use crate::scene::words::{count, escaped, money, read_model_question, read_model_title, short_span};
use crate::ui::handle::SessionHandle;
use crate::ui::selection::{Selected, Selection};
use crate::world::World;

/// Newest orders and first customers shown at the most; the rest is counted.
const ROWS_MAX: usize = 40;

/// One read model as text.
#[derive(Clone, Debug, PartialEq)]
struct Shown {
    model: ReadModel,
    behind: u64,
    /// "as of 120 ms ago", where it is behind.
    as_of: Option<String>,
    head: &'static [&'static str],
    rows: Vec<Vec<String>>,
    /// "and 38 more".
    more: usize,
    empty: &'static str,
}

#[component]
pub fn Reads() -> impl IntoView {
    let (handle, selected) = (SessionHandle::here(), Selected::here());
    let shown =
        handle.select_calm(|session| ReadModel::ALL.map(|model| show(session.world(), model, session.now())).to_vec());
    let list = move || shown.get().into_iter().map(|shown| one(shown, selected)).collect_view();
    view! { <div class="reads">{list}</div> }.into_any()
}

fn one(shown: Shown, selected: Selected) -> AnyView {
    let model = shown.model;
    let lag = match shown.behind {
        0 => "up to date".to_owned(),
        1 => format!("1 event behind, {}", shown.as_of.clone().unwrap_or_default()),
        many => format!("{} events behind, {}", count(many), shown.as_of.clone().unwrap_or_default()),
    };
    let heads = shown.head.iter().map(|name| view! { <th scope="col">{*name}</th> }.into_any()).collect_view();
    let rows = shown
        .rows
        .into_iter()
        .map(|cells| {
            let cells = cells.into_iter().map(|cell| view! { <td>{cell}</td> }.into_any()).collect_view();
            view! { <tr>{cells}</tr> }.into_any()
        })
        .collect::<Vec<_>>();
    let none = rows.is_empty().then_some(shown.empty);
    let more = (shown.more > 0).then(|| format!("and {} more", count(shown.more as u64)));
    view! {
        <section class="read-model" class:stale=shown.behind != 0 class:lit=move || selected.is_lit(Selection::Model(model))>
            <div class="row-head"><h3 class="hue is-read">{read_model_title(model)}</h3><span class="dim">{lag}</span></div>
            <p class="dim small">{read_model_question(model)}</p>
            <div class="table-holder"><table class="rows"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>
            <p class="quiet" hidden=none.is_none()>{none}</p>
            <p class="dim small">{more}</p>
        </section>
    }
    .into_any()
}

fn show(world: &World, model: ReadModel, now: VirtualTime) -> Shown {
    let checkpoint = world.models.checkpoint(model).0;
    let behind = (world.store.len() as u64).saturating_sub(checkpoint);
    let as_of = world.recorded(checkpoint).map(|oldest| format!("as of {} ago", short_span(now.since(oldest.time()))));
    let (head, rows, more, empty): (&'static [&'static str], Vec<Vec<String>>, usize, &'static str) = match model {
        ReadModel::Orders => orders(world),
        ReadModel::Stock => stock(world),
        ReadModel::Revenue => revenue(world),
        ReadModel::Customers => customers(world),
    };
    Shown { model, behind, as_of, head, rows, more, empty }
}

type Rows = (&'static [&'static str], Vec<Vec<String>>, usize, &'static str);

fn orders(world: &World) -> Rows {
    let all: Vec<_> = world.models.orders.iter().collect();
    let more = all.len().saturating_sub(ROWS_MAX);
    let newest = all.iter().rev().take(ROWS_MAX);
    let rows = newest.map(|(order, row)| {
        let customer = world.customer_name(row.customer);
        vec![
            escaped(world.order_name(*order)),
            escaped(catalogue::customer_name(customer).unwrap_or(customer)),
            money(row.total),
            row.status.name().to_owned(),
        ]
    });
    (&["Order", "Customer", "Total", "Status"], rows.collect(), more, "No order has reached this list yet.")
}

fn stock(world: &World) -> Rows {
    let rows = world.models.stock.iter().map(|(sku, row)| {
        let name = catalogue::article_of(sku).map_or("", |article| article.sku);
        vec![name.to_owned(), count(row.on_hand), count(row.reserved), count(row.shipped)]
    });
    (&["SKU", "On hand", "Reserved", "Shipped"], rows.collect(), 0, "")
}

fn revenue(world: &World) -> Rows {
    let model = &world.models.revenue;
    let mut rows = vec![
        vec!["Captured".to_owned(), money(model.captured)],
        vec!["Refunded".to_owned(), money(model.refunded)],
        vec!["Net".to_owned(), money(model.net())],
    ];
    rows.extend(
        OrderStatus::ALL
            .map(|status| vec![format!("Orders {}", status.name()), count(u64::from(model.by_status.get(status)))]),
    );
    (&["What", "Now"], rows, 0, "")
}

fn customers(world: &World) -> Rows {
    let all: Vec<_> = world.models.customers.iter().filter(|(_, row)| row.orders > 0).collect();
    let more = all.len().saturating_sub(ROWS_MAX);
    let rows = all.iter().take(ROWS_MAX).map(|(customer, row)| {
        let id = world.customer_name(*customer);
        let name = catalogue::customer_name(id).unwrap_or(id);
        vec![escaped(name), escaped(id), count(u64::from(row.orders)), money(row.spent)]
    });
    (&["Name", "Id", "Orders", "Spent"], rows.collect(), more, "No customer has ordered yet.")
}
