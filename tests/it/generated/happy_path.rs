//! Written by Eventarium from a run: a file for the folder `tests`.
//!
//! - 0 ms: PlaceOrder ord-1

use eventarium::session::{Goal, Session, Window};

const RUN: &str = "ASoBJQDa_-JCGmhhcHB5LXBhdGgRNwsB5kBA5QNbBdX7uAMItR1d8a0R-0a39aeM";

#[test]
fn happy_path_until_step_91() {
    // Given this run,
    let mut run = Session::new();
    run.open(RUN).expect("a run");
    // when it stands where it stood,
    run.seek(Goal::Step(91)).expect("a step");
    // then this is what came of it.
    let events = run.events(&Window::default()).expect("all events");
    let events = events.iter().map(|event| (event.subject.as_deref().unwrap_or_default(), event.kind.as_str()));
    let recorded: Vec<(&str, &str)> = vec![
        ("order-ord-1", "OrderPlaced"),
        ("inventory", "InventoryReserved"),
        ("payment-ord-1", "PaymentCharged"),
        ("shipment-ord-1", "ShipmentCreated"),
        ("inventory", "InventoryShipped"),
        ("order-ord-1", "OrderConfirmed"),
        ("shipment-ord-1", "ParcelDispatched"),
        ("order-ord-1", "OrderShipped"),
    ];
    assert_eq!(events.collect::<Vec<_>>(), recorded);
    assert_eq!(run.hash(), "b51d5df1ad11fb46");
}
