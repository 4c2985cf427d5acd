//! Writes a run.

pub(in crate::exchange) use super::facts::object;
use super::facts::{maybe, of_settings};
use super::{EndHash, Place, SharedBranch, SharedRun, input};
use crate::exchange::{Wire, millis_of_time};
use crate::scenario::Scenario;
use crate::timeline::RunRecord;
use crate::world::{Origin, RecordedInput, Settings};

/// How much is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// All of it: settings that are the usual ones, and what the story does by itself.
    Full,
    /// What follows from the rest is left out. What the story does is named by its number.
    Short,
}

impl SharedRun {
    /// The run as plain data, in the oldest version that can say it.
    pub fn to_wire(&self, form: Form) -> Wire {
        let usual = (form == Form::Short).then(Settings::default);
        let Some(first) = self.branches.first() else { return Wire::Nothing };
        let settings = of_settings(first.record.settings, usual);
        let format = if form == Form::Full { self.format().into() } else { Wire::Nothing };
        let beginning = [
            ("formatVersion", format),
            ("engine", self.engine.into()),
            ("scenario", maybe(self.scenario.map(|scenario| scenario.id))),
            ("seed", first.record.seed.to_string().into()),
            ("settings", if settings == Wire::Object(Vec::new()) { Wire::Nothing } else { settings }),
        ];
        let view = ("view", maybe(Some(self.view.as_str()).filter(|view| !view.is_empty())));
        let teller = Teller::new(self.scenario, &first.record, form);
        if self.format() == 1 {
            let [cursor, end] = places(first);
            let inputs = ("inputs", Wire::List(teller.inputs(&first.record, 0, 0)));
            return object(beginning.into_iter().chain([inputs, cursor, end, view]));
        }
        let branches = self.branches.iter().map(|branch| {
            let parent = branch.parent.and_then(|parent| self.branch(parent));
            teller.branch(branch, parent)
        });
        let branches = ("branches", Wire::List(branches.collect()));
        let current = ("current", maybe((self.current != first.id).then_some(self.current.0)));
        object(beginning.into_iter().chain([branches, current, view]))
    }
}

/// Cursor and end of a branch; a cursor that stands at the end is not told.
pub(in crate::exchange) fn places(branch: &SharedBranch) -> [(&'static str, Wire); 2] {
    let [step, ms] = place(branch.end);
    let hash = match branch.hash {
        EndHash::Run(hash) => ("hash", hash.to_string().into()),
        EndHash::Trace(hash) => ("trace", hash.to_string().into()),
    };
    let cursor = if branch.cursor == branch.end { Wire::Nothing } else { object(place(branch.cursor)) };
    [("cursor", cursor), ("end", object([step, ms, hash]))]
}

fn place(place: Place) -> [(&'static str, Wire); 2] {
    [("step", place.step.into()), ("ms", millis_of_time(place.at).into())]
}

/// Tells the inputs of a run, and knows what of them need not be told.
pub(in crate::exchange) struct Teller {
    planned: Vec<RecordedInput>,
    form: Form,
    usual: Option<Settings>,
}

impl Teller {
    pub fn new(scenario: Option<&Scenario>, record: &RunRecord, form: Form) -> Self {
        let usual = (form == Form::Short).then(Settings::default);
        Self { planned: planned(scenario, record), form, usual }
    }

    pub const fn form(&self) -> Form {
        self.form
    }

    /// The inputs of a record but for the first and the last ones, which are looked at and not told: one of them may be
    /// a long history.
    pub fn inputs(&self, record: &RunRecord, same: usize, tail: usize) -> Vec<Wire> {
        let all = record.inputs();
        let mut numbers = Numbers::behind(all.get(..same).unwrap_or(all), || {
            all.iter().filter(|input| input.origin == Origin::Story).count()
        });
        let told = |input| of_input(input, self.form, self.usual, &self.planned, &mut numbers);
        all.iter().take(all.len().saturating_sub(tail)).skip(same).map(told).collect()
    }
}

/// What the story plans by itself.
pub(super) fn planned(scenario: Option<&Scenario>, record: &RunRecord) -> Vec<RecordedInput> {
    let plan = scenario.map(|scenario| (scenario.acts)()).unwrap_or_default();
    RunRecord::new(record.seed, record.settings, plan).inputs().to_vec()
}

/// The numbers that inputs of people have where nothing else is said: one after the other, behind the story's.
pub(super) struct Numbers(u32);

impl Numbers {
    /// The numbers behind those of `known`. So many inputs of the story there are: they are counted only where nobody
    /// acted before.
    pub fn behind(known: &[RecordedInput], of_story: impl FnOnce() -> usize) -> Self {
        match known.iter().rfind(|input| input.origin == Origin::Person) {
            Some(last) => Self(last.number.saturating_add(1)),
            None => Self(u32::try_from(of_story()).unwrap_or(u32::MAX)),
        }
    }

    pub const fn expected(&self) -> u32 {
        self.0
    }

    pub const fn saw(&mut self, number: u32) {
        self.0 = number.saturating_add(1);
    }
}

fn of_input(
    recorded: &RecordedInput,
    form: Form,
    usual: Option<Settings>,
    planned: &[RecordedInput],
    numbers: &mut Numbers,
) -> Wire {
    let RecordedInput { number, after_step, at, origin, input } = recorded;
    let after_step = ("afterStep", maybe(*after_step));
    if *origin == Origin::Story {
        let plan = planned.iter().find(|plan| plan.number == *number);
        if form == Form::Short && plan.is_some_and(|plan| plan.at == *at && plan.input == *input) {
            return object([("story", (*number).into()), after_step]);
        }
        let number = ("number", Wire::from(*number));
        return object([number, ("by", "story".into()), after_step, ms(recorded), input::act(input, usual)]);
    }
    let told = form == Form::Full || numbers.expected() != *number;
    numbers.saw(*number);
    let number = ("number", maybe(told.then_some(*number)));
    object([number, after_step, ms(recorded), input::act(input, usual)])
}

fn ms(input: &RecordedInput) -> (&'static str, Wire) {
    ("ms", millis_of_time(input.at).into())
}
