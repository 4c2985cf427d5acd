//! The functions of `window.eventarium`.
//!
//! Every function reads its arguments as plain data within limits, asks the session, and gives plain data back. A
//! refused call throws an `Error` with a `code`, and the run is as it was.

mod calls;
mod convert;
mod runs;

use wasm_bindgen::JsValue;

use crate::exchange::{Code, Refused};
use crate::ui::scripting::Called;
use calls::CALLS;
use convert::{to_error, to_text, to_wire};
use runs::TEXT_CALLS;

/// Answers a call.
///
/// # Errors
/// What was refused, as JavaScript's `Error`.
pub fn call(called: Called) -> Result<JsValue, JsValue> {
    answer(&called).map_err(|refused| to_error(&refused))
}

fn answer(called: &Called) -> Result<JsValue, Refused> {
    if let Some((_, code, bytes_max, call)) = TEXT_CALLS.iter().find(|(name, ..)| *name == called.name) {
        return call(called.acts, to_text(&called.first, *code, *bytes_max)?);
    }
    match CALLS.iter().find(|(name, ..)| *name == called.name) {
        Some((_, code, call)) => call(called.acts, &to_wire(&called.first, *code)?, &to_wire(&called.second, *code)?),
        None => Err(Refused::new(Code::UnknownName, "name", format!("there is no function {}", called.name))),
    }
}
