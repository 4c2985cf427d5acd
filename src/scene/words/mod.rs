//! People's words: plain, friendly, exact. One place for every name, reason and figure that a person reads.
//!
//! Every function is total, and every `match` names all its variants, so that a new word in the engine cannot stay
//! unsaid. Ids pass through [`escaped`], so that no character hides. Knows nothing about where on the screen a sentence
//! stands.

mod clauses;
mod facts;
mod faults;
mod figures;
mod history;
mod labels;
mod lines;
mod places;
mod reasons;
mod saga;
mod subjects;
#[cfg(test)]
mod tests;

pub use clauses::mail_text;
pub use facts::{basket, event_sentence, fact_sentence};
pub use faults::{
    aim_phrase, fault_meaning, fault_name, fault_pin, fault_title, moment_phrase, rule_note, rule_sentence,
};
pub use figures::{clock, count, escaped, hides, money, seconds, short_span, time_seconds};
pub use labels::{kind_word, message_label, payload_chip};
pub use lines::{due_in, reply_text, sentence};
pub use places::{
    node_phrase, node_title, place_opening, place_phrase, place_title, read_model_question, read_model_title,
    short_title,
};
pub use reasons::{
    call_name, cancel_reason, compensation_name, dead_reason, failure, inventory_rejection, order_rejection,
    payment_rejection, refusal, rejection, resolution_name, saga_rejection, shipping_rejection, step_name,
};
pub use saga::{call_title, compensation_status_word, phase_word, saga_sentence, saga_standing, step_status_word};
pub use subjects::{capitalised, order, person, subject};
