//! What holds in every state that the saga can reach, whatever it is told and in whatever order.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;

use eventarium::domain::Refusal;
use eventarium::domain::fulfilment::{
    Call, Compensation, CompensationStatus, Fulfilment, Phase, Resolution, SagaInput, SagaOutput, Step, StepStatus,
};
use eventarium::kernel::Digest;

use super::stages::placed;

/// Few enough attempts to walk through all states.
const ATTEMPTS_MAX: u8 = 2;
/// Beyond this many attempts nothing new happens; the walk turns round.
const ATTEMPTS_WALKED: u8 = 3;

fn calls() -> Vec<Call> {
    let steps = Step::ALL.into_iter().map(Call::Step);
    steps.chain(Compensation::ALL.into_iter().map(Call::Compensation)).chain([Call::CancelOrder]).collect()
}

fn inputs(saga: &Fulfilment) -> Vec<SagaInput> {
    let mut inputs = vec![placed(), SagaInput::CancellationRequested];
    for call in calls() {
        inputs.push(SagaInput::Done(call));
        inputs.push(SagaInput::Refused(call, Refusal::CardDeclined));
        inputs.push(SagaInput::Refused(call, Refusal::AlreadyDone));
        inputs.extend((0..=saga.attempts(call)).map(|attempt| SagaInput::TimerRang { call, attempt }));
    }
    for compensation in Compensation::ALL {
        for resolution in [Resolution::Retry, Resolution::DoneByHand, Resolution::WriteOff] {
            inputs.push(SagaInput::Resolved(compensation, resolution));
        }
    }
    inputs
}

/// Walks through all states and shows each transition that is no refusal to `check`.
fn walk(mut check: impl FnMut(&Fulfilment, &SagaInput, &Fulfilment, &[SagaOutput])) -> Vec<Fulfilment> {
    let mut known = BTreeMap::from([(Digest::of(&Fulfilment::default()).word(), Fulfilment::default())]);
    let mut queue = VecDeque::from([Fulfilment::default()]);
    while let Some(before) = queue.pop_front() {
        for input in inputs(&before) {
            let mut after = before.clone();
            let Ok(outputs) = after.react(&input, ATTEMPTS_MAX) else {
                assert_eq!(before, after, "a refused input changes nothing: {input:?}");
                continue;
            };
            check(&before, &input, &after, &outputs);
            if calls().into_iter().all(|call| after.attempts(call) <= ATTEMPTS_WALKED) {
                known.entry(Digest::of(&after).word()).or_insert_with(|| {
                    queue.push_back(after.clone());
                    after
                });
            }
        }
    }
    known.into_values().collect()
}

/// A transition, for the message of a failure.
struct Story<'a> {
    before: &'a Fulfilment,
    input: &'a SagaInput,
    outputs: &'a [SagaOutput],
}

impl fmt::Display for Story<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#?}\n{:?}\n{:?}", self.before, self.input, self.outputs)
    }
}

fn with_status(saga: &Fulfilment, status: CompensationStatus) -> usize {
    Compensation::ALL.into_iter().filter(|compensation| saga.compensation(*compensation).status == status).count()
}

#[test]
fn every_transition_keeps_the_promises_of_the_saga() {
    let states = walk(|before, input, after, outputs| {
        let story = Story { before, input, outputs };
        assert!(!before.is_terminal() || before == after, "an ended saga stays as it is: {story}");
        for (place, output) in outputs.iter().enumerate() {
            let SagaOutput::Send { call, attempt, fresh: _ } = *output else { continue };
            let timer = SagaOutput::StartTimer { call, attempt };
            assert_eq!(outputs.get(place + 1), Some(&timer), "every call has its timer: {story}");
            assert_eq!(after.attempts(call), attempt, "{story}");
            match call {
                Call::Step(_) => assert_eq!(after.phase, Phase::Running, "no step after turning back: {story}"),
                Call::Compensation(compensation) => starts_in_turn(after, compensation, attempt, &story),
                Call::CancelOrder => assert!(is_undone(after), "cancelled before it is undone: {story}"),
            }
        }
    });
    assert!(states.len() > 10_000, "{}", states.len());
}

/// A compensation is for what was or may have been done, and none of an earlier step was tried before it.
fn starts_in_turn(saga: &Fulfilment, compensation: Compensation, attempt: u8, story: &Story<'_>) {
    assert_eq!(saga.phase, Phase::Compensating, "{story}");
    let status = saga.step(compensation.undoes()).status;
    assert!(matches!(status, StepStatus::Done | StepStatus::Unknown), "{story}");
    if attempt == 1 {
        let earlier = Compensation::ALL.into_iter().filter(|other| *other < compensation);
        assert!(earlier.map(|other| saga.compensation(other).attempts).all(|attempts| attempts == 0), "{story}");
    }
}

fn is_undone(saga: &Fulfilment) -> bool {
    Compensation::ALL.into_iter().all(|compensation| {
        let needed = matches!(saga.step(compensation.undoes()).status, StepStatus::Done | StepStatus::Unknown);
        match saga.compensation(compensation).status {
            CompensationStatus::Done | CompensationStatus::ByHand | CompensationStatus::WrittenOff => needed,
            CompensationStatus::NotNeeded => !needed,
            CompensationStatus::Waiting | CompensationStatus::Running | CompensationStatus::Failed => false,
        }
    })
}

#[test]
fn in_every_state_somebody_has_to_act_or_the_saga_has_ended() {
    for saga in walk(|_, _, _, _| {}) {
        let running = with_status(&saga, CompensationStatus::Running);
        let failed = with_status(&saga, CompensationStatus::Failed);
        let waiting = with_status(&saga, CompensationStatus::Waiting);
        assert!(running <= 1, "{saga:#?}");
        match saga.phase {
            Phase::NotStarted => assert_eq!(saga, Fulfilment::default()),
            Phase::Running => assert!(saga.running_step().is_some() && saga.reason.is_none(), "{saga:#?}"),
            Phase::Completed => {
                assert!(Step::ALL.into_iter().all(|step| saga.step(step).status == StepStatus::Done), "{saga:#?}");
            }
            Phase::Compensating if saga.cancel_attempts > 0 => assert!(is_undone(&saga), "{saga:#?}"),
            Phase::Compensating => assert!(running == 1 && saga.reason.is_some(), "{saga:#?}"),
            Phase::Stuck => assert!(failed > 0 && running + waiting == 0, "{saga:#?}"),
            Phase::Compensated => assert!(is_undone(&saga), "{saga:#?}"),
        }
    }
}

#[test]
fn sg_19_from_every_state_the_saga_ends_once_its_calls_are_answered() {
    for start in walk(|_, _, _, _| {}) {
        let mut saga = start.clone();
        for _ in 0..12 {
            let input = match saga.phase {
                Phase::NotStarted => placed(),
                Phase::Completed | Phase::Compensated => break,
                Phase::Stuck => {
                    let compensation = saga.failed_compensations().next().expect("a task waits");
                    SagaInput::Resolved(compensation, Resolution::DoneByHand)
                }
                Phase::Running => SagaInput::Done(Call::Step(saga.running_step().expect("a step runs"))),
                Phase::Compensating => {
                    let running = Compensation::ALL
                        .into_iter()
                        .find(|compensation| saga.compensation(*compensation).status == CompensationStatus::Running);
                    SagaInput::Done(running.map_or(Call::CancelOrder, Call::Compensation))
                }
            };
            saga.react(&input, ATTEMPTS_MAX).expect("the saga waits for this");
        }
        assert!(saga.is_terminal(), "{start:#?}");
    }
}
