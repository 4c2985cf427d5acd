//! The state that an event changed: before, after, and the fold as a sentence.

use crate::domain::inventory::{InventoryEvent, Reservation, Warehouse};
use crate::domain::order::Order;
use crate::domain::payment::Payment;
use crate::domain::shipping::Shipment;
use crate::domain::{Event, Line, OrderId, Sku, catalogue};
use crate::event_store::{StreamId, StreamVersion};
use crate::scene::words;
use crate::world::{Aggregate, World};

/// Event names that the sentence of a fold lists; earlier ones are counted.
const NAMES_MAX: usize = 6;

/// What an event did to the state of its stream.
#[derive(Clone, Debug, PartialEq)]
pub struct FoldView {
    pub stream: String,
    pub version: u32,
    pub event: &'static str,
    /// "Start with nothing and apply OrderPlaced, then OrderConfirmed: the order is confirmed."
    pub sentence: String,
    /// What changed; what did not is not listed.
    pub changes: Vec<Change>,
    /// What is as before.
    pub same: Vec<(String, String)>,
}

/// A line of the difference.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub kind: ChangeKind,
    pub name: String,
    pub value: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    Before,
    After,
}

pub(super) type Rows = Vec<(String, String)>;

/// What the event at `position` did. `None` where there is no event, or one that no state is folded from.
pub fn fold(world: &World, position: u64) -> Option<FoldView> {
    let recorded = world.recorded(position)?;
    let event = recorded.event().shop()?;
    let event = event.as_ref();
    let (stream, version) = (recorded.stream(), recorded.version());
    let logic = world.settings.history.order_logic;
    let mut state = Aggregate::of(event.context());
    for earlier in world.store.read_stream(stream, StreamVersion::FIRST).take(version.0 as usize) {
        if let Some(event) = earlier.event().shop() {
            state.evolve(logic, &event);
        }
    }
    let before = rows_about(world, &state, event);
    state.evolve(logic, event);
    let after = rows_about(world, &state, event);
    let (changes, same) = difference(&before, &after);
    Some(FoldView {
        stream: words::escaped(&world.stream_name(stream)),
        version: version.0,
        event: event.name(),
        sentence: sentence(world, stream, version, changes.is_empty()),
        changes,
        same,
    })
}

/// The rows of a state that an event is about: of the warehouse only the articles and the order that it touches.
pub(super) fn rows_about(world: &World, state: &Aggregate, event: &Event) -> Rows {
    match (state, event) {
        (Aggregate::Inventory(warehouse), Event::Inventory(event)) => {
            let (order, lines) = touched(event);
            warehouse_rows(world, warehouse, order, &lines)
        }
        (Aggregate::Order(_) | Aggregate::Inventory(_) | Aggregate::Payment(_) | Aggregate::Shipping(_), _) => {
            rows_of(world, state)
        }
    }
}

/// All rows of a state; of the warehouse those of all articles.
pub(super) fn rows_of(world: &World, state: &Aggregate) -> Rows {
    match state {
        Aggregate::Order(order) => order_rows(world, order),
        Aggregate::Payment(payment) => payment_rows(world, payment),
        Aggregate::Shipping(shipment) => shipment_rows(shipment),
        Aggregate::Inventory(warehouse) => {
            let line = |sku| Line { sku, quantity: 0, unit_price: crate::domain::Money::ZERO };
            let all: Vec<Line> = (0_u8..).map(Sku).take(catalogue::ARTICLES.len()).map(line).collect();
            warehouse_rows(world, warehouse, None, &all)
        }
    }
}

fn row(name: impl Into<String>, value: impl Into<String>) -> (String, String) {
    (name.into(), value.into())
}

fn order_rows(world: &World, state: &Order) -> Rows {
    let status = match state {
        Order::NotPlaced => "not placed",
        Order::Placed(_) => "placed",
        Order::CancellationRequested(_) => "cancellation requested",
        Order::Confirmed(_) => "confirmed",
        Order::Shipped(_) => "shipped",
        Order::Cancelled { .. } => "cancelled",
        Order::Noted => "not placed, but noted",
        Order::OnHold(_) => "on hold",
    };
    let mut rows = vec![row("status", status)];
    if let Some(basket) = state.basket() {
        rows.push(row("customer", words::person(world, basket.customer)));
        rows.push(row("items", words::basket(&basket.lines)));
        rows.push(row("total", words::money(basket.total)));
    }
    if let Order::Cancelled { reason, .. } = state {
        rows.push(row("reason", words::cancel_reason(*reason)));
    }
    rows
}

fn payment_rows(world: &World, state: &Payment) -> Rows {
    let (status, customer) = match state {
        Payment::NotCharged => ("not charged", None),
        Payment::Charged { customer, .. } => ("charged", Some(*customer)),
        Payment::Refunded { customer, .. } => ("refunded", Some(*customer)),
        Payment::Voided => ("voided", None),
    };
    let mut rows = vec![row("status", status)];
    if let Some(customer) = customer {
        rows.push(row("customer", words::person(world, customer)));
        rows.push(row("charges", state.charges().to_string()));
        rows.push(row("captured", words::money(state.captured())));
        rows.push(row("refunded", words::money(state.refunded())));
    }
    rows
}

fn shipment_rows(state: &Shipment) -> Rows {
    let status = match state {
        Shipment::NotCreated => "not created",
        Shipment::Created => "created",
        Shipment::Dispatched => "on its way",
        Shipment::Cancelled => "cancelled",
        Shipment::Voided => "voided",
    };
    vec![row("status", status)]
}

/// The order and the lines that an event of the warehouse is about.
fn touched(event: &InventoryEvent) -> (Option<OrderId>, Vec<Line>) {
    let lines = match event {
        InventoryEvent::Reserved { lines, .. }
        | InventoryEvent::Released { lines, .. }
        | InventoryEvent::Shipped { lines, .. } => lines.to_vec(),
        InventoryEvent::Restocked { sku, quantity } => {
            vec![Line { sku: *sku, quantity: *quantity, unit_price: crate::domain::Money::ZERO }]
        }
        InventoryEvent::ReservationRefused { .. }
        | InventoryEvent::ReservationVoided { .. }
        | InventoryEvent::ReleaseFailed { .. } => Vec::new(),
    };
    (event.order(), lines)
}

fn warehouse_rows(world: &World, state: &Warehouse, order: Option<OrderId>, lines: &[Line]) -> Rows {
    let mut rows = Rows::new();
    for line in lines {
        let (Some(article), level) = (catalogue::article_of(line.sku), state.level(line.sku)) else { continue };
        rows.push(row(format!("{} on hand", article.sku), level.on_hand.to_string()));
        rows.push(row(format!("{} reserved", article.sku), level.reserved.to_string()));
        rows.push(row(format!("{} shipped", article.sku), level.shipped.to_string()));
    }
    if let Some(order) = order {
        let reservation = match state.reservation(order) {
            Reservation::None => "none",
            Reservation::Reserved(_) => "reserved",
            Reservation::Shipped(_) => "shipped",
            Reservation::Released => "released",
        };
        rows.push(row(format!("reservation of {}", words::order(world, order)), reservation));
    }
    rows
}

pub(super) fn difference(before: &Rows, after: &Rows) -> (Vec<Change>, Rows) {
    let find = |rows: &Rows, name: &str| rows.iter().find(|(other, _)| other == name).map(|(_, value)| value.clone());
    let (mut changes, mut same) = (Vec::new(), Rows::new());
    for (name, value) in before {
        match find(after, name) {
            Some(now) if now == *value => same.push((name.clone(), now)),
            _ => changes.push(Change { kind: ChangeKind::Before, name: name.clone(), value: value.clone() }),
        }
    }
    for (name, value) in after {
        if find(before, name).as_ref() != Some(value) {
            changes.push(Change { kind: ChangeKind::After, name: name.clone(), value: value.clone() });
        }
    }
    (changes, same)
}

/// "Start with nothing and apply 2 earlier events, then OrderConfirmed, OrderShipped."
fn sentence(world: &World, stream: StreamId, version: StreamVersion, unchanged: bool) -> String {
    let count = version.0 as usize + 1;
    let first = count.saturating_sub(NAMES_MAX);
    let from = StreamVersion(u32::try_from(first).unwrap_or(0));
    let names: Vec<&str> =
        world.store.read_stream(stream, from).take(count - first).map(|recorded| recorded.event().name()).collect();
    let earlier = match first {
        0 => String::new(),
        1 => "one earlier event, then ".to_owned(),
        more => format!("{} earlier events, then ", words::count(more as u64)),
    };
    let end = if unchanged { " The last one changes nothing here." } else { "" };
    format!("Start with nothing and apply {earlier}{}.{end}", names.join(", then "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::samples::one_order;

    fn of(world: &World, name: &str) -> FoldView {
        let at = (0..world.store.len() as u64).find(|at| world.fact(*at).is_some_and(|fact| fact.name() == name));
        at.and_then(|at| fold(world, at)).unwrap_or_else(|| unreachable!("{name} is in the store"))
    }

    #[test]
    fn only_what_changed_is_a_change() {
        let world = one_order(&[]);
        let view = of(&world, "OrderConfirmed");
        assert_eq!(view.sentence, "Start with nothing and apply OrderPlaced, then OrderConfirmed.");
        let lines: Vec<_> =
            view.changes.iter().map(|change| (change.kind, change.name.as_str(), change.value.as_str())).collect();
        assert_eq!(lines, [(ChangeKind::Before, "status", "placed"), (ChangeKind::After, "status", "confirmed")]);
        assert!(view.same.iter().any(|(name, value)| name == "total" && value == "€ 309.97"));
    }

    #[test]
    fn the_warehouse_shows_the_articles_of_the_event() {
        let world = one_order(&[]);
        let view = of(&world, "InventoryReserved");
        let after: Vec<_> = view
            .changes
            .iter()
            .filter(|change| change.kind == ChangeKind::After)
            .map(|change| (change.name.as_str(), change.value.as_str()))
            .collect();
        assert!(after.contains(&("PROD-456 reserved", "2")), "{after:?}");
        assert!(view.same.iter().any(|(name, value)| name == "PROD-456 on hand" && value == "1000"));
    }
}
