//! Why a value is here, what an event changed, and what came of an act.

use std::collections::BTreeMap;

use eventarium::domain::OrderId;
use eventarium::event_store::StreamVersion;
use eventarium::exchange::Code;
use eventarium::kernel::{MessageNo, Span, VirtualTime};
use eventarium::messaging::ReadModel;
use eventarium::scene::inspect::answer;
use eventarium::scene::inspect::{AsOf, state_as_of};
use eventarium::scene::why::{
    Question, cell_field, explain, ledger_row_sentence, ledger_sentence, state_field, why_sentence,
};
use eventarium::session::{Changed, FieldDifference, Goal, RowChange, Session, Why, scenarios};
use serde_json::{Value, json};

use super::story;

const HOUR: Span = Span::from_secs(3_600);

fn ran(id: &str) -> Session {
    let mut session = story(id);
    session.run_until_quiet(HOUR);
    session
}

fn position_of(session: &Session, name: &str) -> u64 {
    let facts = (0..).map_while(|position| session.world().fact(position));
    facts.enumerate().find(|(_, fact)| fact.name() == name).unwrap().0 as u64
}

fn names(why: &Why) -> Vec<&'static str> {
    why.chain.iter().map(|link| link.name).collect()
}

#[test]
fn a_field_is_traced_to_the_act_that_led_to_it() {
    let session = ran("happy-path");
    let why = session.why_row("revenue", "revenue", "netCents").unwrap().unwrap();
    assert_eq!((why.value.clone(), why.before.clone(), why.event.kind), (json!(30_997), json!(0), "PaymentCharged"));
    assert_eq!(
        names(&why),
        ["PlaceOrder", "OrderPlaced", "ReserveInventory", "InventoryReserved", "ChargePayment", "PaymentCharged"]
    );
    let act = why.chain.first().unwrap();
    assert_eq!((act.kind, act.source, act.input), ("command", "client", Some(0)));
    assert_eq!(why.chain.last().unwrap().position, Some(position_of(&session, "PaymentCharged")));
    let status = session.why_row("orders", "ord-1", "status").unwrap().unwrap();
    assert_eq!((status.value, status.event.kind, status.earlier_count), (json!("shipped"), "OrderShipped", 2));
    assert_eq!(status.earlier.iter().map(|event| event.kind).collect::<Vec<_>>(), ["OrderConfirmed", "OrderPlaced"]);
}

#[test]
fn a_read_model_that_lags_is_told_by_what_it_has_read() {
    let mut session = ran("happy-path");
    let confirmed = position_of(&session, "OrderConfirmed");
    session.seek(Goal::Position(confirmed as u32)).unwrap();
    assert!(session.world().models.checkpoint(ReadModel::Orders).0 <= confirmed);
    let why = session.why_row("orders", "ord-1", "status").unwrap().unwrap();
    assert_eq!((why.value, why.event.kind), (json!("placed"), "OrderPlaced"));
    let changed = session.what_changed(confirmed).unwrap();
    assert!(changed.models.iter().all(|model| model.at.is_none()), "nobody has applied it yet");
    assert_eq!(session.why_state("order-ord-1", "status").unwrap().event.kind, "OrderConfirmed");
}

#[test]
fn what_cannot_be_asked_is_refused_and_what_is_not_there_is_nothing() {
    let session = ran("happy-path");
    for (model, field) in [("nobody", "status"), ("payment", "status"), ("orders", "nothing")] {
        assert_eq!(session.why_row(model, "ord-1", field).unwrap_err().code, Code::UnknownName);
    }
    assert_eq!(session.why_row("orders", "ord-9", "status"), Ok(None));
    assert_eq!(session.why_row("stock", "PROD-789", "shipped"), Ok(None), "never touched");
    assert!(session.why_state("order-ord-9", "status").is_none());
    assert!(session.why_state("order-ord-1", "colour").is_none());
    assert!(session.what_changed(99_999).is_none() && session.ledger(MessageNo(99_999)).is_none());
}

fn field<'a>(fields: &'a [FieldDifference], name: &str) -> (&'a Value, &'a Value) {
    let found = fields.iter().find(|field| field.name == name).unwrap_or_else(|| panic!("{name} in {fields:?}"));
    (&found.before, &found.after)
}

#[test]
fn an_event_tells_what_it_changed_before_and_after() {
    let session = ran("happy-path");
    let changed = session.what_changed(position_of(&session, "InventoryReserved")).unwrap();
    assert_eq!(field(&changed.state, "PROD-456.reserved"), (&json!(0), &json!(2)));
    assert_eq!(field(&changed.state, "reservation.ord-1"), (&json!("none"), &json!("reserved")));
    let models: Vec<_> = changed.models.iter().map(|model| model.model).collect();
    assert_eq!(models, ["stock"]);
    let row = &changed.models[0].rows[0];
    assert_eq!((row.change, field(&row.fields, "reserved").1), (RowChange::Changed, &json!(1)), "{row:?}");
    assert!(changed.models[0].at.unwrap() > changed.event.ms);
    let placed = session.what_changed(position_of(&session, "OrderPlaced")).unwrap();
    let orders = &placed.models[0];
    assert_eq!(
        (orders.model, orders.rows[0].change, orders.rows[0].key.as_str()),
        ("orders", RowChange::Added, "ord-1")
    );
}

/// The two answers agree: what set a field is an event that changed it, to the value that the row has now.
#[test]
fn every_field_of_every_row_was_set_by_an_event_that_changed_it() {
    for scenario in scenarios() {
        let session = ran(scenario.id);
        let mut changes: BTreeMap<u64, Changed> = BTreeMap::new();
        for position in 0..session.world().store.len() as u64 {
            changes.insert(position, session.what_changed(position).unwrap());
        }
        for model in ReadModel::ALL {
            let view = serde_json::to_value(session.read_model(model.name()).unwrap()).unwrap();
            let rows = if let Value::Array(rows) = view { rows } else { vec![view] };
            for row in rows {
                let key = ["orderId", "sku", "customerId"].iter().find_map(|key| row[*key].as_str());
                let key = key.unwrap_or(model.name()).to_owned();
                for (name, value) in row.as_object().unwrap() {
                    if value.is_object() {
                        continue;
                    }
                    let Some(why) = session.why_row(model.name(), &key, name).unwrap() else { continue };
                    assert_eq!(&why.value, value, "{}: {key}.{name}", scenario.id);
                    let changed = &changes[&u64::from(why.event.position)];
                    let told = changed.models.iter().find(|told| told.model == model.name()).unwrap();
                    let row = told.rows.iter().find(|row| row.key == key).unwrap();
                    assert!(row.fields.iter().any(|field| &field.name == name), "{}: {key}.{name}", scenario.id);
                }
            }
        }
        for changed in changes.values() {
            for field in &changed.state {
                let why = session.why_state(&changed.event.stream, &field.name).unwrap();
                assert!(why.event.position >= changed.event.position, "{}: {}", scenario.id, field.name);
            }
        }
    }
}

fn first_message(session: &Session) -> MessageNo {
    session.world().event_message(0)
}

#[test]
fn the_ledger_counts_every_effect_of_an_intent() {
    let session = ran("happy-path");
    let ledger = session.ledger(first_message(&session)).unwrap();
    assert_eq!((ledger.intent.name, ledger.intent.input), ("PlaceOrder", Some(0)));
    assert_eq!(ledger.verdict.as_ref().unwrap().word, "accepted");
    let stored = ledger.rows.iter().filter(|row| row.stored.is_some()).count();
    assert_eq!(stored, session.world().store.len());
    let placed = ledger.rows.iter().find(|row| row.name == "OrderPlaced").unwrap();
    assert_eq!((placed.publications, placed.delivered, placed.applied, placed.ignored), (1, 3, 3, 0));
    let shown: Vec<_> = placed.visible.iter().map(|shown| shown.model).collect();
    assert_eq!(shown.len(), 3, "orders, revenue and customers show it: {shown:?}");
    assert!(ledger_sentence(&ledger).starts_with("PlaceOrder was answered (accepted) at "));
    assert!(ledger_row_sentence(placed).contains("published, delivered 3 times, applied 3 times, visible in "));
}

#[test]
fn the_ledger_tells_copies_losses_and_parked_messages() {
    let told = |id: &str| {
        let session = ran(id);
        let roots = session.world().letters.iter().filter(|letter| letter.cause.known().is_none());
        let roots: Vec<_> = roots.map(|letter| letter.root).collect();
        roots.into_iter().flat_map(|root| session.ledger(root).unwrap().rows).collect::<Vec<_>>()
    };
    assert!(told("charged-once").iter().any(|row| row.name == "ChargePayment" && row.ignored > 0));
    assert!(told("charged-twice").iter().any(|row| row.name == "ChargePayment" && row.applied > 1));
    assert!(told("poison").iter().any(|row| row.parked && row.failed > 1));
    assert!(told("dual-write").iter().any(|row| row.stored.is_some() && row.publications == 0 && row.lost > 0));
}

#[test]
fn a_cell_of_the_table_knows_its_field() {
    let session = ran("happy-path");
    for model in ReadModel::ALL {
        let table = answer(session.world(), model, session.now());
        for row in &table.table.rows {
            assert!(cell_field(model, row, 0).is_none());
            for column in 1..row.cells.len() {
                let cell = cell_field(model, row, column).unwrap();
                // Known names, whatever the row is called.
                let why = session.why_row(cell.model, &cell.key, cell.field).unwrap();
                // Every customer of the table has ordered, and every order has been placed.
                assert!(why.is_some() || matches!(model, ReadModel::Stock | ReadModel::Revenue), "{cell:?}");
            }
        }
    }
    let table = answer(session.world(), ReadModel::Orders, session.now());
    let cell = cell_field(ReadModel::Orders, &table.table.rows[0], 3).unwrap();
    let why = session.why_row(cell.model, &cell.key, cell.field).unwrap().unwrap();
    let told = why_sentence(&why);
    assert!(told.starts_with("OrderShipped in order-ord-1 made it shipped (before: confirmed) at "), "{told}");
    assert!(told.ends_with("; PlaceOrder led to it. 2 events had set it before."), "{told}");
}

#[test]
fn a_saga_is_traced_to_what_reached_it() {
    let session = ran("happy-path");
    let why = session.why_saga("ord-1", "charge-payment").unwrap().unwrap();
    assert_eq!((why.value, why.before, why.chain.last().unwrap().name), ("done", "running", "PaymentCharged"));
    assert_eq!(why.chain.first().unwrap().name, "PlaceOrder");
    let state = session.why_saga("ord-1", "state").unwrap().unwrap();
    assert_eq!(
        (state.value, state.chain.last().unwrap().name, state.earlier_count),
        ("completed", "OrderConfirmed", 1)
    );
    assert_eq!(session.why_saga("ord-1", "refund-payment"), Ok(None), "nothing was ever to be undone");
    assert_eq!(session.why_saga("ord-9", "state"), Ok(None));
    assert_eq!(session.why_saga("ord-1", "colour").unwrap_err().code, Code::UnknownName);
}

/// Whatever happened in a story, what changed a saga last left it as it is.
#[test]
fn every_field_of_every_saga_was_set_by_what_reached_it() {
    let fields = ["state", "reserve-inventory", "charge-payment", "create-shipment", "confirm-order"];
    let undone = ["release-inventory", "refund-payment", "cancel-shipment"];
    for scenario in scenarios() {
        let session = ran(scenario.id);
        let world = session.world();
        for order in (0..world.order_names.len() as u32).map(OrderId) {
            let name = world.order_name(order).to_owned();
            let Some(saga) = session.saga(&name) else { continue };
            let mut values = vec![saga.state];
            values.extend(saga.steps.iter().map(|step| step.status));
            values.extend(saga.compensations.iter().map(|undo| undo.status));
            for (field, value) in fields.into_iter().chain(undone).zip(values) {
                let why = session.why_saga(&name, field).unwrap();
                let Some(why) = why else {
                    assert!(["waiting", "not-needed"].contains(&value), "{}: {name} {field} {value}", scenario.id);
                    continue;
                };
                assert_eq!(why.value, value, "{}: {name} {field}", scenario.id);
                assert!(why.chain.len() > 1 && why.value != why.before);
                let told = explain(&session, &Question::Saga { order, field });
                assert_eq!((told.links.len(), told.messages.len()), (why.chain.len(), why.chain.len()));
                assert!(told.messages.is_sorted() && told.links.iter().all(|link| link.sentence.ends_with('.')));
            }
        }
    }
}

#[test]
fn an_explanation_is_a_chain_with_a_sentence_each() {
    let session = ran("happy-path");
    let table = answer(session.world(), ReadModel::Revenue, session.now());
    let row = table.table.rows.iter().find(|row| row.cells[0] == "net").unwrap();
    let told = explain(&session, &Question::Row(cell_field(ReadModel::Revenue, row, 1).unwrap()));
    assert_eq!(told.title, "revenue: net is € 309.97");
    assert_eq!(told.sentence, "PaymentCharged made it € 309.97 (before: € 0.00). It began with PlaceOrder.");
    let told: Vec<_> = told.links.iter().map(|link| link.sentence.as_str()).collect();
    assert_eq!(told[0], "The client sends PlaceOrder: ord-1 · € 309.97.");
    assert!(told[1].starts_with("Ada"), "{told:?}");
    assert_eq!(told.len(), 6);
}

#[test]
fn every_line_of_a_state_can_be_asked_about_as_of_each_version() {
    let session = ran("happy-path");
    let world = session.world();
    for name in ["order-ord-1", "payment-ord-1", "shipment-ord-1", "inventory"] {
        let stream = world.find_stream(name).unwrap();
        let count = world.store.version_of(stream).unwrap().0;
        for upto in (0..=count).map(StreamVersion) {
            let view = state_as_of(world, stream, AsOf::Version(upto)).unwrap();
            for (line, value) in view.rows.iter().filter(|(line, _)| line != "reason") {
                let field = state_field(line).unwrap_or_else(|| panic!("{line} has a field"));
                let Some(why) = session.why_state_at(name, &field, upto) else { continue };
                assert!(why.event.version <= upto.0, "{name} {line} = {value}");
            }
        }
    }
    let upto = StreamVersion(0);
    let status = session.why_state_at("order-ord-1", "status", upto).unwrap();
    assert_eq!((status.value, status.event.kind), (json!("placed"), "OrderPlaced"));
    assert!(session.now() > VirtualTime::ZERO);
}
