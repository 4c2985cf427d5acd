//! What the engine does, told from outside: a run, what a person does to it, and what is seen afterwards.

mod copies;
mod endurance;
mod quiet;

use eventarium::check::Checker;
use eventarium::domain::order::OrderCommand;
use eventarium::domain::{Command, CustomerId, Line, Lines, Money, OrderId, Sku, total_of};
use eventarium::fault::{FaultKind, FaultRule};
use eventarium::kernel::{Seed, Span};
use eventarium::messaging::{Node, Place};
use eventarium::timeline::Timeline;
use eventarium::world::{Input, Settings, TraceEntry, TraceKind, World};

pub type Run = Timeline<Checker>;

pub const MANY: u32 = 1_000_000;

pub fn run(settings: Settings) -> Run {
    Run::new(Seed(1), settings)
}

/// Somebody orders `quantity` headphones.
pub fn place(order: &str, quantity: u32) -> Input {
    let lines: Lines = [Line { sku: Sku(0), quantity, unit_price: Money(12_999) }].into();
    let total = total_of(&lines);
    let command = OrderCommand::Place { order: OrderId(0), customer: CustomerId(0), lines, total };
    send(Command::Order(command), order)
}

pub fn send(command: Command, order: &str) -> Input {
    Input::Send { command, order: Some(order.into()), customer: Some("cust-441".into()) }
}

pub fn fault(kind: FaultKind, node: Node) -> FaultRule {
    FaultRule { target: Some(Place::Node(node)), ..FaultRule::of(kind) }
}

/// Lets it run until it is quiet.
#[track_caller]
pub fn calm(run: &mut Run) {
    let result = run.run_until_quiet(Span::from_secs(3_600), MANY);
    assert!(result.quiet, "{result:?}");
}

/// Executes step by step until `seen`.
#[track_caller]
pub fn until(run: &mut Run, seen: impl Fn(&World) -> bool) {
    for _ in 0..MANY {
        if seen(run.world()) {
            return;
        }
        assert!(run.step_forward(), "nothing more is due");
    }
    panic!("it was never seen");
}

/// Lines of a kind about a message of this name.
pub fn lines<'a>(world: &'a World, kind: TraceKind, name: &'a str) -> impl Iterator<Item = &'a TraceEntry> {
    world.trace.iter().filter(move |line| line.kind == kind && world.message_name(line.message) == name)
}

/// Nothing is broken, whatever the settings say.
#[track_caller]
pub fn assert_sound(run: &Run) {
    let broken: Vec<_> = run.observer().report(run.diverged_at()).into_iter().filter(|report| !report.ok).collect();
    assert!(broken.is_empty(), "{broken:#?}");
}
