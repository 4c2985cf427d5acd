//! The flow: boxes, arrows, queues, and every message on its way, at one moment.

mod beside;
mod board;
mod bodies;
mod falling;
mod layout;
mod next;
mod tokens;

pub use beside::{Beside, Side, beside};
pub use board::{Board, CELLS, Card, Pin, QueueCard, Standing};
pub use bodies::Losses;
pub use falling::{Falling, falling, tray_of};
pub use layout::{Layout, NARROW, QUEUE_MARKS_MAX, QUEUES, QueueRow, Way, WayKind};
pub use next::next_up;
pub use tokens::{Draining, Moving, QueueMark, TOKENS_MAX, Token, TokenKey, hit, token_position, travelled};
