//! The numbers of an event that a reader's reducer may name.

use crate::domain::inventory::InventoryEvent;
use crate::domain::order::OrderEvent;
use crate::domain::payment::PaymentEvent;
use crate::domain::shipping::ShippingEvent;
use crate::domain::{Event, Line};

/// All fields, with what they mean.
pub const FIELDS: [(&str, &str); 8] = [
    ("amount", "cents that were charged or refunded, or that an order comes to"),
    ("total", "cents that an order comes to"),
    ("charge", "which charge of its order it is, from 1"),
    ("attempts", "attempts that were used up"),
    ("items", "lines of an order"),
    ("quantity", "pieces, for each line"),
    ("price", "cents for one piece, for each line"),
    ("position", "the place in the whole store, from 0"),
];

/// The field with this name.
pub(super) fn known(name: &str) -> Option<&'static str> {
    FIELDS.iter().map(|(field, _)| *field).find(|field| *field == name)
}

/// True for a field of a line.
pub(super) fn is_of_line(field: &str) -> bool {
    matches!(field, "quantity" | "price")
}

/// The lines of an event; goods that came to the warehouse count as one, without a price.
pub(super) fn lines_of(event: &Event) -> Vec<Line> {
    match event {
        Event::Order(OrderEvent::Placed { lines, .. })
        | Event::Inventory(
            InventoryEvent::Reserved { lines, .. }
            | InventoryEvent::Released { lines, .. }
            | InventoryEvent::Shipped { lines, .. },
        ) => lines.to_vec(),
        Event::Inventory(InventoryEvent::Restocked { sku, quantity }) => {
            vec![Line { sku: *sku, quantity: *quantity, unit_price: crate::domain::Money::ZERO }]
        }
        Event::Order(_) | Event::Inventory(_) | Event::Payment(_) | Event::Shipping(_) => Vec::new(),
    }
}

/// The value of a field; `None` where the event has none.
pub(super) fn value(event: &Event, position: u64, line: Option<&Line>, field: &str) -> Option<i64> {
    match field {
        "position" => i64::try_from(position).ok(),
        "quantity" => line.map(|line| i64::from(line.quantity)),
        "price" if matches!(event, Event::Inventory(InventoryEvent::Restocked { .. })) => None,
        "price" => line.map(|line| line.unit_price.0),
        "items" => match lines_of(event).len() {
            0 => None,
            lines => i64::try_from(lines).ok(),
        },
        _ => match event {
            Event::Order(OrderEvent::Placed { total, .. }) => matches!(field, "amount" | "total").then_some(total.0),
            Event::Payment(event) => of_payment(event, field),
            Event::Inventory(InventoryEvent::ReleaseFailed { attempts, .. })
            | Event::Shipping(ShippingEvent::CancellationFailed { attempts, .. }) => {
                (field == "attempts").then_some(i64::from(*attempts))
            }
            Event::Order(_) | Event::Inventory(_) | Event::Shipping(_) => None,
        },
    }
}

fn of_payment(event: &PaymentEvent, field: &str) -> Option<i64> {
    match (event, field) {
        (PaymentEvent::Charged { amount, .. } | PaymentEvent::Refunded { amount, .. }, "amount") => Some(amount.0),
        (PaymentEvent::Charged { charge, .. }, "charge") => Some(i64::from(*charge)),
        (PaymentEvent::RefundFailed { attempts, .. }, "attempts") => Some(i64::from(*attempts)),
        (_, _) => None,
    }
}
