//! A refusal of SQLite in plain words: what is wrong, what would be right, and where.

use super::place::{SqlPlace, end_of, place_of};
use crate::exchange::table::COLUMNS;

/// What a refused question is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SqlRefusal {
    /// One sentence: what is wrong.
    pub sentence: String,
    /// What would be right, or what it means for a log.
    pub advice: Option<String>,
    pub place: Option<SqlPlace>,
    /// As SQLite says it.
    pub own: String,
}

/// What SQLite's sentence means. `offset` is where in the statement it stumbled, in bytes, where it knows.
pub fn sql_refusal(sql: &str, message: &str, offset: Option<usize>) -> SqlRefusal {
    // "SQLITE_ERROR: sqlite3 result code 1: no such table: x"
    let own =
        message.split_once("result code ").and_then(|(_, rest)| rest.split_once(": ")).map_or(message, |(_, own)| own);
    let (sentence, advice, place) = told(sql, own, offset);
    SqlRefusal { sentence, advice, place, own: message.to_owned() }
}

type Told = (String, Option<String>, Option<SqlPlace>);

fn told(sql: &str, own: &str, offset: Option<usize>) -> Told {
    let find = |word: &str| place_of(sql, word, offset);
    let after = |prefix: &str| own.strip_prefix(prefix).map(str::trim);
    if let Some(name) = after("no such column: ") {
        return no_column(sql, name, offset);
    }
    if let Some(name) = after("no such table: ") {
        let advice = "There is one table, events; each row of it is one event.".to_owned();
        return (format!("There is no table {name}."), Some(advice), find(tail(name)));
    }
    if let Some(name) = after("no such function: ") {
        let advice = "Those for aggregates, text, dates and JSON are there: count, sum, min, max, substr, json_extract and others.";
        return (format!("SQLite has no function {name}."), Some(advice.to_owned()), find(name));
    }
    if let Some(word) = own.strip_suffix(": syntax error").and_then(|near| near.strip_prefix("near ")) {
        let word = unquoted(word);
        let advice = "What stands there does not fit to what stands before it: a comma too many or too few, a word left out, or one misspelt just before it.";
        return (format!("SQL cannot go on with “{word}” here."), Some(advice.to_owned()), find(word));
    }
    if own == "incomplete input" {
        let advice = "A bracket may be open, or the last part not be there yet.".to_owned();
        return ("The question ends too early.".to_owned(), Some(advice), Some(end_of(sql)));
    }
    if let Some(word) = after("unrecognized token: ") {
        return unknown_token(sql, unquoted(word), offset);
    }
    if let Some(name) = after("ambiguous column name: ") {
        let advice = format!("Say which one is meant, as in events.{}.", tail(name));
        return (format!("More than one table of this question has a column {name}."), Some(advice), find(tail(name)));
    }
    if let Some(rest) = after("wrong number of arguments to function ") {
        let name = rest.trim_end_matches("()");
        return (format!("{name} is given more or fewer values than it takes."), None, find(name));
    }
    if let Some(rest) = after("misuse of aggregate: ").or_else(|| after("misuse of aggregate function ")) {
        let name = rest.trim_end_matches("()");
        let advice = "WHERE judges one row at a time; what is counted over many is judged by HAVING, after GROUP BY.";
        return (
            format!("{name} is counted over many rows and cannot stand here."),
            Some(advice.to_owned()),
            find(name),
        );
    }
    let (sentence, advice) = about_writing(own).unwrap_or_else(|| about_the_rest(own));
    (sentence, advice, None)
}

fn no_column(sql: &str, name: &str, offset: Option<usize>) -> Told {
    // SQLite takes a text in double quotes for a name, and says so.
    if let Some((text, _)) = name.split_once(" - should this be") {
        let text = unquoted(text);
        let advice = format!("Double quotes stand around names. A text stands in single ones: '{text}'.");
        let place = place_of(sql, &format!("\"{text}\""), offset);
        return (format!("There is no column {text}."), Some(advice), place);
    }
    let known = COLUMNS.join(", ");
    let short = tail(name);
    let advice = match nearest(short) {
        Some(near) => format!("Is {near} meant? The columns of events are {known}."),
        None => {
            format!("The columns of events are {known}; what an event says is in data, as in data ->> 'amountCents'.")
        }
    };
    let place = place_of(sql, short, offset).or_else(|| place_of(sql, first_part(name), offset));
    (format!("There is no column {name}."), Some(advice), place)
}

fn unknown_token(sql: &str, word: &str, offset: Option<usize>) -> Told {
    match word.chars().next() {
        Some('\'' | '"' | '`' | '[') => {
            let shown: String = word.chars().take(24).collect();
            let place = place_of(sql, word, offset);
            (format!("The quote that is opened at {shown} is never closed."), None, place)
        }
        Some(_) | None => (format!("“{word}” is nothing that SQL knows."), None, place_of(sql, word, offset)),
    }
}

/// What the constraints of the table say, and what that means for a log.
fn about_writing(own: &str) -> Option<(String, Option<String>)> {
    let (sentence, advice) = if own.starts_with("UNIQUE constraint failed: events.stream_id, events.version") {
        (
            "The stream has an event of this version already.",
            "That is optimistic concurrency in one line: the second writer is refused, loads again and decides anew.",
        )
    } else if own.starts_with("UNIQUE constraint failed: events.global_position") {
        (
            "This place in the log is taken.",
            "The order over all streams is one for everybody: a new event comes behind the last one.",
        )
    } else if own.starts_with("CHECK constraint failed") {
        ("data and metadata must be JSON.", "Text for them is written as '{\"amountCents\": 5}'.")
    } else if own.starts_with("datatype mismatch") {
        ("A value is of another kind than its column.", "global_position is a whole number.")
    } else if let Some(name) = own.strip_prefix("NOT NULL constraint failed: events.") {
        return Some((
            format!("{name} is left out."),
            Some("An event says all of it: where it stands, what it is, what it says and when.".to_owned()),
        ));
    } else {
        return None;
    };
    Some((sentence.to_owned(), Some(advice.to_owned())))
}

fn about_the_rest(own: &str) -> (String, Option<String>) {
    let told = |sentence: &str, advice: &str| (sentence.to_owned(), Some(advice.to_owned()));
    if own.contains("values for") || own.contains("values were supplied") {
        return told(
            "There are more or fewer values than columns.",
            "The table has eight columns; they stand under “The table”.",
        );
    }
    if own.contains("within a transaction") || own.contains("no transaction is active") || own.contains("savepoint") {
        return told(
            "Every question is a transaction of its own already.",
            "It is taken back when it has been answered, so BEGIN, COMMIT and ROLLBACK are not needed.",
        );
    }
    if own.starts_with("malformed JSON") || own.contains("JSON path") {
        return told(
            "Something was read as JSON that is none, or by a path that is none.",
            "data and metadata hold JSON; a path is written as '$.items[0].sku', a field as data ->> 'amountCents'.",
        );
    }
    if own.ends_with("already exists") {
        return told("There is something of this name already.", "Give it another name.");
    }
    ("SQLite cannot answer this question.".to_owned(), None)
}

/// The column that is meant by a misspelt name: the one with the fewest letters to change, if they are few.
fn nearest(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    let most = (name.chars().count() / 3).clamp(1, 3);
    let ranked = COLUMNS.into_iter().map(|column| (distance(&name, column), column));
    ranked.filter(|(changes, _)| *changes <= most).min().map(|(_, column)| column)
}

/// Letters to add, take away or change.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (place, letter) in from.chars().enumerate() {
        let mut last = place + 1;
        let mut next = vec![last];
        for (other, pair) in to.iter().zip(row.windows(2)) {
            let [before, above] = pair else { continue };
            last = (before + usize::from(*other != letter)).min(above + 1).min(last + 1);
            next.push(last);
        }
        row = next;
    }
    row.last().copied().unwrap_or(usize::MAX)
}

/// "e.type" → "type".
fn tail(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

fn first_part(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}

fn unquoted(word: &str) -> &str {
    word.strip_prefix('"').and_then(|word| word.strip_suffix('"')).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What SQLite 3.50.4 says of each question, and where it says it stumbled.
    fn refused(sql: &str, own: &str, offset: Option<usize>) -> SqlRefusal {
        let message = format!("SQLITE_ERROR: sqlite3 result code 1: {own}");
        let told = sql_refusal(sql, &message, offset);
        assert_eq!(told.own, message, "SQLite's own sentence is kept");
        assert!(told.sentence.ends_with('.') && told.advice.iter().all(|advice| advice.ends_with('.')), "{told:?}");
        told
    }

    fn under_pointer(told: &SqlRefusal) -> String {
        told.place
            .as_ref()
            .map_or_else(String::new, |place| place.text.chars().skip(place.column - 1).take(place.width).collect())
    }

    #[test]
    fn an_unknown_column_is_named_and_the_columns_are_listed() {
        let told = refused("SELECT nonsense FROM events", "no such column: nonsense", Some(7));
        assert_eq!(
            (told.sentence.as_str(), under_pointer(&told).as_str()),
            ("There is no column nonsense.", "nonsense")
        );
        let advice = told.advice.unwrap_or_default();
        assert!(COLUMNS.iter().all(|column| advice.contains(column)), "{advice}");
        assert!(!advice.contains("meant"), "{advice}");
        let told = refused("SELECT 1; SELECT e.verison FROM events e", "no such column: e.verison", Some(8));
        assert_eq!(under_pointer(&told), "verison");
        assert!(told.advice.unwrap_or_default().starts_with("Is version meant?"));
        let own = "no such column: \"abc\" - should this be a string literal in single-quotes?";
        let told = refused("SELECT \"abc\" FROM events", own, Some(7));
        assert_eq!(under_pointer(&told), "\"abc\"");
        assert!(told.advice.unwrap_or_default().ends_with("'abc'."));
    }

    #[test]
    fn every_sentence_of_sqlite_is_told_in_plain_words_at_its_place() {
        for (sql, own, offset, sentence, at) in [
            ("SELECT 1 FROM evnts", "no such table: evnts", None, "There is no table evnts.", "evnts"),
            ("SELEC 1", "near \"SELEC\": syntax error", Some(0), "SQL cannot go on with “SELEC” here.", "SELEC"),
            ("SELECT 1\nFROM e WHRE x", "near \"x\": syntax error", Some(20), "SQL cannot go on with “x” here.", "x"),
            ("SELECT (1", "incomplete input", None, "The question ends too early.", ""),
            (
                "SELECT 'abc",
                "unrecognized token: \"'abc\"",
                Some(7),
                "The quote that is opened at 'abc is never closed.",
                "'abc",
            ),
            ("SELECT 1 # 2", "unrecognized token: \"#\"", Some(9), "“#” is nothing that SQL knows.", "#"),
            ("SELECT foo(1)", "no such function: foo", Some(7), "SQLite has no function foo.", "foo"),
            (
                "SELECT substr()",
                "wrong number of arguments to function substr()",
                Some(7),
                "substr is given more or fewer values than it takes.",
                "substr",
            ),
            (
                "SELECT type FROM events, events e",
                "ambiguous column name: type",
                Some(7),
                "More than one table of this question has a column type.",
                "type",
            ),
            (
                "SELECT sum(data) FROM events WHERE sum(version) > 1",
                "misuse of aggregate: sum()",
                Some(35),
                "sum is counted over many rows and cannot stand here.",
                "sum",
            ),
        ] {
            let told = refused(sql, own, offset);
            assert_eq!((told.sentence.as_str(), under_pointer(&told).as_str()), (sentence, at), "{sql}");
        }
    }

    #[test]
    fn a_constraint_says_what_it_means_for_a_log() {
        for (own, part) in [
            ("UNIQUE constraint failed: events.stream_id, events.version", "optimistic concurrency in one line"),
            ("UNIQUE constraint failed: events.global_position", "The order over all streams is one"),
            ("CHECK constraint failed: json_valid(data)", "must be JSON"),
            ("NOT NULL constraint failed: events.stream_id", "stream_id is left out"),
            ("datatype mismatch", "another kind"),
            ("table events has 8 columns but 1 values were supplied", "eight columns"),
            ("cannot start a transaction within a transaction", "a transaction of its own"),
            ("malformed JSON", "JSON"),
            ("what nobody has ever heard", "cannot answer this question"),
        ] {
            let told = refused("INSERT INTO events VALUES (1)", own, None);
            let whole = format!("{} {}", told.sentence, told.advice.unwrap_or_default());
            assert!(whole.contains(part) && told.place.is_none(), "{own}: {whole}");
        }
    }
}
