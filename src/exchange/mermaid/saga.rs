//! The way that the sagas of a run went: steps, compensations, ends, and how often each was reached from which.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::domain::OrderId;
use crate::domain::fulfilment::{Call, SagaNote};
use crate::world::{Detail, World};

const START: &str = "[*]";

/// The diagram of all sagas up to the cursor.
pub fn state_diagram(world: &World) -> String {
    let mut here: BTreeMap<OrderId, Standing> = BTreeMap::new();
    let mut ways: Vec<(Way, u32)> = Vec::new();
    for entry in world.trace.iter() {
        let Detail::Saga(order, note) = entry.detail else { continue };
        let standing = here.entry(order).or_insert(Standing { state: START, because: "" });
        let Some((state, because)) = standing.hear(note) else { continue };
        let way = Way { from: standing.state, to: state, because };
        match ways.iter_mut().find(|(known, _)| *known == way) {
            Some((_, count)) => *count = count.saturating_add(1),
            None => ways.push((way, 1)),
        }
        *standing = Standing { state, because: "" };
    }
    let mut text = String::from("stateDiagram-v2\n");
    for (Way { from, to, because }, count) in ways {
        let times = if count > 1 { format!(" {count} times") } else { String::new() };
        let _ = writeln!(text, "    {} --> {} : {because}{times}", id(from), id(to));
    }
    text
}

/// A way from one state to the next.
#[derive(PartialEq, Eq)]
struct Way {
    from: &'static str,
    to: &'static str,
    because: &'static str,
}

struct Standing {
    state: &'static str,
    /// What was heard since it stands there.
    because: &'static str,
}

impl Standing {
    /// The next state, and why, if the note leads there; otherwise the note is remembered as the reason.
    fn hear(&mut self, note: SagaNote) -> Option<(&'static str, &'static str)> {
        let because = |usual| if self.because.is_empty() { usual } else { self.because };
        match note {
            SagaNote::StepStarted(step) => Some((Call::Step(step).name(), because("started"))),
            SagaNote::CompensationStarted(undo) => Some((Call::Compensation(undo).name(), because("turns back"))),
            SagaNote::Completed => Some(("completed", because("done"))),
            SagaNote::Compensated => Some(("compensated", because("done"))),
            SagaNote::Stuck => Some(("stuck", because("failed"))),
            SagaNote::StepDone(_) | SagaNote::CompensationDone(_) => self.remember("done"),
            SagaNote::StepRefused(_) => self.remember("refused"),
            SagaNote::StepUnknown(_) => self.remember("no answer"),
            SagaNote::CompensationFailed(_) => self.remember("failed"),
            SagaNote::CompensationResolved(..) => self.remember("resolved by a person"),
            SagaNote::Started | SagaNote::IgnoredLate(_) => None,
        }
    }

    const fn remember(&mut self, because: &'static str) -> Option<(&'static str, &'static str)> {
        self.because = because;
        None
    }
}

/// A state's name without what Mermaid reads as an arrow.
fn id(state: &str) -> String {
    state.replace('-', "_")
}
