//! What a question tried to write, and why the log does not take it.

use super::tokens::{Token, statements};
use crate::scene::words::count;

/// True where nothing is asked: blanks and comments.
pub fn is_blank(sql: &str) -> bool {
    statements(sql).is_empty()
}

/// What becomes of the changes that a question made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undone {
    /// They were taken back.
    TakenBack,
    /// The question ended the transaction in which it was asked: the table is filled anew for the next one.
    FilledAnew,
}

/// What a question did to the table, how it is undone, and why; `None` for one that only reads.
pub fn write_note(sql: &str, changed: u64, undone: Undone) -> Option<String> {
    let verb = statements(sql).iter().filter_map(|statement| verb_of(statement)).next()?;
    let undone = match undone {
        Undone::TakenBack => ", and that was taken back.",
        Undone::FilledAnew => {
            ", and kept, because the question ended its own transaction. The table is filled anew for the next one."
        }
    };
    let done = match (verb, changed) {
        ("DROP" | "ALTER" | "CREATE", _) => format!("The table was changed{undone}"),
        (_, 0) => "No row was changed.".to_owned(),
        (_, 1) => format!("1 row was changed{undone}"),
        (_, changed) => format!("{} rows were changed{undone}", count(changed)),
    };
    let why = match verb {
        "DELETE" => {
            "Nothing is deleted from a log: what happened has happened, and others have acted on it. Its effect is taken back by a new event."
        }
        "UPDATE" => {
            "Nothing in a log is rewritten: others have read it and acted on it. A correction is a new event behind it."
        }
        "INSERT" | "REPLACE" => {
            "Only the shop appends to its log, through its services and with the version that they expect. Place an order, and look again."
        }
        _ => "The table is the log as it is at the cursor; it is filled anew with every question.",
    };
    Some(format!("{done} {why}"))
}

/// What a statement does, where it writes. After WITH comes the names' own SELECT in brackets, and then the verb.
fn verb_of(statement: &[Token<'_>]) -> Option<&'static str> {
    const WRITES: [&str; 7] = ["DELETE", "UPDATE", "INSERT", "REPLACE", "DROP", "ALTER", "CREATE"];
    let known = |token: &Token<'_>| WRITES.into_iter().find(|verb| token.is(verb));
    let first = statement.first()?;
    if !first.is("WITH") {
        return known(first);
    }
    let mut depth = 0_usize;
    for token in statement {
        match token.text {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ if depth == 0 && token.is("SELECT") => return None,
            _ if depth == 0 => {
                if let Some(verb) = known(token) {
                    return Some(verb);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_that_reads_has_no_note() {
        for sql in [
            "SELECT 1",
            "SELECT 'DELETE FROM events'",
            "WITH a AS (SELECT 1) SELECT * FROM a",
            "-- DELETE FROM events\nSELECT replace('a', 'b', 'c')",
            "EXPLAIN QUERY PLAN DELETE FROM events",
            "",
        ] {
            assert_eq!(write_note(sql, 0, Undone::TakenBack), None, "{sql}");
        }
    }

    #[test]
    fn every_way_to_write_has_its_reason() {
        for (sql, changed, done, why) in [
            ("delete from events", 12, "12 rows were changed, and that was taken back.", "Nothing is deleted"),
            ("UPDATE events SET type = 'x'", 1, "1 row was changed, and that was taken back.", "is rewritten"),
            ("INSERT INTO events SELECT 1", 1, "1 row was changed", "Only the shop appends"),
            ("REPLACE INTO events VALUES (1)", 1, "1 row was changed", "Only the shop appends"),
            ("SELECT 1; DROP TABLE events", 0, "The table was changed, and that was taken back.", "filled anew"),
            ("WITH a AS (SELECT 1) DELETE FROM events WHERE version IN a", 0, "No row was changed.", "is deleted"),
        ] {
            let note = write_note(sql, changed, Undone::TakenBack).unwrap_or_default();
            assert!(note.starts_with(done) && note.contains(why), "{sql}: {note}");
        }
    }

    #[test]
    fn blanks_and_comments_ask_nothing() {
        assert!(is_blank(" \n;; -- SELECT 1") && !is_blank("SELECT 1"));
    }

    #[test]
    fn what_a_question_has_kept_is_not_called_taken_back() {
        for sql in
            ["DROP TABLE events; COMMIT", "DELETE FROM events; COMMIT", "UPDATE events SET version = 7; RELEASE x"]
        {
            let note = write_note(sql, 8, Undone::FilledAnew).unwrap_or_default();
            assert!(!note.contains("taken back.") && note.contains("filled anew for the next one."), "{sql}: {note}");
        }
    }
}
