//! What a person or story did, as a phrase: what one run has and another has not.

use crate::fault::FaultId;
use crate::scene::words::{count, escaped, fault_name, read_model_title};
use crate::world::{EditHow, Input, RecordedInput};

/// "“Shipping unavailable”", "PlaceOrder of ord-3". `inputs` are those of the same run: a fault that is lifted is named
/// by the input that armed it.
pub fn act_phrase(input: &Input, inputs: &[RecordedInput]) -> String {
    match input {
        Input::Send { command, order, .. } => {
            let about = order.as_deref().map_or_else(String::new, |order| format!(" of {}", escaped(order)));
            format!("{}{about}", command.name())
        }
        Input::Traffic { per_mille: 0 } => "automatic orders stopped".to_owned(),
        Input::Traffic { per_mille } => format!("{} automatic orders a second", rate(*per_mille)),
        Input::Inject(rule) => format!("“{}”", fault_name(rule.kind, rule.target)),
        Input::Clear(FaultId(number)) => {
            let armed = inputs.iter().find(|input| input.number == *number).map(|input| &input.input);
            if let Some(Input::Inject(rule)) = armed {
                return format!("“{}” lifted", fault_name(rule.kind, rule.target));
            }
            format!("fault {number} lifted")
        }
        Input::ClearAll => "all faults lifted".to_owned(),
        Input::Set(_) => "other settings".to_owned(),
        Input::Resolve { .. } => "a person's decision about a task".to_owned(),
        Input::Redrive { correction: None, .. } => "a dead letter sent again".to_owned(),
        Input::Redrive { correction: Some(_), .. } => "a dead letter corrected and sent again".to_owned(),
        Input::Discard { .. } => "a dead letter discarded".to_owned(),
        Input::Rebuild(model) => format!("{} built again", read_model_title(*model)),
        Input::Promote(model) => format!("the second version of {} taken", read_model_title(*model)),
        Input::Edit(edit) => match edit.how {
            EditHow::Skip => "a stored event taken out".to_owned(),
            EditHow::Duplicate => "a stored event doubled".to_owned(),
            EditHow::Move { .. } => "a stored event moved".to_owned(),
            EditHow::Change { .. } => "a stored event changed".to_owned(),
        },
        Input::Replace(_) => "a corrected log in place of the old one".to_owned(),
        Input::ReplaceStream(_) => "a corrected stream in place of the old one".to_owned(),
        Input::Import(events) => format!("{} events imported", count(events.len() as u64)),
        Input::ForgetSnapshots => "all snapshots thrown away".to_owned(),
    }
}

/// "2", "0.5".
fn rate(per_mille: u32) -> String {
    let (whole, part) = (count(u64::from(per_mille / 1_000)), format!("{:03}", per_mille % 1_000));
    match part.trim_end_matches('0') {
        "" => whole,
        part => format!("{whole}.{part}"),
    }
}
