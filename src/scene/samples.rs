//! Small runs for the tests of this room.

use std::sync::Arc;

use crate::domain::order::OrderCommand;
use crate::domain::{Command, CustomerId, Line, Lines, Money, OrderId, Sku, total_of};
use crate::fault::FaultRule;
use crate::kernel::{Seed, VirtualTime};
use crate::world::{Input, Origin, RecordedInput, Settings, World};

fn take(world: &mut World, number: u32, input: Input) {
    let at = world.now;
    world.take(&RecordedInput { number, after_step: Some(world.steps), at, origin: Origin::Person, input });
}

fn place(name: &str) -> Input {
    let lines: Lines = Arc::from([
        Line { sku: Sku(0), quantity: 2, unit_price: Money(12_999) },
        Line { sku: Sku(1), quantity: 1, unit_price: Money(4_999) },
    ]);
    let total = total_of(&lines);
    let command = Command::Order(OrderCommand::Place { order: OrderId(0), customer: CustomerId(0), lines, total });
    Input::Send { command, order: Some(name.into()), customer: Some("cust-441".into()) }
}

/// A shop with faults armed and nothing ordered.
pub fn shop(faults: &[FaultRule]) -> World {
    let mut world = World::new(Seed(1), Settings::default());
    for (number, rule) in (0..).zip(faults) {
        take(&mut world, number, Input::Inject(*rule));
    }
    world
}

/// Places `ord-1` and runs until it is quiet.
pub fn one_order(faults: &[FaultRule]) -> World {
    let mut world = placed(faults);
    while !world.is_quiet() && world.step() {}
    world
}

/// Places `ord-1`; nothing has happened since.
pub fn placed(faults: &[FaultRule]) -> World {
    let mut world = shop(faults);
    let number = faults.len() as u32;
    take(&mut world, number, place("ord-1"));
    world
}

/// Walks until everything due at or before `time` has happened.
pub fn walk(world: &mut World, time: VirtualTime) {
    while world.next_due().is_some_and(|due| due <= time) && world.step() {}
}

/// Many orders at once, until quiet or ten virtual minutes.
pub fn busy(faults: &[FaultRule], orders: u32) -> World {
    let mut world = shop(faults);
    for order in 0..orders {
        take(&mut world, faults.len() as u32 + order, place(&format!("ord-{}", order + 1)));
    }
    while !world.is_quiet() && world.now < VirtualTime::from_millis(600_000) && world.step() {}
    world
}
