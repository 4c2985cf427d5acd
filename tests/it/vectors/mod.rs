//! Rows of facts about the real systems, one test a file. The attribution of each file is inside it.

use serde::de::DeserializeOwned;

mod cloudevents_json;
mod eventstore_append_matrix;
mod retry_backoff_jitter;
mod saga_compensation;

/// The rows of `file`: from the folder in `EVENTARIUM_VECTORS` if that is set, from `tests/vectors/` otherwise.
#[cfg(not(target_arch = "wasm32"))]
#[track_caller]
pub fn load<T: DeserializeOwned>(file: &str) -> T {
    use std::path::PathBuf;

    let own = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let path = std::env::var_os("EVENTARIUM_VECTORS").map_or_else(own, PathBuf::from).join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The rows of `file`, from the copy inside the program: there are no files in WebAssembly.
#[cfg(target_arch = "wasm32")]
#[track_caller]
pub fn load<T: DeserializeOwned>(file: &str) -> T {
    let text = match file {
        "cloudevents_json.json" => include_str!("../../vectors/cloudevents_json.json"),
        "eventstore_append_matrix.json" => include_str!("../../vectors/eventstore_append_matrix.json"),
        "retry_backoff_jitter.json" => include_str!("../../vectors/retry_backoff_jitter.json"),
        "saga_compensation.json" => include_str!("../../vectors/saga_compensation.json"),
        other => panic!("{other} is not embedded"),
    };
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{file}: {error}"))
}
