//! The past, edited: what it means for a run, and what may be done instead.

mod archive;
mod edits;
mod legal;
mod properties;

use eventarium::session::{EditDraft, Edited, Session};

use crate::session::{story, wire};

pub fn ran(id: &str) -> Session {
    let mut session = story(id);
    session.run_until_quiet(eventarium::kernel::Span::from_secs(3_600));
    session
}

pub fn position_of(session: &Session, name: &str) -> u32 {
    let facts = (0..).map_while(|position| session.world().fact(position));
    facts.enumerate().find(|(_, fact)| fact.name() == name).unwrap().0 as u32
}

pub fn draft(json: &str) -> EditDraft {
    EditDraft::read(&wire(json)).unwrap()
}

/// Edits the first event of this name.
pub fn edit(session: &mut Session, name: &str, rest: &str) -> Edited {
    let position = position_of(session, name);
    session.edit(&draft(&format!(r#"{{"position": {position}, {rest}}}"#))).unwrap()
}
