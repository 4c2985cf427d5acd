//! The log as a table.

use std::collections::BTreeSet;

use eventarium::event_store::GlobalPosition;
use eventarium::exchange::table::{COLUMNS, CREATE, EventRow, INSERT, QUESTIONS, Value, digest, rows};
use eventarium::kernel::Span;
use eventarium::scenario::SCENARIOS;
use eventarium::session::{Beginning, EditDraft, Session};

use crate::session::{command, wire};

fn played(id: &str) -> Session {
    let mut session = Session::new();
    session.reset(&Beginning { scenario: Some(id.into()), ..Beginning::default() }).unwrap();
    session.run_until_quiet(Span::from_secs(120));
    session
}

#[test]
fn every_event_is_a_row_and_both_constraints_hold() {
    for scenario in &SCENARIOS {
        let session = played(scenario.id);
        let world = session.world();
        let all: Vec<EventRow> = rows(world, GlobalPosition::START).collect();
        assert_eq!(all.len(), world.store.len());
        let positions: BTreeSet<_> = all.iter().map(|row| row.global_position).collect();
        let versions: BTreeSet<_> = all.iter().map(|row| (row.stream_id.clone(), row.version)).collect();
        assert_eq!((positions.len(), versions.len()), (all.len(), all.len()), "{}", scenario.id);
        assert!(all.is_sorted_by_key(|row| row.global_position) && all.is_sorted_by_key(|row| row.recorded_at.clone()));
        for row in &all {
            for json in [&row.data, &row.metadata] {
                assert!(serde_json::from_str::<serde_json::Value>(json).unwrap().is_object(), "{json}");
            }
        }
        assert!(rows(world, GlobalPosition(3)).eq(all.into_iter().skip(3)));
    }
}

#[test]
fn a_row_says_what_was_stored() {
    let session = played("versions");
    let placed: Vec<EventRow> =
        rows(session.world(), GlobalPosition::START).filter(|row| row.kind == "OrderPlaced").collect();
    assert_eq!(placed.iter().map(|row| row.schema_version).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(placed[0].data, r#"{"orderId":"ord-1","customerId":"cust-441","amountCents":30997}"#);
    assert!(placed[1].data.contains(r#""currency":"EUR""#) && placed[1].data.contains(r#""items":[{"#));
    assert_eq!((placed[0].stream_id.as_str(), placed[0].version), ("order-ord-1", 0));
    assert!(placed[0].recorded_at.starts_with("2026-01-01T00:00:00."), "{}", placed[0].recorded_at);
    let metadata: serde_json::Value = serde_json::from_str(&placed[0].metadata).unwrap();
    assert_eq!(metadata["source"], "order");
    let values = placed[0].clone().values();
    assert_eq!((values.len(), &values[3]), (COLUMNS.len(), &Value::Text("OrderPlaced".into())));
}

#[test]
fn the_digest_of_the_rows_differs_as_soon_as_they_do() {
    let whole = |session: &Session| {
        let world = session.world();
        (digest(world), rows(world, GlobalPosition::START).collect::<Vec<_>>())
    };
    let mut session = played("happy-path");
    let (before, branch) = (whole(&session), session.branch());
    for how in [
        r#""how": "move", "to": 5"#,
        r#""how": "duplicate""#,
        r#""how": "skip""#,
        r#""how": "change", "body": {"orderId": "ord-1", "customerId": "nobody", "items": [{"sku": "PROD-456", "quantity": 1, "unitPriceCents": 1}], "totalCents": 1}"#,
    ] {
        session.edit(&EditDraft::read(&wire(&format!(r#"{{"position": 0, {how}}}"#))).unwrap()).unwrap();
        let after = whole(&session);
        assert!(before.0 != after.0 && before.1 != after.1, "{how}");
        assert!(session.switch_to(branch));
        assert_eq!(whole(&session), before, "{how}");
    }
    let [own, other] = ["this", "that"].map(|name| {
        let mut session = Session::new();
        let order = r#""items": [{"sku": "PROD-456", "quantity": 1, "unitPriceCents": 100}]"#;
        let place = format!(r#"{{"type": "PlaceOrder", "orderId": "{name}", "customerId": "cust", {order}}}"#);
        session.send(&command(&place)).unwrap();
        session.run_until_quiet(Span::from_secs(120));
        whole(&session)
    });
    assert!(own.0 != other.0 && own.1 != other.1, "names are said, too");
}

#[test]
fn the_sql_names_the_columns() {
    for column in COLUMNS {
        assert!(CREATE.contains(&format!("\n  {column} ")) && INSERT.contains(column), "{column}");
    }
    assert_eq!(INSERT.matches('?').count(), COLUMNS.len());
    let ids: BTreeSet<_> = QUESTIONS.iter().map(|question| question.id).collect();
    assert_eq!(ids.len(), QUESTIONS.len());
}

/// Writes a script for a real SQLite: `EVENTARIUM_SQL=FILE cargo test --no-default-features table`, then `sqlite3 <FILE`.
#[test]
fn a_real_database_can_be_asked() {
    let Some(file) = std::env::var_os("EVENTARIUM_SQL") else { return };
    let quoted = |value: Value| match value {
        Value::Whole(number) => number.to_string(),
        Value::Text(text) => format!("'{}'", text.replace('\'', "''")),
    };
    let session = played("shipping-unavailable");
    let mut script = format!("{CREATE};\n");
    for row in rows(session.world(), GlobalPosition::START) {
        let values: Vec<String> = row.values().into_iter().map(quoted).collect();
        script.push_str(&format!("INSERT INTO events VALUES ({});\n", values.join(", ")));
    }
    for question in QUESTIONS {
        script.push_str(&format!("SELECT '-- {}';\n{};\n", question.id, question.sql));
    }
    std::fs::write(file, script).unwrap();
}
