//! Which compensations start, and in which order, after Temporal's `Saga` (sdk-java, samples-go) and MassTransit.
//!
//! Our saga registers each step before its call, goes on when a compensation gives up and runs one at a time; rows about
//! helpers that stop at the first failure, run in parallel or skip steps without a log are of another kind.

use eventarium::domain::Refusal;
use eventarium::domain::fulfilment::{Call, Compensation, Fulfilment, Phase, SagaInput, SagaNote, SagaOutput, Step};
use serde::Deserialize;

use crate::specs::{ADA, ORDER, TOTAL, lines};

#[derive(Deserialize)]
struct Rows {
    cases: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    profile: String,
    steps: Vec<String>,
    fail: String,
    /// The compensations started, where all of them succeed.
    compensations: Option<Vec<String>>,
    #[serde(default)]
    compensation_fails: Vec<String>,
    /// The compensations started, where some fail.
    started: Option<Vec<String>>,
}

/// The bare name of a step: remarks stand behind it.
fn bare(text: &str) -> &str {
    text.split([' ', '(']).next().unwrap_or(text)
}

impl Row {
    fn is_ours(&self) -> bool {
        let profile = self.profile.as_str();
        profile.starts_with("register-after-success")
            || profile.contains("continueWithError=true")
            || profile.starts_with("ambiguous outcome")
    }

    /// The name that the row gives to what a compensation undoes.
    fn name_of(&self, compensation: Compensation) -> &str {
        bare(&self.steps[compensation.undoes() as usize])
    }

    /// Runs the row and gives the names of the compensations in the order of their start.
    fn run(&self) -> (Vec<&str>, Phase) {
        let mut saga = Fulfilment::default();
        let placed = SagaInput::Placed { order: ORDER, customer: ADA, lines: lines(), total: TOTAL };
        let mut outputs = saga.react(&placed, 1).expect("a new saga starts");
        let mut started = Vec::new();
        while let Some(call) = sent(&outputs) {
            started.extend(outputs.iter().filter_map(start).map(|compensation| self.name_of(compensation)));
            outputs = saga.react(&self.answer(call), 1).expect("the saga waits for this");
        }
        (started, saga.phase)
    }

    /// How the row's story answers a call.
    fn answer(&self, call: Call) -> SagaInput {
        match call {
            Call::Step(step) => self.answer_step(step),
            Call::Compensation(compensation) => {
                if self.compensation_fails.iter().any(|fails| bare(fails) == self.name_of(compensation)) {
                    SagaInput::Refused(call, Refusal::Unavailable { attempts: 1 })
                } else {
                    SagaInput::Done(call)
                }
            }
            Call::CancelOrder => SagaInput::Done(call),
        }
    }

    /// A row whose failing step is the fourth fails past our pivot, where nothing is undone. There the third step, the
    /// pivot itself, is left without an answer instead: it counts as maybe done, as the row's is done.
    fn answer_step(&self, step: Step) -> SagaInput {
        let call = Call::Step(step);
        let no_answer = SagaInput::TimerRang { call, attempt: 1 };
        let text = self.steps[step as usize].as_str();
        let fails = bare(text) == bare(&self.fail);
        match step {
            Step::CreateShipment if self.steps.len() > 3 => no_answer,
            _ if fails && text.contains("timeout") => no_answer,
            _ if fails => SagaInput::Refused(call, Refusal::CalledOff),
            _ => SagaInput::Done(call),
        }
    }
}

fn sent(outputs: &[SagaOutput]) -> Option<Call> {
    outputs.iter().find_map(|output| match output {
        SagaOutput::Send { call, .. } => Some(*call),
        _ => None,
    })
}

fn start(output: &SagaOutput) -> Option<Compensation> {
    match output {
        SagaOutput::Note(SagaNote::CompensationStarted(compensation)) => Some(*compensation),
        _ => None,
    }
}

#[test]
fn saga_compensation() {
    let rows: Rows = super::load("saga_compensation.json");
    let ours: Vec<_> = rows.cases.iter().filter(|row| row.is_ours()).collect();
    assert!(ours.len() >= 5, "only {} rows fit", ours.len());
    for row in ours {
        let expected = row.compensations.as_ref().or(row.started.as_ref()).expect("the row says what starts");
        let expected: Vec<_> = expected.iter().map(|text| bare(text)).collect();
        let phase = if row.compensation_fails.is_empty() { Phase::Compensated } else { Phase::Stuck };
        assert_eq!(row.run(), (expected, phase), "{}", row.profile);
    }
}
