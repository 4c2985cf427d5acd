//! Written by Eventarium from a run: a file for the folder `tests`.
//!
//! - 0 ms: fault unavailable
//! - 0 ms: PlaceOrder ord-1

use eventarium::session::{Goal, Session, Window};

const RUN: &str = "AUUBQAC__wwGgIGCg4eEQiRzaGlwcGluZy11bmF2YWlsYWJsZREzCwLmQEDmQUHkfAWfv5IC5QNfBdKCmgMIBV3PPzPV31nvT15D";

#[test]
fn shipping_unavailable_until_step_60() {
    // Given this run,
    let mut run = Session::new();
    run.open(RUN).expect("a run");
    // when it stands where it stood,
    run.seek(Goal::Step(60)).expect("a step");
    // then this is what came of it.
    let events = run.events(&Window::default()).expect("all events");
    let events = events.iter().map(|event| (event.subject.as_deref().unwrap_or_default(), event.kind.as_str()));
    let recorded: Vec<(&str, &str)> = vec![
        ("order-ord-1", "OrderPlaced"),
        ("inventory", "InventoryReserved"),
        ("payment-ord-1", "PaymentCharged"),
        ("shipment-ord-1", "ShipmentRefused"),
    ];
    assert_eq!(events.collect::<Vec<_>>(), recorded);
    assert_eq!(run.hash(), "b25f68dea61457ad");
}
