//! One WebAssembly module made two: what the first picture needs, and what is loaded when it is first asked for.
//!
//! `src/ui/later` holds what is not needed at first. Outside code reaches it only through pointers to functions, so its
//! functions are entered through the table and never called directly. All that is reached from there and from nowhere
//! else goes into the second module, which shares memory, table and globals with the first and puts its functions into
//! the places of the table that were kept for them. Until it is there, those places hold a function of a shape that
//! nothing calls, so that a call too early stops instead of doing something else.
//!
//! The door is open before anybody has touched the page for long, so that only what happens by itself right after the
//! page has come could call too early; every end-to-end test sees that.
//!
//! Data stays in the first module: nothing in a finished module says which of it belongs to which function.

mod graph;
mod write;

use graph::Graph;

/// What the names of the functions that are loaded later have in common.
const LATER: &str = "::ui::later::";

/// The two modules, and how they came to be.
pub struct Parts {
    pub first: Vec<u8>,
    pub later: Vec<u8>,
    /// Functions of each.
    pub functions: (usize, usize),
}

/// Why a module could not be divided.
#[derive(Debug)]
pub enum Undivided {
    /// Not a module that can be read.
    Unreadable(String),
    /// It has no names of functions, so nothing tells what comes later.
    Nameless,
    /// The first module calls this function of the second directly.
    Called(String),
}

impl std::fmt::Display for Undivided {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unreadable(reason) => write!(f, "the module cannot be read: {reason}"),
            Self::Nameless => write!(f, "the module has no names of functions, so nothing tells what is loaded later"),
            Self::Called(name) => {
                write!(f, "{name} is loaded later, but called directly. Go through `door::part` or `door::call`.")
            }
        }
    }
}

impl From<wasmparser::BinaryReaderError> for Undivided {
    fn from(error: wasmparser::BinaryReaderError) -> Self {
        Self::Unreadable(error.to_string())
    }
}

impl From<wasm_encoder::reencode::Error> for Undivided {
    fn from(error: wasm_encoder::reencode::Error) -> Self {
        Self::Unreadable(error.to_string())
    }
}

/// Divides a module that wasm-bindgen has finished.
pub fn split(module: &[u8]) -> Result<Parts, Undivided> {
    let graph = Graph::read(module)?;
    let plan = graph.plan(LATER)?;
    let later = write::later(module, &graph, &plan)?;
    let first = write::first(module, &graph, &plan)?;
    let moved = plan.later.iter().filter(|later| **later).count();
    Ok(Parts { first, later, functions: (plan.later.len().saturating_sub(moved), moved) })
}
