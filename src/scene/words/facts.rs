//! What a stored event tells, as a sentence.

use super::figures::{count, escaped, money};
use super::places::node_phrase;
use super::reasons::{cancel_reason, failure, refusal};
use super::subjects::{order, person};
use crate::domain::catalogue::article_of;
use crate::domain::inventory::InventoryEvent;
use crate::domain::order::OrderEvent;
use crate::domain::payment::PaymentEvent;
use crate::domain::shipping::ShippingEvent;
use crate::domain::{Event, Line, Refusal, Sku};
use crate::world::{Fact, World};

/// What was stored, in one or two sentences.
pub fn fact_sentence(world: &World, fact: &Fact) -> String {
    match fact {
        Fact::Shop(event) => event_sentence(world, event),
        Fact::OrderPlacedV1(former) => event_sentence(world, &former.upcast()),
        Fact::HandlerFailed { consumer, message, attempt, failure: why } => {
            let name = world.message_name(*message);
            let who = node_phrase(*consumer);
            format!(
                "At attempt {attempt} {who} could not handle {name}. {} The others were not stopped.",
                failure(*why)
            )
        }
    }
}

pub fn event_sentence(world: &World, event: &Event) -> String {
    match event {
        Event::Order(event) => order_event(world, event),
        Event::Inventory(event) => inventory_event(world, event),
        Event::Payment(event) => payment_event(world, event),
        Event::Shipping(event) => shipping_event(world, event),
    }
}

fn order_event(world: &World, event: &OrderEvent) -> String {
    match event {
        OrderEvent::Placed { order: id, customer, lines, total } => {
            let who = person(world, *customer);
            format!("{who} placed {}: {} for {}.", order(world, *id), basket(lines), money(*total))
        }
        OrderEvent::Noted { order: id } => {
            format!(
                "A rival writer left a note in the stream of {}; the order is the same as before.",
                order(world, *id)
            )
        }
        OrderEvent::CancellationRequested { order: id } => {
            format!("The customer wants to cancel {}. The saga turns back.", order(world, *id))
        }
        OrderEvent::Confirmed { order: id } => format!("{} is confirmed.", order(world, *id)),
        OrderEvent::Shipped { order: id } => format!("{} has left the house.", order(world, *id)),
        OrderEvent::Cancelled { order: id, reason } => {
            format!("{} is cancelled. {}", order(world, *id), cancel_reason(*reason))
        }
    }
}

fn inventory_event(world: &World, event: &InventoryEvent) -> String {
    match event {
        InventoryEvent::Reserved { order: id, lines } => {
            format!("Inventory reserved {} for {}.", basket(lines), order(world, *id))
        }
        InventoryEvent::ReservationRefused { order: id, refusal: why } => {
            let after = if *why == Refusal::CalledOff { "" } else { " The saga cancels the order." };
            format!("Inventory could not reserve the stock of {}. {}{after}", order(world, *id), refusal(*why))
        }
        InventoryEvent::Released { order: id, lines } => {
            format!("Inventory released what {} had reserved: {}.", order(world, *id), basket(lines))
        }
        InventoryEvent::ReservationVoided { order: id } => {
            format!(
                "Nothing was reserved for {}, so there is nothing to release; a late reservation will be refused.",
                order(world, *id)
            )
        }
        InventoryEvent::ReleaseFailed { order: id, attempts } => {
            format!(
                "Inventory could not release the stock of {} in {}. A person must decide.",
                order(world, *id),
                attempts_of(*attempts)
            )
        }
        InventoryEvent::Shipped { order: id, lines } => {
            format!("The stock of {} moved from reserved to shipped: {}.", order(world, *id), basket(lines))
        }
        InventoryEvent::Restocked { sku, quantity } => {
            format!("{} of {} came into the warehouse.", count(u64::from(*quantity)), article(*sku))
        }
    }
}

fn payment_event(world: &World, event: &PaymentEvent) -> String {
    match event {
        PaymentEvent::Charged { order: id, customer, amount, charge: 1 } => {
            format!("Payment charged {} to {} for {}.", money(*amount), person(world, *customer), order(world, *id))
        }
        PaymentEvent::Charged { order: id, customer, amount, charge } => {
            format!(
                "Payment charged {} to {} for {} again: charge number {charge} of the same order.",
                money(*amount),
                person(world, *customer),
                order(world, *id)
            )
        }
        PaymentEvent::Declined { order: id, refusal: why } => match why {
            Refusal::CardDeclined => {
                "Payment declined the card. The saga releases the stock it had reserved.".to_owned()
            }
            Refusal::Unavailable { .. } => {
                format!(
                    "Payment could not charge {}. {} The saga releases the stock it had reserved.",
                    order(world, *id),
                    refusal(*why)
                )
            }
            Refusal::CalledOff | Refusal::AlreadyDone | Refusal::OutOfStock { .. } => {
                format!("Payment did not charge {}. {}", order(world, *id), refusal(*why))
            }
        },
        PaymentEvent::Refunded { order: id, customer, amount } => {
            format!("Payment refunded {} to {} for {}.", money(*amount), person(world, *customer), order(world, *id))
        }
        PaymentEvent::Voided { order: id } => {
            format!(
                "Nothing was charged for {}, so there is nothing to refund; a late charge will be refused.",
                order(world, *id)
            )
        }
        PaymentEvent::RefundFailed { order: id, attempts } => {
            format!(
                "Payment could not refund {} in {}. A person must decide.",
                order(world, *id),
                attempts_of(*attempts)
            )
        }
    }
}

fn shipping_event(world: &World, event: &ShippingEvent) -> String {
    match event {
        ShippingEvent::Created { order: id } => {
            format!("Shipping created the shipment of {}. From here on the order only goes forward.", order(world, *id))
        }
        ShippingEvent::Refused { order: id, refusal: why } => {
            let after = if *why == Refusal::CalledOff {
                ""
            } else {
                " The saga refunds the payment, then releases the stock it had reserved."
            };
            format!("Shipping could not create the shipment of {}. {}{after}", order(world, *id), refusal(*why))
        }
        ShippingEvent::Cancelled { order: id } => format!("Shipping cancelled the shipment of {}.", order(world, *id)),
        ShippingEvent::Voided { order: id } => {
            format!("There was no shipment of {} to cancel; a late creation will be refused.", order(world, *id))
        }
        ShippingEvent::CancellationFailed { order: id, attempts } => {
            format!(
                "Shipping could not cancel the shipment of {} in {}. A person must decide.",
                order(world, *id),
                attempts_of(*attempts)
            )
        }
        ShippingEvent::Dispatched { order: id } => format!("The parcel of {} left.", order(world, *id)),
    }
}

/// A phrase for what was bought: "2 × PROD-456 and 1 × PROD-112".
pub fn basket(lines: &[Line]) -> String {
    const SHOWN_MAX: usize = 3;
    let mut parts: Vec<String> = lines
        .iter()
        .take(SHOWN_MAX)
        .map(|line| format!("{} × {}", count(u64::from(line.quantity)), article(line.sku)))
        .collect();
    if lines.len() > SHOWN_MAX {
        parts.push(format!("{} more lines", lines.len() - SHOWN_MAX));
    }
    let last = parts.pop().unwrap_or_else(|| "nothing".to_owned());
    if parts.is_empty() { last } else { format!("{} and {last}", parts.join(", ")) }
}

fn article(sku: Sku) -> String {
    escaped(article_of(sku).map_or("an unknown article", |article| article.sku))
}

fn attempts_of(attempts: u8) -> String {
    if attempts == 1 { "one attempt".to_owned() } else { format!("{attempts} attempts") }
}
