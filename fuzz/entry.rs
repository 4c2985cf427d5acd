//! What the fuzz targets call, and what the everyday tests call with the committed corpus: any bytes are taken or
//! refused with a reason, and nothing panics.

#![allow(dead_code, reason = "each target calls one of them")]

use eventarium::session::{Opening, Session};

/// Steps of a run that is read: enough to meet what was read, few enough to go on quickly.
const STEPS: u32 = 2_000;

/// A link of any making.
pub fn link(bytes: &[u8]) {
    open(&String::from_utf8_lossy(bytes));
}

/// A session file.
pub fn session(bytes: &[u8]) {
    open(&String::from_utf8_lossy(bytes));
}

fn open(text: &str) {
    match Opening::read(text) {
        Ok(mut opening) => {
            opening.advance(STEPS);
            let (session, _) = opening.finish();
            // What was read can be written.
            drop(session.shared(""));
        }
        Err(refused) => assert!(!refused.reason.is_empty()),
    }
}

/// A reader's reducer, over a short log.
pub fn expression(bytes: &[u8]) {
    let mut session = Session::new();
    session.begin(eventarium::scenario::find("shipping-unavailable"), None, None);
    session.run_until_quiet(eventarium::kernel::Span::from_secs(60));
    if let Err(error) = session.reduce(&String::from_utf8_lossy(bytes)) {
        assert!(!error.to_string().is_empty());
    }
}

/// Events to import.
pub fn cloudevents(bytes: &[u8]) {
    let mut session = Session::new();
    let hash = session.hash();
    match session.import(&String::from_utf8_lossy(bytes)) {
        Ok(_) => drop(session.run_until_quiet(eventarium::kernel::Span::from_secs(1))),
        Err(refused) => assert!(!refused.reason.is_empty() && session.hash() == hash),
    }
}
