//! A stored event as the workload writes it: the whole envelope, with every id in full.

use eventarium::event_store::RecordedEvent;
use eventarium::kernel::MessageId;
use serde::Serialize;

use crate::domain::{CustomerId, Event, Item, Items, Kind, Reason};
use crate::ids::uuid;

/// The envelope, its fields in the workload's order. Places count from 1 here and from 0 in the store.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Envelope {
    event_id: String,
    stream_id: String,
    stream_version: u32,
    global_position: u32,
    #[serde(rename = "type")]
    kind: &'static str,
    timestamp: u64,
    correlation_id: String,
    causation_id: String,
    data: Data,
}

#[derive(Debug, Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
enum Data {
    OrderPlaced { order_id: String, customer_id: String, items: Vec<PricedItem>, total_cents: u32 },
    InventoryReserved { order_id: String, items: Vec<CountedItem> },
    PaymentConfirmed { order_id: String, customer_id: String, payment_id: String, amount_cents: u32 },
    OrderShipped { order_id: String, customer_id: String, tracking_number: String, items: Vec<CountedItem> },
    PaymentRefunded { order_id: String, customer_id: String, amount_cents: u32, reason: &'static str },
    InventoryReleased { order_id: String, items: Vec<CountedItem>, reason: &'static str },
    OrderCancelled { order_id: String, customer_id: String, reason: &'static str },
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct PricedItem {
    sku_id: String,
    quantity: u8,
    unit_price_cents: u16,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct CountedItem {
    sku_id: String,
    quantity: u8,
}

/// The envelope of an event in the stream of the order with this id.
pub fn envelope(recorded: RecordedEvent<'_, Event>, order: MessageId) -> Envelope {
    let metadata = recorded.metadata();
    let (kind, data) = data(recorded.event(), uuid(order));
    Envelope {
        event_id: uuid(metadata.message),
        stream_id: uuid(order),
        stream_version: recorded.version().0 + 1,
        global_position: recorded.position().0 + 1,
        kind,
        timestamp: metadata.time.micros() / 1_000,
        correlation_id: uuid(metadata.correlation),
        causation_id: uuid(metadata.causation),
        data,
    }
}

fn data(event: &Event, order_id: String) -> (&'static str, Data) {
    let (customer_id, amount_cents) = (customer_id(event.customer), event.amount);
    let (items, reason) = (counted(&event.items), name_of(event.reason));
    match event.kind {
        Kind::Placed => {
            let items = event.items.iter().map(priced).collect();
            ("OrderPlaced", Data::OrderPlaced { order_id, customer_id, items, total_cents: amount_cents })
        }
        Kind::Reserved => ("InventoryReserved", Data::InventoryReserved { order_id, items }),
        Kind::Paid => {
            let payment_id = format!("PAY-{}", event.number);
            ("PaymentConfirmed", Data::PaymentConfirmed { order_id, customer_id, payment_id, amount_cents })
        }
        Kind::Shipped => {
            let tracking_number = format!("TRK-{}", event.number);
            ("OrderShipped", Data::OrderShipped { order_id, customer_id, tracking_number, items })
        }
        Kind::Refunded => ("PaymentRefunded", Data::PaymentRefunded { order_id, customer_id, amount_cents, reason }),
        Kind::Released => ("InventoryReleased", Data::InventoryReleased { order_id, items, reason }),
        Kind::Cancelled => ("OrderCancelled", Data::OrderCancelled { order_id, customer_id, reason }),
    }
}

fn customer_id(CustomerId(number): CustomerId) -> String {
    format!("C{number:04}")
}

fn sku_id(item: &Item) -> String {
    format!("SKU-{:02}", item.sku.0)
}

fn priced(item: &Item) -> PricedItem {
    PricedItem { sku_id: sku_id(item), quantity: item.quantity, unit_price_cents: item.unit_price }
}

fn counted(items: &Items) -> Vec<CountedItem> {
    items.iter().map(|item| CountedItem { sku_id: sku_id(item), quantity: item.quantity }).collect()
}

const fn name_of(reason: Reason) -> &'static str {
    match reason {
        Reason::None => "",
        Reason::PaymentDeclined => "payment_declined",
        Reason::ShipmentFailed => "shipment_failed",
    }
}
