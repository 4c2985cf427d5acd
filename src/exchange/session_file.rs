//! A run as a file that people can read: JSON, with a version, within the limits of SEC-12.

use super::run::INPUTS_MAX;
use super::{Code, Form, Refused, SharedRun, Wire, WireLimits};

/// Bytes of a session file (SEC-12).
pub const BYTES_MAX: usize = 10 * 1_024 * 1_024;
/// Values in one session file.
pub const VALUES_MAX: usize = 1_000_000;

const LIMITS: WireLimits = WireLimits { bytes_max: BYTES_MAX, values_max: VALUES_MAX, list_max: INPUTS_MAX };

/// The text of a file: one line for each input.
///
/// # Errors
/// `too-large` for a run that no file would be read for.
pub fn write(run: &SharedRun) -> Result<String, Refused> {
    let inputs = run.inputs();
    if inputs > INPUTS_MAX {
        let reason = format!("a session file holds {INPUTS_MAX} inputs at most, this run has {inputs}");
        return Err(Refused::new(Code::TooLarge, "inputs", reason));
    }
    let text = format!("{}\n", told(&run.to_wire(Form::Full), 0));
    if text.len() > BYTES_MAX {
        let reason = format!("a session file has {BYTES_MAX} bytes at most, this run takes {}", text.len());
        return Err(Refused::new(Code::TooLarge, "", reason));
    }
    Ok(text)
}

/// JSON with a line for each field of the run and of its branches, and for each entry of their lists.
fn told(value: &Wire, indent: usize) -> String {
    let margin = " ".repeat(indent);
    let deeper = indent.saturating_add(2);
    let lines = |open: char, lines: Vec<String>, close: char| {
        let lines: Vec<String> = lines.into_iter().map(|line| format!("{margin}  {line}")).collect();
        format!("{open}\n{}\n{margin}{close}", lines.join(",\n"))
    };
    match value {
        Wire::Object(fields) if indent == 0 || value.get("inputs").is_some() => {
            let line = |(name, value): &(String, Wire)| {
                format!("{}: {}", Wire::from(name.as_str()).to_json(), told(value, deeper))
            };
            lines('{', fields.iter().map(line).collect(), '}')
        }
        Wire::List(values) if !values.is_empty() => {
            lines('[', values.iter().map(|value| told(value, deeper)).collect(), ']')
        }
        Wire::Nothing | Wire::Bool(_) | Wire::Number(_) | Wire::Text(_) | Wire::List(_) | Wire::Object(_) => {
            value.to_json()
        }
    }
}

/// Reads the run of a file.
///
/// # Errors
/// `too-large`, `unknown-name` or `bad-session`, with the field and the reason.
pub fn read(text: &str) -> Result<SharedRun, Refused> {
    let text = text.trim_start_matches('\u{feff}');
    let value = Wire::from_json_within(text, &LIMITS, Code::BadSession)?;
    SharedRun::from_wire(&value, Code::BadSession)
}
