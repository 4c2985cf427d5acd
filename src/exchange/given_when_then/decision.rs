//! The test of one decision: given what the stream held, when the command comes, then this is recorded or refused.

use std::borrow::Cow;
use std::fmt::Debug;

use super::code::{list, snake, value};
use crate::domain::inventory::InventoryDecider;
use crate::domain::order::OrderDecider;
use crate::domain::payment::PaymentDecider;
use crate::domain::shipping::ShippingDecider;
use crate::domain::{Command, Decider, Event};
use crate::event_store::{RecordedEvent, StreamVersion};
use crate::messaging::{Node, Place};
use crate::world::{Body, Detail, Fact, TraceEntry, TraceKind, World};

/// A sentence with more events before it is told as a run instead.
const GIVEN_MAX: usize = 100;

/// The test of the decision that a step took. `None` where the step took none, or where something other than the
/// decider had its say: a fault, a rival, a revision of the logic.
pub fn of_decision(world: &World, step: u32) -> Option<String> {
    let lines = || world.trace.from(world.trace.first_of_step(step)).take_while(|entry| entry.step == step);
    let ended = lines().find(|entry| matches!(entry.kind, TraceKind::Handled | TraceKind::Rejected))?;
    let Body::Command(command) = &world.letter(ended.message)?.body else { return None };
    let recorded: Vec<RecordedEvent<'_, Fact>> = lines().filter_map(|entry| appended(world, entry)).collect();
    let case = Case {
        step,
        command: command.name(),
        refused: ended.kind == TraceKind::Rejected,
        before: before(world, command, step)?,
        recorded: recorded.into_iter().map(shop).collect::<Option<_>>()?,
    };
    match command {
        Command::Order(command) => case.told::<OrderDecider>("order", "Order", command, |event| match event {
            Event::Order(event) => Some(event),
            Event::Inventory(_) | Event::Payment(_) | Event::Shipping(_) => None,
        }),
        Command::Inventory(command) => {
            case.told::<InventoryDecider>("inventory", "Inventory", command, |event| match event {
                Event::Inventory(event) => Some(event),
                Event::Order(_) | Event::Payment(_) | Event::Shipping(_) => None,
            })
        }
        Command::Payment(command) => case.told::<PaymentDecider>("payment", "Payment", command, |event| match event {
            Event::Payment(event) => Some(event),
            Event::Order(_) | Event::Inventory(_) | Event::Shipping(_) => None,
        }),
        Command::Shipping(command) => {
            case.told::<ShippingDecider>("shipping", "Shipping", command, |event| match event {
                Event::Shipping(event) => Some(event),
                Event::Order(_) | Event::Inventory(_) | Event::Payment(_) => None,
            })
        }
    }
}

/// The event that a line says was stored by a service.
fn appended<'a>(world: &'a World, entry: &TraceEntry) -> Option<RecordedEvent<'a, Fact>> {
    match (entry.kind, entry.place, entry.detail) {
        (TraceKind::Appended, Place::Node(node), Detail::Position(position)) if node != Node::EventStore => {
            world.recorded(position)
        }
        _ => None,
    }
}

fn shop(recorded: RecordedEvent<'_, Fact>) -> Option<Event> {
    recorded.event().shop().map(Cow::into_owned)
}

/// What the command's stream held before a step.
fn before(world: &World, command: &Command, step: u32) -> Option<Vec<Event>> {
    let stored = |entry: &TraceEntry| match (entry.kind, entry.detail) {
        (TraceKind::Appended | TraceKind::RivalAppended, Detail::Position(position)) => Some(position),
        _ => None,
    };
    let end = world.trace.from(world.trace.first_of_step(step)).find_map(stored).unwrap_or(u64::MAX);
    let stream = World::stream_of(command);
    let rows = world.store.read_stream(stream, StreamVersion::FIRST);
    let rows = rows.take_while(|row| u64::from(row.position().0) < end).take(GIVEN_MAX.saturating_add(1));
    let events: Vec<Event> = rows.map(shop).collect::<Option<_>>()?;
    (events.len() <= GIVEN_MAX).then_some(events)
}

struct Case {
    step: u32,
    command: &'static str,
    refused: bool,
    before: Vec<Event>,
    recorded: Vec<Event>,
}

impl Case {
    fn told<D: Decider>(
        &self,
        module: &str,
        prefix: &str,
        command: &D::Command,
        mine: impl Fn(&Event) -> Option<&D::Event>,
    ) -> Option<String>
    where
        D::Command: Debug,
        D::Event: Debug + PartialEq,
    {
        let given: Vec<&D::Event> = self.before.iter().map(&mine).collect::<Option<_>>()?;
        let recorded: Vec<&D::Event> = self.recorded.iter().map(&mine).collect::<Option<_>>()?;
        let mut state = D::State::default();
        given.iter().for_each(|event| D::evolve(&mut state, event));
        let outcome = D::decide(command, &state);
        let event = |event: &&D::Event| value(&format!("{prefix}Event"), *event);
        let (then, how) = match &outcome {
            Ok(events) if !self.refused && events.as_ref().iter().eq(recorded.iter().copied()) => {
                (format!("Ok(vec!{})", list(recorded.iter().map(event))), "is_accepted".to_owned())
            }
            Err(rejection) if self.refused => {
                let name = format!("{rejection:?}");
                let name = snake(name.split([' ', '(']).next().unwrap_or_default());
                (format!("Err({})", value(&format!("{prefix}Rejection"), rejection)), format!("is_rejected_{name}"))
            }
            Ok(_) | Err(_) => return None,
        };
        Some(format!(
            "//! Written by Eventarium from step {step} of a run: a file for the folder `tests`.\n\n\
             use eventarium::domain::{module}::*;\n\
             use eventarium::domain::*;\n\n\
             #[test]\n\
             fn {name}_{how}() {{\n    \
                 // Given what was recorded before,\n    \
                 let before: Vec<{prefix}Event> = vec!{given};\n    \
                 let mut state = <{prefix}Decider as Decider>::State::default();\n    \
                 before.iter().for_each(|event| {prefix}Decider::evolve(&mut state, event));\n    \
                 // when this is asked for,\n    \
                 let command = {command};\n    \
                 let outcome = {prefix}Decider::decide(&command, &state);\n    \
                 // then this comes of it.\n    \
                 assert_eq!(outcome, {then});\n\
             }}\n",
            step = self.step,
            name = snake(self.command),
            given = list(given.iter().map(event)),
            command = value(&format!("{prefix}Command"), command),
        ))
    }
}
