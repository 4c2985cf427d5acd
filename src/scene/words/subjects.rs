//! What a sentence is about: messages, orders, people.

use super::figures::escaped;
use super::lines::reply_word;
use super::reasons::call_name;
use crate::domain::{CustomerId, OrderId, catalogue};
use crate::kernel::MessageNo;
use crate::world::{Body, REMOVED, World};

/// "OrderPlaced of ord-1"; "a message" where there is none.
pub fn subject(world: &World, message: MessageNo) -> String {
    let Some(letter) = world.letter(message) else { return "a message".to_owned() };
    match &letter.body {
        Body::Command(_) | Body::Event { .. } | Body::Corrected { .. } => {
            let name = world.message_name(message);
            let corrected = match letter.body {
                Body::Corrected { position: REMOVED, .. } => "the removed ",
                Body::Corrected { .. } => "the corrected ",
                Body::Command(_) | Body::Event { .. } | Body::Reply(_) | Body::Timer { .. } => "",
            };
            match world.order_of(message) {
                Some(id) => format!("{corrected}{name} of {}", order(world, id)),
                None => format!("{corrected}{name}"),
            }
        }
        Body::Reply(reply) => format!("the answer to {} ({})", world.message_name(letter.cause), reply_word(reply)),
        Body::Timer { order: id, call, .. } => format!("the timer for {} of {}", call_name(*call), order(world, *id)),
    }
}

/// The subject at the beginning of a sentence.
pub fn opening(world: &World, message: MessageNo) -> String {
    capitalised(subject(world, message))
}

/// The order's name with every hidden character shown.
pub fn order(world: &World, order: OrderId) -> String {
    escaped(world.order_name(order))
}

/// The name of a known customer, else the id.
pub fn person(world: &World, customer: CustomerId) -> String {
    let id = world.customer_name(customer);
    catalogue::customer_name(id).map_or_else(|| escaped(id), str::to_owned)
}

/// Who ordered, as the saga knows it.
pub fn buyer(world: &World, id: OrderId) -> String {
    world.sagas.get(id.0 as usize).map_or_else(|| order(world, id), |record| person(world, record.saga.customer))
}

/// The text with a capital at its beginning.
pub fn capitalised(mut text: String) -> String {
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}
