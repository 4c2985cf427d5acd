//! What a person or script can do with a run.

mod acts;
mod answers;
mod branches;
mod compare;
mod import;
mod nonsense;
mod poison;
pub mod share;
mod walking;
mod why;

use eventarium::exchange::{Code, CommandDraft, FaultDraft, Wire};
use eventarium::session::{Beginning, Session};

pub fn wire(json: &str) -> Wire {
    Wire::from_json(json, 1_000_000, Code::BadArgument).unwrap()
}

pub fn command(json: &str) -> CommandDraft {
    CommandDraft::read(&wire(json)).unwrap()
}

pub fn fault(json: &str) -> FaultDraft {
    FaultDraft::read(&wire(json)).unwrap()
}

/// An order of two headphones, without an id.
pub fn order() -> CommandDraft {
    command(
        r#"{"type": "PlaceOrder", "customerId": "cust-441",
            "items": [{"sku": "PROD-456", "quantity": 2, "unitPriceCents": 12999}]}"#,
    )
}

/// The story with this id at its beginning.
pub fn story(id: &str) -> Session {
    let mut session = Session::new();
    session.reset(&Beginning { scenario: Some(id.into()), ..Beginning::default() }).unwrap();
    session
}
