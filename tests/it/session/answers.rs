//! The answers about a run, as scripts see them.

use eventarium::kernel::Span;
use eventarium::session::{Session, Window, scenarios};
use serde_json::{Value, json};

use super::{order, story};

const MINUTES: Span = Span::from_secs(120);

fn json_of(value: impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

fn window(from: usize, limit: Option<usize>) -> Window {
    Window { from, limit, ..Window::default() }
}

#[test]
fn an_order_and_its_saga() {
    let mut session = Session::new();
    session.send(&order()).unwrap();
    session.run_until_quiet(MINUTES);
    assert_eq!(
        json_of(session.order("ord-1001")),
        json!({
            "orderId": "ord-1001", "customerId": "cust-441", "status": "shipped", "version": 2, "totalCents": 25_998,
            "items": [{"sku": "PROD-456", "quantity": 2, "unitPriceCents": 12_999}],
        })
    );
    let saga = json_of(session.saga("ord-1001"));
    assert_eq!((&saga["state"], &saga["orderId"]), (&json!("completed"), &json!("ord-1001")));
    assert_eq!(saga["steps"][0], json!({"name": "reserve-inventory", "status": "done", "attempts": 1}));
    assert_eq!(
        saga["compensations"][1],
        json!({"name": "refund-payment", "undoes": "charge-payment", "status": "not-needed", "attempts": 0})
    );
    assert_eq!((json_of(session.order("ord-9")), json_of(session.saga("ord-9"))), (Value::Null, Value::Null));
}

#[test]
fn the_read_models() {
    let mut session = story("card-declined");
    session.run_until_quiet(MINUTES);
    let orders = json_of(session.read_model("orders").unwrap());
    assert_eq!((&orders[0]["status"], &orders[0]["customerName"]), (&json!("cancelled"), &json!("Ada")));
    assert!(orders[0]["updatedAt"].as_f64().unwrap() > 1_000.0);
    let stock = json_of(session.read_model("stock").unwrap());
    assert_eq!(stock.as_array().unwrap().len(), 10);
    assert_eq!(stock[0], json!({"sku": "PROD-456", "onHand": 1000, "reserved": 0, "shipped": 0}));
    assert_eq!(
        json_of(session.read_model("revenue").unwrap()),
        json!({"capturedCents": 0, "refundedCents": 0, "netCents": 0,
               "byStatus": {"placed": 0, "confirmed": 0, "shipped": 0, "cancelled": 1}})
    );
    let customers = json_of(session.read_model("customers").unwrap());
    assert_eq!(customers, json!([{"customerId": "cust-441", "name": "Ada", "orders": 1, "spentCents": 0}]));
    for unknown in ["nobody", "payment", ""] {
        assert_eq!(session.read_model(unknown).unwrap_err().code.name(), "unknown-name");
    }
}

#[test]
fn events_are_cloud_events() {
    let mut session = Session::new();
    session.send(&order()).unwrap();
    session.run_until_quiet(MINUTES);
    let events = json_of(session.events(&Window::default()));
    let first = &events[0];
    let ms = session.trace(&Window::default()).into_iter().find(|line| line.kind == "appended").unwrap().ms;
    assert_eq!((&first["specversion"], &first["type"]), (&json!("1.0"), &json!("OrderPlaced")));
    assert_eq!((&first["source"], &first["subject"]), (&json!("/eventarium/order"), &json!("order-ord-1001")));
    assert_eq!(first["time"], json!(format!("2026-01-01T00:00:{:09.6}Z", ms / 1_000.0)));
    assert_eq!((&first["streamversion"], &first["globalposition"]), (&json!(0), &json!(0)));
    assert_eq!(first["datacontenttype"], json!("application/json"));
    assert_eq!(first["data"]["totalCents"], json!(25_998));
    assert!(events.as_array().unwrap().iter().all(|event| event["causationid"] != event["id"]));
    let stream = Window { stream: Some("order-ord-1001".into()), from: 1, limit: Some(1) };
    let confirmed = json_of(session.events(&stream));
    assert_eq!((&confirmed[0]["type"], &confirmed[0]["streamversion"]), (&json!("OrderConfirmed"), &json!(1)));
    assert_eq!(confirmed.as_array().unwrap().len(), 1);
    let all = session.events(&Window::default()).unwrap();
    assert_eq!(session.events(&window(2, Some(3))).unwrap(), all[2..5]);
    assert_eq!(session.events(&window(usize::MAX, None)), Some(vec![]));
    assert_eq!(session.events(&Window { stream: Some("order-x".into()), ..Window::default() }), None);
    assert_eq!(session.events(&Window { stream: Some("handler-failures".into()), ..Window::default() }), Some(vec![]));
}

#[test]
fn every_recorded_event_is_a_valid_cloud_event() {
    for scenario in scenarios() {
        let mut session = story(scenario.id);
        session.run_until_quiet(MINUTES);
        for event in session.events(&Window::default()).unwrap() {
            let read = serde_json::from_str(&serde_json::to_string(&event).unwrap()).unwrap();
            assert_eq!(eventarium::exchange::cloudevents::CloudEvent::read(&read), Ok(event));
        }
    }
}

#[test]
fn streams_queues_and_lines() {
    let mut session = Session::new();
    session.send(&order()).unwrap();
    session.run_until_quiet(MINUTES);
    let streams = json_of(session.streams());
    assert!(streams.as_array().unwrap().contains(&json!({"id": "order-ord-1001", "version": 2, "events": 3})));
    let total: u64 = streams.as_array().unwrap().iter().map(|stream| stream["events"].as_u64().unwrap()).sum();
    assert_eq!(total as usize, session.world().store.len());
    let queues = json_of(session.queues());
    assert_eq!(queues.as_array().unwrap().len(), 7);
    assert_eq!(queues[1], json!({"name": "saga-queue", "consumer": "saga", "ready": 0, "inFlight": 0, "dead": 0}));
    let lines = session.trace(&Window::default());
    assert_eq!(session.trace(&window(3, Some(4))), lines[3..7]);
    assert_eq!(session.trace(&window(lines.len(), None)), []);
    let saga = lines.iter().find(|line| line.kind == "step-started").unwrap();
    assert_eq!((saga.call, saga.order_id.as_deref()), (Some("reserve-inventory"), Some("ord-1001")));
}

#[test]
fn the_causes_of_a_line_happened_before_it() {
    for scenario in scenarios() {
        let mut session = story(scenario.id);
        session.run_until_quiet(MINUTES);
        let mut met = std::collections::BTreeSet::new();
        for line in session.trace(&Window::default()) {
            if let Some(cause) = &line.causation_id {
                assert!(met.contains(cause), "{}: the cause of {line:?} was not met before", scenario.id);
            }
            met.extend(line.message_id);
        }
    }
}

#[test]
fn all_promises_are_listed() {
    let session = Session::new();
    let reports = session.invariants();
    assert!(reports.iter().all(|report| report.ok));
    assert!(["I01", "I13", "I30"].iter().all(|id| reports.iter().any(|report| report.id == *id)));
}

#[test]
fn a_story_has_its_caption_at_the_cursor() {
    let mut session = story("card-declined");
    let (first, _) = session.caption().unwrap();
    session.run_until_quiet(MINUTES);
    let (last, caption) = session.caption().unwrap();
    assert!(first < last && !caption.text.is_empty());
    assert!(Session::new().caption().is_none());
}
