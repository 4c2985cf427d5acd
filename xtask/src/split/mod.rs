//! One WebAssembly module made two: what the first picture needs, and what is loaded when it is first asked for.
//!
//! `src/ui/later` holds what is not needed at first. Outside code reaches it only through pointers to its functions,
//! which the door calls when the second module is there. All that is reached from there and from nowhere else goes into
//! that module: functions, and the data that only they refer to. What refers to what is told by the linker's own notes,
//! so nothing is guessed. The second module shares memory, table and globals with the first, and puts its functions into
//! the places of the table that were kept for them. Until it is there, those places hold a function of a shape that
//! nothing calls.

mod graph;
mod refs;
#[cfg(test)]
mod tests;
mod write;

use graph::Graph;
use refs::Refs;

/// The beginning of the names of what is loaded later.
const LATER: &str = "eventarium::ui::later::";

/// The two modules, and how they came to be.
pub struct Parts {
    pub first: Vec<u8>,
    pub later: Vec<u8>,
    /// Functions of each.
    pub functions: (usize, usize),
    /// Bytes of data that come with the second.
    pub data: usize,
}

impl Parts {
    /// A module as it is, and a second one with nothing in it.
    pub fn undivided(module: &[u8]) -> Self {
        Self { first: module.to_vec(), later: NOTHING.to_vec(), functions: (0, 0), data: 0 }
    }
}

/// A module of nothing: its mark and its version.
const NOTHING: [u8; 8] = *b"\0asm\x01\0\0\0";

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

/// Divides a module that wasm-bindgen has finished; `linked` is what it was made from, with the linker's notes.
pub fn split(module: &[u8], linked: &[u8]) -> Result<Parts, Undivided> {
    let (graph, refs) = (Graph::read(module)?, Refs::read(linked)?);
    let plan = graph.plan(&refs, LATER)?;
    let later = write::later(module, &graph, &plan)?;
    let first = write::first(module, &graph, &plan)?;
    let moved = plan.later.iter().filter(|later| **later).count();
    let data = plan.data.iter().map(ExactSizeIterator::len).sum();
    Ok(Parts { first, later, functions: (plan.later.len().saturating_sub(moved), moved), data })
}
