//! Runs a program over events.

use std::collections::VecDeque;

use serde::Serialize;

use nanoexpr::{Context, ErrorKind, Evaluator, Instruction, Program};

use super::parse::{CODE_MAX, DEPTH_MAX};
use super::{Change, Reducer, ReducerError, STEPS_TOLD_MAX, Statement, fields};
use crate::domain::{Event, Line};

/// The functions that an expression may call.
pub(super) const FUNCTIONS: [&str; 3] = ["min", "max", "abs"];

/// What came of a program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Reduction {
    /// In the order of the program.
    pub sums: Vec<Sum>,
    /// Events that were read.
    pub events: u64,
    /// Events that changed a sum.
    pub applied: u64,
    /// The latest of them, oldest first.
    pub steps: Vec<ReductionStep>,
}

/// A sum at the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sum {
    pub name: String,
    pub value: i64,
}

/// What one event did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReductionStep {
    pub position: u64,
    pub event: &'static str,
    /// The sums that changed.
    pub changes: Vec<SumChange>,
}

/// A sum before and after an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SumChange {
    pub name: String,
    pub before: i64,
    pub after: i64,
}

/// What an expression can see: the event, one of its lines, and the sums so far.
struct Sight<'a> {
    reducer: &'a Reducer,
    event: &'a Event,
    position: u64,
    line: Option<&'a Line>,
    sums: &'a [i64],
}

impl Context<i64> for Sight<'_> {
    fn variable(&self, name: &str) -> Option<i64> {
        let sum = self.reducer.sums.iter().position(|sum| sum == name);
        match sum {
            Some(place) => self.sums.get(place).copied(),
            None => fields::value(self.event, self.position, self.line, name),
        }
    }

    fn call(&self, name: &str, arguments: &[i64]) -> Option<Result<i64, ErrorKind>> {
        match (name, arguments) {
            ("min", [one, rest @ ..]) => Some(Ok(rest.iter().fold(*one, |least, other| least.min(*other)))),
            ("max", [one, rest @ ..]) => Some(Ok(rest.iter().fold(*one, |most, other| most.max(*other)))),
            ("abs", [one]) => Some(one.checked_abs().ok_or(ErrorKind::Overflow)),
            ("min" | "max" | "abs", _) => Some(Err(ErrorKind::ArgumentCount)),
            (_, _) => None,
        }
    }
}

impl Reducer {
    /// The names of the sums.
    pub fn sums(&self) -> impl Iterator<Item = &str> {
        self.sums.iter().map(String::as_str)
    }

    /// Applies the program to events in their order; each costs at most what the program is long, times its lines.
    ///
    /// # Errors
    /// An overflow or a division by zero, with its place in the program and the event.
    pub fn run<'a>(
        &self,
        events: impl IntoIterator<Item = (u64, std::borrow::Cow<'a, Event>)>,
    ) -> Result<Reduction, ReducerError> {
        let mut code = vec![[Instruction::default(); CODE_MAX]; self.statements.len()];
        let mut programs: Vec<(&Statement, Program<'_, '_, i64>)> = Vec::new();
        for (statement, code) in self.statements.iter().zip(&mut code) {
            let evaluator = Evaluator::<_, 4>::new(&()).max_depth(DEPTH_MAX);
            let compiled = evaluator.compile(self.text(&statement.expression), code);
            programs.push((statement, compiled.map_err(|error| self.of_expression(&statement.expression, error))?));
        }
        let mut sums = vec![0_i64; self.sums.len()];
        let mut told = Reduction::default();
        let mut steps = VecDeque::new();
        for (position, event) in events {
            told.events = told.events.saturating_add(1);
            let before = sums.clone();
            for (statement, program) in &programs {
                self.apply(statement, program, position, &event, &mut sums)?;
            }
            if sums != before {
                told.applied = told.applied.saturating_add(1);
                if steps.len() == STEPS_TOLD_MAX {
                    steps.pop_front();
                }
                steps.push_back(self.step(position, &event, &before, &sums));
            }
        }
        told.steps = steps.into();
        told.sums = self.sums.iter().cloned().zip(sums).map(|(name, value)| Sum { name, value }).collect();
        Ok(told)
    }

    fn step(&self, position: u64, event: &Event, before: &[i64], after: &[i64]) -> ReductionStep {
        let changes = self.sums.iter().zip(before.iter().zip(after));
        let changes = changes.filter(|(_, (before, after))| before != after);
        ReductionStep {
            position,
            event: event.name(),
            changes: changes
                .map(|(name, (before, after))| SumChange { name: name.clone(), before: *before, after: *after })
                .collect(),
        }
    }

    fn apply(
        &self,
        statement: &Statement,
        program: &Program<'_, '_, i64>,
        position: u64,
        event: &Event,
        sums: &mut [i64],
    ) -> Result<(), ReducerError> {
        if !statement.on.is_empty() && !statement.on.contains(&event.name()) {
            return Ok(());
        }
        let lines = if statement.each_line { fields::lines_of(event) } else { Vec::new() };
        let each: Vec<Option<&Line>> = if statement.each_line { lines.iter().map(Some).collect() } else { vec![None] };
        for line in each {
            let has = |field: &&str| fields::value(event, position, line, field).is_some();
            if !statement.fields.iter().all(has) {
                continue;
            }
            let sight = Sight { reducer: self, event, position, line, sums };
            let at_event = |error: ReducerError| ReducerError { position: Some(position), ..error };
            let value =
                program.evaluate(&sight).map_err(|error| at_event(self.of_expression(&statement.expression, error)))?;
            let Some(sum) = sums.get_mut(statement.target) else { continue };
            let changed = match statement.change {
                Change::Set => Some(value),
                Change::Add => sum.checked_add(value),
                Change::Subtract => sum.checked_sub(value),
            };
            *sum = changed.ok_or_else(|| {
                at_event(self.error(statement.expression.clone(), "overflow", "the sum does not fit into 64 bits"))
            })?;
        }
        Ok(())
    }
}
