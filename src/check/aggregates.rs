//! I16: an aggregate is the fold of its events, and a snapshot with the events after it comes to the same.

use super::Invariant;
use super::watch::Watch;
use crate::domain::inventory::{InventoryDecider, Warehouse};
use crate::domain::order::{Order, OrderDecider};
use crate::domain::payment::{Payment, PaymentDecider};
use crate::domain::shipping::{Shipment, ShippingDecider};
use crate::domain::{Decider, Event};
use crate::event_store::{RecordedEvent, Snapshot, StreamId, StreamVersion};
use crate::world::{Aggregate, Detail, Fact, SnapshotRevisions, TraceEntry, World};

/// Follows the warehouse with folds of its own; all other streams are short and folded anew.
#[derive(Clone, Debug, Default)]
pub(super) struct Aggregates {
    warehouse: Warehouse,
    /// The warehouse at its latest snapshot, and the version that comes after it.
    shelf: (u32, Warehouse),
    /// Streams that this step wrote.
    written: Vec<(StreamId, u64)>,
}

impl Aggregates {
    /// A new event.
    pub(super) fn event(&mut self, recorded: RecordedEvent<'_, Fact>) {
        let Some(event) = recorded.event().shop() else { return };
        if let Event::Inventory(event) = event.as_ref() {
            InventoryDecider::evolve(&mut self.warehouse, event);
        }
        self.written.push((recorded.stream(), u64::from(recorded.position().0)));
    }

    /// What this step wrote: the aggregates in memory, held against the fold.
    pub(super) fn step(&mut self, watch: &mut Watch<'_>) {
        for (stream, position) in std::mem::take(&mut self.written) {
            if !self.is_fold(watch.world, stream, position) {
                watch.broken(Invariant::I16, Some(position), |watch| {
                    let name = watch.world.stream_name(stream);
                    format!("What is kept in memory of {name} is not the fold of its events.")
                });
            }
        }
    }

    fn is_fold(&self, world: &World, stream: StreamId, position: u64) -> bool {
        let Some(event) = world.fact(position).and_then(Fact::shop) else { return true };
        let row = event.order().map_or(0, |order| order.index());
        match event.as_ref() {
            Event::Order(_) => world.orders.get(row) == Some(&order(world, stream, None)),
            Event::Payment(_) => world.payments.get(row) == Some(&payment(world, stream, None)),
            Event::Shipping(_) => world.shipments.get(row) == Some(&shipment(world, stream, None)),
            Event::Inventory(event) => {
                let same = |order| world.warehouse.reservation(order) == self.warehouse.reservation(order);
                world.warehouse.stock == self.warehouse.stock && event.order().is_none_or(same)
            }
        }
    }

    /// A line about a load or a snapshot: the snapshot that is or will be used for it.
    pub(super) fn line(&mut self, watch: &mut Watch<'_>, line: &TraceEntry) {
        let (Detail::Loaded { stream, .. } | Detail::Snapshot { stream, .. }) = line.detail else { return };
        let world = watch.world;
        let Some(snapshot) = world.snapshots.latest(stream).filter(|snapshot| is_used(world, snapshot)) else { return };
        let upto = Some(snapshot.version);
        let is_fold = match &snapshot.state {
            Aggregate::Order(state) => *state == order(world, stream, upto),
            Aggregate::Payment(state) => *state == payment(world, stream, upto),
            Aggregate::Shipping(state) => *state == shipment(world, stream, upto),
            // The warehouse is large: a snapshot of it is proven once.
            Aggregate::Inventory(_) if self.shelf.0 == snapshot.version.0.saturating_add(1) => true,
            Aggregate::Inventory(state) => *state == *self.shelved(world, stream, snapshot.version),
        };
        if !is_fold {
            let version = snapshot.version;
            watch.broken(Invariant::I16, line_position(world, stream, version), |watch| {
                let name = watch.world.stream_name(stream);
                format!("The snapshot of {name} at version {version} is used, and it is not the fold of the events up to there.")
            });
        }
    }

    /// The warehouse after the event of a version; snapshots of it come in order, so each event is folded once.
    fn shelved(&mut self, world: &World, stream: StreamId, version: StreamVersion) -> &Warehouse {
        if self.shelf.0 > version.0.saturating_add(1) {
            self.shelf = Default::default();
        }
        let (next, warehouse) = &mut self.shelf;
        let read = world.store.read_stream(stream, StreamVersion(*next));
        for recorded in read.take_while(|recorded| recorded.version() <= version) {
            if let Fact::Shop(Event::Inventory(event)) = recorded.event() {
                InventoryDecider::evolve(warehouse, event);
            }
            *next = recorded.version().0.saturating_add(1);
        }
        warehouse
    }

    pub(super) fn bytes(&self) -> usize {
        self.warehouse.bytes() + self.shelf.1.bytes()
    }

    pub(super) fn bytes_beside(&self, later: &Self) -> usize {
        self.warehouse.bytes_beside(&later.warehouse) + self.shelf.1.bytes_beside(&later.shelf.1)
    }
}

/// True if a load would begin with this snapshot.
fn is_used(world: &World, snapshot: &Snapshot<Aggregate>) -> bool {
    let context = match snapshot.state {
        Aggregate::Order(_) => crate::domain::Context::Order,
        Aggregate::Inventory(_) => crate::domain::Context::Inventory,
        Aggregate::Payment(_) => crate::domain::Context::Payment,
        Aggregate::Shipping(_) => crate::domain::Context::Shipping,
    };
    world.settings.history.snapshot_revisions == SnapshotRevisions::Ignored
        || snapshot.revision == world.revision(context)
}

fn line_position(world: &World, stream: StreamId, version: StreamVersion) -> Option<u64> {
    world.store.read_stream(stream, version).next().map(|recorded| u64::from(recorded.position().0))
}

/// The events of a stream up to a version, each given to `each`.
fn events(world: &World, stream: StreamId, upto: Option<StreamVersion>, mut each: impl FnMut(&Event)) {
    let read = world.store.read_stream(stream, StreamVersion::FIRST);
    for recorded in read.take_while(|recorded| upto.is_none_or(|upto| recorded.version() <= upto)) {
        if let Some(event) = recorded.event().shop() {
            each(&event);
        }
    }
}

fn order(world: &World, stream: StreamId, upto: Option<StreamVersion>) -> Order {
    let (mut state, logic) = (Order::default(), world.settings.history.order_logic);
    events(world, stream, upto, |event| {
        if let Event::Order(event) = event {
            OrderDecider::evolve_by(logic, &mut state, event);
        }
    });
    state
}

fn payment(world: &World, stream: StreamId, upto: Option<StreamVersion>) -> Payment {
    let mut state = Payment::default();
    events(world, stream, upto, |event| {
        if let Event::Payment(event) = event {
            PaymentDecider::evolve(&mut state, event);
        }
    });
    state
}

fn shipment(world: &World, stream: StreamId, upto: Option<StreamVersion>) -> Shipment {
    let mut state = Shipment::default();
    events(world, stream, upto, |event| {
        if let Event::Shipping(event) = event {
            ShippingDecider::evolve(&mut state, event);
        }
    });
    state
}
