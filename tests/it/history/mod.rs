//! What is stored and code that changes: snapshots, rebuilding, versions.

mod rebuilding;
mod snapshots;
mod versions;

use eventarium::exchange::{Code, Wire};

fn wire(json: &str) -> Wire {
    Wire::from_json(json, 10_000, Code::BadArgument).unwrap()
}
