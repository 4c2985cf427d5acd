//! The read models, as their readers see them: possibly behind.

use serde::Serialize;

use crate::domain::order::OrderEvent;
use crate::domain::payment::PaymentEvent;
use crate::domain::{CustomerId, Event, OrderId, catalogue};
use crate::exchange::{Code, Refused, Wire, millis_of_time, payload};
use crate::messaging::{Place, ReadModel};
use crate::projection::{CustomerRow, OrderRow, ReadModels};
use crate::session::Session;
use crate::world::World;

/// The rows of a read model.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum ReadModelView {
    Orders(Vec<OrderRowView>),
    Stock(Vec<StockRowView>),
    Revenue(RevenueView),
    Customers(Vec<CustomerRowView>),
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OrderRowView {
    pub order_id: String,
    pub customer_id: String,
    pub customer_name: String,
    pub total_cents: i64,
    pub status: &'static str,
    pub items: Wire,
    pub version: u32,
    /// Virtual milliseconds.
    pub updated_at: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StockRowView {
    pub sku: &'static str,
    pub on_hand: u64,
    pub reserved: u64,
    pub shipped: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RevenueView {
    pub captured_cents: i64,
    pub refunded_cents: i64,
    pub net_cents: i64,
    pub by_status: ByStatusView,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ByStatusView {
    pub placed: u32,
    pub confirmed: u32,
    pub shipped: u32,
    pub cancelled: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CustomerRowView {
    pub customer_id: String,
    pub name: String,
    pub orders: u32,
    pub spent_cents: i64,
}

impl Session {
    /// The rows of the read model with this name.
    ///
    /// # Errors
    /// `unknown-name`.
    pub fn read_model(&self, name: &str) -> Result<ReadModelView, Refused> {
        let world = self.world();
        read_model_named(name).map(|model| ReadModelView::of(world, &world.models, model))
    }
}

/// The read model with this name.
pub(in crate::session) fn read_model_named(name: &str) -> Result<ReadModel, Refused> {
    match Place::from_name(name) {
        Some(Place::ReadModel(model)) => Ok(model),
        Some(Place::Node(_)) | None => {
            let known = ReadModel::ALL.map(ReadModel::name).join(", ");
            Err(Refused::new(Code::UnknownName, "name", format!("no such read model; known are {known}")))
        }
    }
}

impl ReadModelView {
    /// The rows of one of `models`; the world knows the names.
    pub(in crate::session) fn of(world: &World, models: &ReadModels, model: ReadModel) -> Self {
        match model {
            ReadModel::Orders => Self::Orders(orders(world, models)),
            ReadModel::Stock => Self::Stock(stock(models)),
            ReadModel::Revenue => Self::Revenue(revenue(models)),
            ReadModel::Customers => Self::Customers(customers(world, models)),
        }
    }

    /// The rows that an event can touch; those of the articles and of the revenue are few.
    pub(in crate::session) fn touched(world: &World, models: &ReadModels, model: ReadModel, event: &Event) -> Self {
        match model {
            ReadModel::Orders => {
                let row = event.order().and_then(|order| Some((order, models.orders.get(order)?)));
                Self::Orders(row.into_iter().map(|(order, row)| order_view(world, order, row)).collect())
            }
            ReadModel::Customers => {
                let row = customer_of(event).and_then(|customer| Some((customer, models.customers.get(customer)?)));
                Self::Customers(row.into_iter().map(|(customer, row)| customer_view(world, customer, row)).collect())
            }
            ReadModel::Stock | ReadModel::Revenue => Self::of(world, models, model),
        }
    }
}

fn orders(world: &World, models: &ReadModels) -> Vec<OrderRowView> {
    models.orders.iter().map(|(order, row)| order_view(world, order, row)).collect()
}

fn order_view(world: &World, order: OrderId, row: &OrderRow) -> OrderRowView {
    OrderRowView {
        order_id: world.order_name(order).to_owned(),
        customer_id: world.customer_name(row.customer).to_owned(),
        customer_name: shown_name(world, row.customer),
        total_cents: row.total.0,
        status: row.status.name(),
        items: payload::items(&row.lines),
        version: row.version,
        updated_at: millis_of_time(row.updated_at),
    }
}

fn stock(models: &ReadModels) -> Vec<StockRowView> {
    let rows = models.stock.iter();
    rows.map(|(sku, row)| StockRowView {
        sku: catalogue::article_of(sku).map_or("", |article| article.sku),
        on_hand: row.on_hand,
        reserved: row.reserved,
        shipped: row.shipped,
    })
    .collect()
}

const fn revenue(models: &ReadModels) -> RevenueView {
    let (model, by_status) = (&models.revenue, &models.revenue.by_status);
    RevenueView {
        captured_cents: model.captured.0,
        refunded_cents: model.refunded.0,
        net_cents: model.net().0,
        by_status: ByStatusView {
            placed: by_status.placed,
            confirmed: by_status.confirmed,
            shipped: by_status.shipped,
            cancelled: by_status.cancelled,
        },
    }
}

fn customers(world: &World, models: &ReadModels) -> Vec<CustomerRowView> {
    models.customers.iter().map(|(customer, row)| customer_view(world, customer, row)).collect()
}

fn customer_view(world: &World, customer: CustomerId, row: &CustomerRow) -> CustomerRowView {
    CustomerRowView {
        customer_id: world.customer_name(customer).to_owned(),
        name: shown_name(world, customer),
        orders: row.orders,
        spent_cents: row.spent.0,
    }
}

/// The customer whose row an event touches.
const fn customer_of(event: &Event) -> Option<CustomerId> {
    match event {
        Event::Order(OrderEvent::Placed { customer, .. })
        | Event::Payment(PaymentEvent::Charged { customer, .. } | PaymentEvent::Refunded { customer, .. }) => {
            Some(*customer)
        }
        Event::Order(_) | Event::Payment(_) | Event::Inventory(_) | Event::Shipping(_) => None,
    }
}

/// The name where it is known, else the id.
pub(in crate::session) fn shown_name(world: &World, customer: CustomerId) -> String {
    let id = world.customer_name(customer);
    catalogue::customer_name(id).unwrap_or(id).to_owned()
}
