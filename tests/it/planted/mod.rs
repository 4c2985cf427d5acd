//! For every invariant the proof that it can turn red: a planted bug, or a fault with a setting off.
//!
//! A planted bug changes the world behind the engine's back, the way a wrong line of its code would.

mod end;
mod engine;
mod money;
mod queues;
mod saga;
mod store;

use eventarium::check::{Checker, Invariant};
use eventarium::domain::fulfilment::SagaNote;
use eventarium::domain::{Event, OrderId};
use eventarium::event_store::{ExpectedVersion, NewEvent, SchemaVersion};
use eventarium::fault::FaultRule;
use eventarium::kernel::{MessageId, MessageNo, Seed, VirtualTime};
use eventarium::messaging::{Metadata, Node};
use eventarium::timeline::Observer;
use eventarium::world::{Detail, Fact, Input, Origin, RecordedInput, Settings, TraceEntry, TraceKind, World};

use crate::engine::MANY;
pub use crate::engine::{fault, place};

/// A world that a test may tamper with, and what watches it.
pub struct Shop {
    pub world: World,
    checker: Checker,
    inputs: u32,
}

impl Shop {
    pub fn new() -> Self {
        Self::with(Settings::default())
    }

    pub fn with(settings: Settings) -> Self {
        Self { world: World::new(Seed(1), settings), checker: Checker::default(), inputs: 0 }
    }

    pub fn act(&mut self, input: Input) {
        let (number, after_step, at) = (self.inputs, Some(self.world.steps), self.world.now);
        self.inputs += 1;
        self.watch(|world| {
            world.take(&RecordedInput { number, after_step, at, origin: Origin::Person, input });
            true
        });
    }

    pub fn inject(&mut self, rule: FaultRule) {
        self.act(Input::Inject(rule));
    }

    /// Changes the world, and lets the checker look.
    pub fn watch(&mut self, change: impl FnOnce(&mut World) -> bool) -> bool {
        let first_new_line = self.world.trace.len();
        let changed = change(&mut self.world);
        self.checker.observe(&self.world, first_new_line);
        changed
    }

    pub fn calm(&mut self) {
        self.until(World::is_quiet);
    }

    #[track_caller]
    pub fn until(&mut self, seen: impl Fn(&World) -> bool) {
        for _ in 0..MANY {
            if seen(&self.world) {
                return;
            }
            assert!(self.watch(World::step), "nothing more is due");
        }
        panic!("it was never seen");
    }

    /// Until a line of this kind about a message of this name is written.
    #[track_caller]
    pub fn until_line(&mut self, kind: TraceKind, name: &str) {
        self.until(|world| {
            world.trace.iter().any(|line| line.kind == kind && world.message_name(line.message) == name)
        });
    }

    /// Writes a line that the engine would not write.
    pub fn write(&mut self, kind: TraceKind, node: Node, message: MessageNo, detail: Detail) {
        self.watch(|world| {
            let line = TraceEntry { message, detail, ..TraceEntry::new(world.steps, world.now, kind, node) };
            world.trace.push(line);
            true
        });
    }

    pub fn saga_notes(&mut self, note: SagaNote) {
        self.write(TraceKind::Saga, Node::Saga, MessageNo(0), Detail::Saga(OrderId(0), note));
    }

    /// Stores an event that nobody decided.
    pub fn store(&mut self, stream: &str, event: Event, time: VirtualTime) {
        self.watch(|world| {
            let message = MessageId(77 + world.store.len() as u64);
            let metadata = Metadata { message, correlation: message, causation: message, time, source: Node::Order };
            let new = NewEvent { metadata, schema: SchemaVersion::default(), event: Fact::Shop(event) };
            let stream = world.find_stream(stream).expect("a stream of this name");
            world.store.append(stream, ExpectedVersion::Any, [new]).is_ok()
        });
    }

    /// The message of this name that was born first.
    pub fn message(&self, name: &str) -> MessageNo {
        let numbers = (0..self.world.letters.len() as u32).map(MessageNo);
        numbers.into_iter().find(|number| self.world.message_name(*number) == name).expect("a message of this name")
    }

    pub fn red(&self) -> Vec<&'static str> {
        self.checker.report(None).iter().filter(|report| !report.ok).map(|report| report.id).collect()
    }

    /// Exactly this setting explains the breach.
    #[track_caller]
    pub fn assert_red(&self, invariant: Invariant, explained_by: Option<&str>) {
        let breach = self.checker.breach(invariant);
        let breach = breach.unwrap_or_else(|| panic!("{} is green, red are {:?}", invariant.id(), self.red()));
        assert_eq!(breach.explained_by, explained_by, "{breach:?}");
        assert!(breach.reason.ends_with('.') && breach.reason.len() > 20, "{breach:?}");
    }

    #[track_caller]
    pub fn assert_green(&self) {
        assert_eq!(self.red(), Vec::<&str>::new());
    }
}

#[test]
fn a_whole_order_breaks_nothing() {
    let mut shop = Shop::new();
    shop.act(place("ord-1", 2));
    shop.calm();
    shop.assert_green();
    let ids: Vec<_> = Checker::default().report(None).iter().map(|report| report.id).collect();
    assert_eq!(ids.len(), 25);
    assert!(ids.is_sorted());
}
