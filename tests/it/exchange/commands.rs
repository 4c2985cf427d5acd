//! Commands from outside: every field, every kind of nonsense.

use eventarium::domain::order::{Authority, OrderCommand};
use eventarium::domain::{Command, Money};
use eventarium::exchange::{CheckedCommand, Code, CommandDraft, Refused, Wire};

fn read(json: &str) -> Result<CheckedCommand, Refused> {
    CommandDraft::read(&Wire::from_json(json, 20_000_000, Code::BadCommand).unwrap())?.check(Code::BadCommand)
}

/// An order of two headphones in which `from` is replaced by `to`.
fn order_with(from: &str, to: &str) -> Result<CheckedCommand, Refused> {
    let good = r#"{"type": "PlaceOrder", "orderId": "ord-1", "customerId": "cust-441",
        "items": [{"sku": "PROD-456", "quantity": 2, "unitPriceCents": 12999}]}"#;
    let changed = good.replace(from, to);
    assert_ne!(changed, good, "{from}");
    read(&changed)
}

fn blamed(refused: Result<CheckedCommand, Refused>) -> (Code, String) {
    let refused = refused.unwrap_err();
    assert!(!refused.reason.is_empty());
    (refused.code, refused.field)
}

#[test]
fn an_order_is_read_with_its_names() {
    let checked = order_with("ord-1", "ord-🛒 1").unwrap();
    assert_eq!((checked.order.as_deref(), checked.customer.as_deref()), (Some("ord-🛒 1"), Some("cust-441")));
    let Command::Order(OrderCommand::Place { lines, total, .. }) = checked.command else { panic!("no order") };
    assert_eq!((lines.len(), total), (1, Money(25_998)));
}

#[test]
fn every_command_is_known_by_its_name() {
    let about_an_order = [
        "ConfirmOrder",
        "CancelOrder",
        "ShipOrder",
        "ReleaseInventory",
        "ShipInventory",
        "RefundPayment",
        "CreateShipment",
        "CancelShipment",
        "DispatchParcel",
    ];
    for name in about_an_order {
        let checked = read(&format!(r#"{{"type": "{name}", "orderId": "ord-1"}}"#)).unwrap();
        assert_eq!(checked.command.name(), name);
        assert_eq!(blamed(read(&format!(r#"{{"type": "{name}"}}"#))), (Code::BadCommand, "orderId".into()));
    }
    let items = r#"[{"sku": "PROD-112", "quantity": 1}]"#;
    let others = [
        format!(r#"{{"type": "ReserveInventory", "orderId": "o", "items": {items}}}"#),
        r#"{"type": "RestockInventory", "sku": "PROD-112", "quantity": 5}"#.into(),
        r#"{"type": "ChargePayment", "orderId": "o", "customerId": "c", "amountCents": 5}"#.into(),
    ];
    for other in others {
        let name = other.split('"').nth(3).unwrap();
        assert_eq!(read(&other).unwrap().command.name(), name);
    }
}

#[test]
fn a_person_never_speaks_with_the_saga_s_authority() {
    let confirm = read(r#"{"type": "ConfirmOrder", "orderId": "o"}"#).unwrap().command;
    assert!(matches!(confirm, Command::Order(OrderCommand::Confirm { authority: Authority::Customer, .. })));
    let cancel = read(r#"{"type": "CancelOrder", "orderId": "o"}"#).unwrap().command;
    assert!(matches!(cancel, Command::Order(OrderCommand::Cancel { authority: Authority::Customer, .. })));
}

#[test]
fn numbers_out_of_bounds_are_refused_by_field() {
    for bad in ["0", "-1", "1.5", "9007199254740992", "1e300", "1000001", "\"2\"", "null", "[]"] {
        let (code, field) = blamed(order_with("\"quantity\": 2", &format!("\"quantity\": {bad}")));
        assert_eq!((code, field.as_str()), (Code::BadCommand, "items[0].quantity"), "{bad}");
    }
    for bad in ["0", "-1", "0.5", "9007199254740992", "100000000001", "{}"] {
        let (code, field) = blamed(order_with("12999", bad));
        assert_eq!((code, field.as_str()), (Code::BadCommand, "items[0].unitPriceCents"), "{bad}");
    }
    let draft = CommandDraft { amount_cents: Some(f64::NAN), ..charge() };
    assert_eq!(draft.check(Code::BadCommand).unwrap_err().field, "amountCents");
    assert!(charge().check(Code::BadCommand).is_ok());
}

fn charge() -> CommandDraft {
    CommandDraft {
        kind: "ChargePayment".into(),
        order_id: Some("o".into()),
        customer_id: Some("c".into()),
        amount_cents: Some(5.0),
        ..CommandDraft::default()
    }
}

#[test]
fn lines_that_cost_too_much_together_are_refused() {
    let line = r#"{"sku": "PROD-456", "quantity": 1000000, "unitPriceCents": 100000000000}"#;
    let refused = order_with(r#"{"sku": "PROD-456", "quantity": 2, "unitPriceCents": 12999}"#, line);
    assert_eq!(blamed(refused), (Code::BadCommand, "items".into()));
}

#[test]
fn the_number_of_lines_is_bounded() {
    let line = r#"{"sku": "PROD-456", "quantity": 2, "unitPriceCents": 12999}"#;
    assert_eq!(blamed(order_with(line, "")), (Code::BadCommand, "items".into()));
    assert!(order_with(line, &vec![line; 1_000].join(",")).is_ok());
    assert_eq!(blamed(order_with(line, &vec![line; 10_000].join(","))), (Code::BadCommand, "items".into()));
    let draft = CommandDraft { items: Some(vec![Default::default(); 10_001]), ..charge() };
    let draft = CommandDraft { kind: "PlaceOrder".into(), ..draft };
    assert_eq!(draft.check(Code::BadCommand).unwrap_err().field, "items");
}

#[test]
fn ids_are_bounded_and_clean() {
    for (bad, code) in [
        (String::new(), Code::BadCommand),
        ("a\\u0000".into(), Code::BadCommand),
        ("a\\nb".into(), Code::BadCommand),
        ("x".repeat(257), Code::BadCommand),
    ] {
        assert_eq!(blamed(order_with("ord-1", &bad)), (code, "orderId".into()));
        assert_eq!(blamed(order_with("cust-441", &bad)), (code, "customerId".into()));
    }
    let huge = "x".repeat(10_000_000);
    for field in ["orderId", "customerId"] {
        let object = Wire::object([("type", "PlaceOrder".into()), (field, huge.as_str().into())]);
        let refused = CommandDraft::read(&object).unwrap_err();
        assert_eq!((refused.code, refused.field.as_str()), (Code::TooLarge, field));
    }
}

#[test]
fn what_the_shop_does_not_know_is_named() {
    let (code, field) = blamed(order_with("PROD-456", "PROD-000"));
    assert_eq!((code, field.as_str()), (Code::BadCommand, "items[0].sku"));
    let refused = order_with("\"orderId\"", "\"oderId\"").unwrap_err();
    assert_eq!((refused.code, refused.field.as_str()), (Code::BadCommand, "oderId"));
    assert_eq!(refused.reason, "there is no such field; known are type, orderId, customerId, items, totalCents");
    assert_eq!(blamed(order_with("\"quantity\"", "\"quantitty\"")), (Code::BadCommand, "items[0].quantitty".into()));
    assert_eq!(blamed(order_with("PlaceOrder", "placeOrder")), (Code::BadCommand, "type".into()));
    for no_object in ["null", "5", "\"PlaceOrder\"", "[]", "{}"] {
        assert_eq!(blamed(read(no_object)).0, Code::BadCommand, "{no_object}");
    }
}
