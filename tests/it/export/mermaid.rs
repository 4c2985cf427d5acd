//! Diagrams.

use eventarium::exchange::mermaid::CHARS_MAX;
use eventarium::kernel::Span;
use eventarium::session::{ExportFormat, Session};

use super::super::session::command;
use super::{is_golden, played};

#[test]
fn stories_are_drawn_as_they_were() {
    for id in ["happy-path", "shipping-unavailable", "stuck", "poison"] {
        let session = played(id);
        is_golden(&format!("golden/export/{id}.sequence.mmd"), &session.export(ExportFormat::Mermaid).unwrap());
        is_golden(&format!("golden/export/{id}.saga.mmd"), &session.export(ExportFormat::MermaidSaga).unwrap());
    }
}

#[test]
fn a_long_run_is_drawn_as_far_as_mermaid_draws_and_says_so() {
    let mut session = Session::new();
    session.traffic(20.0).unwrap();
    session.advance(Span::from_secs(20));
    let text = session.export(ExportFormat::Mermaid).unwrap();
    assert!(text.len() < CHARS_MAX + 200 && text.ends_with("more lines are left out\n"));
    let saga = session.export(ExportFormat::MermaidSaga).unwrap();
    assert!(saga.contains("times") && saga.len() < 2_000);
}

#[test]
fn a_name_cannot_break_out_of_its_label() {
    let mut session = Session::new();
    for id in ["x;y\"-->>client: no %% #<b>", "second\u{202e}"] {
        let id = serde_json::to_string(id).unwrap();
        let text = format!(
            r#"{{"type": "PlaceOrder", "orderId": {id}, "customerId": "c",
                "items": [{{"sku": "PROD-112", "quantity": 1, "unitPriceCents": 1}}]}}"#
        );
        session.send(&command(&text)).unwrap();
    }
    session.run_until_quiet(Span::from_secs(60));
    let text = session.export(ExportFormat::Mermaid).unwrap();
    assert!(text.contains("x#59;y#34;--#62;#62;client: no #37;#37; #35;#60;b#62;"));
    assert!(!text.contains('<') && !text.contains('%') && text.contains("second#8238;"));
}
