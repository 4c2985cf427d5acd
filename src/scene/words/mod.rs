//! People's words: plain, friendly, exact. One place for every name, reason and figure that a person reads.
//!
//! Every function is total, and every `match` names all its variants, so that a new word in the engine cannot stay
//! unsaid. Knows nothing about where on the screen a sentence stands.

mod figures;
mod places;
mod reasons;

pub use figures::{clock, count, escaped, money, seconds, short_span, time_seconds};
pub use places::{
    node_phrase, node_title, place_opening, place_phrase, place_title, read_model_question, read_model_title,
    short_title,
};
pub use reasons::{
    call_name, cancel_reason, compensation_name, inventory_rejection, order_rejection, payment_rejection, refusal,
    resolution_name, saga_rejection, shipping_rejection, step_name,
};
