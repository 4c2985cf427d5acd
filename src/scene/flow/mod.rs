//! The flow: boxes, arrows, queues, and every message on its way, at one moment.

mod board;
mod layout;
mod losses;
mod tokens;

pub use board::{Board, CELLS, Card, Pin, QueueCard, Standing, next_up};
pub use layout::{Layout, NARROW, QUEUE_MARKS_MAX, QUEUES, QueueRow, Way, WayKind};
pub use losses::{Falling, falling, tray_contents, tray_of};
pub use tokens::{Draining, Moving, QueueMark, TOKENS_MAX, Token, TokenKey, hit, token_position, travelled};
