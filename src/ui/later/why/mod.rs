//! Why a value is here, what an event changed, and what came of an act.

mod changed;
mod differences;
mod effects;
mod explanation;
mod reads;
mod still;

pub use changed::changed;
pub use differences::{differences, row_title};
pub use effects::effects;
pub use explanation::explanation;
pub use reads::reads;
pub use still::when_still;
