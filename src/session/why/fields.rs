//! The fields of rows and of aggregates, one by one, and the events that can change them.

use serde_json::{Value, json};

use crate::domain::catalogue::{ARTICLES, article_of};
use crate::domain::inventory::{Reservation, Warehouse};
use crate::domain::order::Order;
use crate::domain::payment::Payment;
use crate::domain::shipping::Shipment;
use crate::domain::{CustomerId, Event, Money, OrderId, Sku};
use crate::event_store::RecordedEvent;
use crate::exchange::{millis_of_time, payload};
use crate::messaging::ReadModel;
use crate::projection::{OrderStatus, ReadModels, Recorded};
use crate::session::answers::shown_name;
use crate::world::{Aggregate, Fact, World};

/// What a row of a read model is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row {
    Order(OrderId),
    Article(Sku),
    Revenue,
    Customer(CustomerId),
}

impl Row {
    /// The row of a read model with this key, as [`super::super::RowDifference`] names it.
    pub(super) fn find(world: &World, model: ReadModel, key: &str) -> Option<Self> {
        match model {
            ReadModel::Orders => world.find_order(key).map(Self::Order),
            ReadModel::Stock => (0_u8..)
                .map(Sku)
                .take(ARTICLES.len())
                .find(|sku| article_of(*sku).is_some_and(|article| article.sku == key))
                .map(Self::Article),
            ReadModel::Revenue => Some(Self::Revenue),
            ReadModel::Customers => world.customer_names.find(key).map(|symbol| Self::Customer(CustomerId(symbol.0))),
        }
    }
}

/// One more event for a read model, whatever it has read before, by the code that serves.
pub(super) fn apply(world: &World, models: &mut ReadModels, model: ReadModel, recorded: RecordedEvent<'_, Fact>) {
    let Some(event) = recorded.event().shop() else { return };
    let event = event.as_ref();
    if !world.rebuilds.version(model).knows(event) {
        return;
    }
    let (position, version) = (u64::from(recorded.position().0), recorded.version().0);
    let recorded = Recorded { position, version, time: recorded.time(), event };
    match model {
        ReadModel::Orders => models.orders.apply(recorded),
        ReadModel::Stock => models.stock.apply(recorded),
        ReadModel::Revenue => models.revenue.apply(recorded),
        ReadModel::Customers => models.customers.apply(recorded),
    }
}

/// The names of the fields of a read model's rows, as scripts see them.
pub(super) const fn fields_of(model: ReadModel) -> &'static [&'static str] {
    match model {
        ReadModel::Orders => {
            &["orderId", "customerId", "customerName", "totalCents", "status", "items", "version", "updatedAt"]
        }
        ReadModel::Stock => &["sku", "onHand", "reserved", "shipped"],
        ReadModel::Revenue => &[
            "capturedCents",
            "refundedCents",
            "netCents",
            "byStatus.placed",
            "byStatus.confirmed",
            "byStatus.shipped",
            "byStatus.cancelled",
        ],
        ReadModel::Customers => &["customerId", "name", "orders", "spentCents"],
    }
}

/// A field of a row; `null` where there is no such row.
pub(super) fn value(world: &World, models: &ReadModels, row: Row, field: &str) -> Value {
    match row {
        Row::Order(order) => order_value(world, models, order, field),
        Row::Article(sku) => stock_value(models, sku, field),
        Row::Revenue => revenue_value(models, field),
        Row::Customer(customer) => customer_value(world, models, customer, field),
    }
}

fn order_value(world: &World, models: &ReadModels, order: OrderId, field: &str) -> Value {
    let Some(row) = models.orders.get(order) else { return Value::Null };
    match field {
        "orderId" => json!(world.order_name(order)),
        "customerId" => json!(world.customer_name(row.customer)),
        "customerName" => json!(shown_name(world, row.customer)),
        "totalCents" => json!(row.total.0),
        "status" => json!(row.status.name()),
        "items" => serde_json::to_value(payload::items(&row.lines)).unwrap_or_default(),
        "version" => json!(row.version),
        "updatedAt" => json!(millis_of_time(row.updated_at)),
        _ => Value::Null,
    }
}

fn stock_value(models: &ReadModels, sku: Sku, field: &str) -> Value {
    let Some(row) = models.stock.get(sku) else { return Value::Null };
    match field {
        "onHand" => json!(row.on_hand),
        "reserved" => json!(row.reserved),
        "shipped" => json!(row.shipped),
        _ => json!(article_of(sku).map_or("", |article| article.sku)),
    }
}

fn revenue_value(models: &ReadModels, field: &str) -> Value {
    let model = &models.revenue;
    let Money(net) = model.net();
    let status = field.strip_prefix("byStatus.");
    if let Some(status) = OrderStatus::ALL.into_iter().find(|known| status == Some(known.name())) {
        return json!(model.by_status.get(status));
    }
    match field {
        "capturedCents" => json!(model.captured.0),
        "refundedCents" => json!(model.refunded.0),
        "netCents" => json!(net),
        _ => Value::Null,
    }
}

fn customer_value(world: &World, models: &ReadModels, customer: CustomerId, field: &str) -> Value {
    let Some(row) = models.customers.get(customer) else { return Value::Null };
    match field {
        "orders" => json!(row.orders),
        "spentCents" => json!(row.spent.0),
        "name" => json!(shown_name(world, customer)),
        _ => json!(world.customer_name(customer)),
    }
}

/// The fields of an aggregate's state. Those of the warehouse are many: the ones of the articles and of the order of
/// `about`.
pub(super) fn state(world: &World, aggregate: &Aggregate, about: Option<&Event>) -> Vec<(String, Value)> {
    let fields = match aggregate {
        Aggregate::Order(order) => order_state(world, order),
        Aggregate::Payment(payment) => payment_state(world, payment),
        Aggregate::Shipping(shipment) => vec![("status", json!(shipment_word(shipment)))],
        Aggregate::Inventory(warehouse) => return warehouse_state(world, warehouse, about),
    };
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn order_state(world: &World, order: &Order) -> Vec<(&'static str, Value)> {
    let status = match order {
        Order::NotPlaced | Order::Noted => "not-placed",
        Order::Placed(_) => "placed",
        Order::OnHold(_) => "on-hold",
        Order::CancellationRequested(_) => "cancellation-requested",
        Order::Confirmed(_) => "confirmed",
        Order::Shipped(_) => "shipped",
        Order::Cancelled { .. } => "cancelled",
    };
    let basket = order.basket();
    let items = basket.and_then(|basket| serde_json::to_value(payload::items(&basket.lines)).ok());
    vec![
        ("status", json!(status)),
        ("customerId", json!(basket.map(|basket| world.customer_name(basket.customer)))),
        ("items", items.unwrap_or_default()),
        ("totalCents", json!(basket.map(|basket| basket.total.0))),
    ]
}

fn payment_state(world: &World, payment: &Payment) -> Vec<(&'static str, Value)> {
    let (status, customer) = match payment {
        Payment::NotCharged => ("not-charged", None),
        Payment::Charged { customer, .. } => ("charged", Some(*customer)),
        Payment::Refunded { customer, .. } => ("refunded", Some(*customer)),
        Payment::Voided => ("voided", None),
    };
    vec![
        ("status", json!(status)),
        ("customerId", json!(customer.map(|customer| world.customer_name(customer)))),
        ("charges", json!(payment.charges())),
        ("capturedCents", json!(payment.captured().0)),
        ("refundedCents", json!(payment.refunded().0)),
    ]
}

const fn shipment_word(shipment: &Shipment) -> &'static str {
    match shipment {
        Shipment::NotCreated => "not-created",
        Shipment::Created => "created",
        Shipment::Dispatched => "dispatched",
        Shipment::Cancelled => "cancelled",
        Shipment::Voided => "voided",
    }
}

fn warehouse_state(world: &World, warehouse: &Warehouse, about: Option<&Event>) -> Vec<(String, Value)> {
    let mut fields = Vec::new();
    for sku in about.map(articles).unwrap_or_default() {
        let (Some(article), level) = (article_of(sku), warehouse.level(sku)) else { continue };
        let levels = [("onHand", level.on_hand), ("reserved", level.reserved), ("shipped", level.shipped)];
        fields.extend(levels.map(|(name, pieces)| (format!("{}.{name}", article.sku), json!(pieces))));
    }
    if let Some(order) = about.and_then(Event::order) {
        fields.push((format!("reservation.{}", world.order_name(order)), reservation(warehouse, order)));
    }
    fields
}

fn reservation(warehouse: &Warehouse, order: OrderId) -> Value {
    json!(match warehouse.reservation(order) {
        Reservation::None => "none",
        Reservation::Reserved(_) => "reserved",
        Reservation::Shipped(_) => "shipped",
        Reservation::Released => "released",
    })
}

/// The articles that an event moves.
fn articles(event: &Event) -> Vec<Sku> {
    use crate::domain::inventory::InventoryEvent::{
        ReleaseFailed, Released, ReservationRefused, ReservationVoided, Reserved, Restocked, Shipped,
    };
    match event {
        Event::Inventory(Reserved { lines, .. } | Released { lines, .. } | Shipped { lines, .. }) => {
            let mut skus: Vec<Sku> = lines.iter().map(|line| line.sku).collect();
            skus.sort_unstable();
            skus.dedup();
            skus
        }
        Event::Inventory(Restocked { sku, .. }) => vec![*sku],
        Event::Inventory(ReservationRefused { .. } | ReservationVoided { .. } | ReleaseFailed { .. })
        | Event::Order(_)
        | Event::Payment(_)
        | Event::Shipping(_) => Vec::new(),
    }
}
