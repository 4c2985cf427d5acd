//! Branches of a run.

use wasm_bindgen::JsValue;

use super::convert::to_js;
use crate::exchange::{Refused, Wire};
use crate::session::{Ask, Session, commands_of};
use crate::timeline::BranchId;
use crate::ui::acts::Acts;

pub fn fork(acts: Acts, choice: &Wire, _: &Wire) -> Result<JsValue, Refused> {
    let commands = commands_of(choice)?;
    let id = acts.fork(commands)?;
    Ok(JsValue::from(id.0))
}

pub fn branches(acts: Acts, _: &Wire, _: &Wire) -> Result<JsValue, Refused> {
    Ok(to_js(&acts.handle.with(Session::branches)))
}

/// `true`, or `null` where no branch has this id.
pub fn switch_to(acts: Acts, id: &Wire, _: &Wire) -> Result<JsValue, Refused> {
    let found = Ask::entry(id, "branch")?.is_some_and(|id| acts.switch_to(BranchId(id)));
    Ok(if found { JsValue::TRUE } else { JsValue::NULL })
}
