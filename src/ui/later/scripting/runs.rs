//! Branches of a run, and whole runs that leave and enter.

use wasm_bindgen::JsValue;

use super::convert::to_js;
use crate::exchange::{Code, Refused, Wire, import, session_file};
use crate::session::{Ask, ExportFormat, Session, commands_of};
use crate::timeline::BranchId;
use crate::ui::acts::Acts;
use crate::ui::later::whole;

/// Reads a text that may be larger than any argument.
pub type TextCall = fn(Acts, String) -> Result<JsValue, Refused>;

/// The functions that take a text, each with its limit in bytes.
pub const TEXT_CALLS: [(&str, Code, usize, TextCall); 2] = [
    ("open", Code::BadLink, session_file::BYTES_MAX, open),
    ("import", Code::BadImport, import::BYTES_MAX, import_text),
];

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

pub fn compare(acts: Acts, a: &Wire, b: &Wire) -> Result<JsValue, Refused> {
    let ids = Ask::entry(a, "a")?.zip(Ask::entry(b, "b")?);
    let compared = ids.and_then(|(a, b)| acts.handle.with(|session| session.compare(BranchId(a), BranchId(b))));
    Ok(to_js(&compared))
}

/// The address of the exact run.
pub fn link(acts: Acts, _: &Wire, _: &Wire) -> Result<JsValue, Refused> {
    whole::address(acts).map(|address| JsValue::from_str(&address))
}

pub fn export(acts: Acts, format: &Wire, _: &Wire) -> Result<JsValue, Refused> {
    let format = ExportFormat::from_name(Ask::id(format, "format")?)?;
    acts.handle.with(|session| session.export(format)).map(|text| JsValue::from_str(&text))
}

fn open(acts: Acts, text: String) -> Result<JsValue, Refused> {
    whole::open(acts, &text).map(|opened| to_js(&opened))
}

fn import_text(acts: Acts, text: String) -> Result<JsValue, Refused> {
    whole::import(acts, &text).map(|imported| to_js(&imported))
}
