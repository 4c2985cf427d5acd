//! Writes a run.

use super::facts::{maybe, object, of_settings};
use super::{Place, SharedRun, input};
use crate::exchange::{FORMAT_VERSION, Wire, millis_of_time};
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
    /// The run as plain data.
    pub fn to_wire(&self, form: Form) -> Wire {
        let usual = (form == Form::Short).then(Settings::default);
        let settings = of_settings(self.record.settings, usual);
        let [step, ms] = place(self.end);
        let end = object([step, ms, ("hash", self.hash.to_string().into())]);
        object([
            ("formatVersion", if form == Form::Full { FORMAT_VERSION.into() } else { Wire::Nothing }),
            ("engine", self.engine.into()),
            ("scenario", maybe(self.scenario.map(|scenario| scenario.id))),
            ("seed", self.record.seed.to_string().into()),
            ("settings", if settings == Wire::Object(Vec::new()) { Wire::Nothing } else { settings }),
            ("inputs", Wire::List(self.inputs(form, usual))),
            ("cursor", if self.cursor == self.end { Wire::Nothing } else { object(place(self.cursor)) }),
            ("end", end),
            ("view", maybe(Some(self.view.as_str()).filter(|view| !view.is_empty()))),
        ])
    }

    fn inputs(&self, form: Form, usual: Option<Settings>) -> Vec<Wire> {
        let planned = planned(self.scenario, &self.record);
        let mut numbers = Numbers::new(self.record.inputs().iter().filter(|input| input.origin == Origin::Story));
        let inputs = self.record.inputs().iter();
        inputs.map(|input| of_input(input, form, usual, &planned, &mut numbers)).collect()
    }
}

fn place(place: Place) -> [(&'static str, Wire); 2] {
    [("step", place.step.into()), ("ms", millis_of_time(place.at).into())]
}

/// What the story plans by itself.
pub(super) fn planned(scenario: Option<&Scenario>, record: &RunRecord) -> Vec<RecordedInput> {
    let plan = scenario.map(|scenario| (scenario.acts)()).unwrap_or_default();
    RunRecord::new(record.seed, record.settings, plan).inputs().to_vec()
}

/// The numbers that inputs of people have where nothing else is said: one after the other, behind the story's.
pub(super) struct Numbers(u32);

impl Numbers {
    pub fn new<T>(of_story: impl Iterator<Item = T>) -> Self {
        Self(u32::try_from(of_story.count()).unwrap_or(u32::MAX))
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
