//! The bodies of messages as people and files see them, and back again where a person corrected one.

mod correct;
mod poison;
mod read;
mod write;

pub use correct::correction;
pub use poison::poisoned;
pub use read::{EVENT_NAMES, NamedEvent, command, event, is_order_placed_v1, order_placed_v1, past_event};
pub use write::{Who, failure_name, items, of_command, of_event, of_fact, of_message, rejection_name};
